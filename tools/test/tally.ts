// What came of a step's tests.

export interface Tally {
  readonly passed: number
  /** Names, each with where it stands. */
  readonly failed: readonly string[]
  /** Names, each with the reason. */
  readonly skipped: readonly string[]
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.flatMap(({ failed }) => failed),
    skipped: tallies.flatMap(({ skipped }) => skipped),
  }
}

/** A step that is one test as a whole. */
export function single(name: string, isGood: boolean): Tally {
  return { passed: isGood ? 1 : 0, failed: isGood ? [] : [name], skipped: [] }
}

/** `3 passed, 0 failed`, and the skipped where there are any. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`
}
