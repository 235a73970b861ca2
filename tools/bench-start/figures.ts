// The table: medians, net of the empty Worker, which is the first.
import { table } from '../local/terminal.ts'
import type { Moment, Start } from './time-start.ts'

interface Timed {
  readonly name: string
  readonly gzipKib: number
  readonly starts: readonly Start[]
}

const COLUMNS = [
  { title: 'ms, net of the empty Worker', side: 'left' },
  { title: 'first answer', side: 'right' },
  { title: 'of all starts', side: 'right' },
  { title: 'processor', side: 'right' },
  { title: 'first query', side: 'right' },
  { title: 'processor', side: 'right' },
  { title: 'KiB gzip', side: 'right' },
] as const

export function startTable(timed: readonly Timed[]): string[] {
  const [empty] = timed
  if (!empty) return []
  const base = { ms: median(answers(empty.starts), 'ms'), cpuMs: median(answers(empty.starts), 'cpuMs') }
  const rows = timed.map(({ name, gzipKib, starts }) => {
    const isEmpty = starts === empty.starts
    const { ms, cpuMs } = isEmpty ? { ms: 0, cpuMs: 0 } : base
    const times = answers(starts).map((answer) => answer.ms - ms)
    const queries = starts.flatMap(({ query }) => query ?? [])
    return [
      isEmpty ? `${name}, itself` : name,
      shown(median(answers(starts), 'ms') - ms),
      `${shown(Math.min(...times))} to ${shown(Math.max(...times))}`,
      shown(median(answers(starts), 'cpuMs') - cpuMs),
      shown(median(queries, 'ms') - ms),
      shown(median(queries, 'cpuMs') - cpuMs),
      gzipKib.toFixed(1),
    ]
  })
  return table(COLUMNS, rows)
}

const answers = (starts: readonly Start[]): readonly Moment[] => starts.map(({ answer }) => answer)

const shown = (ms: number): string => (Number.isNaN(ms) ? '' : ms.toFixed(0))

/** NaN of none. */
function median(moments: readonly Moment[], figure: keyof Moment): number {
  const values = moments.flatMap((moment) => moment[figure] ?? []).toSorted((a, b) => a - b)
  return values[Math.floor(values.length / 2)] ?? Number.NaN
}
