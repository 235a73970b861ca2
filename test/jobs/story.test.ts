// What is told of a generation, from rows as they may stand.
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { Route } from '../../src/domain/job.ts'
import { readStories } from '../../src/jobs/story.ts'
import { chargeId, refundId } from '../../src/store/credits.ts'
import { openDatabase } from '../../src/store/database.ts'
import { deliveryIdOf } from '../../src/store/settlements.ts'
import { attempts, creditEntries, webhookDeliveries } from '../../src/store/tables.ts'
import type { Job } from '../../src/store/tables.ts'
import { job } from '../store/each-term.ts'
import { file } from './one-job.ts'

const route = (model: string): Route => ({ provider: 'luma', model, upstream: 'luma', addedText: '', options: {}, adjustments: [], outputs: 1, credits: 50 })
const fileOf = (bytes: number) => ({ ...file('k'), bytes })
const at = (ms: number): string => new Date(ms).toISOString()

let lastAccount = 0
/** Jobs of an account of their own. */
async function told(...changes: readonly Partial<Job>[]) {
  const accountId = `acc_story_${(lastAccount += 1)}`
  const made = changes.map((change, index) => job({ accountId, id: `gen_story${index}`, routes: [route('ray-2')], createdAtMs: 10, ...change }))
  return { accountId, tell: async () => [...(await readStories({ database: openDatabase(env.DB), now: () => 100, media: { readArchive: async () => undefined } }, accountId, made, 'en')).values()] }
}
const short = async (change: Partial<Job>): Promise<readonly string[]> => (await (await told(change)).tell()).flat().map(({ kind, detail }) => `${kind}: ${detail}`)
const ACCEPTED = 'ACCEPTED: Accepted for Luma Dream Machine, ray-2.'

it.each([
  ['made', { status: 'COMPLETED', outputs: [fileOf(5), fileOf(7)] }, ['STORED: 2 files stored, 12 bytes.', 'COMPLETED: Completed.']],
  ['made of nothing', { status: 'COMPLETED', outputs: [] }, ['COMPLETED: Completed.']],
  ['made and deleted', { status: 'COMPLETED', outputs: null, expiredAtMs: 30 }, ['COMPLETED: Completed.', 'EXPIRED: The files were deleted.']],
  ['failed', { status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT' }, ['FAILED: Failed: TIMEOUT.']],
  ['failed without a reason', { status: 'FAILED', errorCode: 'INVALID_INPUT' }, ['FAILED: Failed: INVALID_INPUT.']],
  ['failed without a word', { status: 'FAILED' }, ['FAILED: Failed: .']],
  ['cancelled', { status: 'CANCELLED' }, ['CANCELLED: Cancelled.']],
  ['still open', { status: 'PROCESSING' }, []],
  ['ended without a time', { status: 'COMPLETED', completedAtMs: null }, []],
] as const)('of one that is %s', async (_, change, end) => {
  expect(await short({ completedAtMs: 20, ...change })).toEqual([ACCEPTED, ...end])
})

it('tells how often was asked whether it was done, once that is known, and where anybody was asked', async () => {
  const end = 'COMPLETED: Completed.'
  expect(await short({ status: 'COMPLETED', completedAtMs: 20, polls: 3 })).toEqual([ACCEPTED, 'POLLED: Asked 3 times whether it was done.', end])
  expect(await short({ status: 'COMPLETED', completedAtMs: 20, polls: 0 })).toEqual([ACCEPTED, end])
  expect(await short({ status: 'PROCESSING', completedAtMs: null, polls: 3 })).toEqual([ACCEPTED])
})

it('tells for how long it has waited for a slot, once that is over', async () => {
  expect(await short({ status: 'QUEUED', waitedUntilMs: 12_010 })).toEqual([ACCEPTED, 'WAITED: Waited 12 s for a free slot.'])
  expect(await short({ status: 'WAITING', waitedUntilMs: null })).toEqual([ACCEPTED])
})

it('begins with the model that was chosen first', async () => {
  expect(await short({ route: 1, routes: [route('ray-2'), route('ray-3')] })).toEqual([ACCEPTED])
})

it('holds what belongs to it alone, in the order of time, and at one time in the order of things', async () => {
  const { accountId, tell } = await told({ status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'UPSTREAM', completedAtMs: 40 }, {})
  const [id, other] = ['gen_story0', 'gen_story1']
  const attempt = (number: number, outcome: 'ACCEPTED' | 'DONE' | 'REJECTED' | 'UNKNOWN', model: string, createdAtMs: number) => ({ accountId, jobId: id, number, upstream: 'luma', model, outcome, createdAtMs }) as const
  const delivery = { accountId, event: 'generation.failed', url: 'https://receiver.example.com', status: 'DELIVERED', attempts: 3 } as const
  const database = openDatabase(env.DB)
  await database.batch([
    database.insert(creditEntries).values([
      { accountId, id: refundId(id), jobId: id, kind: 'REFUND', amount: 50, createdAtMs: 40 },
      { accountId, id: chargeId(id), jobId: id, kind: 'CHARGE', amount: -50, createdAtMs: 10 },
      { accountId, id: chargeId(other), jobId: other, kind: 'CHARGE', amount: -7, createdAtMs: 5 },
    ]),
    database.insert(attempts).values([attempt(1, 'REJECTED', 'ray-2', 30), attempt(2, 'UNKNOWN', 'ray-2', 31), attempt(3, 'DONE', 'a-model-that-is-gone', 20), attempt(4, 'ACCEPTED', 'kling-v2-6', 32)]),
    database.insert(webhookDeliveries).values([
      { ...delivery, id: deliveryIdOf(id, 'generation.failed'), jobId: id, createdAtMs: 12, deliveredAtMs: 50 },
      { ...delivery, id: deliveryIdOf(other, 'generation.failed'), jobId: other, status: 'PENDING', createdAtMs: 6, deliveredAtMs: null },
    ]),
  ])
  expect(await tell()).toEqual([
    [
      { at: at(10), kind: 'ACCEPTED', detail: 'Accepted for Luma Dream Machine, ray-2.' }, { at: at(10), kind: 'CHARGED', detail: '50 credits charged.' },
      { at: at(20), kind: 'SUBMITTED', detail: 'a-model-that-is-gone accepted it as a-model-that-is-gone.' }, { at: at(30), kind: 'REFUSED', detail: 'Luma Dream Machine did not make it as ray-2.' },
      { at: at(31), kind: 'UNCERTAIN', detail: 'Luma Dream Machine gave no answer that tells whether it accepted it.' }, { at: at(32), kind: 'SUBMITTED', detail: 'Kling accepted it as kling-v2-6.' },
      { at: at(40), kind: 'FAILED', detail: 'Failed: UPSTREAM.' }, { at: at(40), kind: 'REFUNDED', detail: '50 credits given back.' }, { at: at(50), kind: 'WEBHOOK', detail: 'Webhook DELIVERED after 3 attempts.' },
    ],
    [
      { at: at(5), kind: 'CHARGED', detail: '7 credits charged.' }, { at: at(6), kind: 'WEBHOOK', detail: 'Webhook PENDING after 3 attempts.' }, { at: at(10), kind: 'ACCEPTED', detail: 'Accepted for Luma Dream Machine, ray-2.' },
    ],
  ])
})
