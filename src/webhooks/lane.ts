// Which queue a delivery goes by. Receivers that answer are not to wait for those that hang: what was tried before, what is for an
// endpoint that fails, and all of an account of which a receiver was slow lately goes by a queue of its own.
import type { WebhookEndpoint } from '../store/event-tables.ts'
import type { WebhookDelivery, accounts } from '../store/tables.ts'

/** An answer that takes so long holds a place of the queue that others need. */
export const SLOW_MS = 3000
/** Of the account as a whole: names of hosts cost nothing, and each could hang once. */
const SLOW_FOR_MS = 10 * 60_000

type Account = Pick<typeof accounts.$inferSelect, 'webhooksSlowUntilMs'>

export function isForSlowLane({ attempts }: Pick<WebhookDelivery, 'attempts'>, endpoint: Pick<WebhookEndpoint, 'failingSinceMs'> | undefined, account: Account, nowMs: number): boolean {
  return attempts > 0 || (endpoint !== undefined && endpoint.failingSinceMs !== null) || nowMs < (account.webhooksSlowUntilMs ?? 0)
}

/** Until when the account's are slow now; undefined: nothing is to be written. What is still long so is not written again. */
export function slowUntilMs(account: Account, ms: number, nowMs: number): number | undefined {
  const isKnown = (account.webhooksSlowUntilMs ?? 0) > nowMs + SLOW_FOR_MS / 2
  return ms < SLOW_MS || isKnown ? undefined : nowMs + SLOW_FOR_MS
}
