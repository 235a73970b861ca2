// The table: medians net of the empty Worker, which is the first.
import { table } from '../local/terminal.ts'
import type { Start } from './time-start.ts'

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
  { title: 'KiB gzip', side: 'right' },
] as const

export function startTable(timed: readonly Timed[]): string[] {
  const [empty] = timed
  if (!empty) return []
  const emptyMs = median(empty.starts.map(({ answerMs }) => answerMs))
  const emptyCpuMs = median(known(empty.starts, 'cpuMs'))
  const rows = timed.map(({ name, gzipKib, starts }) => {
    const net = starts.map(({ answerMs }) => answerMs - emptyMs)
    const isEmpty = starts === empty.starts
    return [
      isEmpty ? `${name}, itself` : name,
      shown(isEmpty ? emptyMs : median(net)),
      `${shown(Math.min(...net) + (isEmpty ? emptyMs : 0))} to ${shown(Math.max(...net) + (isEmpty ? emptyMs : 0))}`,
      shown(median(known(starts, 'cpuMs')) - (isEmpty ? 0 : emptyCpuMs)),
      shown(median(known(starts, 'queryMs')) - emptyMs),
      gzipKib.toFixed(1),
    ]
  })
  return table(COLUMNS, rows)
}

const known = (starts: readonly Start[], figure: 'cpuMs' | 'queryMs'): number[] => starts.flatMap((start) => start[figure] ?? [])

const shown = (ms: number): string => (Number.isNaN(ms) ? '' : ms.toFixed(0))

/** NaN of none. */
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
