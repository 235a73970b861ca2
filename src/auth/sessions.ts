// A browser's session: an opaque token in a cookie, looked up like a key by its SHA-256. What asks with it is bounded as
// the account is, and administers nothing but for listed people who have just signed in.
import { base64url } from 'jose'
import { readCookie, writeCookie } from '../http/cookies.ts'
import type { CookieName } from '../http/cookies.ts'
import { closedError } from '../domain/closing.ts'
import { sha256Hex } from '../domain/digest.ts'
import type { Person } from '../store/access-tables.ts'
import { insertAccount } from '../store/accounts.ts'
import { grantId, insertOpeningGrant } from '../store/credits.ts'
import { deleteOldSessions, deleteSession, insertPerson, insertSession, selectPerson, selectSession } from '../store/people.ts'
import { newWebhookSecret } from '../webhooks/sign.ts'
import { lookUp, remembered } from './api-keys.ts'
import type { KeyCache } from './api-keys.ts'
import { callerOfSession } from './caller.ts'
import type { Caller } from './caller.ts'
import type { Identity } from './identity.ts'
import type { WithDatabase } from '../store/database.ts'
import type { WithChance, WithClock, WithIds, WithLog } from '../domain/effects.ts'
import type { WithSignIn } from './sign-in-settings.ts'
import type { WithLookUps } from './look-ups.ts'
import type { WithModelSwitches } from '../catalog/model-switches.ts'

export type SessionsNeeds = WithChance & WithClock & WithDatabase & WithIds & WithLog & WithLookUps & WithModelSwitches<'learn'> & WithSignIn

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
  const { database } = needs
  const { id: personId, accountId } = await personOf(needs, identity)
  const nowMs = needs.now()
  const token = `dts_${base64url.encode(needs.random(TOKEN_BYTES))}`
  const session = { hash: await sha256Hex(token), accountId, personId, createdAtMs: nowMs, expiresAtMs: nowMs + LIFETIME_SECONDS * 1000 }
  await database.batch([deleteOldSessions(database, session, nowMs, MOST_SESSIONS - 1), insertSession(database, session)])
  needs.log('signed in', { accountId, personId })
  return token
}

/**
 * Who comes for the first time gets an account with starter credits, in one atomic step: of two that race, the second is
 * rolled back whole by the person's primary key, and finds what the first has made.
 */
async function personOf(needs: SessionsNeeds, identity: Identity): Promise<Person> {
  const { database, newId } = needs
  const find = async (): Promise<Person | undefined> => {
    const [[person]] = await database.batch([selectPerson(database, identity)])
    if (typeof person?.closedAtMs === 'number') throw closedError(person.closedAtMs)
    return person
  }
  const known = await find()
  if (known) return known
  const createdAtMs = needs.now()
  const id = newId('acc')
  const person = { ...identity, id: newId('per'), accountId: id, createdAtMs }
  const name = identity.name ?? identity.email ?? id
  const account = { id, name, plan: 'FREE', credits: STARTER_CREDITS, webhookSecret: newWebhookSecret(needs.random), createdAtMs } as const
  try {
    const grant = { accountId: id, id: grantId(id), amount: STARTER_CREDITS, createdAtMs }
    await database.batch([insertPerson(database, person), insertAccount(database, account), insertOpeningGrant(database, grant)])
    return person
  } catch (error) {
    const first = await find()
    if (first) return first
    throw error
  }
}

/** @param headers of the request, which its caller has judged: a cookie comes along whoever sends it @throws ApiError RATE_LIMIT as for keys */
export async function authenticateSession(needs: SessionsNeeds, cache: KeyCache, headers: Headers): Promise<Caller | null> {
  const token = tokenOf(headers)
  const { signIn } = needs
  if (token === undefined || !signIn) return null
  return remembered(needs, cache, token, headers.get('cf-connecting-ip') ?? undefined, async (hash, nowMs) =>
    callerOfSession(await lookUp(needs, selectSession(needs.database, hash), nowMs), nowMs, signIn.admins),
  )
}

/** Known everywhere within the 30 s that a look-up is kept, and here at once. */
export async function endSession(needs: WithClock & WithDatabase, cache: KeyCache, headers: Headers): Promise<void> {
  const token = tokenOf(headers)
  if (token === undefined) return
  const hash = await sha256Hex(token)
  await needs.database.batch([deleteSession(needs.database, hash)])
  cache.set(hash, null, needs.now())
}
