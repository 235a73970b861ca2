// Languages as people write them: `HI`, `hi_IN`, `hi-IN` where a row takes `hi`. Pure.

const TAG = /^\s*([a-z]{2,3})(?:[-_]([a-z]{2}|\d{3}))?\s*$/i

/** @returns the words that may stand for it, the whole one first; none for what is no language */
export function languagesAsWritten(text: string): readonly string[] {
  const [, language, region] = TAG.exec(text.slice(0, 20)) ?? []
  if (language === undefined) return []
  const base = language.toLowerCase()
  return region === undefined ? [base] : [`${base}-${region.toUpperCase()}`, base]
}
