// A browser's session: an opaque token in a cookie, looked up like a key by its SHA-256. What asks with it is bounded as
// the account is, and administers nothing but for listed people who have just signed in.
import { base64url } from 'jose'
import { readCookie, writeCookie } from '../http/cookies.ts'
import type { CookieName } from '../http/cookies.ts'
import { closedError } from '../domain/closing.ts'
import { personHash, sha256Hex } from '../domain/digest.ts'
import type { Person } from '../store/access-tables.ts'
import { insertAccount } from '../store/accounts.ts'
import { grantId, insertOpeningGrant } from '../store/credits.ts'
import { deleteFinder, insertFinder, selectFound } from '../store/homes.ts'
import { deleteOldSessions, deleteSession, insertPerson, insertSession, selectPerson, selectSession } from '../store/people.ts'
import { settleAccount } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import { newWebhookSecret } from '../webhooks/sign.ts'
import { lookUp, remembered } from './api-keys.ts'
import type { KeyCache, LookUpNeeds } from './api-keys.ts'
import { callerOfSession } from './caller.ts'
import type { Caller } from './caller.ts'
import type { Identity } from './identity.ts'
import type { Database, WithDatabase } from '../store/database.ts'
import { letFind } from './let-find.ts'
import type { WithChance, WithClock, WithIds, WithLog } from '../domain/effects.ts'
import type { WithSignIn } from './sign-in-settings.ts'
import type { WithLookUps } from './look-ups.ts'

export type SessionsNeeds = LookUpNeeds & WithChance & WithClock & WithDatabase & WithIds & WithLog & WithLookUps & WithSignIn

const COOKIE: CookieName = '__Host-doitong_session'
/** Read by portal/ask.ts, so that nobody is asked for who is not there. It opens nothing. */
const SIGNED_IN: CookieName = '__Host-doitong_signed_in'
const LIFETIME_SECONDS = 12 * 3600
const MOST_SESSIONS = 20
const TOKEN_BYTES = 32
const STARTER_CREDITS = 1000

/** The cookies of a session, or what takes them back: its token, and that there is one. */
export function sessionCookies(token: string): readonly string[] {
  const seconds = token === '' ? 0 : LIFETIME_SECONDS
  return [writeCookie(COOKIE, token, seconds), writeCookie(SIGNED_IN, token === '' ? '' : '1', seconds, true)]
}

/** What of the cookie can be ours. */
function tokenOf(headers: Headers): string | undefined {
  const token = readCookie(headers.get('cookie'), COOKIE)
  return token !== undefined && /^dts_[\w-]{43}$/.test(token) ? token : undefined
}

/** @returns the session's token, which is stored nowhere @throws ApiError FORBIDDEN where the account was closed */
export async function openSession(needs: SessionsNeeds, identity: Identity): Promise<string> {
  const { id: personId, accountId } = await personOf(needs, identity)
  const database = await needs.shards.homeOf(accountId)
  const nowMs = needs.now()
  const token = `dts_${base64url.encode(needs.random(TOKEN_BYTES))}`
  const session = { hash: await sha256Hex(token), accountId, personId, createdAtMs: nowMs, expiresAtMs: nowMs + LIFETIME_SECONDS * 1000 }
  await letFind(needs, session, session.expiresAtMs)
  await database.batch([deleteOldSessions(database, session, nowMs, MOST_SESSIONS - 1), insertSession(database, session)])
  needs.log('signed in', { accountId, personId })
  return token
}

/**
 * Who comes for the first time gets an account with starter credits, in one atomic step: of two that race, the second is
 * rolled back whole by the person's primary key, and finds what the first has made.
 */
async function personOf(needs: SessionsNeeds, identity: Identity): Promise<Person> {
  const hash = await personHash(identity)
  const known = await findPerson(needs, identity, hash)
  if (known) return known
  const id = await claimAccount(needs, hash)
  const database = await needs.shards.homeOf(id)
  const createdAtMs = needs.now()
  const person = { ...identity, id: needs.newId('per'), accountId: id, createdAtMs }
  const name = identity.name ?? identity.email ?? id
  const account = { id, name, plan: 'FREE', credits: STARTER_CREDITS, webhookSecret: newWebhookSecret(needs.random), createdAtMs } as const
  try {
    const grant = { accountId: id, id: grantId(id), amount: STARTER_CREDITS, createdAtMs }
    await database.batch([insertPerson(database, person), insertAccount(database, account), insertOpeningGrant(database, grant)])
    return person
  } catch (error) {
    const first = await findPerson(needs, identity, hash)
    if (first) return first
    throw error
  }
}

/** @throws ApiError FORBIDDEN where the account was closed */
async function findPerson({ shards }: WithShards, identity: Identity, hash: string): Promise<Person | undefined> {
  const { directory, learn } = shards
  const [[here], [found]] = await directory.batch([selectPerson(directory, identity), selectFound(directory, hash)])
  const person = here ?? (found && (await personIn(learn(found), identity)))
  if (typeof person?.closedAtMs === 'number') throw closedError(person.closedAtMs)
  return person
}

async function personIn(database: Database, identity: Identity) {
  const [[person]] = await database.batch([selectPerson(database, identity)])
  return person
}

/** The directory says whose account it will be: of two that race both make the same, and whoever is cut off goes on with it the next time. */
async function claimAccount(needs: WithDatabase & WithIds & WithLog & WithShards, hash: string): Promise<string> {
  const { directory } = needs.shards
  const accountId = needs.newId('acc')
  await settleAccount(needs, accountId)
  const [, [claimed]] = await directory.batch([insertFinder(directory, { hash, accountId, untilMs: null }), selectFound(directory, hash)])
  return claimed?.accountId ?? accountId
}

/** @param headers of the request, which its caller has judged: a cookie comes along whoever sends it @throws ApiError RATE_LIMIT as for keys */
export async function authenticateSession(needs: SessionsNeeds, cache: KeyCache, headers: Headers): Promise<Caller | null> {
  const token = tokenOf(headers)
  const { signIn } = needs
  if (token === undefined || !signIn) return null
  return remembered(needs, cache, token, headers.get('cf-connecting-ip') ?? undefined, async (hash, nowMs) =>
    callerOfSession(await lookUp(needs, selectFound(needs.shards.directory, hash), (database) => selectSession(database, hash), nowMs), nowMs, signIn.admins),
  )
}

/** Known everywhere within the 30 s that a look-up is kept, and here at once. */
export async function endSession(needs: WithClock & WithShards, cache: KeyCache, headers: Headers): Promise<void> {
  const token = tokenOf(headers)
  if (token === undefined) return
  const hash = await sha256Hex(token)
  const { directory, learn } = needs.shards
  const [, [found]] = await directory.batch([deleteSession(directory, hash), selectFound(directory, hash), deleteFinder(directory, hash)])
  const home = found ? learn(found) : directory
  if (home !== directory) await home.batch([deleteSession(home, hash)])
  cache.set(hash, null, needs.now())
}
