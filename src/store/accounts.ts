// Statements on accounts, as administrators change them. Those that change one stand behind the row of the audit log
// that tells of it (audit-log.ts).
import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import { goesLow, nextSeq } from './events.ts'
import { accounts } from './tables.ts'

export type Account = typeof accounts.$inferSelect
/** What an administrator sets. */
export type Terms = Pick<Account, 'name' | 'plan' | 'limits' | 'retentionDays'>

/** A page of accounts, newest first; those of test keys stand behind the live ones they belong to. */
export const selectAccounts = (database: Database, beforeId: string | undefined, limit: number) =>
  database
    .select()
    .from(accounts)
    .where(and(isNull(accounts.liveId), beforeId === undefined ? undefined : lt(accounts.id, beforeId)))
    .orderBy(desc(accounts.id))
    .limit(limit)

export const insertAccount = (database: Database, account: typeof accounts.$inferInsert) => database.insert(accounts).values(account).onConflictDoNothing()

/** That nobody has changed the account since it was read. */
export const isAsRead = ({ id, name, plan, limits, retentionDays }: Account): SQL =>
  sql`exists (select 1 from ${accounts} where ${eq(accounts.id, id)} and ${accounts.name} = ${name} and ${accounts.plan} = ${plan}
    and json(${accounts.limits}) is json(${limits && JSON.stringify(limits)}) and ${accounts.retentionDays} is ${retentionDays})`

/** Of a live account; its test keys are bound by the same row (keys.ts). */
export const setTerms = (database: Database, id: string, { name, plan, limits, retentionDays }: Terms, condition: SQL) =>
  database
    .update(accounts)
    .set({ name, plan, limits, retentionDays })
    .where(and(eq(accounts.id, id), condition))

/** Figures of its own end with ENTERPRISE. */
export const setPlan = (database: Database, id: string, plan: Account['plan'], condition: SQL) =>
  database
    .update(accounts)
    .set({ plan, ...(plan !== 'ENTERPRISE' && { limits: null, retentionDays: null }) })
    .where(and(eq(accounts.id, id), condition))

/** As its owner sets it. */
export const setCreditsLowAt = (database: Database, id: string, creditsLowAt: number, condition: SQL) =>
  database.update(accounts).set({ creditsLowAt }).where(and(eq(accounts.id, id), condition))

/** As large as GraphQL's Int. */
const MOST_CREDITS = 2_147_483_647

/** That the account is there and its balance stays within what can be told of it. */
export const canHold = (id: string, amount: number): SQL =>
  sql`exists (select 1 from ${accounts} where ${eq(accounts.id, id)} and ${accounts.credits} + ${amount} <= ${MOST_CREDITS})`

/** The facts of a change, with the balance before and after it as the batch finds them. */
export const withBalances = (id: string, amount: number, facts: Readonly<Record<string, unknown>>): SQL =>
  sql`(select json_set(${JSON.stringify(facts)}, '$.before', json_object('credits', ${accounts.credits}), '$.after', json_object('credits', ${accounts.credits} + ${amount}))
    from ${accounts} where ${eq(accounts.id, id)})`

/** The facts of a change, with the plan before and after it as the batch finds them. */
export const withPlans = (id: string, plan: Account['plan'], facts: Readonly<Record<string, unknown>>): SQL =>
  sql`(select json_set(${JSON.stringify(facts)}, '$.before', json_object('plan', ${accounts.plan}), '$.after', json_object('plan', ${plan}))
    from ${accounts} where ${eq(accounts.id, id)})`

/** Rolls the batch back where the balance would become negative: `isOverdraft` tells. */
export const addCredits = (database: Database, id: string, amount: number, nowMs: number, condition: SQL) =>
  database
    .update(accounts)
    .set({ credits: sql`${accounts.credits} + ${amount}`, ...nextSeq(nowMs, goesLow(-amount)) })
    .where(and(eq(accounts.id, id), condition))
