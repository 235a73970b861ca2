// Making, rolling and revoking keys. No key can make one that may do, reach or spend more than itself, or lives longer:
// what it is bound by goes on to all its offspring.
import type { ProviderId } from '../catalog/model.ts'
import { ApiError, invalidInput } from '../errors.ts'
import type { Sentence } from '../errors.ts'
import { sha256Hex } from '../jobs/fingerprint.ts'
import type { Services } from '../services.ts'
import { rowsChanged, runBatch } from '../store/batch.ts'
import { insertKey, insertReplacement, replaceKey, revokeKey, selectKeyById, selectKeys, selectManagedKey } from '../store/keys.ts'
import type { ApiKey } from '../store/keys.ts'
import { insertSpendingLimit, newSpendingLimit, selectKeyLimits } from '../store/spending.ts'
import type { SpendingLimit } from '../store/tables.ts'
import { insertTestAccount, insertTestGrant } from '../store/test-accounts.ts'
import { newWebhookSecret } from '../webhooks/sign.ts'
import type { Caller } from './caller.ts'
import { mintKey } from './key-format.ts'
import type { KeyKind } from './key-format.ts'
import type { Scope } from './scopes.ts'
import { testAccountId } from './test-account.ts'

export interface NewKey {
  readonly mode: KeyKind
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Null: what the caller's own key has. */
  readonly providers: readonly ProviderId[] | null
  readonly origins: readonly string[] | null
  readonly expiresAtMs: number | null
  /** Credits. */
  readonly perDay: number | null
  readonly inAll: number | null
}

/** A key with the spending limits that count for it, its own first. */
export interface ListedKey {
  readonly key: ApiKey
  readonly limits: readonly SpendingLimit[]
}

export interface MintedKey extends ListedKey {
  /** The key itself: told now and never again. */
  readonly secret: string
}

const MOST_USABLE = 100
const MOST_LISTED = 500
/** Each is one more row written for each generation. */
const MOST_SPENDING_LIMITS = 3
const HOUR_MS = 3_600_000

/**
 * The caller as it manages the keys of a mode. A live key manages test keys too: its providers, origins and expiry bound
 * them; its spending limits do not, since they are of other credits. Administration is of live accounts, so no test key has it.
 * @throws ApiError FORBIDDEN for a test key that asks for live ones
 */
function inMode(caller: Caller, mode: KeyKind): Caller {
  if (mode === caller.kind) return caller
  if (mode === 'live') throw onlyTestKeys
  const scopes = caller.scopes.filter((scope) => scope !== 'admin')
  return { ...caller, accountId: testAccountId(caller.accountId), kind: mode, scopes, spendingIds: [] }
}

/** @throws ApiError FORBIDDEN for a test key that asks for the live ones */
export const listKeys = (services: Services, caller: Caller, mode: KeyKind): Promise<readonly ListedKey[]> => keysOf(services, inMode(caller, mode).accountId)

/** Those of an account, newest first, each with what bounds its spending. */
export async function keysOf({ database }: Services, accountId: string): Promise<readonly ListedKey[]> {
  const [keys, limits] = await database.batch([selectKeys(database, accountId, MOST_LISTED), selectKeyLimits(database, accountId)])
  return keys.map((key) => withLimits(key, limits))
}

const withLimits = (key: ApiKey, limits: readonly SpendingLimit[]): ListedKey => ({
  key,
  limits: key.spendingIds.flatMap((id) => limits.filter((limit) => limit.id === id)),
})

/**
 * @param owner who asks; a live key may make test keys
 * @throws ApiError FORBIDDEN for more than the caller's own key may, INVALID_INPUT for too many
 */
export async function createKey(services: Services, owner: Caller, wanted: NewKey): Promise<MintedKey> {
  const { database } = services
  const caller = inMode(owner, wanted.mode)
  const { accountId, kind } = caller
  const nowMs = services.now()
  const { secret, ...fresh } = await mint(services, caller)
  const { perDay, inAll } = wanted
  const own = perDay === null && inAll === null ? [] : [newSpendingLimit({ accountId, id: services.newId('lim'), keyId: fresh.id, perDay, inAll }, nowMs)]
  const key: ApiKey = {
    ...fresh,
    accountId,
    kind,
    name: wanted.name,
    scopes: wanted.scopes,
    providers: wanted.providers ?? caller.providers,
    origins: wanted.origins ?? caller.origins,
    spendingIds: [...own.map(({ id }) => id), ...caller.spendingIds],
    expiresAtMs: wanted.expiresAtMs ?? caller.expiresAtMs,
    revokedAtMs: null,
    replacedBy: null,
    lastUsedAtMs: null,
  }
  requireWithin(caller, key)
  if (key.spendingIds.length > MOST_SPENDING_LIMITS) {
    throw invalidInput('input', {
      en: `At most ${MOST_SPENDING_LIMITS} spending limits can count for one key, its makers' included.`,
      hi: `एक key पर अधिकतम ${MOST_SPENDING_LIMITS} खर्च सीमाएँ लग सकती हैं, उसे बनाने वाली keys की मिलाकर।`,
    })
  }
  const others = await keysOf(services, accountId)
  if (others.filter((other) => isUsable(other.key, nowMs)).length >= MOST_USABLE) throw tooMany
  await runBatch(database, [
    ...(accountId === owner.accountId ? [] : testAccount(services, accountId, owner.accountId)),
    ...own.map((limit) => insertSpendingLimit(database, limit)),
    insertKey(database, key),
  ])
  services.log('key created', { accountId, keyId: key.id, by: caller.keyId })
  return { ...(await readListed(services, caller, key.id)), secret }
}

/**
 * A new key with everything the old one has, its spending included. The old one works for `overlapHours` more.
 * @throws ApiError NOT_FOUND, FORBIDDEN for a key that may more than the caller's, INVALID_INPUT for one that is over or rolled
 */
export async function rollKey(services: Services, owner: Caller, id: string, overlapHours: number): Promise<MintedKey> {
  const { database } = services
  const { caller, key: old } = await readManaged(services, owner, id)
  const nowMs = services.now()
  requireWithin(caller, old)
  const fresh = await mint(services, caller)
  const untilMs = nowMs + overlapHours * HOUR_MS
  const results = isUsable(old, nowMs)
    ? await runBatch(database, [
        replaceKey(database, old, fresh.id, Math.min(untilMs, old.expiresAtMs ?? untilMs)),
        insertReplacement(database, old, fresh),
      ])
    : []
  if (results.length === 0 || rowsChanged(results[1]) === 0) {
    throw invalidInput('id', {
      en: 'This key was rolled or revoked before, or has expired.',
      hi: 'यह key पहले ही बदली या रद्द की जा चुकी है, या उसकी अवधि पूरी हो गई है।',
    })
  }
  services.log('key rolled', { accountId: caller.accountId, keyId: id, to: fresh.id, by: caller.keyId })
  return { ...(await readListed(services, caller, fresh.id)), secret: fresh.secret }
}

/** Known everywhere within the 30 s that a look-up is kept. @throws ApiError NOT_FOUND */
export async function revoke(services: Services, owner: Caller, id: string): Promise<ListedKey> {
  const { caller } = await readManaged(services, owner, id)
  await services.database.batch([revokeKey(services.database, caller.accountId, id, services.now())])
  const listed = await readListed(services, caller, id)
  services.log('key revoked', { accountId: caller.accountId, keyId: id, by: caller.keyId })
  return listed
}

/** Made beside the first test key; later ones find it there. */
function testAccount({ database, random, now }: Services, id: string, liveId: string) {
  const nowMs = now()
  return [insertTestAccount(database, { id, liveId, webhookSecret: newWebhookSecret(random) }, nowMs), insertTestGrant(database, id, nowMs)]
}

/** The key, and the caller as it manages it: a live key looks among the test keys too. @throws ApiError NOT_FOUND */
async function readManaged({ database }: Services, owner: Caller, id: string): Promise<{ readonly caller: Caller; readonly key: ApiKey }> {
  const [[key]] = await database.batch([selectManagedKey(database, owner.accountId, id)])
  if (!key) throw new ApiError('NOT_FOUND', { field: 'id' })
  return { caller: inMode(owner, key.kind), key }
}

/** A new key's text, and what of its row follows from it. */
export async function mint(services: Services, { kind }: Pick<Caller, 'kind'>) {
  const secret = mintKey(kind, services.random)
  return { secret, id: services.newId('key'), hash: await sha256Hex(secret), lastFour: secret.slice(-4), createdAtMs: services.now() }
}

/** @throws ApiError NOT_FOUND */
async function readListed({ database }: Services, { accountId }: Caller, id: string): Promise<ListedKey> {
  const [[key], limits] = await database.batch([selectKeyById(database, accountId, id), selectKeyLimits(database, accountId)])
  if (!key) throw new ApiError('NOT_FOUND', { field: 'id' })
  return withLimits(key, limits)
}

const isUsable = (key: ApiKey, nowMs: number): boolean => key.revokedAtMs === null && (key.expiresAtMs ?? nowMs + 1) > nowMs

/** @throws ApiError FORBIDDEN where the key may more than its maker: that would be a way around every bound */
function requireWithin(caller: Caller, key: ApiKey): void {
  const isWithin =
    key.kind === caller.kind &&
    key.scopes.every((scope) => caller.scopes.includes(scope)) &&
    isPart(key.providers, caller.providers) &&
    isPart(key.origins, caller.origins) &&
    caller.spendingIds.every((id) => key.spendingIds.includes(id)) &&
    (caller.expiresAtMs === null || (key.expiresAtMs !== null && key.expiresAtMs <= caller.expiresAtMs))
  if (!isWithin) throw beyondOwn
}

/** Null is all there are. */
const isPart = (part: readonly string[] | null, whole: readonly string[] | null): boolean =>
  whole === null || (part !== null && part.every((one) => whole.includes(one)))

const refusal = (sentence: Sentence): ApiError => new ApiError('FORBIDDEN', { sentence })

export const beyondOwn = refusal({
  en: 'A key can hand on no more than it may itself: scopes, providers, origins, spending and expiry.',
  hi: 'कोई key अपने से ज़्यादा अधिकार नहीं दे सकती: scopes, providers, origins, खर्च और अवधि।',
})

const onlyTestKeys = refusal({ en: 'A test key manages test keys only.', hi: 'test key से केवल test keys सँभाली जा सकती हैं।' })

const tooMany = refusal({
  en: `An account has at most ${MOST_USABLE} usable keys. Revoke one first.`,
  hi: `एक account में अधिकतम ${MOST_USABLE} चालू keys हो सकती हैं। पहले कोई एक रद्द करें।`,
})
