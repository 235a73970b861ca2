// How long each stage took: medians and the slowest hundredth.
import { seconds } from '../local/terminal.ts'

export interface Stage {
  readonly name: string
  readonly ms: readonly number[]
}

function quantile(sorted: readonly number[], share: number): string {
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return found === undefined ? '' : found < 1000 ? `${Math.round(found)} ms` : seconds(found)
}

export function stageRow({ name, ms }: Stage): readonly string[] {
  const sorted = ms.toSorted((one, other) => one - other)
  return [name, quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 1)]
}
