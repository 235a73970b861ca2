// What was used, shaped for the chart and the table: by day without gaps, by provider and type out of what is told by model.

export const VIEWS = ['DAY', 'PROVIDER', 'TYPE', 'MODEL', 'KEY', 'END_USER'] as const
export type View = (typeof VIEWS)[number]

export const BY = { DAY: 'DAY', PROVIDER: 'MODEL', TYPE: 'MODEL', MODEL: 'MODEL', KEY: 'KEY', END_USER: 'END_USER' } as const satisfies Readonly<Record<View, string>>

export interface Figures {
  readonly generations: number
  readonly failed: number
  readonly refundedCredits: number
  /** Charged less what came back. */
  readonly credits: number
}

export interface UsageLine extends Figures {
  readonly date: string
  readonly model: string | null
  readonly provider: string | null
  readonly type: string | null
  readonly apiKey: { readonly id: string; readonly name: string | null } | null
  readonly endUser: string | null
  readonly others: number
}

export interface UsageRow extends Figures {
  /** A day, an id; null: none was used. */
  readonly name: string | null
  /** Of a key. */
  readonly title?: string
  /** How many this is the sum of; 0: it is itself. */
  readonly others: number
}

const NOTHING: Figures = { generations: 0, failed: 0, refundedCredits: 0, credits: 0 }
const DAY_MS = 86_400_000

export const sumOf = (rows: readonly Figures[]): Figures => rows.reduce<Figures>(
  (sum, row) => ({ generations: sum.generations + row.generations, failed: sum.failed + row.failed, refundedCredits: sum.refundedCredits + row.refundedCredits, credits: sum.credits + row.credits }),
  NOTHING,
)

export interface Range {
  readonly from: string
  readonly to: string
}

/** The last so many UTC days, today among them. */
export const lastDays = (days: number, nowMs: number): Range => ({ from: new Date(nowMs - (days - 1) * DAY_MS).toISOString().slice(0, 10), to: new Date(nowMs).toISOString().slice(0, 10) })

export function daysOf({ from, to }: Range): readonly string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  return Array.from({ length: Math.max(0, Math.round((last - first) / DAY_MS) + 1) }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10))
}

/** Days on which nothing was made stand there too; else the most credits first, what is summed up last. */
export function rowsOf(lines: readonly UsageLine[], view: View, range: Range): readonly UsageRow[] {
  if (view === 'DAY') {
    const known = new Map(lines.map((line) => [line.date, line]))
    return daysOf(range).map((date) => ({ ...sumOf([known.get(date) ?? NOTHING]), name: date, others: 0 }))
  }
  const groups = new Map<string, UsageRow>()
  for (const line of lines) {
    const { name, title } = nameOf(line, view)
    const key = line.others > 0 ? 'others' : `of ${name}`
    const group = groups.get(key)
    groups.set(key, { ...sumOf([group ?? NOTHING, line]), name, others: (group?.others ?? 0) + line.others, ...(title !== undefined && { title }) })
  }
  return [...groups.values()].toSorted((one, other) => Number(one.others > 0) - Number(other.others > 0) || other.credits - one.credits)
}

function nameOf({ model, provider, type, apiKey, endUser }: UsageLine, view: Exclude<View, 'DAY'>): { readonly name: string | null; readonly title?: string } {
  if (view === 'KEY') return { name: apiKey?.id ?? null, ...(apiKey?.name && { title: apiKey.name }) }
  return { name: { PROVIDER: provider, TYPE: type, MODEL: model, END_USER: endUser }[view] }
}

export interface Bar {
  readonly x: number
  readonly name: string
  /** Kept of what was charged, and above it what came back: parts of the chart's height, 0 to 1. */
  readonly spent: number
  readonly back: number
}

/** @returns the bars, and what their full height stands for */
export function barsOf(rows: readonly UsageRow[], metric: 'credits' | 'generations'): { readonly bars: readonly Bar[]; readonly top: number } {
  const parts = rows.map((row) => (metric === 'credits' ? { spent: Math.max(0, row.credits), back: row.refundedCredits } : { spent: row.generations - row.failed, back: row.failed }))
  const top = roundUp(Math.max(0, ...parts.map(({ spent, back }) => spent + back)))
  return { top, bars: parts.map(({ spent, back }, x) => ({ x, name: rows[x]?.name ?? '', spent: spent / top, back: back / top })) }
}

/** 1, 2 or 5 of its power of ten. */
function roundUp(value: number): number {
  if (value <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power
}
