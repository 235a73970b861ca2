// A browser's session: an opaque token in a cookie, looked up like a key by its SHA-256. What asks with it is bounded as
// the account is, and administers nothing.
import { base64url } from 'jose'
import { readCookie, writeCookie } from '../http/cookies.ts'
import type { CookieName } from '../http/cookies.ts'
import { sha256Hex } from '../jobs/fingerprint.ts'
import type { Services } from '../services.ts'
import { deleteOldSessions, deleteSession, insertAccountOfPerson, insertGrantOfPerson, insertPerson, insertSession, selectSession } from '../store/people.ts'
import { newWebhookSecret } from '../webhooks/sign.ts'
import { remembered } from './api-keys.ts'
import type { KeyCache } from './api-keys.ts'
import { callerOfSession } from './caller.ts'
import type { Caller } from './caller.ts'
import type { Identity } from './identity.ts'

const COOKIE: CookieName = '__Host-doitong_session'
const LIFETIME_SECONDS = 12 * 3600
const MOST_SESSIONS = 20
const TOKEN_BYTES = 32
export const STARTER_CREDITS = 1000

/** The cookie that holds a session's token, or takes it back. */
export const sessionCookie = (token: string): string => writeCookie(COOKIE, token, token === '' ? 0 : LIFETIME_SECONDS)

/** What of the cookie can be ours. */
function tokenOf(headers: Headers): string | undefined {
  const token = readCookie(headers.get('cookie'), COOKIE)
  return token !== undefined && /^dts_[\w-]{43}$/.test(token) ? token : undefined
}

/**
 * Opens a session, and an account with starter credits for who comes for the first time: one atomic step.
 * @returns the session's token, which is stored nowhere
 */
export async function openSession(services: Services, { issuer, subject, email, name }: Identity): Promise<string> {
  const { database, newId, random } = services
  const nowMs = services.now()
  const token = `dts_${base64url.encode(random(TOKEN_BYTES))}`
  const accountId = newId('acc')
  const person = { issuer, subject, id: newId('per'), accountId, email, name, createdAtMs: nowMs }
  const account = { name: name ?? email ?? accountId, credits: STARTER_CREDITS, webhookSecret: newWebhookSecret(random) }
  const session = { hash: await sha256Hex(token), createdAtMs: nowMs, expiresAtMs: nowMs + LIFETIME_SECONDS * 1000 }
  const [, , , , opened] = await database.batch([
    insertPerson(database, person),
    insertAccountOfPerson(database, person, account),
    insertGrantOfPerson(database, person, `${accountId.slice('acc_'.length)}.grant`, STARTER_CREDITS),
    deleteOldSessions(database, person, nowMs, MOST_SESSIONS - 1),
    insertSession(database, person, session),
  ])
  services.log('signed in', { accountId: opened[0]?.accountId, personId: opened[0]?.personId, isNew: opened[0]?.accountId === accountId })
  return token
}

/** @param headers of the request, which its caller has judged: a cookie comes along whoever sends it @throws ApiError RATE_LIMIT as for keys */
export async function authenticateSession(services: Services, cache: KeyCache, headers: Headers): Promise<Caller | null> {
  const token = tokenOf(headers)
  if (token === undefined) return null
  const { database } = services
  return remembered(services, cache, token, headers.get('cf-connecting-ip') ?? undefined, async (hash, nowMs) => {
    const [rows] = await database.batch([selectSession(database, hash)])
    return callerOfSession(rows[0], nowMs)
  })
}

/** Known everywhere within the 30 s that a look-up is kept, and here at once. */
export async function endSession(services: Services, cache: KeyCache, headers: Headers): Promise<void> {
  const token = tokenOf(headers)
  if (token === undefined) return
  const hash = await sha256Hex(token)
  await services.database.batch([deleteSession(services.database, hash)])
  cache.set(hash, null, services.now())
}
