// What is asked of margins, and its lines summed by day or by provider. Pure.
import { operation } from '../../../ask.ts'

export const DAYS = ['7', '30', '90'] as const
export const VIEWS = ['BOTH', 'PROVIDER', 'DAY'] as const
export type View = (typeof VIEWS)[number]

interface Figures {
  readonly generations: number
  readonly kept: number
  readonly late: number
  readonly unlisted: number
  readonly credits: number
  readonly chargedUsd: number
  readonly listUsd: number
  readonly marginUsd: number
}

export interface MarginLine extends Figures {
  readonly date: string
  readonly provider: string | null
}

export interface Margins {
  readonly countedUntil: string | null
  readonly lines: readonly MarginLine[]
  readonly lists: readonly { readonly provider: string; readonly source: string; readonly checkedOn: string }[]
}

export const MARGINS = operation<{ readonly adminMargins: Margins }, { readonly days: number }>(`query Margins($days: Int!) {
  adminMargins(days: $days) { countedUntil lines { date provider generations kept late unlisted credits chargedUsd listUsd marginUsd } lists { provider source checkedOn } }
}`)

/** Of a day, of a provider, or of both. */
export type MarginRow = Figures & Partial<Pick<MarginLine, 'date' | 'provider'>>

const NOTHING: Figures = { generations: 0, kept: 0, late: 0, unlisted: 0, credits: 0, chargedUsd: 0, listUsd: 0, marginUsd: 0 }

export const sumOf = (lines: readonly Figures[]): Figures => lines.reduce<Figures>(
  (sum, line) => ({
    generations: sum.generations + line.generations, kept: sum.kept + line.kept, late: sum.late + line.late, unlisted: sum.unlisted + line.unlisted, credits: sum.credits + line.credits,
    chargedUsd: sum.chargedUsd + line.chargedUsd, listUsd: sum.listUsd + line.listUsd, marginUsd: sum.marginUsd + line.marginUsd,
  }),
  NOTHING,
)

/** Days newest first, as they come; providers with the most charged first. */
export function rowsOf(lines: readonly MarginLine[], view: View): readonly MarginRow[] {
  if (view === 'BOTH') return lines
  const groups = Map.groupBy(lines, (line) => (view === 'DAY' ? line.date : line.provider))
  const rows = [...groups].map(([name, group]): MarginRow => ({ ...sumOf(group), ...(view === 'DAY' ? { date: name ?? '' } : { provider: name }) }))
  return view === 'DAY' ? rows : rows.toSorted((one, other) => other.chargedUsd - one.chargedUsd)
}

/** Below so much every figure is told to the hundredth of a cent. */
const SMALL_USD = 1

/** So that figures below each other have as many digits. */
export const digitsOf = (rows: readonly Figures[]): number => (rows.every(({ chargedUsd, listUsd }) => Math.max(chargedUsd, listUsd) < SMALL_USD) ? 4 : 2)

export const dollars = (usd: number, digits = 2): string =>
  new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'USD', minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'negative' }).format(usd)
