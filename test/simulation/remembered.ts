// The rows as they were when all was at rest but what expires: 30 days after it was closed an account has none of them any more.
import { events } from '../../src/store/event-tables.ts'
import type { EventRow } from '../../src/store/event-tables.ts'
import { accounts, attempts, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import { storedKeys } from './seed.ts'
import { readAll } from './shards.ts'

export interface Remembered {
  readonly accounts: readonly (typeof accounts.$inferSelect)[]
  readonly jobs: readonly JobRow[]
  readonly attempts: readonly (typeof attempts.$inferSelect)[]
  readonly deliveries: readonly (typeof webhookDeliveries.$inferSelect)[]
  readonly events: readonly EventRow[]
  /** What is stored. */
  readonly keys: readonly string[]
}

export async function rememberRows(): Promise<Remembered> {
  const [accountRows, jobRows, attemptRows, deliveryRows, eventRows] = await readAll((database) => database.batch([
    database.select().from(accounts), database.select().from(jobs), database.select().from(attempts), database.select().from(webhookDeliveries), database.select().from(events),
  ]))
  return { accounts: accountRows, jobs: jobRows, attempts: attemptRows, deliveries: deliveryRows, events: eventRows, keys: await storedKeys() }
}

/** Those of now; of accounts that are erased by now, those of then. */
export async function rowsToJudge(before: Remembered | undefined, isErased: (accountId: string) => boolean): Promise<Remembered> {
  const now = await rememberRows()
  if (!before) return now
  const either = <Row extends { readonly accountId: string }>(then: readonly Row[], present: readonly Row[]): readonly Row[] =>
    [...present.filter(({ accountId }) => !isErased(accountId)), ...then.filter(({ accountId }) => isErased(accountId))]
  const accountRows = now.accounts.map((row) => (isErased(row.id) ? (before.accounts.find(({ id }) => id === row.id) ?? row) : row))
  return { accounts: accountRows, jobs: either(before.jobs, now.jobs), attempts: either(before.attempts, now.attempts), deliveries: either(before.deliveries, now.deliveries), events: either(before.events, now.events), keys: before.keys }
}
