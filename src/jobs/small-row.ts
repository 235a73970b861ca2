// A job's row is small whatever a caller sent: media stand in R2 already, long texts go there too, and what can neither be left
// out nor put aside is refused before anything is charged. Pure.
import type { Route } from '../domain/job.ts'
import type { Sentence } from '../domain/errors.ts'
import { invalidInput } from '../domain/errors.ts'
import type { OptionValue } from '../domain/model.ts'
import { readKept } from '../media/kept-media.ts'
import type { NewJobRow, KeptInput } from '../store/tables.ts'

export const MOST_ROW_BYTES = 8192
/** A text with more stands in R2 in any case. */
const LONG_BYTES = 2048
/** Where the row is still too large, so does each that has more than this. */
const SHORT_BYTES = 64
/** What a row may still come to hold: an error, a token, times; and of each output its key, digest and facts. */
const LATER_BYTES = 400
const OUTPUT_BYTES = 420

/** What was put aside, as it stands in R2. */
export interface Aside {
  readonly input: Partial<Readonly<Record<string, string | readonly string[]>>>
  /** By the route's index. */
  readonly routes: readonly { readonly addedText?: string; readonly options: Readonly<Record<string, OptionValue>> }[]
}

export interface SmallRow {
  readonly row: NewJobRow
  readonly aside: Aside | undefined
}

/** @param index of the object that holds what is put aside @throws ApiError INVALID_INPUT naming what is too much */
export function smallRow(row: NewJobRow, index: number): SmallRow {
  const whole = { row, aside: undefined }
  const withoutTheLong = withoutLong(row, LONG_BYTES, index) ?? whole
  if (isSmall(withoutTheLong.row)) return withoutTheLong
  const small = withFewerRoutes(withoutLong(row, SHORT_BYTES, index) ?? whole)
  if (isSmall(small.row)) return small
  const [field = 'input'] = largest(small.row)
  throw invalidInput(field, TOO_MUCH)
}

const TOO_MUCH: Sentence = {
  en: 'This is more than can be kept with a generation. Give less of it.',
  hi: 'यह generation के साथ रखे जा सकने से ज़्यादा है। इसे छोटा करें।',
}

/** As the row stands in the database, a little generously. */
export const rowBytes = (row: NewJobRow): number => Object.values(row).reduce<number>((sum, value) => sum + bytesOf(value), 0)

const isSmall = (row: NewJobRow): boolean => rowBytes(row) + LATER_BYTES + OUTPUT_BYTES * (row.routes[0]?.outputs ?? 1) <= MOST_ROW_BYTES

const ENCODER = new TextEncoder()

function bytesOf(value: unknown): number {
  if (value === null || value === undefined) return 1
  if (typeof value === 'number') return 9
  return ENCODER.encode(typeof value === 'string' ? value : JSON.stringify(value)).byteLength + 2
}

/** Undefined where nothing is so long. */
function withoutLong(row: NewJobRow, leastBytes: number, index: number): SmallRow | undefined {
  const isLong = (value: unknown): boolean =>
    (typeof value === 'string' && bytesOf(value) - 2 > leastBytes && !readKept(value)) || (Array.isArray(value) && bytesOf(value) > leastBytes)
  const { aside: _none, ...given } = row.input
  const input = parted<string | readonly string[]>(given, isLong)
  const routes = row.routes.map((route) => partedRoute(route, isLong))
  if (Object.keys(input.long).length === 0 && routes.every(({ long }) => Object.keys(long.options).length === 0 && long.addedText === undefined)) return undefined
  return {
    row: { ...row, input: { ...input.short, aside: index } satisfies KeptInput, routes: routes.map(({ short }) => short) },
    aside: { input: input.long, routes: routes.map(({ long }) => long) },
  }
}

function partedRoute(route: Route, isLong: (value: unknown) => boolean) {
  const options = parted(route.options, isLong)
  const isAddedLong = isLong(route.addedText)
  return {
    short: { ...route, options: options.short, ...(isAddedLong && { addedText: '' }) } satisfies Route,
    long: { options: options.long, ...(isAddedLong && { addedText: route.addedText }) },
  }
}

function parted<Value>(fields: Readonly<Record<string, Value>>, isLong: (value: Value) => boolean) {
  const entries = Object.entries(fields)
  return {
    short: Object.fromEntries(entries.filter(([, value]) => !isLong(value))),
    long: Object.fromEntries(entries.filter(([, value]) => isLong(value))),
  }
}

/** As many places to fail over to as there is room for. */
function withFewerRoutes({ row, aside }: SmallRow): SmallRow {
  const fewer = { row: { ...row, routes: row.routes.slice(0, -1) }, aside }
  return row.routes.length <= 1 || isSmall(row) ? { row, aside } : withFewerRoutes(fewer)
}

/** What of the caller's takes the most room. */
function largest(row: NewJobRow): readonly string[] {
  const parts: readonly (readonly [field: string, value: unknown])[] = [
    ['input.options', row.routes],
    ['input.tags', row.tags],
    ['input.webhookUrl', row.webhookUrl],
    ['input.idempotencyKey', row.idempotencyKey],
    ['input.input', row.input],
  ]
  return parts.toSorted(([, one], [, other]) => bytesOf(other) - bytesOf(one)).map(([field]) => field)
}
