// Each run begins with the same rows: the accounts with their keys, and gates and health as on the first day.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { emptyLog } from '../empty-log.ts'
import { clientTokens } from '../../src/auth/client-tokens.ts'
import { FIRST_OPEN_MS, LEAST_OUTCOMES } from '../../src/health/arithmetic.ts'
import type { KnownHealth } from '../../src/health/known-health.ts'
import { sha256Hex } from '../../src/domain/digest.ts'
import { UPSTREAM_IDS } from '../../src/domain/upstream.ts'
import { liveAccountId } from '../../src/domain/test-account.ts'
import { openDatabase } from '../../src/store/database.ts'
import { insertFinder, insertHome } from '../../src/store/homes.ts'
import { newSpendingLimit } from '../../src/store/spending.ts'
import { accounts, apiKeys, creditEntries, spendingLimits } from '../../src/store/tables.ts'
import { WEBHOOK_SECRET } from '../world.ts'
import { ACCOUNTS, CALLERS, LIMITED_ACCOUNT, SPENDING_LIMITS } from './callers.ts'
import type { SimulatedCaller } from './callers.ts'
import { insertDueRows } from './due-rows.ts'
import { ALL_DATABASES, HOME, databaseOf, spread } from './shards.ts'
import { PUBLIC_URL, START_MS } from './times.ts'

/** Health is of all accounts, and must not be carried from one run into the next: the objects that were spoken to. */
const spokenTo = new Set<string>()

export function healthObjectName(upstream: string): string {
  const name = `simulated/${upstream}`
  spokenTo.add(name)
  return name
}

/** The lines that were spoken to, by upstream. */
const queuedAt = new Set<string>()

export function placesObjectName(upstream: string): string {
  queuedAt.add(upstream)
  return `simulated/${upstream}`
}

export const placesObjects = () =>
  [...queuedAt].map((upstream) => ({ upstream, object: env.UPSTREAM_PLACES.get(env.UPSTREAM_PLACES.idFromName(`simulated/${upstream}`)) }))

/** What is known of an upstream that any isolate has spoken to. */
export const healthObjects = () =>
  [...spokenTo].map((name) => ({ upstream: name.slice(name.indexOf('/') + 1), object: env.UPSTREAM_HEALTH.get(env.UPSTREAM_HEALTH.idFromName(name)) }))

/** @param health `OPEN`: all circuits, until three seconds later; `WARY`: all but open. The isolate knows it. */
export async function worsenHealth(health: 'WARY' | 'OPEN', known: KnownHealth): Promise<void> {
  const ends = health === 'OPEN'
    ? [{ model: 'any', account: 'acc_0', outcome: 'ALARM', seconds: 1, nowMs: START_MS + 3000 - FIRST_OPEN_MS } as const]
    : Array.from({ length: LEAST_OUTCOMES - 1 }, (_, index) => ({ model: 'any', account: `acc_${index}`, outcome: 'FAILURE', seconds: 1, nowMs: START_MS - 1000 }) as const)
  await Promise.all(UPSTREAM_IDS.map(async (upstream) => {
    const object = env.UPSTREAM_HEALTH.get(env.UPSTREAM_HEALTH.idFromName(healthObjectName(upstream)))
    for (const end of ends) await object.record(end)
    known.set(upstream, { snapshot: await object.look({ nowMs: START_MS }), askedAtMs: START_MS })
  }))
}

async function forget<Held extends Rpc.DurableObjectBranded>(stub: DurableObjectStub<Held>): Promise<void> {
  await runInDurableObject(stub as DurableObjectStub, (_, { storage }) => [...storage.kv.list()].map(([key]) => storage.kv.delete(key)))
  await evictDurableObject(stub)
}

export const gate = (accountId: string) => env.ACCOUNT_GATE.get(env.ACCOUNT_GATE.idFromName(accountId))

/** What it begins with. */
export const openingCredits = (account: (typeof ACCOUNTS)[number], credits: number): number => account.credits ?? credits

/** What a run may leave behind. */
const EMPTIED = [
  'accounts', 'api_keys', 'attempts', 'credit_entries', 'jobs', 'job_words', 'webhook_deliveries', 'spending_limits', 'alarms', 'marks', 'events', 'webhook_endpoints', 'uploads', 'upload_shares', 'tasks',
  'suspended_users', 'usage_parts', 'usage_totals', 'model_days', 'health_spans', 'model_switches', 'asks', 'archive_chunks', 'homes', 'finders',
] as const

/** @param isSharded its accounts are in two databases */
export async function seed(credits: number, due: number, isSharded: boolean): Promise<void> {
  spread(isSharded)
  await Promise.all([
    ...ACCOUNTS.map(({ id }) => forget(gate(id))),
    ...healthObjects().map(({ object }) => forget(object)),
    ...placesObjects().map(({ object }) => forget(object)),
    deleteMedia(),
  ])
  spokenTo.clear()
  queuedAt.clear()
  const keys = await Promise.all(Object.values(CALLERS).filter(({ endUser }) => endUser === null).map(keyRow))
  for (const binding of ALL_DATABASES) {
    await binding.batch(EMPTIED.map((table) => binding.prepare(`delete from ${table}`)))
    // The next run makes the same ids.
    await emptyLog(binding)
  }
  for (const { id, plan, limits, liveId, credits: own = credits } of ACCOUNTS) {
    const database = databaseOf(id)
    await database.batch([
      database.insert(accounts).values({ id, name: 'Simulated', plan, credits: own, limits, liveId, webhookSecret: WEBHOOK_SECRET, createdAtMs: START_MS }),
      database.insert(creditEntries).values({ accountId: id, id: '0.grant', kind: 'GRANT', amount: own, createdAtMs: START_MS }),
      ...keys.filter(({ accountId }) => accountId === id).map((key) => database.insert(apiKeys).values(key)),
    ])
  }
  const ofLimited = databaseOf(LIMITED_ACCOUNT)
  const [first, ...rest] = SPENDING_LIMITS.map((limit) => ofLimited.insert(spendingLimits).values(newSpendingLimit({ ...limit, accountId: LIMITED_ACCOUNT, keyId: CALLERS.limited.keyId }, START_MS)))
  if (first) await ofLimited.batch([first, ...rest])
  if (isSharded) await tellDirectory(keys)
  await insertDueRows(due)
}

async function tellDirectory(keys: readonly (typeof apiKeys.$inferInsert)[]): Promise<void> {
  const directory = openDatabase(env.DB)
  const elsewhere = keys.filter(({ accountId }) => liveAccountId(accountId) === HOME.accountId)
  await directory.batch([insertHome(directory, HOME), ...elsewhere.map(({ hash }) => insertFinder(directory, { hash, accountId: HOME.accountId, untilMs: null }))])
}

async function keyRow({ account, keyId, key, kind, limits }: SimulatedCaller): Promise<typeof apiKeys.$inferInsert> {
  return {
    hash: await sha256Hex(key), accountId: account.id, id: keyId, kind, name: 'test', lastFour: key.slice(-4), spendingIds: limits.map(({ id }) => id), createdAtMs: START_MS,
  }
}

/** All that is stored, by key; of more than a thousand, the first. */
export const storedKeys = async (): Promise<string[]> => (await env.MEDIA.list()).objects.map(({ key }) => key)

/** Other tests may have left more than a list shows. */
async function deleteMedia(): Promise<void> {
  for (let keys = await storedKeys(); keys.length > 0; keys = await storedKeys()) await env.MEDIA.delete(keys)
}

/** What a client sends as its `Authorization`. */
export async function authorizationOf({ account, key, limits, endUser }: SimulatedCaller): Promise<string> {
  if (endUser === null) return `Bearer ${key}`
  const tokens = clientTokens(env.CLIENT_TOKEN_SECRET, PUBLIC_URL, () => START_MS)
  const token = await tokens?.sign({ id: limits.at(-1)?.id ?? '', accountId: account.id, scopes: ['generate', 'read'], endUser, expiresAtMs: START_MS + 3_600_000 })
  return `Bearer ${token}`
}
