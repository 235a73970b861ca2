// Mutations that change nothing anybody could notice, each with the reason. They are known by their file and text; one that no
// longer stands there is a mistake.

export interface Equivalent {
  readonly file: string
  /** As the driver prints it. */
  readonly what: string
  /** How many read the same. 1 where it is not said. */
  readonly times?: number
  readonly why: string
}

export const EQUIVALENT: readonly Equivalent[] = [
]
