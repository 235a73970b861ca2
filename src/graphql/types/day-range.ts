// A range of UTC days, as what is told by days takes it: so many back, or from one to another.
import { GraphQLInt, GraphQLString } from 'graphql'
import * as v from 'valibot'
import { invalidInput } from '../../domain/errors.ts'
import { utcDate } from '../../domain/times.ts'
import type { Days } from '../../store/usage.ts'
import { nonNull } from './non-null.ts'

const DAYS_MOST = 90
const DAY_MS = 86_400_000

export const dayArguments = {
  days: { type: nonNull(GraphQLInt), defaultValue: 30, description: 'How many days back, at most 90.' },
  from: { type: GraphQLString, description: 'The first UTC day, as `2026-11-01`, instead of `days`.' },
  to: { type: GraphQLString, description: 'The last one, at most 90 days later; today without it.' },
}

export const dayEntries = {
  days: v.pipe(v.number(), v.transform((asked) => Math.min(DAYS_MOST, Math.max(1, asked)))),
  from: v.nullish(v.string()),
  to: v.nullish(v.string()),
}

interface Asked {
  readonly days: number
  readonly from?: string | null | undefined
  readonly to?: string | null | undefined
}

/** @throws ApiError INVALID_INPUT for days that cannot be */
export function rangeOf({ days, from, to }: Asked, nowMs: number): Days {
  const until = dayOf('to', to) ?? utcDate(nowMs)
  const since = dayOf('from', from) ?? utcDate((typeof to === 'string' ? Date.parse(to) : nowMs) - days * DAY_MS)
  const length = (Date.parse(until) - Date.parse(since)) / DAY_MS
  if (length < 0 || length > DAYS_MOST) {
    throw invalidInput('from', { en: `Ask for ${DAYS_MOST} days at most, the first of them before the last.`, hi: `अधिकतम ${DAYS_MOST} दिन माँगें, पहला दिन आख़िरी से पहले हो।` })
  }
  return { since, until }
}

function dayOf(field: 'from' | 'to', text: string | null | undefined): string | undefined {
  if (text === null || text === undefined) return undefined
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(Date.parse(text) || 0).toISOString().startsWith(text)) return text
  throw invalidInput(field, { en: `${field} is a day such as 2026-11-22.`, hi: `${field} 2026-11-22 जैसा दिन होना चाहिए।` })
}
