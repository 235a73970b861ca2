// Statements on what leaves for the archive and on where it stands there, term by term.
import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import type { SQL, SQLWrapper } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { archiveChunks } from '../../src/store/archive-tables.ts'
import {
  eraseChunks, isArchivedUp, letGo, selectChunk, selectChunkAfter, selectChunkPlaces, selectChunksOf, selectChunksOfAnybody, selectChunksOfMonth, selectIsStill, selectOldJobs, selectWhole, takeArchivedDown,
} from '../../src/store/archives.ts'
import { runBatch } from '../../src/store/batch.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/database.ts'
import { KEY_KEPT_MS } from '../../src/store/idempotency.ts'
import { webhookDeliveries } from '../../src/store/tables.ts'
import { ACCOUNT, CHUNK, OTHER, apart, describeTerms, holds } from './each-term.ts'
import type { Case, Rows } from './each-term.ts'

const PLACE = { id: 'gen_j', month: '1970-01' }
const ENDED_MS = 1000
const LATER_MS = KEY_KEPT_MS + ENDED_MS
const ofJobs = (...changes: readonly NonNullable<Rows['jobs']>[]): readonly Rows[] => changes.map((change) => ({ jobs: change }))
const ofChunks = (...changes: readonly NonNullable<Rows['archiveChunks']>[]): readonly Rows[] => changes.map((change) => ({ archiveChunks: change }))
const ofDeliveries = (...changes: readonly NonNullable<Rows['webhookDeliveries']>[]): readonly Rows[] => changes.map((change) => ({ webhookDeliveries: change }))

const told = (build: (database: Database) => SQLWrapper, condition: SQL): Case['statement'] => (database) => database.select({ one: sql<number>`1`.as('one') }).from(sql`(${build(database)}) as page`).where(condition)
const old = (database: Database) => selectOldJobs(database, { accountId: ACCOUNT, id: 'gen_i' }, [OTHER], 'gen_k', LATER_MS, 5)
const isOver = told(old, sql`bytes is not null`)
const OVER: Rows = { accounts: {}, jobs: { status: 'FAILED', completedAtMs: ENDED_MS }, creditEntries: {}, marks: { name: `rolled/${ACCOUNT}`, value: 'k' } }
const OVER_ELSEWHERE: Rows = { jobs: { accountId: OTHER }, creditEntries: { accountId: OTHER }, marks: { name: `rolled/${OTHER}` } }
const NOT_OVER: readonly Rows[] = [
  ...ofJobs({ status: 'QUEUED' }, { dueAtMs: 5 }, { completedAtMs: ENDED_MS + 1 }, { completedAtMs: null }, { outputs: [] }, { refunded: 50 }),
  { marks: { value: 'j' } }, { marks: { name: `rolled/${OTHER}` } },
  { creditEntries: { amount: -49 } }, { creditEntries: { id: 'k.charge' } }, { creditEntries: { accountId: OTHER } },
  { webhookDeliveries: { id: 'msg_j_failed' } },
]
describeTerms('what may leave', [
  { name: 'as over', rows: OVER, statement: isOver, otherwise: NOT_OVER },
  { name: 'as over, its files gone', rows: { ...OVER, jobs: { ...OVER.jobs, outputs: [], expiredAtMs: 1 } }, statement: isOver, otherwise: ofJobs({ expiredAtMs: null }) },
  { name: 'not while a webhook of its own is on its way', works: false, rows: { ...OVER, webhookDeliveries: { id: 'msg_j_failed' } }, statement: isOver,
    otherwise: ofDeliveries({ status: 'PARKED' }, { accountId: OTHER }, { id: 'msg_i_failed' }, { id: 'msg_k_failed' }) },
  { name: 'in the order of its key', rows: { jobs: {} }, statement: old, otherwise: ofJobs({ id: 'gen_i' }, { id: 'gen_k' }, { accountId: 'acc_c' }) },
  { name: 'of the next account from its start', rows: { jobs: { accountId: OTHER, id: 'gen_a' } }, statement: old, otherwise: ofJobs({ accountId: ACCOUNT }) },
  { name: 'of an account that is open', rows: { accounts: {} }, statement: (database) => selectIsStill(database, ACCOUNT), otherwise: [{ accounts: { id: OTHER } }, { accounts: { closedAtMs: 1 } }] },
  { name: 'not while its owner is being handed what there is', works: false, rows: { accounts: {}, tasks: { kind: 'export', state: '{"stage":"JOBS"}' } }, statement: (database) => selectIsStill(database, ACCOUNT),
    otherwise: [{ tasks: { accountId: OTHER } }, { tasks: { kind: 'takedown' } }, { tasks: { state: '{"stage":"READY"}' } }] },
])

describeTerms('what leaves whole', [
  { name: 'its row', rows: { jobs: {} }, statement: (database) => selectWhole(database, ACCOUNT, ['gen_j'])[0], otherwise: apart('jobs') },
  { name: 'what was tried', rows: { attempts: {} }, statement: (database) => selectWhole(database, ACCOUNT, ['gen_j'])[1], otherwise: [{ attempts: { accountId: OTHER } }, { attempts: { jobId: 'gen_k' } }] },
  { name: 'its charge', rows: { creditEntries: {} }, statement: (database) => selectWhole(database, ACCOUNT, ['gen_j'])[2], otherwise: [{ accountId: OTHER }, { id: 'k.charge' }, { id: 'j.grant' }].map((creditEntries) => ({ creditEntries })) },
  { name: 'its refund', rows: { creditEntries: { id: 'j.refund' } }, statement: (database) => selectWhole(database, ACCOUNT, ['gen_j'])[2], otherwise: [] },
  { name: 'what was told of it', rows: { webhookDeliveries: { id: 'msg_j_failed' } }, statement: (database) => selectWhole(database, ACCOUNT, ['gen_j'])[3], otherwise: ofDeliveries({ accountId: OTHER }, { id: 'msg_i_failed' }, { id: 'msg_k_failed' }) },
])

const chunk = { ...CHUNK, archivedAtMs: LATER_MS, moveToken: 'mine' }
const WON: Rows = { archiveChunks: { moveToken: 'mine' } }
const NOT_WON = ofChunks({ moveToken: 'another' }, { accountId: OTHER }, { month: '1970-02' }, { firstId: 'gen_i' })
const letting = (step: number): Case['statement'] => (database) => {
  const statement = letGo(database, chunk, [{ id: 'gen_j', takenDownAtMs: null }], 5)[step]
  if (!statement) throw new Error('no statement')
  return statement
}
const entries = (...changes: readonly NonNullable<Rows['creditEntries']>[]): readonly Rows[] => changes.map((change) => ({ creditEntries: change }))
describeTerms('what is let go', [
  { name: 'only as it was read, and still over', rows: OVER, statement: letting(0),
    otherwise: [...NOT_OVER, ...ofJobs({ takenDownAtMs: 5 }), { jobs: { id: 'gen_i' }, creditEntries: { id: 'i.charge' } }, OVER_ELSEWHERE, { accounts: { closedAtMs: 1 } }] },
  { name: 'as one entry of its month', rows: { ...WON, creditEntries: {} }, statement: letting(1), otherwise: [...NOT_WON, ...entries({ accountId: OTHER }, { id: 'k.charge' }, { id: 'j.grant' })] },
  { name: 'as no entry, where it had none', works: false, rows: WON, statement: letting(1), otherwise: [] },
  { name: 'with its entries', rows: { ...WON, creditEntries: {} }, statement: letting(2), otherwise: [...NOT_WON, ...entries({ accountId: OTHER }, { id: 'k.charge' }, { id: 'j.grant' })] },
  { name: 'with what was tried', rows: { ...WON, attempts: {} }, statement: letting(3), otherwise: [...NOT_WON, { attempts: { accountId: OTHER } }, { attempts: { jobId: 'gen_k' } }] },
  { name: 'with what was told of it, but not lately', rows: { ...WON, webhookDeliveries: { id: 'msg_j_failed', createdAtMs: ENDED_MS } }, statement: letting(4),
    otherwise: [...NOT_WON, ...ofDeliveries({ accountId: OTHER }, { id: 'msg_i_failed' }, { id: 'msg_k_failed' }, { createdAtMs: ENDED_MS + 1 })] },
  { name: 'with its words', rows: { ...WON, jobs: { words: 1 }, jobWords: {} }, statement: letting(5), otherwise: [...NOT_WON, ...apart('jobs'), ...ofJobs({ words: 2 })] },
  { name: 'with its row', rows: { ...WON, jobs: {} }, statement: letting(6), otherwise: [...NOT_WON, ...apart('jobs')] },
  { name: 'by this one', rows: WON, statement: letting(7), otherwise: NOT_WON },
])

const OUTSIDE = ofChunks({ month: '1970-02' }, { firstId: 'gen_k' }, { lastId: 'gen_i' })
describeTerms('a chunk', [
  { name: 'around a generation', rows: { archiveChunks: {} }, statement: (database) => selectChunksOf(database, ACCOUNT, [PLACE]), otherwise: [...OUTSIDE, ...ofChunks({ accountId: OTHER })] },
  { name: 'around anybody\'s generation', rows: { accounts: {}, archiveChunks: {} }, statement: (database) => selectChunksOfAnybody(database, PLACE), otherwise: [...OUTSIDE, { accounts: { id: OTHER } }] },
  { name: 'of a month', rows: { archiveChunks: {} }, statement: (database) => selectChunksOfMonth(database, ACCOUNT, '1970-01'), otherwise: ofChunks({ accountId: OTHER }, { month: '1970-02' }) },
  { name: 'after another one', rows: { archiveChunks: {} }, statement: (database) => selectChunkAfter(database, ACCOUNT, '1970-01/gen_i'), otherwise: ofChunks({ accountId: OTHER }, { firstId: 'gen_i' }, { month: '1969-12', firstId: 'gen_z' }) },
  {
    name: 'that is read by the audit', rows: { accounts: {}, archiveChunks: {} }, statement: (database) => selectChunk(database, CHUNK),
    otherwise: [...ofChunks({ accountId: OTHER }, { month: '1970-02' }, { firstId: 'gen_i' }), { accounts: { erasedAtMs: 1 } }],
  },
  {
    name: 'behind which the audit goes on', rows: { accounts: {}, archiveChunks: {} }, statement: (database) => selectChunkPlaces(database, { ...CHUNK, firstId: 'gen_i' }, 5),
    otherwise: [...ofChunks({ accountId: 'acc_0' }, { month: '1969-12', firstId: 'gen_z' }, { firstId: 'gen_i' }), { accounts: { erasedAtMs: 1 } }],
  },
  { name: 'of an account that is not there, read by the audit', rows: { archiveChunks: {} }, statement: (database) => selectChunk(database, CHUNK), otherwise: [] },
  { name: 'from which nothing was taken down', rows: { archiveChunks: {} }, statement: holds(() => isArchivedUp(ACCOUNT, PLACE)), otherwise: [...OUTSIDE, ...ofChunks({ accountId: OTHER }, { takenDown: { gen_j: 5 } })] },
  { name: 'from which another one was taken down', rows: { archiveChunks: { takenDown: { gen_i: 5 } } }, statement: holds(() => isArchivedUp(ACCOUNT, PLACE)), otherwise: [] },
  { name: 'from which one is taken down', rows: { archiveChunks: {} }, statement: (database) => takeArchivedDown(database, ACCOUNT, PLACE, 9), otherwise: [...OUTSIDE, ...ofChunks({ accountId: OTHER }, { takenDown: { gen_j: 5 } })] },
  { name: 'from which one is taken down, on a condition', works: false, rows: { archiveChunks: {} }, statement: (database) => takeArchivedDown(database, ACCOUNT, PLACE, 9, sql`false`), otherwise: [] },
  { name: 'erased', rows: { archiveChunks: {} }, statement: (database) => eraseChunks(database, ACCOUNT), otherwise: ofChunks({ accountId: OTHER }) },
])

it('what another account was told under the same id is not read, and stays', async () => {
  const database = openDatabase(env.DB)
  const row = { id: 'msg_j_failed', jobId: 'gen_j', event: 'generation.failed', url: 'https://receiver.example.com', status: 'DELIVERED', attempts: 1, createdAtMs: 1 } as const
  const answers = await runBatch(database, [
    database.delete(webhookDeliveries), database.delete(archiveChunks), database.insert(archiveChunks).values(chunk), database.insert(webhookDeliveries).values([ACCOUNT, OTHER].map((accountId) => ({ ...row, accountId }))),
    selectWhole(database, ACCOUNT, ['gen_j'])[3], letGo(database, chunk, [{ id: 'gen_j', takenDownAtMs: null }], 5)[4], database.select().from(webhookDeliveries),
    database.delete(webhookDeliveries), database.delete(archiveChunks),
  ])
  expect([answers[4], answers[6]]).toMatchObject([[{ accountId: ACCOUNT }], [{ accountId: OTHER }]])
})

it('what was told is found and let go without a look at what other accounts were told', async () => {
  const database = openDatabase(env.DB)
  await env.DB.batch([
    env.DB.prepare('delete from webhook_deliveries'),
    env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 200) insert into webhook_deliveries (account_id, id, job_id, event, url, status, attempts, created_at_ms)
        select ?1, printf('msg_j_%04d', i), 'gen_j', 'generation.failed', 'https://receiver.example.com', 'DELIVERED', 1, 1 from n`,
    ).bind(OTHER),
  ])
  for (const statement of [selectWhole(database, ACCOUNT, ['gen_j'])[3], letGo(database, chunk, [{ id: 'gen_j', takenDownAtMs: null }], 5)[4]]) {
    const { sql: text, params } = statement.toSQL()
    const { meta } = await env.DB.prepare(text).bind(...params).run()
    expect(meta.rows_read).toBeLessThan(20)
  }
  await database.delete(webhookDeliveries)
})
