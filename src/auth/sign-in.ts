// Signing in: to the issuer and back, or by the assertion that Cloudflare Access puts before us. Both end in a session.
import { base64url } from 'jose'
import * as v from 'valibot'
import { ApiError } from '../domain/errors.ts'
import { readCookie, writeCookie } from '../http/cookies.ts'
import type { CookieName } from '../http/cookies.ts'
import { incomplete } from './ask-issuer.ts'
import { identify } from './identity.ts'
import type { Identity } from './identity.ts'
import { Journey, authorizationUrl, redeem } from './open-id.ts'
import type { KnownIssuers, OpenIdNeeds, OpenIdSettings } from './open-id.ts'
import { openSession, sessionCookies } from './sessions.ts'
import type { SessionsNeeds } from './sessions.ts'
import type { SignInSettings } from './sign-in-settings.ts'
import type { WithLog, WithPublicUrl } from '../domain/effects.ts'

export type SignInNeeds = SessionsNeeds & OpenIdNeeds

/** Where the browser goes on, with which cookies. */
export interface Onward {
  readonly location: string
  readonly cookies: readonly string[]
}

const COOKIE: CookieName = '__Host-doitong_sign_in'
const JOURNEY_SECONDS = 600
/** A cookie holds 4 KiB, and this in base 64. */
const MOST_CHARACTERS = 512

/** @param path of ours: whatever a browser would read as another host's is refused @throws ApiError INVALID_INPUT */
export function checkedReturn(path: string, { publicUrl }: WithPublicUrl): string {
  // Browsers take a backslash for a slash, and drop tabs and line breaks.
  const isPath = /^\/(?![/\\])[^\\\p{C}]*$/u.test(path) && path.length <= MOST_CHARACTERS
  if (isPath && new URL(path, publicUrl).origin === new URL(publicUrl).origin) return path
  throw new ApiError('INVALID_INPUT', { field: 'return_to' })
}

/** @throws ApiError PROVIDER_UNAVAILABLE */
export async function beginSignIn(needs: SignInNeeds, known: KnownIssuers, settings: OpenIdSettings, returnTo: string): Promise<Onward> {
  const chance = (): string => base64url.encode(needs.random(32))
  const journey = { state: chance(), nonce: chance(), verifier: chance(), returnTo }
  const location = await authorizationUrl(needs, known, settings, journey)
  const kept = await settings.states.sign(journey, needs.now() + JOURNEY_SECONDS * 1000)
  return { location, cookies: [writeCookie(COOKIE, kept, JOURNEY_SECONDS)] }
}

/** @throws ApiError INVALID_INPUT for a browser that did not begin here, FORBIDDEN, UNAUTHENTICATED or PROVIDER_UNAVAILABLE as the issuer answers */
export async function finishSignIn(needs: SignInNeeds, known: KnownIssuers, settings: OpenIdSettings, headers: Headers, url: string): Promise<Onward> {
  const journey = v.safeParse(Journey, await settings.states.verify(readCookie(headers.get('cookie'), COOKIE) ?? ''))
  const { searchParams: query } = new URL(url)
  if (!journey.success || query.get('state') !== journey.output.state) throw incomplete('INVALID_INPUT')
  const code = query.get('code')
  if (code === null) throw incomplete(query.get('error') === 'access_denied' ? 'FORBIDDEN' : 'PROVIDER_UNAVAILABLE')
  const identity = await believed(needs, () => redeem(needs, known, settings, journey.output, { code, iss: query.get('iss') }))
  return signedIn(needs, identity, journey.output.returnTo, [writeCookie(COOKIE, '', 0)])
}

/** @throws ApiError UNAUTHENTICATED or PROVIDER_UNAVAILABLE */
export async function signInByAccess(
  needs: SignInNeeds,
  known: KnownIssuers,
  { issuer, audience }: NonNullable<SignInSettings['access']>,
  assertion: string,
  returnTo: string,
): Promise<Onward> {
  const identity = await believed(needs, () => identify(needs, known.keys, `${issuer}/cdn-cgi/access/certs`, assertion, { issuer, audience }))
  return signedIn(needs, identity, returnTo, [])
}

async function signedIn(needs: SignInNeeds, identity: Identity, returnTo: string, cookies: readonly string[]): Promise<Onward> {
  const token = await openSession(needs, identity)
  return { location: new URL(returnTo, needs.publicUrl).href, cookies: [...cookies, ...sessionCookies(token)] }
}

/** Why a token was not believed is for the log alone: nothing of it helps who sent a forged one. */
async function believed(needs: WithLog, identity: () => Promise<Identity>): Promise<Identity> {
  try {
    return await identity()
  } catch (error) {
    if (error instanceof ApiError) throw error
    needs.log('sign-in refused', { reason: v.isValiError(error) ? 'malformed' : String(error) })
    throw incomplete('UNAUTHENTICATED')
  }
}
