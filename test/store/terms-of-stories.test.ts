// Statements on what rows tell of some jobs, and on the audit log, term by term.
import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { auditLog } from '../../src/store/access-tables.ts'
import type { AuditEntry } from '../../src/store/access-tables.ts'
import { insertAuditEntry, isLogged, isNewGrant, selectAuditLog, selectGrant } from '../../src/store/audit-log.ts'
import { openDatabase } from '../../src/store/database.ts'
import { expireNow } from '../../src/store/jobs.ts'
import { selectAttempts, selectDeliveriesOf, selectEntries, selectInputs, selectKeyNames } from '../../src/store/stories.ts'
import { creditEntries } from '../../src/store/tables.ts'
import { ACCOUNT, NOW_MS, OTHER, apart, describeTerms, holds } from './each-term.ts'

const IDS = ['gen_j']
const KEPT = { status: 'COMPLETED', expiresAtMs: NOW_MS + 1 } as const

describeTerms('a story', [
  { name: 'what it was made from', rows: { jobs: {} }, statement: (database) => selectInputs(database, ACCOUNT, IDS), otherwise: apart('jobs') },
  { name: 'its submissions', rows: { attempts: {} }, statement: (database) => selectAttempts(database, ACCOUNT, IDS), otherwise: [{ attempts: { accountId: OTHER } }, { attempts: { jobId: 'another' } }] },
  { name: 'its credits', rows: { creditEntries: {} }, statement: (database) => selectEntries(database, ACCOUNT, IDS), otherwise: [{ creditEntries: { accountId: OTHER } }, { creditEntries: { id: 'k.charge' } }] },
  { name: 'its webhooks', rows: { webhookDeliveries: { id: 'msg_j_failed' } }, statement: (database) => selectDeliveriesOf(database, ACCOUNT, IDS), otherwise: apart('webhookDeliveries') },
  { name: 'its key', rows: { apiKeys: {} }, statement: (database) => selectKeyNames(database, ACCOUNT, ['key_k']), otherwise: apart('apiKeys') },
  { name: 'whose files are to go', rows: { jobs: KEPT }, statement: (database) => expireNow(database, { accountId: ACCOUNT, id: 'gen_j' }, NOW_MS),
    otherwise: [...apart('jobs'), { jobs: { status: 'FAILED' } }, { jobs: { expiredAtMs: 1 } }, { jobs: { expiresAtMs: NOW_MS } }] },
])

/** Rows of the audit log stay: each test has its own. */
const logged = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  id: `log_${crypto.randomUUID()}`, accountId: `acc_${crypto.randomUUID()}`, actorAccountId: 'acc_admin', actor: 'key_1', person: null, action: 'credits.grant', target: 'acc_1',
  detail: { idempotencyKey: 'k' }, requestId: null, createdAtMs: 1, ...change,
})

it('a row of the audit log is written on its condition, and once', async () => {
  const database = openDatabase(env.DB)
  const entry = logged()
  const read = async () => (await database.batch([selectAuditLog(database, { accountId: entry.accountId ?? '' }, undefined, 5)]))[0]
  await database.batch([insertAuditEntry(database, entry, sql`false`)])
  expect(await read()).toEqual([])
  expect((await database.batch([holds(() => isLogged(entry.id))(database)]))[0]).toEqual([])
  await database.batch([insertAuditEntry(database, entry, sql`true`)])
  await database.batch([insertAuditEntry(database, { ...entry, action: 'another' }, sql`true`)])
  expect(await read()).toEqual([entry])
  expect((await database.batch([holds(() => isLogged(entry.id))(database)]))[0]).toHaveLength(1)
  expect((await database.batch([selectAuditLog(database, { accountId: 'acc_none' }, undefined, 5)]))[0]).toEqual([])
  expect((await database.batch([selectAuditLog(database, { accountId: entry.accountId ?? '' }, entry.id, 5)]))[0]).toEqual([])
})

it.each([
  ['of another account', { accountId: 'acc_none' }, 'k'], ['that was no grant', { action: 'account.update' }, 'k'], ['under another key', {}, 'another'],
] as const)('a grant is not found again by what was logged %s', async (_, change, key) => {
  const database = openDatabase(env.DB)
  const entry = logged()
  const accountId = entry.accountId ?? ''
  await database.batch([insertAuditEntry(database, { ...entry, ...change }, sql`true`), database.insert(creditEntries).values({ accountId, id: `${entry.id.slice(4)}.grant`, kind: 'GRANT', amount: 5, createdAtMs: 1 })])
  const [isNew, found] = await database.batch([holds(() => isNewGrant(accountId, key))(database), selectGrant(database, accountId, key)])
  expect([isNew.length, found]).toEqual([1, []])
})

it('a grant is found again by its key, with its own entry alone', async () => {
  const database = openDatabase(env.DB)
  const entry = logged()
  const accountId = entry.accountId ?? ''
  const granted = { accountId, id: `${entry.id.slice(4)}.grant`, kind: 'GRANT', amount: 5, createdAtMs: 1 } as const
  await database.batch([
    database.insert(auditLog).values(entry),
    database.insert(creditEntries).values([{ ...granted, id: '0.grant', amount: 1 }, { ...granted, accountId: `${accountId}x`, amount: 2 }, granted]),
  ])
  const [isNew, found] = await database.batch([holds(() => isNewGrant(accountId, 'k'))(database), selectGrant(database, accountId, 'k')])
  expect([isNew, found.map((row) => row.entry.amount)]).toEqual([[], [5]])
})
