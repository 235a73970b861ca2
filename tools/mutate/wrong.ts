// A place of the code as it would be wrong.

export interface Wrong {
  /** In the place of the right one. */
  readonly text: string
  /** For people. */
  readonly what: string
  readonly isTerm?: true
}

export const short = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 90)
