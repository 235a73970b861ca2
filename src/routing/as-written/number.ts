// Numbers as people write them: "5", "5.0", "5s", "5 seconds" where seconds are meant. Pure.

const SECONDS: ReadonlySet<string> = new Set(['s', 'sec', 'secs', 'second', 'seconds'])
const NUMBER = /^\s*([+-]?\d{1,15}(?:\.\d{1,6})?)\s*([a-z]*)\s*$/i
const LONGEST = 40

/** @param unit what the option counts in; only its own is taken @returns undefined for what is no number */
export function numberAsWritten(text: string, unit: string | undefined): number | undefined {
  const match = text.length > LONGEST ? null : NUMBER.exec(text)
  const word = match?.[2]?.toLowerCase() ?? ''
  return match && (word === '' || (unit === 's' && SECONDS.has(word))) ? Number(match[1]) : undefined
}
