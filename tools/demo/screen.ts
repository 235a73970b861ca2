// The demo's picture: one line for each generation. On a terminal the lines are drawn anew in place; elsewhere a line
// is printed whenever a status changes.
import { bar, cyan, dim, green, isTerminal, left, print, red, right, seconds, yellow } from '../local/terminal.ts'

export interface Line {
  readonly number: number
  readonly type: string
  provider: string
  status: 'SUBMITTING' | 'QUEUED' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
  /** 0 to 100. */
  percent: number
  readonly startedAtMs: number
  endedAtMs?: number
}

const ENDED: ReadonlySet<Line['status']> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])

export function hasEnded(line: Line): boolean {
  return ENDED.has(line.status)
}

export function elapsedMs(line: Line): number {
  return (line.endedAtMs ?? Date.now()) - line.startedAtMs
}

const BAR_COLUMNS = 20
const REDRAW_MS = 120

const STATUS_COLOURS: Readonly<Record<Line['status'], (text: string) => string>> = {
  SUBMITTING: dim,
  QUEUED: yellow,
  PROCESSING: cyan,
  COMPLETED: green,
  FAILED: red,
  CANCELLED: red,
}

export interface Screen {
  /** To be called whenever a line has changed. */
  readonly changed: (line: Line) => void
  readonly close: () => void
}

export function openScreen(lines: readonly Line[]): Screen {
  return isTerminal ? liveScreen(lines) : plainScreen()
}

function liveScreen(lines: readonly Line[]): Screen {
  for (const line of lines) print(drawn(line))
  const redraw = () => {
    process.stdout.write(`\u001b[${lines.length}A${lines.map((line) => `\u001b[2K${drawn(line)}\n`).join('')}`)
  }
  const timer = setInterval(redraw, REDRAW_MS)
  return {
    changed: () => {},
    close: () => {
      clearInterval(timer)
      redraw()
    },
  }
}

function plainScreen(): Screen {
  const printed = new Map<Line, string>()
  return {
    changed: (line) => {
      if (printed.get(line) === line.status) return
      printed.set(line, line.status)
      print(drawn(line))
    },
    close: () => {},
  }
}

function drawn(line: Line): string {
  return [
    `  ${dim(right(String(line.number), 2))}`,
    left(line.type, 6),
    left(line.provider, 16),
    bar(line.percent / 100, BAR_COLUMNS),
    right(`${Math.round(line.percent)} %`, 5),
    right(seconds(elapsedMs(line)), 7),
    ` ${STATUS_COLOURS[line.status](line.status.toLowerCase())}`,
  ].join('  ')
}
