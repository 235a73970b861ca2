// What of the rows still wants the sweeper.
import { runInDurableObject } from 'cloudflare:test'
import { OPEN_STATUSES } from '../../src/store/jobs.ts'
import { accounts, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { uploads } from '../../src/store/upload-tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import { ACCOUNTS } from './callers.ts'
import { gate } from './seed.ts'
import { readAll } from './shards.ts'

export const isOpen = (status: JobRow['status']): boolean => OPEN_STATUSES.some((open) => open === status)

interface NextDue {
  readonly isOpen: boolean
  /** Nothing is left but files that will expire. */
  readonly isDeletionAlone: boolean
  readonly atMs: number
}

export async function nextDue(): Promise<NextDue> {
  const [jobRows, uploadRows, deliveryRows, accountRows, taskRows] = await readAll((database) => database.batch([
    database.select({ status: jobs.status, dueAtMs: jobs.dueAtMs, expiresAtMs: jobs.expiresAtMs }).from(jobs),
    database.select({ dueAtMs: uploads.dueAtMs, expiresAtMs: uploads.expiresAtMs }).from(uploads),
    database.select({ dueAtMs: webhookDeliveries.dueAtMs }).from(webhookDeliveries),
    database.select({ dueAtMs: accounts.eventsDueAtMs }).from(accounts),
    database.select({ kind: tasks.kind, state: tasks.state, dueAtMs: tasks.dueAtMs }).from(tasks),
  ]))
  // An account that was closed waits for its erasure as a file for its end.
  const taskDue = taskRows.map(({ kind, state, dueAtMs }) => ({ dueAtMs, expiresAtMs: kind === 'closing' && !state.includes('"CANCEL"') ? dueAtMs : null }))
  const due = [...jobRows, ...uploadRows, ...taskDue, ...[...deliveryRows, ...accountRows].map(({ dueAtMs }) => ({ dueAtMs, expiresAtMs: null }))].flatMap(({ dueAtMs, expiresAtMs }) => (dueAtMs === null ? [] : [{ dueAtMs, expiresAtMs }]))
  return {
    isOpen: jobRows.some(({ status }) => isOpen(status)),
    isDeletionAlone: due.every(({ dueAtMs, expiresAtMs }) => expiresAtMs !== null && dueAtMs >= expiresAtMs),
    atMs: Math.min(Number.POSITIVE_INFINITY, ...due.map(({ dueAtMs }) => dueAtMs)),
  }
}

interface GateView {
  readonly leases: Readonly<Record<string, unknown>>
  readonly day: { readonly date: string; readonly count: number }
}

/** The gate's own view of an account. */
export const gateOf = (accountId: string): Promise<GateView> =>
  runInDurableObject(gate(accountId), (_, { storage }) => storage.kv.get<GateView>('state') ?? { leases: {}, day: { date: '', count: 0 } })

/** The slots that are leased, of all accounts, by job. */
export async function leases(): Promise<readonly string[]> {
  const states = await Promise.all(ACCOUNTS.map(({ id }) => gateOf(id)))
  return states.flatMap((state) => Object.keys(state.leases))
}
