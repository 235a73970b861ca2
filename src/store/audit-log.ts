// Statements on the audit log. A row is written only if what it tells of can happen, and the statements beside it in the
// batch look for that row: neither the change nor its record is ever there without the other. A batch may be played twice:
// the row stays the one it is, and what stands beside it must be harmless the second time.
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { AuditAction } from '../domain/audit-action.ts'
import { auditLog } from './access-tables.ts'
import type { AuditEntry } from './access-tables.ts'
import type { Database } from './database.ts'
import { insertIf } from './insert-if.ts'
import { PAGE_WINDOW } from './job-pages.ts'
import { creditEntries } from './tables.ts'

export const insertAuditEntry = (database: Database, entry: Omit<AuditEntry, 'detail'> & { readonly detail: AuditEntry['detail'] | SQL }, condition: SQL) =>
  insertIf(database, auditLog, entry, sql`(${condition}) and not ${isLogged(entry.id)}`)

/** That the batch has written the row. */
export const isLogged = (id: string): SQL => sql`exists (select 1 from ${auditLog} where ${eq(auditLog.id, id)})`

export const selectLogged = (database: Database, id: string) => database.select({ id: auditLog.id }).from(auditLog).where(eq(auditLog.id, id))

export interface AuditFilter {
  /** Left out: of all accounts. */
  readonly accountId?: string
  readonly action?: AuditAction
}

const range = ({ accountId }: AuditFilter, beforeId: string | undefined): SQL | undefined =>
  and(accountId === undefined ? undefined : eq(auditLog.accountId, accountId), beforeId === undefined ? undefined : lt(auditLog.id, beforeId))

/** A page of the log, newest first. As those of jobs it looks at a bounded number of rows. */
export function selectAuditLog(database: Database, filter: AuditFilter, beforeId: string | undefined, limit: number) {
  const looked = database.select().from(auditLog).where(range(filter, beforeId)).orderBy(desc(auditLog.id)).limit(PAGE_WINDOW).as('looked')
  return database.select().from(looked).where(filter.action && eq(looked.action, filter.action)).limit(limit)
}

/** The last row that a page looked at, if there may be more behind it. */
export const selectAuditLogEnd = (database: Database, filter: AuditFilter, beforeId: string | undefined) =>
  database.select({ id: auditLog.id }).from(auditLog).where(range(filter, beforeId)).orderBy(desc(auditLog.id)).limit(1).offset(PAGE_WINDOW - 1)

export const GRANT_ACTION = 'credits.grant'

const isGrant = (accountId: string, idempotencyKey: string) =>
  and(eq(auditLog.accountId, accountId), eq(auditLog.action, GRANT_ACTION), sql`${auditLog.detail} ->> 'idempotencyKey' = ${idempotencyKey}`)

/** That nothing was granted under the idempotency key. Reads what was changed of the account by hand, which is little. */
export const isNewGrant = (accountId: string, idempotencyKey: string): SQL =>
  sql`not exists (select 1 from ${auditLog} where ${isGrant(accountId, idempotencyKey)})`

/** The entry that was made under the idempotency key, and what was asked for then. */
export const selectGrant = (database: Database, accountId: string, idempotencyKey: string) =>
  database
    .select({ detail: auditLog.detail, entry: creditEntries })
    .from(auditLog)
    .innerJoin(creditEntries, and(eq(creditEntries.accountId, accountId), sql`${creditEntries.id} = substr(${auditLog.id}, 5) || '.grant'`))
    .where(isGrant(accountId, idempotencyKey))
    .limit(1)
