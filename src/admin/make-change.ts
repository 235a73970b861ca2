// The one way in which an administrator changes anything: together with its row of the audit log, in one batch.
import type { SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { AuditAction } from '../domain/audit-action.ts'
import type { AuditEntry } from '../store/access-tables.ts'
import { insertAuditEntry, isLogged, selectLogged } from '../store/audit-log.ts'
import { isAnyRow, runBatch } from '../store/batch.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'

/** Who changes something: the key or the person, whose it is, and by which request. */
export type Operator = Pick<AuditEntry, 'actorAccountId' | 'actor' | 'person' | 'requestId'>

export interface Change extends Pick<AuditEntry, 'accountId' | 'target'> {
  readonly action: AuditAction
  /** Before and after. Never a secret. */
  readonly detail: AuditEntry['detail'] | SQL
  /** Whether it can still be made. Where this does not hold, nothing is changed and nothing recorded. */
  readonly condition: SQL
  /** Harmless when played twice. @param logged holds only once the row of the log is written @param logId that row's id */
  readonly statements: (logged: SQL, logId: string) => readonly BatchItem<'sqlite'>[]
}

/** @returns whether it was made */
export async function makeChange({ database, newId, now }: WithClock & WithDatabase & WithIds, operator: Operator, change: Change): Promise<boolean> {
  const { accountId, action, target, detail, condition, statements } = change
  const id = newId('log')
  const entry = { ...operator, id, accountId, action, target, detail, createdAtMs: now() }
  const results = await runBatch(database, [insertAuditEntry(database, entry, condition), ...statements(isLogged(id), id), selectLogged(database, id)])
  return isAnyRow(results.at(-1))
}
