// Shapes and sizes as people write them: `16x9`, `16 : 9`, `landscape`, `1920×1080`, `FHD`, 1080. Each is read as the words that rows
// have for it, the likeliest first; which of them a row takes, the row says. Pure.
import { ownValue } from '../../domain/own-value.ts'

const PAIR = /^\s*(\d{1,5})\s*[x×:*/]\s*(\d{1,5})\s*(?:px)?\s*$/i
/** A pair with a side below it is a ratio, and no picture is so small. */
const LEAST_SIDE = 100

const SHAPES: Readonly<Record<string, string>> = { landscape: '16:9', portrait: '9:16', square: '1:1' }
/** The shapes that sizes are rounded versions of: 854x480 is 16:9. */
const KNOWN_SHAPES = ['21:9', '16:9', '3:2', '4:3', '5:4', '1:1', '4:5', '3:4', '2:3', '9:16', '9:21'] as const
const ROUNDING = 0.01

const RESOLUTIONS: Readonly<Record<string, readonly string[]>> = {
  'hd': ['720p'],
  'fhd': ['1080p'],
  'fullhd': ['1080p'],
  'qhd': ['1440p', '2k'],
  'uhd': ['4k', '2160p'],
  '4k': ['4k', '2160p'],
  '2160': ['4k', '2160p'],
  '2160p': ['4k', '2160p'],
}
const BY_LONGER_SIDE: Readonly<Record<number, string>> = { 1024: '1k', 2048: '2k', 4096: '4k' }

export interface Size {
  readonly width: number
  readonly height: number
}

export function sizeAsWritten(text: string): Size | undefined {
  const pair = pairOf(text)
  return pair && Math.min(pair.width, pair.height) >= LEAST_SIDE && !text.includes(':') && !text.includes('/') ? pair : undefined
}

/** @returns the ratio's word, none for what is no shape */
export function shapesAsWritten(value: string | number): readonly string[] {
  const text = String(value)
  const named = ownValue(SHAPES, text.trim().toLowerCase())
  if (named !== undefined) return [named]
  const pair = pairOf(text)
  if (!pair) return []
  const size = sizeAsWritten(text)
  const divisor = greatestCommonDivisor(pair.width, pair.height)
  const exact = `${pair.width / divisor}:${pair.height / divisor}`
  const near = size ? KNOWN_SHAPES.filter((shape) => Math.abs((ratioOf(shape) * size.height) / size.width - 1) <= ROUNDING) : []
  return [`${pair.width}:${pair.height}`, exact, ...near].filter((shape, index, all) => all.indexOf(shape) === index)
}

/** @returns the words that may stand for it, none for what is no resolution */
export function resolutionsAsWritten(value: string | number): readonly string[] {
  const text = String(value).trim().toLowerCase()
  const named = ownValue(RESOLUTIONS, text.replace(/[\s_-]/g, ''))
  if (named) return named
  if (/^\d{3,4}$/.test(text)) return [`${text}p`]
  const size = sizeAsWritten(text)
  if (!size) return []
  const lines = Math.min(size.width, size.height)
  const bySide = BY_LONGER_SIDE[Math.max(size.width, size.height)]
  return [...(ownValue(RESOLUTIONS, String(lines)) ?? [`${lines}p`]), ...(bySide === undefined ? [] : [bySide])]
}

function pairOf(text: string): Size | undefined {
  const [, width, height] = PAIR.exec(text.slice(0, 40)) ?? []
  const pair = { width: Number(width), height: Number(height) }
  return pair.width > 0 && pair.height > 0 ? pair : undefined
}

function ratioOf(shape: string): number {
  const [width = 1, height = 1] = shape.split(':').map(Number)
  return width / height
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other)
}
