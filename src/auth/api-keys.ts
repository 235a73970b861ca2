// Who is calling, by the Authorization header: an API key or a client token. Of a key only the SHA-256 is stored, so a
// copy of the database opens nothing. What cannot be ours is refused without asking anybody; a look-up is one D1 read,
// kept for 30 s in the isolate, so that a revoked key works for at most 30 s more. Unknown keys are kept too.
import { sha256Hex } from '../domain/digest.ts'
import { noteKeyUse, selectKey, selectKeyOfToken } from '../store/keys.ts'
import type { Selects } from '../store/batch.ts'
import type { Home } from '../store/home-tables.ts'
import { selectFound, selectHome } from '../store/homes.ts'
import { selectModelSwitches } from '../store/model-switches.ts'
import type { WithShards } from '../store/shards.ts'
import { callerOf } from './caller.ts'
import type { Caller } from './caller.ts'
import { keepRecent } from '../domain/keep-recent.ts'
import { kindOfKey } from '../domain/key-format.ts'
import { liveAccountId } from '../domain/test-account.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithLookUps } from './look-ups.ts'
import type { WithClientTokens } from './client-tokens.ts'
import type { Database } from '../store/database.ts'
import type { WithModelSwitches } from '../catalog/model-switches.ts'

/** What a look-up needs. */
export type LookUpNeeds = WithModelSwitches<'learn'> & WithShards
export type ApiKeysNeeds = LookUpNeeds & WithClientTokens & WithClock & WithLookUps

export interface KeyCache {
  readonly get: (hash: string, nowMs: number) => Caller | null | undefined
  readonly set: (hash: string, caller: Caller | null, nowMs: number) => void
}

const KEPT_MS = 30_000
const USE_NOTED_EVERY_MS = 3_600_000

/** Keeps the newest; a null says that there is no such key. Those are kept apart, lest they push out the real ones. */
export function createKeyCache(): KeyCache {
  const callers = new Map<string, { readonly caller: Caller; readonly untilMs: number }>()
  const unknown = new Map<string, { readonly caller: null; readonly untilMs: number }>()
  return {
    get: (hash, nowMs) => {
      const entry = [callers.get(hash), unknown.get(hash)].find((kept) => kept && nowMs < kept.untilMs)
      return entry?.caller
    },
    set: (hash, caller, nowMs) => {
      const untilMs = nowMs + KEPT_MS
      if (caller) keepRecent(callers, hash, { caller, untilMs: Math.min(untilMs, caller.expiresAtMs ?? untilMs) })
      else {
        callers.delete(hash)
        keepRecent(unknown, hash, { caller, untilMs })
      }
    },
  }
}

/**
 * @param address of the caller; undefined where nobody tells it, as on a developer's machine
 * @param defer work that the answer need not wait for
 * @returns null when the header carries neither a valid key nor a valid token
 * @throws ApiError RATE_LIMIT for an address that has tried too many that were none: it costs us no reads
 */
export async function authenticate(
  needs: ApiKeysNeeds,
  cache: KeyCache,
  authorization: string | null,
  address: string | undefined,
  defer: (work: Promise<void>) => void,
): Promise<Caller | null> {
  const credential = /^Bearer +([\w.-]{8,2048})$/i.exec(authorization ?? '')?.[1]
  if (credential === undefined) return null
  const isToken = credential.includes('.')
  if (!isToken && !kindOfKey(credential)) return null
  return remembered(needs, cache, credential, address, (hash, nowMs) =>
    isToken ? readToken(needs, credential, nowMs) : readKey(needs, hash, nowMs, defer),
  )
}

/**
 * The caller behind a credential, read anew when the isolate does not know its hash.
 * @throws ApiError RATE_LIMIT as above
 */
export async function remembered(
  needs: WithClock & WithLookUps,
  cache: KeyCache,
  credential: string,
  address: string | undefined,
  read: (hash: string, nowMs: number) => Promise<Caller | null>,
): Promise<Caller | null> {
  const hash = await sha256Hex(credential)
  const nowMs = needs.now()
  const known = cache.get(hash, nowMs)
  if (known !== undefined) return known
  needs.lookUps.require(address)
  const caller = await read(hash, nowMs)
  if (!caller) await needs.lookUps.noteFailure(address)
  cache.set(hash, caller, nowMs)
  return caller
}

async function readKey(needs: LookUpNeeds, hash: string, nowMs: number, defer: (work: Promise<void>) => void): Promise<Caller | null> {
  const row = await lookUp(needs, selectFound(needs.shards.directory, hash), (database) => selectKey(database, hash), nowMs)
  const caller = callerOf(row, nowMs)
  const isUseNoted = nowMs - (row?.key.lastUsedAtMs ?? 0) < USE_NOTED_EVERY_MS
  if (caller && !isUseNoted) defer(noteUse(needs, caller, nowMs))
  return caller
}

/**
 * In the directory, or in the home of whom that finds. With it come the models that are switched off, which every isolate so hears of within the 30 s.
 * @param home which may be elsewhere
 */
export async function lookUp<Row>({ shards, modelSwitches }: LookUpNeeds, home: Selects<Home>, select: (database: Database) => Selects<Row>, nowMs: number): Promise<Row | undefined> {
  const { directory } = shards
  const [rows, off, [found]] = await directory.batch([select(directory), selectModelSwitches(directory), home])
  modelSwitches.learn(off, nowMs)
  const database = found ? shards.learn(found) : directory
  // What is in the directory of whoever has moved is about to be deleted.
  if (database === directory) return rows[0]
  const [[row]] = await database.batch([select(database)])
  return row
}

/** Beside a read that is due anyway every 30 s: no request writes more, and a key's hour is one write from each isolate. */
async function noteUse({ shards }: WithShards, { accountId, keyId }: Caller, nowMs: number): Promise<void> {
  const database = await shards.homeOf(accountId)
  await database.batch([noteKeyUse(database, accountId, keyId, nowMs)])
}

/** A token is worth no more than the key behind it: revoked, expired or narrower, so is the token. */
async function readToken(needs: LookUpNeeds & WithClientTokens, token: string, nowMs: number): Promise<Caller | null> {
  const claims = await needs.clientTokens?.verify(token)
  if (!claims) return null
  const { accountId, id, endUser } = claims
  const row = await lookUp(needs, selectHome(needs.shards.directory, liveAccountId(accountId)), (database) => selectKeyOfToken(database, accountId, id, endUser), nowMs)
  const caller = callerOf(row, nowMs)
  return caller && {
    ...caller,
    scopes: claims.scopes.filter((scope) => caller.scopes.includes(scope)),
    spendingIds: [claims.id, ...caller.spendingIds],
    expiresAtMs: Math.min(claims.expiresAtMs, caller.expiresAtMs ?? claims.expiresAtMs),
    endUser: claims.endUser,
  }
}
