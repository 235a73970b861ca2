// A deliberate fault in the service's source.
export interface Patch {
  readonly file: string
  /** Stands exactly once in the file. */
  readonly find: string
  readonly replace: string
}

export interface Mutant {
  readonly name: string
  readonly patches: readonly Patch[]
  /** The test that catches what a second guard hides from the simulation, or that plays it alone. */
  readonly caughtBy?: string
}

export const one = (name: string, file: string, find: string, replace: string, caughtBy?: string): Mutant => ({ name, patches: [{ file, find, replace }], ...(caughtBy && { caughtBy }) })
