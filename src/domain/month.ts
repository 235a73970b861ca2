// Months as people and the archive name them, `2026-11`, by UTC.

export const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7)

export const isMonth = (text: string): boolean => /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)

/** Its first millisecond. */
export const monthStartMs = (month: string): number => Date.parse(`${month}-01T00:00:00Z`)
