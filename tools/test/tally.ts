// What came of a step's tests.

export interface Tally {
  readonly passed: number
  /** Names, each with where it stands and, where it is known, what went wrong. */
  readonly failed: readonly string[]
  /** Those that failed, and passed when their file was run once more. */
  readonly unsteady?: readonly string[]
  /** Names, each with the reason. */
  readonly skipped: readonly string[]
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.flatMap(({ failed }) => failed),
    unsteady: tallies.flatMap(({ unsteady = [] }) => unsteady),
    skipped: tallies.flatMap(({ skipped }) => skipped),
  }
}

const MOST_LINES = 15
const LONGEST_LINE = 240

/** What went wrong, below the name and without the frames: the log of all tests may be longer than anybody keeps. */
export function withReason(name: string, message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
  return [name, ...lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE))].join('\n    ')
}

/** Nothing failed, not even at first. */
export const isSteady = ({ failed, unsteady = [] }: Tally): boolean => failed.length + unsteady.length === 0

/** A step that is one test as a whole. */
export function single(name: string, isGood: boolean): Tally {
  return { passed: isGood ? 1 : 0, failed: isGood ? [] : [name], skipped: [] }
}

/** `3 passed, 0 failed`, and the skipped where there are any. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`
}
