// Statements on accounts that are closed, opened again, erased and handed over, term by term.
import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { testAccountId } from '../../src/domain/test-account.ts'
import { suspendedUsers } from '../../src/store/access-tables.ts'
import { beginErasure, canReopen, closeAccounts, eraseAccount, eraseJobs, erasePersonal, isOpenAccount, reopenAccounts, selectIsPersonal, selectJobIds, selectOpenJobs } from '../../src/store/closings.ts'
import { openDatabase } from '../../src/store/database.ts'
import { canExport, selectEntriesAfter, selectExports, selectJobsAfter, selectKeysAfter, selectPeopleOf, selectUploadsAfter } from '../../src/store/exports.ts'
import { runBatch } from '../../src/store/batch.ts'
import { ACCOUNT, OTHER, describeTerms, holds } from './each-term.ts'
import type { Case, Rows } from './each-term.ts'

const YES = sql`true`
const NO = sql`false`
const account = (...changes: readonly NonNullable<Rows['accounts']>[]): readonly Rows[] => [{ accounts: { id: OTHER } }, ...changes.map((change) => ({ accounts: change }))]
const CLOSED = { accounts: { closedAtMs: 5 } } as const
const TWIN = { accounts: { id: testAccountId(ACCOUNT), liveId: ACCOUNT } }

describeTerms('closing', [
  { name: 'an open account', rows: { accounts: {} }, statement: holds(() => isOpenAccount(ACCOUNT)), otherwise: account({ liveId: 'acc_live' }, { closedAtMs: 1 }) },
  { name: 'one that can be opened again', rows: CLOSED, statement: holds(() => canReopen(ACCOUNT)), otherwise: account({ closedAtMs: null }, { erasedAtMs: 1 }) },
  { name: 'closed', rows: { accounts: {} }, statement: (database) => closeAccounts(database, ACCOUNT, 9, YES), otherwise: account({ closedAtMs: 1 }) },
  { name: 'closed with that of its test keys', rows: TWIN, statement: (database) => closeAccounts(database, ACCOUNT, 9, YES), otherwise: [] },
  { name: 'closed, on a condition', works: false, rows: { accounts: {} }, statement: (database) => closeAccounts(database, ACCOUNT, 9, NO), otherwise: [] },
  { name: 'opened again', rows: CLOSED, statement: (database) => reopenAccounts(database, ACCOUNT, YES), otherwise: account({ erasedAtMs: 1 }) },
  { name: 'opened again, on a condition', works: false, rows: CLOSED, statement: (database) => reopenAccounts(database, ACCOUNT, NO), otherwise: [] },
  { name: 'to be erased', rows: CLOSED, statement: (database) => beginErasure(database, ACCOUNT, 5, 9), otherwise: account({ closedAtMs: null }, { closedAtMs: 6 }, { erasedAtMs: 1 }) },
  { name: 'without name and secrets', rows: { accounts: { erasedAtMs: 1 } }, statement: (database) => eraseAccount(database, ACCOUNT), otherwise: account({ erasedAtMs: null }) },
])

const PAGE = [ACCOUNT, 'gen_i', 'gen_j'] as const
const BEFORE = { accountId: ACCOUNT, id: 'gen_i' }
const ofJobs = (...changes: readonly NonNullable<Rows['jobs']>[]): readonly Rows[] => changes.map((change) => ({ jobs: change }))
const outside = ofJobs({ accountId: OTHER }, { id: 'gen_i' }, { id: 'gen_k' })
describeTerms('a page of what an account made', [
  { name: 'open', rows: { jobs: {} }, statement: (database) => selectOpenJobs(database, ACCOUNT, BEFORE, 5), otherwise: ofJobs({ accountId: OTHER }, { id: 'gen_i' }, { status: 'FAILED' }) },
  { name: 'its ids', rows: { jobs: {} }, statement: (database) => selectJobIds(database, ACCOUNT, 'gen_i', 5), otherwise: ofJobs({ accountId: OTHER }, { id: 'gen_i' }) },
  { name: 'erased with what was tried', rows: { attempts: {} }, statement: (database) => eraseJobs(database, ...PAGE)[0], otherwise: [{ accountId: OTHER }, { jobId: 'gen_i' }, { jobId: 'gen_k' }].map((attempts) => ({ attempts })) },
  { name: 'erased with its words', rows: { jobs: { words: 1 }, jobWords: {} }, statement: (database) => eraseJobs(database, ...PAGE)[1], otherwise: [...outside, ...ofJobs({ words: 2 })] },
  { name: 'erased with what was told', rows: { webhookDeliveries: { id: 'msg_j_failed' } }, statement: (database) => eraseJobs(database, ...PAGE)[2],
    otherwise: [{ accountId: OTHER }, { id: 'msg_h_failed' }, { id: 'msg_k_failed' }].map((webhookDeliveries) => ({ webhookDeliveries })) },
  { name: 'erased', rows: { jobs: {} }, statement: (database) => eraseJobs(database, ...PAGE)[3], otherwise: outside },
])

const after = (name: 'uploads' | 'creditEntries' | 'jobs' | 'apiKeys', id: string): readonly Rows[] => [{ [name]: { accountId: OTHER } }, { [name]: { id } }]
const MADE: Rows = { tasks: { kind: 'export', state: '{"stage":"READY"}', createdAtMs: 10 } }
const exporting = (most: number): Case['statement'] => holds(() => canExport(ACCOUNT, 10, most))
describeTerms('what an owner is handed', [
  { name: 'people', rows: { people: {} }, statement: (database) => selectPeopleOf(database, ACCOUNT), otherwise: [{ people: { accountId: OTHER } }] },
  { name: 'keys', rows: { apiKeys: {} }, statement: (database) => selectKeysAfter(database, ACCOUNT, 'key_j', 5), otherwise: after('apiKeys', 'key_j') },
  { name: 'uploads', rows: { uploads: {} }, statement: (database) => selectUploadsAfter(database, ACCOUNT, 'upl_t', 5), otherwise: after('uploads', 'upl_t') },
  { name: 'entries', rows: { creditEntries: {} }, statement: (database) => selectEntriesAfter(database, ACCOUNT, 'i', 5), otherwise: after('creditEntries', 'i') },
  { name: 'jobs', rows: { jobs: {} }, statement: (database) => selectJobsAfter(database, ACCOUNT, 'gen_i', 5), otherwise: after('jobs', 'gen_i') },
  { name: 'once more', rows: {}, statement: exporting(1), otherwise: [MADE, { tasks: { kind: 'export', state: '{"stage":"JOBS"}' } }] },
  { name: 'not more often', works: false, rows: MADE, statement: exporting(1), otherwise: [{ tasks: { accountId: OTHER } }, { tasks: { kind: 'takedown' } }, { tasks: { createdAtMs: 9 } }] },
  { name: 'not while one is made', works: false, rows: { tasks: { kind: 'export', state: '{"stage":"JOBS"}' } }, statement: exporting(5), otherwise: [{ tasks: { accountId: OTHER } }, { tasks: { kind: 'takedown' } }, MADE] },
  { name: 'among what was made for him', rows: MADE, statement: (database) => selectExports(database, ACCOUNT), otherwise: [{ tasks: { accountId: OTHER } }, { tasks: { kind: 'takedown' } }] },
])

describeTerms('what is personal', [
  { name: 'is left', rows: { events: {} }, statement: (database) => selectIsPersonal(database, ACCOUNT), otherwise: [{ events: { accountId: OTHER } }] },
  { name: 'of one account', rows: { uploads: {} }, statement: (database) => erasePersonal(database, ACCOUNT, 5)[3] ?? selectIsPersonal(database, ACCOUNT), otherwise: [{ uploads: { accountId: OTHER } }] },
])

it('goes so many rows at a time, and none of another account by the same name', async () => {
  const database = openDatabase(env.DB)
  const names = [[ACCOUNT, 'asha'], [ACCOUNT, 'ravi'], [OTHER, 'asha']] as const
  const answers = await runBatch(database, [
    database.delete(suspendedUsers),
    ...names.map(([accountId, endUser]) => database.insert(suspendedUsers).values({ accountId, endUser, sinceMs: 1 })),
    ...erasePersonal(database, ACCOUNT, 1),
    database.select({ accountId: suspendedUsers.accountId, endUser: suspendedUsers.endUser }).from(suspendedUsers),
    database.delete(suspendedUsers),
  ])
  expect(answers.at(-2)).toEqual([{ accountId: ACCOUNT, endUser: 'ravi' }, { accountId: OTHER, endUser: 'asha' }])
})
