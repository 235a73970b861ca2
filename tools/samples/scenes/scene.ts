// What all drawn scenes share: a sheet of any size, a moment of a loop, and a few strokes.

export type Pen = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D

/** A scene at one moment. Scenes are loops: the moment after the last is the first. */
export interface Moment {
  readonly pen: Pen
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** A hundredth of the shorter side, in pixels. */
  readonly unit: number
  /** 0 to 1 through the loop. */
  readonly phase: number
  /** 0 to 1: how wide a mouth is open. */
  readonly voice: number
}

export type Scene = (moment: Moment) => void

export const TURN = 2 * Math.PI

/** Goes from 0 to 1 and back, `times` in a loop, beginning `ahead` of a loop later. */
export const swing = (phase: number, times = 1, ahead = 0): number => (1 - Math.cos(TURN * (phase * times + ahead))) / 2

export const between = (from: number, to: number, along: number): number => from + (to - from) * along

/** The same number for the same seed, 0 to 1: what looks scattered must not flicker. */
export function scattered(seed: number): number {
  const mixed = Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
}

/** A sheet filled from top to bottom. */
export function wash({ pen, width }: Moment, top: number, bottom: number, colours: readonly string[]): void {
  const fill = pen.createLinearGradient(0, top, 0, bottom)
  for (const [index, colour] of colours.entries()) fill.addColorStop(index / (colours.length - 1), colour)
  pen.fillStyle = fill
  pen.fillRect(0, top, width, bottom - top)
}

/** A soft round light. @param rgb `255, 240, 200`  @param strength 0 to 1 in its middle */
export function glow(pen: Pen, x: number, y: number, radius: number, rgb: string, strength: number): void {
  const fill = pen.createRadialGradient(x, y, 0, x, y, radius)
  fill.addColorStop(0, `rgba(${rgb}, ${strength})`)
  fill.addColorStop(1, `rgba(${rgb}, 0)`)
  pen.fillStyle = fill
  pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius)
}

export function disc(pen: Pen, x: number, y: number, radiusX: number, radiusY: number, colour: string, tilt = 0): void {
  pen.fillStyle = colour
  pen.beginPath()
  pen.ellipse(x, y, radiusX, radiusY, tilt, 0, TURN)
  pen.fill()
}

/** A closed shape through the points, filled. */
export function shape(pen: Pen, colour: string | CanvasGradient, points: readonly (readonly [x: number, y: number])[]): void {
  pen.fillStyle = colour
  pen.beginPath()
  for (const [x, y] of points) pen.lineTo(x, y)
  pen.closePath()
  pen.fill()
}

export function line(pen: Pen, colour: string, thickness: number, draw: () => void): void {
  pen.strokeStyle = colour
  pen.lineWidth = thickness
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  pen.beginPath()
  draw()
  pen.stroke()
}

/** Nobody shall take a drawing for a model's work. */
export function label({ pen, width, height, unit }: Moment): void {
  const text = 'नमूना · sample'
  pen.font = `600 ${3.4 * unit}px "Noto Sans Devanagari", "Noto Sans", sans-serif`
  pen.textBaseline = 'middle'
  pen.textAlign = 'center'
  const wide = pen.measureText(text).width + 4.4 * unit
  const [x, y] = [width - wide - 3 * unit, height - 9 * unit]
  pen.fillStyle = 'rgba(27, 26, 23, 0.62)'
  pen.beginPath()
  pen.roundRect(x, y, wide, 6 * unit, 3 * unit)
  pen.fill()
  pen.fillStyle = '#fbf7f0'
  pen.fillText(text, x + wide / 2, y + 3.2 * unit)
}
