// Medians with their spread, and ratios: each of a round to another's of the same round, so that what else the machine did
// meets both alike.
import { table } from '../local/terminal.ts'
import type { Scenario } from './scenarios.ts'
import type { ServiceName } from './services.ts'

export interface Round {
  readonly perSecond: number
  /** The processor's microseconds for an answer, in workerd. */
  readonly processorUs: number | undefined
}

export interface Measured extends Pick<Scenario, 'name' | 'against'> {
  readonly service: ServiceName
  readonly connections: number
  readonly rounds: Round[]
  /** Answers that were not as they should be. */
  bad: number
}

const COLUMNS = [
  { title: 'what', side: 'left' },
  { title: 'who', side: 'left' },
  { title: 'connections', side: 'right' },
  { title: 'a second', side: 'right' },
  { title: 'of all rounds', side: 'right' },
  { title: 'µs of processor', side: 'right' },
  { title: 'to the floor', side: 'right' },
  { title: 'to Yoga', side: 'right' },
  { title: 'to Yoga, minimal', side: 'right' },
  { title: 'bad', side: 'right' },
] as const

export function benchTable(measured: readonly Measured[]): string[] {
  const rows = measured.map((one) => {
    const to = (service: ServiceName): string => {
      const other = one.service === 'ours' ? measured.find(({ name, service: its, connections }) => its === service && name === one.against && connections === one.connections) : undefined
      return other ? ratio(one, other) : ''
    }
    const perSecond = one.rounds.map((round) => round.perSecond)
    const processor = median(one.rounds.flatMap(({ processorUs }) => processorUs ?? []))
    return [
      one.name, one.service, String(one.connections), median(perSecond).toFixed(0), `${Math.min(...perSecond).toFixed(0)} to ${Math.max(...perSecond).toFixed(0)}`,
      Number.isNaN(processor) ? '' : processor.toFixed(0), to('floor'), to('yoga'), to('yoga, minimal'), String(one.bad),
    ]
  })
  return [...table(COLUMNS, rows), ...CONNECTIONS.flatMap((connections) => replayLine(measured, connections))]
}

export const CONNECTIONS = [1, 16] as const

function replayLine(measured: readonly Measured[], connections: number): string[] {
  const [replay, generate] = ['replay', 'generate, named'].map((name) => measured.find((one) => one.name === name && one.connections === connections))
  return replay && generate ? [`replay to generate, named, ${connections} at once: ${ratio(replay, generate)}`] : []
}

/** By the clock, and in brackets by the processor. */
function ratio(one: Measured, other: Measured): string {
  const of = (figure: (own: Round, its: Round) => number | undefined): number =>
    median(one.rounds.flatMap((own, round) => (other.rounds[round] && figure(own, other.rounds[round])) ?? []))
  const byProcessor = of((own, its) => (own.processorUs === undefined || its.processorUs === undefined ? undefined : its.processorUs / own.processorUs))
  return `${of((own, its) => own.perSecond / its.perSecond).toFixed(2)}${Number.isNaN(byProcessor) ? '' : ` (${byProcessor.toFixed(2)})`}`
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}
