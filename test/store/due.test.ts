// When a row is due again whose work threw: later with each fault in a row, but never later than half an hour, or its deadline.
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { runBatch } from '../../src/store/batch.ts'
import { openDatabase } from '../../src/store/database.ts'
import { noteDeliveryFault, noteJobFault } from '../../src/store/due.ts'
import { jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { ACCOUNT, NOW_MS, job } from './each-term.ts'
import type { Rows } from './each-term.ts'

const MINUTE_MS = 60_000
/** By how many faults there were before. */
const PAUSES = [[0, 1], [1, 2], [2, 4], [3, 8], [4, 16], [5, 30], [6, 30], [8, 30], [9, 30], [60, 30]] as const
const JOB = { ...job(), input: { text: 'A fox' }, fingerprint: 'f', idempotencyKey: null }
const DELIVERY = { accountId: ACCOUNT, id: 'msg_j', jobId: 'gen_j', event: 'generation.failed', url: 'https://receiver.example.com', status: 'PENDING', attempts: 0, createdAtMs: 1 } as const

/** @returns its faults, and in how many minutes it is due again */
async function afterJobFault(change: NonNullable<Rows['jobs']>, passes = false): Promise<unknown> {
  const database = openDatabase(env.DB)
  const answers = await runBatch(database, [
    database.delete(jobs), database.insert(jobs).values({ ...JOB, deadlineMs: 100 * NOW_MS, ...change }), noteJobFault(database, { accountId: ACCOUNT, id: 'gen_j' }, NOW_MS, passes),
    database.select({ faults: jobs.faults, dueAtMs: jobs.dueAtMs }).from(jobs), database.delete(jobs),
  ])
  return told(answers[3])
}

async function afterDeliveryFault(faults: number, passes = false): Promise<unknown> {
  const database = openDatabase(env.DB)
  const answers = await runBatch(database, [
    database.delete(webhookDeliveries), database.insert(webhookDeliveries).values({ ...DELIVERY, faults }), noteDeliveryFault(database, { accountId: ACCOUNT, id: 'msg_j' }, NOW_MS, passes),
    database.select({ faults: webhookDeliveries.faults, dueAtMs: webhookDeliveries.dueAtMs }).from(webhookDeliveries), database.delete(webhookDeliveries),
  ])
  return told(answers[3])
}

const told = (rows: unknown): unknown => (rows as readonly { faults: number; dueAtMs: number }[]).map(({ faults, dueAtMs }) => [faults, (dueAtMs - NOW_MS) / MINUTE_MS])

it.each(PAUSES)('with %i faults before, it is due in %i minutes', async (faults, minutes) => {
  expect([await afterJobFault({ faults }), await afterDeliveryFault(faults)]).toEqual([[[faults + 1, minutes]], [[faults + 1, minutes]]])
})

it('what passes by itself is no fault, and due in a minute however often', async () => {
  expect([await afterJobFault({ faults: 7 }, true), await afterDeliveryFault(7, true)]).toEqual([[[7, 1]], [[7, 1]]])
})

it('an open job is due at its deadline at the latest, and as any other once that is over', async () => {
  const nearMs = NOW_MS + 3 * MINUTE_MS
  expect([await afterJobFault({ faults: 4, deadlineMs: nearMs }), await afterJobFault({ faults: 0, deadlineMs: nearMs }), await afterJobFault({ faults: 4, deadlineMs: NOW_MS })]).toEqual([[[5, 3]], [[1, 1]], [[5, 16]]])
})
