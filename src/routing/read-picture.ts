// Judges what an image measures against what the company says it takes. Pure.
import { invalidInput } from '../domain/errors.ts'
import type { PictureRule } from '../domain/model.ts'

/** Pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** @throws ApiError INVALID_INPUT naming the image */
export function requirePicture({ leastSide, mostSide, mostRatio }: PictureRule, { width, height }: Size, field: string): void {
  const shorter = Math.min(width, height)
  const longer = Math.max(width, height)
  if (leastSide !== undefined && shorter < leastSide) {
    throw invalidInput(field, { en: `This image is ${width}x${height}; each side needs at least ${leastSide} px.`, hi: `यह इमेज ${width}x${height} है; हर साइड कम से कम ${leastSide} px की हो।` })
  }
  if (mostSide !== undefined && longer > mostSide) {
    throw invalidInput(field, { en: `This image is ${width}x${height}; no side may have more than ${mostSide} px.`, hi: `यह इमेज ${width}x${height} है; कोई साइड ${mostSide} px से बड़ी न हो।` })
  }
  if (mostRatio !== undefined && longer > shorter * mostRatio) {
    throw invalidInput(field, { en: `This image is ${width}x${height}; it may be at most ${mostRatio} to 1.`, hi: `यह इमेज ${width}x${height} है; इसका अनुपात अधिकतम ${mostRatio}:1 हो।` })
  }
}
