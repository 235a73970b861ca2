// Which models an administrator has switched off, as the isolate last heard: it is told with every look-up of a key,
// which is never older than 30 s, so that choosing asks nobody.

export interface ModelSwitches {
  readonly isOff: (model: string) => boolean
  /** @param readAtMs when the database was asked: an answer that was overtaken by a later one is forgotten */
  readonly learn: (off: readonly { readonly model: string }[], readAtMs: number) => void
}

export function openModelSwitches(): ModelSwitches {
  let off: ReadonlySet<string> = new Set()
  let knownSinceMs = 0
  return {
    isOff: (model) => off.has(model),
    learn: (rows, readAtMs) => {
      if (readAtMs < knownSinceMs) return
      knownSinceMs = readAtMs
      off = new Set(rows.map(({ model }) => model))
    },
  }
}

export interface WithModelSwitches<Call extends keyof ModelSwitches = keyof ModelSwitches> {
  /** What administrators have switched off, as the isolate last heard. */
  readonly modelSwitches: Pick<ModelSwitches, Call>
}
