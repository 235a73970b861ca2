// What was due before a run began, of an account that asks for nothing: files that expire, webhooks that wait for another
// try, jobs that were given up and are looked at again. None of it may suffer by what the run does, or stand in its way.
import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { runBatch } from '../../src/store/batch.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/database.ts'
import { deliveryIdOf } from '../../src/store/settlements.ts'
import { accounts, attempts, creditEntries, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { RECEIVER } from '../world.ts'
import { STILL } from './callers.ts'
import { START_MS } from './times.ts'

const COST = 100
const MADE_MS = START_MS - 3_600_000

export const expiringId = (number: number): string => `gen_still${String(number).padStart(4, '0')}expiring`
export const toldId = (number: number): string => `gen_still${String(number).padStart(4, '0')}told`
export const lateId = (number: number): string => `gen_still${String(number).padStart(4, '0')}late`
export const expiringKey = (number: number): string => `${STILL.id}/${expiringId(number)}/1-0.mp4`

/** @param due how many of each kind */
export async function insertDueRows(due: number): Promise<void> {
  if (due === 0) return
  const database = openDatabase(env.DB)
  const numbers = Array.from({ length: due }, (_, number) => number)
  await Promise.all(numbers.map((number) => env.MEDIA.put(expiringKey(number), 'a film')))
  await runBatch(database, [
    ...numbers.flatMap((number) => [...expiring(database, number), ...told(database, number), ...late(database, number)]),
    database.update(accounts).set({ credits: sql`(select sum(amount) from credit_entries where account_id = ${STILL.id})` }).where(sql`${accounts.id} = ${STILL.id}`),
  ])
}

function job(database: Database, id: string, change: Partial<typeof jobs.$inferInsert>): BatchItem<'sqlite'>[] {
  const core = id.slice(id.indexOf('_') + 1)
  const entry = { accountId: STILL.id, jobId: id, createdAtMs: MADE_MS }
  const refunded = change.refunded ?? 0
  return [
    database.insert(jobs).values({
      accountId: STILL.id, id, status: 'COMPLETED', type: 'VIDEO', input: { text: 'made before' }, route: 0, reasons: [], fingerprint: '', cost: COST, refunded,
      routes: [{ provider: 'luma', model: 'ray-2', upstream: 'luma', addedText: '', options: { duration: 5, resolution: '720p' }, adjustments: [], outputs: 1, credits: COST }],
      tags: [], retentionDays: 30, attempt: 1, chain: 0, createdAtMs: MADE_MS, claimedAtMs: MADE_MS, startedAtMs: MADE_MS, completedAtMs: MADE_MS + 60_000, deadlineMs: MADE_MS + 1_800_000,
      outputs: [{ key: `${STILL.id}/${id}/1-0.mp4`, contentType: 'video/mp4', bytes: 6, sha256: '', facts: { kind: 'video', format: 'mp4', extension: 'mp4', contentType: 'video/mp4' } }],
      ...change,
    }),
    database.insert(creditEntries).values({ ...entry, id: `${core}.charge`, kind: 'CHARGE', amount: -COST }),
    ...(refunded > 0 ? [database.insert(creditEntries).values({ ...entry, id: `${core}.refund`, kind: 'REFUND', amount: refunded })] : []),
  ]
}

const expiring = (database: Database, number: number): BatchItem<'sqlite'>[] => {
  const expiresAtMs = START_MS + 10_000 + 1000 * number
  return job(database, expiringId(number), { expiresAtMs, dueAtMs: expiresAtMs, dueFor: 'DELETE' })
}

/** Its files have expired already. */
const told = (database: Database, number: number): BatchItem<'sqlite'>[] => {
  const id = toldId(number)
  const event = 'generation.completed'
  return [
    ...job(database, id, { webhookUrl: RECEIVER, expiresAtMs: START_MS - 60_000, expiredAtMs: START_MS - 60_000 }),
    database.insert(webhookDeliveries).values({
      accountId: STILL.id, id: deliveryIdOf(id, event), jobId: id, event, url: RECEIVER, status: 'PENDING', attempts: 3, lastStatus: 500, createdAtMs: MADE_MS, dueAtMs: START_MS + 15_000 + 1000 * number,
    }),
  ]
}

/** Its company does not know it. */
const late = (database: Database, number: number): BatchItem<'sqlite'>[] => {
  const id = lateId(number)
  return [
    ...job(database, id, { status: 'FAILED', refunded: COST, outputs: null, errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', dueAtMs: START_MS + 20_000 + 1000 * number, dueFor: 'LATE' }),
    database.insert(attempts).values({ accountId: STILL.id, jobId: id, number: 1, upstream: 'luma', model: 'ray-2', outcome: 'ACCEPTED', ref: { id: `never-made-${number}` }, createdAtMs: MADE_MS }),
  ]
}
