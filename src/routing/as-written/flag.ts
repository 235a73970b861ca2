// Flags as people write them: "true", "False", 1, 0. Pure.

/** @returns undefined for what is neither */
export function flagAsWritten(value: string | number | boolean): boolean | undefined {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value
  if (word === 'true' || word === 1) return true
  return word === 'false' || word === 0 ? false : undefined
}
