// What was made, beside what was priced: the length, the size and the number of the files as they were measured. Pure; the
// completion raises an alarm of what it finds, and the audit shows it again.
import type { Model, OptionValue, Tolerance } from '../domain/model.ts'
import { CREDITS_PER_USD, usdPerSecond } from './price.ts'

/** Frames are whole and companies round: "6 s" is 5.88. The next size down has at least a quarter less. */
const USUAL: Tolerance = { shorter: 0.15, longer: 0.1, size: 0.2 }
const SECONDS_OFF = 0.5

export interface Priced {
  readonly options: Readonly<Record<string, OptionValue>>
  readonly outputs: number
  readonly credits: number
}

/** As measured. */
export interface Made {
  readonly width?: number
  readonly height?: number
  readonly durationSeconds?: number
}

/** Sentences for operators, each with both figures; none where all is as priced. */
export function differences(model: Model, priced: Priced, made: readonly Made[]): readonly string[] {
  const tolerance = { ...USUAL, ...model.tolerance }
  const number = made.length > priced.outputs ? [`${made.length} outputs where ${priced.outputs} were priced`] : []
  return [...number, ...made.flatMap((one) => [...lengthOff(model, priced, one, tolerance), ...sizeOff(model, priced, one, tolerance)])]
}

function lengthOff(model: Model, priced: Priced, { durationSeconds: seconds }: Made, { shorter, longer }: Tolerance): readonly string[] {
  const wanted = pricedSeconds(model, priced)
  if (wanted === undefined || seconds === undefined) return []
  const isIn = seconds >= wanted * (1 - shorter) - SECONDS_OFF && seconds <= wanted * (1 + longer) + SECONDS_OFF
  return isIn ? [] : [`${seconds} s where ${wanted} s were priced`]
}

/** Undefined where the length is no matter of the price. */
function pricedSeconds(model: Model, { options, credits, outputs }: Priced): number | undefined {
  if (model.type !== 'VIDEO' && model.type !== 'AVATAR') return undefined
  if (model.price.kind !== 'spoken') return typeof options['duration'] === 'number' ? options['duration'] : undefined
  const usd = usdPerSecond(model, options)
  return usd && Math.round(credits / outputs / usd / CREDITS_PER_USD)
}

function sizeOff(model: Model, { options }: Priced, { width, height }: Made, { size }: Tolerance): readonly string[] {
  const wanted = sizeOf(model, String(options['resolution'] ?? ''))
  if (wanted === undefined || width === undefined || height === undefined) return []
  const near = (figure: number, nominal: number): boolean => Math.abs(figure / nominal - 1) <= size
  const isIn = near(Math.min(width, height), wanted.shorterSide) || near(width * height, wanted.area)
  return isIn ? [] : [`${width}x${height} where ${String(options['resolution'])} was priced`]
}

/** `720p` and `4k` of videos, `1k` and `2k` of images. */
function sizeOf({ type }: Model, resolution: string): { readonly shorterSide: number; readonly area: number } | undefined {
  const [, lines, thousands] = /^(?:(\d{3,4})p|([1248])k)$/i.exec(resolution) ?? []
  const side = lines === undefined ? Number(thousands) * (type === 'IMAGE' ? 1024 : 540) : Number(lines)
  if (!(side > 0)) return undefined
  return { shorterSide: side, area: type === 'IMAGE' ? side ** 2 : (side ** 2 * 16) / 9 }
}
