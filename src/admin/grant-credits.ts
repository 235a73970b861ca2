// Credits given, or taken back, by hand: once for each idempotency key, however often the request is repeated.
import { sql } from 'drizzle-orm'
import { ApiError, invalidInput } from '../domain/errors.ts'
import { addCredits, canHold, withBalances } from '../store/accounts.ts'
import { GRANT_ACTION, isNewGrant, selectGrant } from '../store/audit-log.ts'
import { insertGrant, isUngranted, selectAccount } from '../store/credits.ts'
import { isOverdraft } from '../store/database.ts'
import { insertLow } from '../store/events.ts'
import { atHome } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import type { CreditEntry } from '../store/tables.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'

export interface Grant {
  readonly accountId: string
  readonly kind: 'GRANT' | 'TOP_UP' | 'ADJUSTMENT'
  /** Only an adjustment's may be negative. */
  readonly amount: number
  readonly note: string
  readonly idempotencyKey: string
}

export interface Granted {
  readonly entry: CreditEntry
  /** It was granted by an earlier request. */
  readonly replayed: boolean
}

/**
 * The entry and the balance in one batch, the balance before and after in the log.
 * @throws ApiError NOT_FOUND, IDEMPOTENCY_KEY_REUSED, INSUFFICIENT_CREDITS where the balance would become negative
 */
export async function grantCredits(given: WithClock & WithDatabase & WithIds & WithShards, operator: Operator, { idempotencyKey, ...grant }: Grant): Promise<Granted> {
  const { accountId, kind, amount } = grant
  const needs = await atHome(given, accountId)
  const { database } = needs
  const facts = { kind, amount, note: grant.note, idempotencyKey }
  const replayed = !(await makeChange(needs, operator, {
    accountId, action: GRANT_ACTION, target: accountId, detail: withBalances(accountId, amount, facts),
    condition: sql`${isNewGrant(accountId, idempotencyKey)} and ${canHold(accountId, amount)}`,
    statements: (logged, logId) => [
      addCredits(database, accountId, amount, needs.now(), sql`${logged} and ${isUngranted(accountId, logId)}`),
      insertLow(database, { accountId, subject: logId, amount: -amount }, needs.now(), sql`${logged} and ${isUngranted(accountId, logId)}`),
      insertGrant(database, logId, { accountId, kind, amount, createdAtMs: needs.now() }, logged),
    ],
  }).catch((error: unknown) => {
    throw isOverdraft(error) ? overdrawn() : error
  }))
  const [[account], [granted]] = await database.batch([selectAccount(database, accountId), selectGrant(database, accountId, idempotencyKey)])
  if (!account) throw new ApiError('NOT_FOUND', { field: 'input.accountId' })
  if (!granted) throw tooMuch('input.amount')
  const { detail, entry } = granted
  if (Object.entries(facts).some(([name, value]) => detail[name] !== value)) throw new ApiError('IDEMPOTENCY_KEY_REUSED', { field: 'input.idempotencyKey', values: { id: entry.id } })
  return { entry, replayed }
}

const overdrawn = (): ApiError => new ApiError('INSUFFICIENT_CREDITS', {
  field: 'input.amount',
  sentence: { en: 'The account has fewer credits than that.', hi: 'account में इतने क्रेडिट नहीं हैं।' },
})

export const tooMuch = (field: string): ApiError => invalidInput(field, { en: 'The balance would become too large.', hi: 'बैलेंस बहुत बड़ा हो जाएगा।' })
