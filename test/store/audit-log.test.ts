// The audit log as the database keeps it: rows come, and stay as they came.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { auditLog } from '../../src/store/access-tables.ts'
import type { AuditEntry } from '../../src/store/access-tables.ts'

const entry: AuditEntry = {
  id: 'log_0000000001', accountId: 'acc_1', actorAccountId: 'acc_2', actor: 'key_1', action: 'grant', target: 'acc_1', detail: { credits: 5 }, requestId: 'req_1', createdAtMs: 1,
}

it('takes new rows, and lets none be changed, deleted or replaced', async () => {
  const database = openDatabase(env.DB)
  await database.insert(auditLog).values(entry)
  const refused = expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining('can only be added to') as string }) as Error }) as Error
  await expect(database.update(auditLog).set({ action: 'nothing' })).rejects.toThrow(refused)
  await expect(database.delete(auditLog).where(eq(auditLog.id, entry.id))).rejects.toThrow(refused)
  await expect(database.insert(auditLog).values({ ...entry, action: 'nothing' }).onConflictDoUpdate({ target: auditLog.id, set: { action: 'nothing' } })).rejects.toThrow(refused)
  await expect(env.DB.prepare('insert or replace into audit_log select id, account_id, actor_account_id, actor, ?, target, detail, request_id, created_at_ms from audit_log where id = ?').bind('nothing', entry.id).run()).rejects.toThrow('can only be added to')
  expect(await database.select().from(auditLog).where(eq(auditLog.id, entry.id))).toEqual([entry])
})
