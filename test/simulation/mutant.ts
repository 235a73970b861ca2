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

/** @param read the source of a file @returns what each file that it touches says then */
export function planted({ patches }: Mutant, read: (file: string) => string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>()
  for (const { file, find, replace } of patches) {
    const source = sources.get(file) ?? read(file)
    if (source.split(find).length !== 2) throw new Error(`${file} no longer reads as expected: ${find}`)
    sources.set(file, source.replace(find, () => replace))
  }
  return sources
}
