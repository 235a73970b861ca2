// What was earned by day and model: each charge and list price as it is kept, given back or late, and of live accounts alone.
import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { testAccountId } from '../../src/domain/test-account.ts'
import { marks } from '../../src/store/access-tables.ts'
import { runBatch } from '../../src/store/batch.ts'
import { openDatabase } from '../../src/store/database.ts'
import { countLate } from '../../src/store/margins.ts'
import { creditEntries, jobs } from '../../src/store/tables.ts'
import type { Job } from '../../src/store/tables.ts'
import { rollUp } from '../../src/store/usage.ts'
import { modelDays, usageParts, usageTotals } from '../../src/store/usage-tables.ts'
import { ACCOUNT, JOB, NOW_MS, OTHER, describeTerms, job } from './each-term.ts'
import type { Case, Rows } from './each-term.ts'

const ROUTE = { provider: 'luma', model: 'ray-2', upstream: 'luma', addedText: '', options: {}, adjustments: [], outputs: 1, credits: 50 } as const
const LISTED = [{ ...ROUTE, listMicroUsd: 20_000 }]
const DAY = { date: '1970-01-01', model: 'ray-2', generations: 1, kept: 1, unlisted: 0, credits: 50, listMicroUsd: 20_000, late: 0 }
const TWIN = testAccountId(ACCOUNT)
const YES = sql`true`
const GIVEN_BACK = { routes: LISTED, refunded: 50 }

const late = (change: Partial<Job> = {}, open = YES): Case['statement'] => (database) => countLate(database, job({ routes: LISTED, ...change }), open)
const ROLLED: Rows = { jobs: {}, creditEntries: { createdAtMs: NOW_MS }, modelDays: {}, marks: { name: `rolled/${ACCOUNT}`, value: 'k' } }
describeTerms('what came after its refund', [
  { name: 'on a day that is rolled up', rows: ROLLED, statement: late(),
    otherwise: [
      { creditEntries: { accountId: OTHER } }, { creditEntries: { id: 'i.charge' } }, { creditEntries: { id: 'j.refund' } }, { creditEntries: { createdAtMs: 86_400_000 } },
      { marks: { name: `rolled/${OTHER}` } }, { marks: { value: 'j.charge' } }, { modelDays: { date: '1970-01-02' } }, { modelDays: { model: 'ray-3' } },
    ] },
  { name: 'being completed now', rows: ROLLED, statement: late({}, sql`${jobs.status} = 'QUEUED'`), otherwise: [{ jobs: { status: 'COMPLETED' } }] },
  { name: 'by a test key', works: false, rows: { ...ROLLED, creditEntries: { accountId: TWIN }, marks: { name: `rolled/${TWIN}`, value: 'k' } }, statement: late({ accountId: TWIN }), otherwise: [] },
  { name: 'of no known way', rows: { ...ROLLED, modelDays: { model: '' } }, statement: late({ routes: [] }), otherwise: [{ modelDays: { model: 'ray-2' } }] },
])

it.each([
  ['given back whole', GIVEN_BACK, { kept: 2, listMicroUsd: 40_000 }],
  ['given back whole, of no known price', { routes: [ROUTE], refunded: 50 }, { kept: 2, unlisted: 1 }],
  ['given back in part', { routes: LISTED, refunded: 49 }, {}],
  ['given back in part, of no known price', { routes: [ROUTE], refunded: 49 }, {}],
])('what came after it was %s is late, and counted once', async (_, change, changed) => {
  const database = openDatabase(env.DB)
  const answers = await runBatch(database, [
    ...EMPTY(), database.insert(jobs).values(JOB), database.insert(modelDays).values(DAY), database.insert(marks).values({ name: `rolled/${ACCOUNT}`, value: 'k', updatedAtMs: 1 }),
    database.insert(creditEntries).values({ accountId: ACCOUNT, id: 'j.charge', jobId: 'gen_j', kind: 'CHARGE', amount: -50, createdAtMs: NOW_MS }),
    late(change)(database), database.select().from(modelDays), ...EMPTY(),
  ])
  expect(answers.at(-1 - EMPTY().length)).toEqual([{ ...DAY, late: 1, ...changed }])
})

const EMPTY = () => [marks, creditEntries, jobs, modelDays, usageTotals, usageParts].map((table) => openDatabase(env.DB).delete(table))

const ENDS: readonly (readonly [name: string, change: Partial<Job>, refunds: readonly number[], earned: Partial<typeof DAY>])[] = [
  ['completed', { status: 'COMPLETED', routes: LISTED }, [], {}],
  ['completed at no known price', { status: 'COMPLETED', routes: [ROUTE] }, [], { unlisted: 1, listMicroUsd: 0 }],
  ['completed, and given back', { status: 'COMPLETED', ...GIVEN_BACK }, [50], { credits: 0 }],
  ['completed after its refund', { status: 'COMPLETED', errorCode: 'GENERATION_FAILED', ...GIVEN_BACK }, [50], { credits: 0, late: 1 }],
  ['failed', { status: 'FAILED', errorCode: 'GENERATION_FAILED', ...GIVEN_BACK }, [50], { kept: 0, credits: 0, listMicroUsd: 0 }],
  ['failed at no known price', { status: 'FAILED', errorCode: 'GENERATION_FAILED', routes: [ROUTE], refunded: 50 }, [50], { kept: 0, credits: 0, listMicroUsd: 0 }],
  ['cancelled, and given back in part', { status: 'CANCELLED', routes: LISTED, refunded: 20 }, [20], { credits: 30 }],
]
it.each(ENDS)('what %s is rolled up as that, and added to what there is', async (_, change, refunds, earned) => {
  const database = openDatabase(env.DB)
  const entry = { accountId: ACCOUNT, jobId: 'gen_j', createdAtMs: NOW_MS }
  const once = { ...DAY, ...earned }
  const answers = await runBatch(database, [
    ...EMPTY(), database.insert(jobs).values({ ...JOB, ...change }), database.insert(creditEntries).values({ ...entry, id: 'j.charge', kind: 'CHARGE', amount: -50 }),
    ...refunds.map((amount) => database.insert(creditEntries).values({ ...entry, id: 'j.refund', kind: 'REFUND', amount })),
    rollUp(database, [ACCOUNT], 'k', 1)[3], database.select().from(modelDays), rollUp(database, [ACCOUNT], 'k', 1)[3], database.select().from(modelDays), ...EMPTY(),
  ])
  const end = answers.length - EMPTY().length
  expect(answers[end - 3]).toEqual([once])
  expect(answers[end - 1]).toEqual([Object.fromEntries(Object.entries(once).map(([name, value]) => [name, typeof value === 'number' ? value * 2 : value]))])
})
