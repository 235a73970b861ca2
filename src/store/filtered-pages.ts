// Pages of the ledger and of webhook deliveries, newest generation first, with filters. As those of jobs: whatever is looked for, a
// page looks at a bounded number of rows, and the next one goes on from where it stopped.
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { EventKind } from '../domain/event.ts'
import type { DeliveryStatus, EntryKind } from '../domain/job.ts'
import { chargeId, refundId } from './credits.ts'
import type { Database } from './database.ts'
import { createdWithin, idsWithin } from './id-range.ts'
import type { Times } from './id-range.ts'
import { isOneOf } from './is-one-of.ts'
import { PAGE_WINDOW } from './job-pages.ts'
import { creditEntries, webhookDeliveries } from './tables.ts'
import { DELIVERY_COLUMNS } from './webhook-deliveries.ts'

export interface EntryFilter extends Times {
  readonly kind?: EntryKind
  readonly jobId?: string
}

export interface DeliveryFilter extends Times {
  readonly endpointId?: string
  readonly status?: DeliveryStatus
  readonly event?: EventKind
  /** What the ids of a generation's deliveries begin with. */
  readonly prefixes?: readonly string[]
}

/** Ids are of the time of a generation's beginning: a refund or a delivery of it is later, by no more than this. */
const LATER_MS = 7 * 86_400_000

const entryRange = (accountId: string, beforeId: string | undefined, filter: EntryFilter): SQL | undefined =>
  and(
    eq(creditEntries.accountId, accountId),
    filter.jobId === undefined ? undefined : isOneOf(creditEntries.id, [chargeId(filter.jobId), refundId(filter.jobId)]),
    idsWithin(creditEntries.id, '', beforeId, filter, LATER_MS),
  )

/** The ledger of an account. */
export function selectEntries(database: Database, accountId: string, beforeId: string | undefined, limit: number, filter: EntryFilter = {}) {
  const looked = database.select().from(creditEntries).where(entryRange(accountId, beforeId, filter)).orderBy(desc(creditEntries.id)).limit(PAGE_WINDOW).as('looked')
  return database
    .select()
    .from(looked)
    .where(and(filter.kind && eq(looked.kind, filter.kind), createdWithin(looked.createdAtMs, filter)))
    .limit(limit)
}

/** The last row that a page looked at, if there may be more behind it. */
export const selectEntriesEnd = (database: Database, accountId: string, beforeId: string | undefined, filter: EntryFilter) =>
  database.select({ id: creditEntries.id }).from(creditEntries).where(entryRange(accountId, beforeId, filter)).orderBy(desc(creditEntries.id)).limit(1).offset(PAGE_WINDOW - 1)

const deliveryRange = (accountId: string, beforeId: string | undefined, filter: DeliveryFilter): SQL | undefined =>
  and(
    eq(webhookDeliveries.accountId, accountId),
    filter.prefixes === undefined
      ? undefined
      : inArray(webhookDeliveries.id, sql`(select d.id from json_each(${JSON.stringify(filter.prefixes)}) p cross join webhook_deliveries d
          on d.account_id = ${accountId} and d.id >= p.value and d.id < p.value || '~')`),
    idsWithin(webhookDeliveries.id, 'msg_', beforeId, filter, LATER_MS),
  )

export function selectDeliveries(database: Database, accountId: string, beforeId: string | undefined, limit: number, filter: DeliveryFilter = {}) {
  const looked = database.select(DELIVERY_COLUMNS).from(webhookDeliveries).where(deliveryRange(accountId, beforeId, filter)).orderBy(desc(webhookDeliveries.id)).limit(PAGE_WINDOW).as('looked')
  return database
    .select()
    .from(looked)
    .where(
      and(
        filter.endpointId === undefined ? undefined : eq(looked.endpointId, filter.endpointId),
        filter.status && eq(looked.status, filter.status),
        filter.event && eq(looked.event, filter.event),
        createdWithin(looked.createdAtMs, filter),
      ),
    )
    .limit(limit)
}

export const selectDeliveriesEnd = (database: Database, accountId: string, beforeId: string | undefined, filter: DeliveryFilter) =>
  database.select({ id: webhookDeliveries.id }).from(webhookDeliveries).where(deliveryRange(accountId, beforeId, filter)).orderBy(desc(webhookDeliveries.id)).limit(1).offset(PAGE_WINDOW - 1)
