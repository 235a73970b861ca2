// What is rolled up and read of usage and of how submissions ended: each entry and each submission once, of its own account and job.
import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { marks } from '../../src/store/access-tables.ts'
import { openDatabase } from '../../src/store/database.ts'
import { attempts, creditEntries, jobs } from '../../src/store/tables.ts'
import type { Job } from '../../src/store/tables.ts'
import { rollUp, selectUsage, selectUsageBy } from '../../src/store/usage.ts'
import { healthSpans, modelDays, usageParts, usageTotals } from '../../src/store/usage-tables.ts'
import { ACCOUNT, JOB, NOW_MS, OTHER } from './each-term.ts'

const database = openDatabase(env.DB)
const DAY = { since: '1970-01-01', until: '1970-01-01' }
const DAY_MS = 86_400_000
const route = (upstream: 'luma' | 'test', model = 'ray-2') => [{ provider: 'luma', model, upstream, addedText: '', options: {}, adjustments: [], outputs: 1, credits: 50 }] as const

beforeEach(async () => {
  await database.batch([
    database.delete(marks), database.delete(jobs), database.delete(attempts), database.delete(creditEntries), database.delete(usageTotals), database.delete(usageParts), database.delete(healthSpans), database.delete(modelDays),
  ])
})

const made = (id: string, change: Partial<Job> = {}) => database.insert(jobs).values({ ...JOB, id: `gen_${id}`, routes: route('luma'), ...change })
const entry = (id: string, kind: 'CHARGE' | 'REFUND', amount: number, accountId = ACCOUNT) =>
  database.insert(creditEntries).values({ accountId, id: `${id}.${kind.toLowerCase()}`, jobId: `gen_${id}`, kind, amount, createdAtMs: NOW_MS })

describe('usage', () => {
  const FAILED = { status: 'FAILED', errorCode: 'GENERATION_FAILED', refunded: 50 } as const
  const told = { date: '1970-01-01', generations: 2, failed: 1, refunded: 1, refundedCredits: 50, credits: 50 }
  beforeEach(async () => {
    await database.batch([
      made('j', FAILED), made('k', { status: 'COMPLETED', keyId: 'key_k' }), made('j', { ...FAILED, accountId: OTHER }),
      entry('j', 'CHARGE', -50), entry('j', 'REFUND', 50), entry('k', 'CHARGE', -50), entry('j', 'CHARGE', -50, OTHER),
    ])
  })

  it('is the same before it is rolled up, between and after', async () => {
    for (const until of ['k', 'l', 'm']) {
      expect(await selectUsage(database, ACCOUNT, DAY)).toEqual([told])
      const [, , , , moved] = rollUp(database, [ACCOUNT], until, 1)
      await database.batch([rollUp(database, [ACCOUNT], until, 1)[0], moved])
    }
    expect(await selectUsage(database, ACCOUNT, DAY)).toEqual([told])
    expect(await database.select().from(usageTotals)).toEqual([{ accountId: ACCOUNT, ...told }])
  })

  it('of parts is by each part once, and the rest is one line', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((endUser, nth) => ({ accountId: ACCOUNT, date: '1970-01-01', model: 'ray-2', keyId: 'key_k', endUser, generations: 1, failed: 0, refunded: 0, refundedCredits: 0, credits: 1000 - nth }))
    await database.insert(usageParts).values(rows)
    const lines = await selectUsageBy(database, ACCOUNT, 'END_USER', DAY, 2)
    expect(lines.map(({ name, others, credits }) => [others > 0 ? 'others' : name, others, credits])).toEqual([['a', 0, 1000], ['b', 0, 999], ['others', 3, 998 + 997 + 50]])
  })
})

const tried = (id: string, number: number, refusal: 'BUSY' | 'FAILED' | 'MODERATED' | null, accountId = ACCOUNT) =>
  database.insert(attempts).values({ accountId, jobId: `gen_${id}`, number, upstream: 'luma', model: 'ray-2', outcome: refusal ? 'REJECTED' : 'ACCEPTED', refusal, createdAtMs: NOW_MS })
const spans = async () => (await database.select().from(healthSpans)).map(({ span, startMs, upstream, model, counts }) => [span, startMs, upstream, model, counts])
const roll = () => rollUp(database, [ACCOUNT], 'k', 1)[2]

describe('of submissions', () => {
  const DONE = { status: 'COMPLETED', attempt: 2, claimedAtMs: NOW_MS, completedAtMs: NOW_MS + 1024 } as const

  it('the last one and those before it are counted once, of these accounts and jobs alone', async () => {
    await database.batch([
      made('j', DONE), tried('j', 1, 'BUSY'), tried('j', 2, null), tried('j', 3, 'FAILED'),
      made('i', DONE), tried('i', 1, 'FAILED'), tried('i', 2, null), made('k', DONE), tried('k', 1, 'FAILED'), tried('k', 2, null),
      made('j', { ...DONE, accountId: OTHER }), tried('j', 1, 'MODERATED', OTHER), tried('j', 2, 'MODERATED', OTHER),
      database.insert(marks).values({ name: `rolled/${ACCOUNT}`, value: 'j', updatedAtMs: 1 }),
    ])
    await roll()
    const counts = { BUSY: 1, t40: 1 }
    expect(await spans()).toEqual([['DAY', 0, 'luma', 'ray-2', counts], ['HOUR', 0, 'luma', 'ray-2', counts]])
  })

  it('what was never sent is none, nor what a test key made, nor what cannot be read', async () => {
    await database.batch([
      made('a', { status: 'CANCELLED', attempt: 0, claimedAtMs: NOW_MS }), made('b', { ...DONE, attempt: 1, routes: route('test') }), made('c', { ...DONE, attempt: 1, claimedAtMs: null }),
      made('d', { ...DONE, attempt: 1, route: 7 }), made('e', { ...DONE, attempt: 1 }), database.update(jobs).set({ routes: sql`'[{"upstream":"luma"}]'` }).where(eq(jobs.id, 'gen_e')),
    ])
    await roll()
    expect(await spans()).toEqual([])
  })

  it('the first of a day is in its day, and in its hour', async () => {
    await made('a', { ...DONE, attempt: 1, claimedAtMs: DAY_MS + 3_600_000, completedAtMs: DAY_MS + 3_600_000 + 1024 })
    await roll()
    expect(await spans()).toEqual([['DAY', DAY_MS, 'luma', 'ray-2', { t40: 1 }], ['HOUR', DAY_MS + 3_600_000, 'luma', 'ray-2', { t40: 1 }]])
  })
})
