// A few words about the terminal: colours where it can show them, columns that line up.
import { stripVTControlCharacters, styleText } from 'node:util'

export const isTerminal = process.stdout.isTTY && process.env['TERM'] !== 'dumb'

const painter = (format: Parameters<typeof styleText>[0]) => (text: string) => styleText(format, text, { stream: process.stdout })
export const bold = painter('bold')
export const dim = painter('dim')
export const green = painter('green')
export const red = painter('red')
export const cyan = painter('cyan')
export const yellow = painter('yellow')

export function print(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** How many columns it takes on the screen. */
export function width(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length
}

export function left(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)))
}

export function right(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(text))) + text
}

/** `fraction` is 0 to 1. */
export function bar(fraction: number, columns: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * columns)
  return '█'.repeat(full) + dim('░'.repeat(columns - full))
}

export interface Column {
  readonly title: string
  readonly side: 'left' | 'right'
}

/** Rows under their titles, each column as wide as its widest cell. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, index) => Math.max(width(title), ...rows.map((row) => width(row[index] ?? ''))))
  const line = (cells: readonly string[]) =>
    columns.map(({ side }, index) => (side === 'left' ? left : right)(cells[index] ?? '', widths[index] ?? 0)).join('   ').trimEnd()
  return [dim(line(columns.map(({ title }) => title))), ...rows.map(line)]
}

/** `1234567` → `1,234,567` */
export function grouped(value: number): string {
  return value.toLocaleString('en-US')
}

export function byteCount(count: number): string {
  if (count < 1000) return `${count} B`
  if (count < 1_000_000) return `${(count / 1000).toFixed(1)} kB`
  return `${(count / 1_000_000).toFixed(1)} MB`
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
