// Making accounts and changing what was agreed with them.
import { sql } from 'drizzle-orm'
import { mint } from '../auth/manage-keys.ts'
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { Limits, Plan } from '../domain/plans.ts'
import { insertAccount, isAsRead, setTerms } from '../store/accounts.ts'
import type { Account, Terms } from '../store/accounts.ts'
import { insertGrant, selectAccount } from '../store/credits.ts'
import { insertKey } from '../store/keys.ts'
import { newWebhookSecret } from '../webhooks/sign.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'
import type { WithDatabase } from '../store/database.ts'
import { atHome, settleAccount } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import { letFind } from '../auth/let-find.ts'
import type { WithChance, WithClock, WithIds, WithLog } from '../domain/effects.ts'

export type AccountsNeeds = WithChance & WithClock & WithDatabase & WithIds & WithLog & WithShards

export interface NewAccount {
  readonly name: string
  readonly plan: Plan
  readonly credits: number
}

export interface CreatedAccount extends Account {
  /** Its first key itself: told now and never again. */
  readonly secret: string
}

/** With its first key, which can make all others but none that administrates. */
export async function createAccount(given: AccountsNeeds, operator: Operator, { name, plan, credits }: NewAccount): Promise<CreatedAccount> {
  const accountId = given.newId('acc')
  const database = await settleAccount(given, accountId)
  const needs = { ...given, database }
  const createdAtMs = needs.now()
  const { secret, ...key } = await mint(needs, { kind: 'live' })
  await letFind(needs, { ...key, accountId })
  await makeChange(needs, operator, {
    accountId, action: 'account.create', target: accountId, detail: { before: null, after: { name, plan, credits, keyId: key.id } }, condition: sql`true`,
    statements: (logged, logId) => [
      insertAccount(database, { id: accountId, name, plan, credits, webhookSecret: newWebhookSecret(needs.random), createdAtMs }),
      insertKey(database, { ...key, accountId, name: 'First key' }),
      ...(credits > 0 ? [insertGrant(database, logId, { accountId, kind: 'GRANT', amount: credits, createdAtMs }, logged)] : []),
    ],
  })
  return { ...(await readLive(needs, accountId, 'input.id')), secret }
}

/** What is left out stays. */
export interface ChangeOfTerms {
  readonly name?: string
  readonly plan?: Plan
  /** Null: the plan's. Of a day 0: no limit. */
  readonly limits?: { readonly [Name in keyof Limits]?: number | null } | null
  /** Null: the plan's. */
  readonly retentionDays?: number | null
}

/** Another administrator may change the account between our read and our change; then it is read anew. */
const MOST_TRIES = 20

/**
 * Holds for its test keys too. What was agreed with Enterprise ends with that plan.
 * @throws ApiError NOT_FOUND, INVALID_INPUT for figures of its own on another plan
 */
export async function changeTerms(given: WithClock & WithDatabase & WithIds & WithShards, operator: Operator, id: string, change: ChangeOfTerms): Promise<Account> {
  const needs = await atHome(given, id)
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const account = await readLive(needs, id, 'input.id')
    const terms = termsAfter(account, change)
    const changed = TERMS.filter((name) => JSON.stringify(account[name]) !== JSON.stringify(terms[name]))
    if (changed.length === 0) return account
    const partOf = (all: Terms) => Object.fromEntries(changed.map((name) => [name, all[name]]))
    const isMade = await makeChange(needs, operator, {
      accountId: id, action: 'account.update', target: id, detail: { before: partOf(account), after: partOf(terms) }, condition: isAsRead(account),
      statements: (logged) => [setTerms(needs.database, id, terms, sql`${logged} and ${isAsRead(account)}`)],
    })
    if (isMade) return { ...account, ...terms }
  }
  throw new Error('the account was changed by others again and again')
}

const TERMS = ['name', 'plan', 'limits', 'retentionDays'] as const satisfies readonly (keyof Terms)[]

/** @param field the input that names it @throws ApiError NOT_FOUND, also for one of test keys: it follows its live one */
export async function readLive({ database }: WithDatabase, id: string, field: string): Promise<Account> {
  const [[account]] = await database.batch([selectAccount(database, id)])
  if (account?.liveId !== null) throw new ApiError('NOT_FOUND', { field })
  return account
}

function termsAfter(account: Account, { name = account.name, plan = account.plan, limits = {}, retentionDays }: ChangeOfTerms): Terms {
  if (plan === 'ENTERPRISE') {
    return { name, plan, limits: limits && limitsAfter(account.limits, limits), retentionDays: retentionDays === undefined ? account.retentionDays : retentionDays }
  }
  const own = Object.entries({ ...limits, retentionDays }).find(([, figure]) => typeof figure === 'number')?.[0]
  if (own !== undefined) {
    throw invalidInput(own === 'retentionDays' ? 'input.retentionDays' : `input.limits.${own}`, { en: 'Only ENTERPRISE has figures of its own.', hi: 'अपनी अलग सीमाएँ केवल ENTERPRISE प्लान में होती हैं।' })
  }
  return { name, plan, limits: null, retentionDays: null }
}

function limitsAfter(before: Partial<Limits> | null, change: NonNullable<ChangeOfTerms['limits']>): Partial<Limits> | null {
  const own: Record<string, number | null> = { ...before }
  for (const [name, figure] of Object.entries(change)) {
    if (figure === null) delete own[name]
    else own[name] = figure || null
  }
  return Object.keys(own).length > 0 ? own : null
}
