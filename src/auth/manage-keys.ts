// Making, rolling and revoking keys. No key can make one that may do, reach or spend more than itself, or lives longer:
// what it is bound by goes on to all its offspring.
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { ProviderId } from '../domain/model.ts'
import { ApiError, invalidInput } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import { sha256Hex } from '../domain/digest.ts'
import type { Scope } from '../domain/scope.ts'
import { runBatch } from '../store/batch.ts'
import { hasRoomForKey, insertKeyIf, insertReplacement, isKeyUsable, replaceKey, revokeKey, selectKeyById, selectKeys, selectManagedKey, selectUsableCount } from '../store/keys.ts'
import type { ApiKey } from '../store/keys.ts'
import { isSignedIn } from '../store/people.ts'
import { insertSpendingLimit, newSpendingLimit, selectKeyLimits } from '../store/spending.ts'
import type { SpendingLimit } from '../store/tables.ts'
import { isPerson } from './caller.ts'
import type { Caller } from './caller.ts'
import { asTest, testAccount } from './test-mode.ts'
import { mintKey } from '../domain/key-format.ts'
import type { KeyKind } from '../domain/key-format.ts'
import { isStronger } from './scopes.ts'
import { liveAccountId } from '../domain/test-account.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithShards } from '../store/shards.ts'
import { letFind } from './let-find.ts'
import type { WithChance, WithClock, WithIds, WithLog } from '../domain/effects.ts'

export type ManageKeysNeeds = WithChance & WithClock & WithDatabase & WithIds & WithLog & WithShards

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
/** Of one page: more than can be usable. */
export const MOST_LISTED = 500
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
  if (mode === 'live') throw onlyTestKeys()
  return asTest(caller)
}

/** @param afterId the last key of the page before @throws ApiError FORBIDDEN for a test key that asks for the live ones */
export const listKeys = (needs: WithClock & WithDatabase, caller: Caller, mode: KeyKind, afterId?: string): Promise<readonly ListedKey[]> =>
  keysOf(needs, inMode(caller, mode).accountId, afterId)

/** Those of an account, the usable ones first, each with what bounds its spending. */
export async function keysOf({ database, now }: WithClock & WithDatabase, accountId: string, afterId?: string): Promise<readonly ListedKey[]> {
  const [keys, limits] = await database.batch([selectKeys(database, accountId, now(), afterId, MOST_LISTED), selectKeyLimits(database, accountId)])
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
export async function createKey(needs: ManageKeysNeeds, owner: Caller, wanted: NewKey): Promise<MintedKey> {
  const { database } = needs
  const caller = inMode(owner, wanted.mode)
  const { accountId, kind } = caller
  const nowMs = needs.now()
  const { secret, ...fresh } = await mint(needs, caller)
  const { perDay, inAll } = wanted
  const own = perDay === null && inAll === null ? [] : [newSpendingLimit({ accountId, id: needs.newId('lim'), keyId: fresh.id, perDay, inAll }, nowMs)]
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
  await letFind(needs, key)
  const mayAdd = sql`${makerHolds(owner, nowMs)} and ${hasRoomForKey(accountId, nowMs, MOST_USABLE)}`
  await runBatch(database, [
    ...(accountId === owner.accountId ? [] : testAccount(needs, accountId, owner.accountId)),
    ...own.map((limit) => insertSpendingLimit(database, limit, mayAdd)),
    insertKeyIf(database, key, mayAdd),
  ])
  const listed = await readMade(needs, accountId, key.id)
  needs.log('key created', { accountId, keyId: key.id, by: caller.keyId })
  return { ...listed, secret }
}

/**
 * A new key with everything the old one has, its spending included. The old one works for `overlapHours` more.
 * @throws ApiError NOT_FOUND, FORBIDDEN for a key that may more than the caller's, INVALID_INPUT for one that is over or rolled
 */
export async function rollKey(needs: ManageKeysNeeds, owner: Caller, id: string, overlapHours: number): Promise<MintedKey> {
  const { database } = needs
  const { caller, key: old } = await readManaged(needs, owner, id)
  const nowMs = needs.now()
  requireWithin(caller, old)
  if (!isUsable(old, nowMs) || old.replacedBy !== null) throw isOver()
  const fresh = await mint(needs, caller)
  await letFind(needs, { ...fresh, accountId: caller.accountId })
  const untilMs = Math.min(nowMs + overlapHours * HOUR_MS, old.expiresAtMs ?? Infinity)
  await database.batch([
    replaceKey(database, old, fresh.id, nowMs, untilMs, MOST_USABLE, makerHolds(owner, nowMs)),
    insertReplacement(database, old, fresh),
  ])
  const listed = await readMade(needs, caller.accountId, fresh.id, old)
  needs.log('key rolled', { accountId: caller.accountId, keyId: id, to: fresh.id, by: caller.keyId })
  return { ...listed, secret: fresh.secret }
}

/** Known everywhere within the 30 s that a look-up is kept. @throws ApiError NOT_FOUND, FORBIDDEN for a key with a scope that the caller lacks */
export async function revoke(needs: WithClock & WithDatabase & WithLog, owner: Caller, id: string): Promise<ListedKey> {
  const { caller, key } = await readManaged(needs, owner, id)
  if (isStronger(key, caller)) throw strongerThanOwn()
  await needs.database.batch([revokeKey(needs.database, caller.accountId, id, needs.now())])
  const listed = await readListed(needs, caller.accountId, id)
  if (!listed) throw new ApiError('NOT_FOUND', { field: 'id' })
  needs.log('key revoked', { accountId: caller.accountId, keyId: id, by: caller.keyId })
  return listed
}

/** The key, and the caller as it manages it: a live key looks among the test keys too. @throws ApiError NOT_FOUND */
async function readManaged({ database }: WithDatabase, owner: Caller, id: string): Promise<{ readonly caller: Caller; readonly key: ApiKey }> {
  const [[key]] = await database.batch([selectManagedKey(database, owner.accountId, id)])
  if (!key) throw new ApiError('NOT_FOUND', { field: 'id' })
  return { caller: inMode(owner, key.kind), key }
}

/** A new key's text, and what of its row follows from it. */
export async function mint(needs: WithChance & WithClock & WithIds, { kind }: Pick<Caller, 'kind'>) {
  const secret = mintKey(kind, needs.random)
  return { secret, id: needs.newId('key'), hash: await sha256Hex(secret), lastFour: secret.slice(-4), createdAtMs: needs.now() }
}

async function readListed({ database }: WithDatabase, accountId: string, id: string): Promise<ListedKey | undefined> {
  const [[key], limits] = await database.batch([selectKeyById(database, accountId, id), selectKeyLimits(database, accountId)])
  return key && withLimits(key, limits)
}

/**
 * A key that was made just now, by its id, which no other has; else why it was not.
 * @param old the key that it was to replace
 */
async function readMade(needs: WithClock & WithDatabase, accountId: string, id: string, old?: ApiKey): Promise<ListedKey> {
  const { database } = needs
  const made = await readListed(needs, accountId, id)
  if (made) return made
  const [[usable], [now]] = await database.batch([selectUsableCount(database, accountId, needs.now()), selectKeyById(database, accountId, old?.id ?? id)])
  if (old && (!now || !isUsable(now, needs.now()) || now.replacedBy !== null)) throw isOver()
  if ((usable?.count ?? 0) >= MOST_USABLE) throw tooMany()
  // The isolate remembered the maker, and nobody does any more.
  throw new ApiError('UNAUTHENTICATED')
}

/** That the caller may still make something, by the database and not by what the isolate remembers: what it made would outlive it. */
export const makerHolds = (caller: Caller, nowMs: number): SQL =>
  isPerson(caller) ? isSignedIn(liveAccountId(caller.accountId), caller.keyId, nowMs) : isKeyUsable(caller.accountId, caller.keyId, nowMs)

const isUsable = (key: ApiKey, nowMs: number): boolean => key.revokedAtMs === null && (key.expiresAtMs ?? nowMs + 1) > nowMs

/** @throws ApiError FORBIDDEN where the key may more than its maker: that would be a way around every bound */
function requireWithin(caller: Caller, key: ApiKey): void {
  const isWithin =
    key.kind === caller.kind &&
    !isStronger(key, caller) &&
    isPart(key.providers, caller.providers) &&
    isPart(key.origins, caller.origins) &&
    caller.spendingIds.every((id) => key.spendingIds.includes(id)) &&
    (caller.expiresAtMs === null || (key.expiresAtMs !== null && key.expiresAtMs <= caller.expiresAtMs))
  if (!isWithin) throw beyondOwn()
}

/** Null is all there are. */
const isPart = (part: readonly string[] | null, whole: readonly string[] | null): boolean =>
  whole === null || (part !== null && part.every((one) => whole.includes(one)))

const refusal = (sentence: Sentence) => (): ApiError => new ApiError('FORBIDDEN', { sentence })

export const beyondOwn = refusal({
  en: 'A key can hand on no more than it may itself: scopes, providers, origins, spending and expiry.',
  hi: 'कोई key अपने से ज़्यादा अधिकार नहीं दे सकती: scopes, providers, origins, खर्च और अवधि।',
})

const strongerThanOwn = refusal({
  en: 'This key has a scope that yours lacks. Use one that has it.',
  hi: 'इस key के पास ऐसा scope है जो आपकी key के पास नहीं है। वह scope रखने वाली key इस्तेमाल करें।',
})

const isOver = (): ApiError => invalidInput('id', {
  en: 'This key was rolled or revoked before, or has expired.',
  hi: 'यह key पहले ही बदली या रद्द की जा चुकी है, या उसकी अवधि पूरी हो गई है।',
})

const onlyTestKeys = refusal({ en: 'A test key manages test keys only.', hi: 'test key से केवल test keys सँभाली जा सकती हैं।' })

const tooMany = refusal({
  en: `An account has at most ${MOST_USABLE} usable keys. Revoke one first.`,
  hi: `एक account में अधिकतम ${MOST_USABLE} चालू keys हो सकती हैं। पहले कोई एक रद्द करें।`,
})
