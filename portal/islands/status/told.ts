// What may be said of a span: nothing where nobody tried, and no rate where few did.
import type { StatusWords } from '../../words/status.ts'
import type { Bar } from './shape.ts'

/** Never rounded up: 99.96 % is not 100. */
export const percentOf = (rate: number): string => (Math.floor(rate * 1000) / 10).toFixed(1)

export function toldOf(bar: Bar | undefined, words: StatusWords): string {
  if (!bar || bar.attempts === 0) return words.noTraffic
  return bar.tooLittleTraffic || bar.successRate === null ? words.fewTraffic : words.percent(percentOf(bar.successRate))
}
