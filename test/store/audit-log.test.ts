// The audit log as the database keeps it: rows come, and stay as they came.
import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { auditLog } from '../../src/store/access-tables.ts'
import type { AuditEntry } from '../../src/store/access-tables.ts'
import { GRANT_ACTION, insertAuditEntry, isLogged, isNewGrant, selectAuditLog, selectGrant, selectLogged } from '../../src/store/audit-log.ts'
import { creditEntries } from '../../src/store/tables.ts'
import { holds } from './each-term.ts'

const entry: AuditEntry = {
  id: 'log_0000000001', accountId: 'acc_1', actorAccountId: 'acc_2', actor: 'key_1', person: { issuer: 'https://issuer.example.com', subject: 's' }, action: 'grant', target: 'acc_1', detail: { credits: 5 }, requestId: 'req_1', createdAtMs: 1,
}

const database = openDatabase(env.DB)

/** Rows stay: each test has accounts and ids of its own. */
function rows() {
  const [one, other] = [crypto.randomUUID(), crypto.randomUUID()]
  const id = (number: number): string => `log_${one}${number}`
  const logged = (number: number, change: Partial<AuditEntry> = {}): AuditEntry => ({ ...entry, id: id(number), accountId: one, ...change })
  const grant = (number: number, change: Partial<AuditEntry> = {}): AuditEntry => logged(number, { action: GRANT_ACTION, detail: { idempotencyKey: `key${number}`, credits: 5 }, ...change })
  const credit = (number: number, accountId: string) => ({ accountId, id: `${id(number).slice(4)}.grant`, kind: 'GRANT', amount: number, createdAtMs: 1 }) as const
  return { one, other, id, logged, grant, credit }
}

it('takes new rows, and lets none be changed, deleted or replaced', async () => {
  const row = rows().logged(1)
  await database.insert(auditLog).values(row)
  const refused = expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining('can only be added to') as string }) as Error }) as Error
  await expect(database.update(auditLog).set({ action: 'nothing' })).rejects.toThrow(refused)
  await expect(database.delete(auditLog).where(eq(auditLog.id, row.id))).rejects.toThrow(refused)
  await expect(database.insert(auditLog).values({ ...row, action: 'nothing' }).onConflictDoUpdate({ target: auditLog.id, set: { action: 'nothing' } })).rejects.toThrow(refused)
  await expect(env.DB.prepare('insert or replace into audit_log select id, account_id, actor_account_id, actor, ?, target, detail, request_id, created_at_ms, person from audit_log where id = ?').bind('nothing', row.id).run()).rejects.toThrow('can only be added to')
  expect(await database.select().from(auditLog).where(eq(auditLog.id, row.id))).toEqual([row])
})

describe('what is logged', () => {
  it('is found by its id, in a page by its account, and only when its condition held', async () => {
    const { one, other, id, logged } = rows()
    await database.batch([
      insertAuditEntry(database, logged(1), sql`true`), insertAuditEntry(database, logged(2, { accountId: other }), sql`true`), insertAuditEntry(database, logged(3), sql`true`), insertAuditEntry(database, logged(4), sql`false`),
      insertAuditEntry(database, logged(3, { action: 'again' }), sql`true`),
    ])
    const page = async (accountId: string | undefined, before: number | undefined, limit = 9) => (await selectAuditLog(database, accountId === undefined ? {} : { accountId }, before === undefined ? undefined : id(before), limit)).map((row) => row.id)
    expect([await page(one, undefined), await page(other, undefined), await page(one, 3), await page(one, 1), await page(one, undefined, 1)]).toEqual([[id(3), id(1)], [id(2)], [id(1)], [], [id(3)]])
    expect((await page(undefined, 4)).slice(0, 3)).toEqual([id(3), id(2), id(1)])
    expect([await selectLogged(database, id(3)), await selectLogged(database, id(4))]).toEqual([[{ id: id(3) }], []])
    expect([(await holds(() => isLogged(id(1)))(database)).length, (await holds(() => isLogged(id(4)))(database)).length]).toEqual([1, 0])
  })

  it('of a grant is found by its account and idempotency key, with its entry', async () => {
    const { one, other, grant, credit } = rows()
    await database.insert(auditLog).values([grant(5), grant(6, { accountId: other }), grant(7, { action: 'plan.set' }), grant(8)])
    await database.insert(creditEntries).values([credit(5, one), credit(5, other), credit(8, other), credit(6, one), credit(7, one), credit(1, one)])
    const found = async (key: string) => (await selectGrant(database, one, key)).map((row) => row.entry.amount)
    expect([await found('key5'), await found('key6'), await found('key7'), await found('key8'), await found('key9')]).toEqual([[5], [], [], [], []])
    const isNew = async (key: string) => (await holds(() => isNewGrant(one, key))(database)).length === 1
    expect([await isNew('key5'), await isNew('key6'), await isNew('key7'), await isNew('key8'), await isNew('key9')]).toEqual([false, true, true, false, true])
  })
})
