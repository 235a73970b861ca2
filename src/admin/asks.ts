// What an account's owner asks of the operators, credits or another plan, and how they settle it.
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import type { WithClock, WithIds } from '../domain/effects.ts'
import type { Ask, AskOutcome } from '../store/access-tables.ts'
import { addCredits, canHold, setPlan, withBalances, withPlans } from '../store/accounts.ts'
import { insertAsk, isOpenAsk, selectAsk, selectAsks, selectAsksOf, settleAsk as writeSettled } from '../store/asks.ts'
import { insertGrant, isUngranted } from '../store/credits.ts'
import type { WithDatabase } from '../store/database.ts'
import { atHome, newestOf, readEach } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import { tooMuch } from './grant-credits.ts'
import { makeChange } from './make-change.ts'
import type { Change, Operator } from './make-change.ts'

/** Of an account at a time. */
export const MOST_OPEN = 3
const MOST_SHOWN = 100

const TOO_MANY: Sentence = {
  en: `No more than ${MOST_OPEN} of what you ask for can be open at once. We answer these first.`,
  hi: `एक साथ ${MOST_OPEN} से ज़्यादा माँगें खुली नहीं रह सकतीं। पहले हम इनका जवाब देंगे।`,
}

/** @throws ApiError INVALID_INPUT where too many are open */
export async function createAsk({ database, newId, now }: WithClock & WithDatabase & WithIds, asked: Pick<Ask, 'accountId' | 'credits' | 'note' | 'plan'>): Promise<Ask> {
  const id = newId('ask')
  const [, [ask]] = await database.batch([
    insertAsk(database, { ...asked, id, createdAtMs: now(), outcome: null, reply: '', settledAtMs: null }, MOST_OPEN),
    selectAsk(database, id),
  ])
  if (!ask) throw invalidInput('input', TOO_MANY)
  return ask
}

export async function listAsksOf({ database }: WithDatabase, accountId: string): Promise<readonly Ask[]> {
  const [rows] = await database.batch([selectAsksOf(database, accountId, MOST_SHOWN)])
  return rows
}

/** Of all accounts. */
export async function listAsks(needs: WithDatabase & WithShards, isOpenOnly: boolean): Promise<readonly Ask[]> {
  return newestOf(await readEach(needs, (database) => selectAsks(database, isOpenOnly, MOST_SHOWN)), MOST_SHOWN)
}

export interface Settling {
  readonly id: string
  readonly outcome: AskOutcome
  readonly reply: string
}

/**
 * What is granted is given in the same batch. Repeating it changes nothing.
 * @throws ApiError NOT_FOUND, INVALID_INPUT where it was settled otherwise before, or the balance would become too large
 */
export async function settleAsk(given: WithClock & WithDatabase & WithIds & WithShards, operator: Operator, { id, outcome, reply }: Settling): Promise<Ask> {
  const [ask] = (await readEach(given, (database) => selectAsk(database, id))).flat()
  if (!ask) throw new ApiError('NOT_FOUND', { field: 'id' })
  const needs = await atHome(given, ask.accountId)
  const { database } = needs
  const nowMs = needs.now()
  const { detail, condition, statements } = outcome === 'GRANTED' ? giving(needs, ask, reply, nowMs) : NOTHING(reply)
  await makeChange(needs, operator, {
    accountId: ask.accountId, action: `ask.${outcome === 'GRANTED' ? 'grant' : 'decline'}`, target: id, detail, condition: sql`${isOpenAsk(id)} and ${condition}`,
    statements: (logged, logId) => [...statements(logged, logId), writeSettled(database, id, { outcome, reply, settledAtMs: nowMs }, logged)],
  })
  const [[settled = ask]] = await database.batch([selectAsk(database, id)])
  if (settled.outcome === null) throw tooMuch('id')
  if (settled.outcome !== outcome) throw invalidInput('outcome', { en: 'It was settled before, and otherwise.', hi: 'इसका फ़ैसला पहले ही हो चुका है, और वह अलग था।' })
  return settled
}

type Given = Pick<Change, 'condition' | 'detail' | 'statements'>

const NOTHING = (reply: string): Given => ({ detail: { before: { open: true }, after: { open: false }, reply }, condition: sql`true`, statements: () => [] })

function giving({ database }: WithDatabase, { accountId, credits, plan }: Ask, reply: string, nowMs: number): Given {
  if (plan !== null) {
    return { detail: withPlans(accountId, plan, { reply }), condition: sql`true`, statements: (logged) => [setPlan(database, accountId, plan, logged)] }
  }
  const amount = credits ?? 0
  const statements = (logged: SQL, logId: string): readonly BatchItem<'sqlite'>[] => [
    addCredits(database, accountId, amount, nowMs, sql`${logged} and ${isUngranted(accountId, logId)}`),
    insertGrant(database, logId, { accountId, kind: 'GRANT', amount, createdAtMs: nowMs }, logged),
  ]
  return { detail: withBalances(accountId, amount, { reply }), condition: canHold(accountId, amount), statements }
}
