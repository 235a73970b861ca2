// The hourly roll-up of usage and of how submissions ended, a part of the accounts in each of the sweeper's minutes, so that an account
// with a long history is not read whole whenever somebody asks for its figures.
import * as v from 'valibot'
import { timeOf, timePart } from '../domain/new-id.ts'
import { runBatch } from '../store/batch.ts'
import { putRollUpMark, rollUp, selectAccountIds, selectOldestOpen, selectRollUpMark } from '../store/usage.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithClock } from '../domain/effects.ts'

const ACCOUNTS_OF_A_PAGE = 200
const MOST_PAGES = 10
const HOUR_MS = 3_600_000
/** A request may have made its id and not yet its job. */
const UNMADE_MS = 600_000
const NEAR_MS = 86_400_000

/** `after` null: this hour's round is done. `untilMs`: of all its accounts what is older is rolled up. `doneMs`: the same of the last whole round. */
const MarkSchema = v.pipe(v.string(), v.parseJson(), v.object({ hour: v.number(), after: v.nullable(v.string()), untilMs: v.number(), doneMs: v.exactOptional(v.number()) }))
export type RollUpMark = v.InferOutput<typeof MarkSchema>

export const readMark = (value: string): RollUpMark => v.parse(MarkSchema, value)

/** Until when all databases have counted, by the mark of each; undefined: one of them has not yet been gone through. */
export function doneInAllMs(marks: readonly (readonly { readonly value: string }[])[]): number | undefined {
  return Math.min(...marks.map(([mark]) => (mark && readMark(mark.value).doneMs) ?? 0)) || undefined
}

const OldestSchema = v.array(v.array(v.object({ id: v.nullable(v.string()) })))

/** @returns how many accounts were gone through */
export async function rollUpUsage(needs: WithClock & WithDatabase): Promise<number> {
  const { database } = needs
  const nowMs = needs.now()
  const hour = Math.floor(nowMs / HOUR_MS)
  const [rows] = await database.batch([selectRollUpMark(database)])
  const mark = rows[0] ? readMark(rows[0].value) : undefined
  if (mark?.hour === hour && mark.after === null) return 0
  const open = v.parse(OldestSchema, await runBatch(database, selectOldestOpen(database, nowMs + NEAR_MS)))
  const untilId = [timePart(nowMs - UNMADE_MS), ...open.flat().flatMap(({ id }) => (id === null ? [] : [id.slice(id.indexOf('_') + 1)]))].reduce(earlier)
  // A round that an hour was too short for goes on before the next begins.
  let after = mark?.after ?? ''
  const untilMs = Math.min(timeOf(untilId), after === '' ? Number.POSITIVE_INFINITY : (mark?.untilMs ?? 0))
  let seen = 0
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const [accounts] = await database.batch([selectAccountIds(database, after, ACCOUNTS_OF_A_PAGE)])
    const ids = accounts.map(({ id }) => id)
    const last = ids.length < ACCOUNTS_OF_A_PAGE ? null : (ids.at(-1) ?? null)
    const doneMs = last === null ? untilMs : mark?.doneMs
    const next: RollUpMark = { hour, after: last, untilMs, ...(doneMs !== undefined && { doneMs }) }
    await database.batch([...rollUp(database, ids, untilId, nowMs), putRollUpMark(database, JSON.stringify(next), nowMs)])
    seen += ids.length
    if (last === null) break
    after = last
  }
  return seen
}

const earlier = (one: string, other: string): string => (other < one ? other : one)
