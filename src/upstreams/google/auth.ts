// Google's two doors, for all that is Google's: the Gemini API, which takes an API key, and Vertex AI, which takes a token
// that a service account's key is traded for. https://ai.google.dev/gemini-api/docs/api-key and
// https://developers.google.com/identity/protocols/oauth2/service-account, by google-auth-library 10.9.1; 2026-11-22.
import { importPKCS8, SignJWT } from 'jose'
import * as v from 'valibot'
import type { UpstreamAccess } from '../access.ts'
import type { UpstreamRegistration } from '../contract.ts'

type Setting = (name: string) => string | undefined
type Fetcher = (url: string, init: RequestInit) => Promise<Response>

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const ASSERTION_SECONDS = 3600
/** A token is renewed this long before it expires, so that none dies on its way. */
const RENEW_BEFORE_SECONDS = 300
const EXCHANGE_TIMEOUT_MS = 15_000

const ServiceAccount = v.object({
  client_email: v.pipe(v.string(), v.nonEmpty()),
  private_key: v.pipe(v.string(), v.nonEmpty()),
  private_key_id: v.nullish(v.string()),
  token_uri: v.optional(v.pipe(v.string(), v.url()), 'https://oauth2.googleapis.com/token'),
})
type ServiceAccount = v.InferOutput<typeof ServiceAccount>
const AccountText = v.pipe(v.string(), v.parseJson(), ServiceAccount)

const Issued = v.object({ access_token: v.pipe(v.string(), v.nonEmpty()), expires_in: v.number() })

interface Token {
  readonly accessToken: string
  readonly renewAtMs: number
}

/** Tokens outlive the requests that fetched them, within an isolate. Values only: a promise belongs to its request. */
const tokens = new Map<string, Token>()

/** Where Vertex AI serves them, each in a place of its own; asked elsewhere, they are not found. */
const LOCATIONS = { VEO: 'us-central1', IMAGE: 'global', OMNI: 'global' } as const
/** Interactions are the project's own, in a version of their own; models are their publisher's. */
const AT_VERTEX = { VEO: ['v1', '/publishers/google'], IMAGE: ['v1', '/publishers/google'], OMNI: ['v1beta1', ''] } as const

/**
 * The base URL holds the API's version and, on Vertex AI, the project and the location: behind it both name things alike.
 * GOOGLE_VEO_LOCATION and its like say another place, GOOGLE_VEO_BASE_URL all of it.
 */
export const googleBaseUrl = (product: keyof typeof LOCATIONS) => (setting: Setting): string => {
  const whole = setting(`${product}_BASE_URL`)
  if (whole) return whole
  if (!setting('SERVICE_ACCOUNT')) return 'https://generativelanguage.googleapis.com/v1beta'
  const location = setting(`${product}_LOCATION`) ?? LOCATIONS[product]
  const host = location === 'global' ? 'aiplatform.googleapis.com' : `${location}-aiplatform.googleapis.com`
  const [version, publisher] = AT_VERTEX[product]
  return `https://${host}/${version}/projects/${setting('PROJECT') ?? ''}/locations/${location}${publisher}`
}

/**
 * Needs GOOGLE_SERVICE_ACCOUNT (the key file's JSON) and GOOGLE_PROJECT, or else GOOGLE_API_KEY. Where
 * both are set the service account wins: Veo is served by Vertex AI alone since 2026-10-22.
 */
export const authorizeGoogle = ((setting, fetcher) => {
  const accountText = setting('SERVICE_ACCOUNT')
  if (accountText === undefined) {
    const key = setting('API_KEY')
    return key ? async () => ({ 'x-goog-api-key': key }) : undefined
  }
  const account = v.safeParse(AccountText, accountText)
  if (!account.success || !setting('PROJECT')) return undefined
  return bearerOf(account.output, setting('TOKEN_URL') ?? account.output.token_uri, fetcher)
}) satisfies UpstreamRegistration['authorize']

/**
 * Where no token can be had there is no header either: Google then refuses the request with its 401, which is definite,
 * where an exception here would leave the outcome open.
 */
function bearerOf(account: ServiceAccount, tokenUrl: string, fetcher: Fetcher): UpstreamAccess['authorize'] {
  const cacheKey = `${tokenUrl} ${account.client_email} ${account.private_key}`
  return async (nowMs) => {
    const cached = tokens.get(cacheKey)
    const token = cached && nowMs < cached.renewAtMs ? cached : await exchange(account, tokenUrl, fetcher, nowMs)
    if (!token) return {}
    tokens.set(cacheKey, token)
    return { authorization: `Bearer ${token.accessToken}` }
  }
}

/** @returns undefined where the key is unusable, refused, or the exchange cannot be reached */
async function exchange(account: ServiceAccount, tokenUrl: string, fetcher: Fetcher, nowMs: number): Promise<Token | undefined> {
  try {
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: await assertionOf(account, nowMs) }
    const response = await fetcher(tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(grant).toString(),
      redirect: 'manual',
      signal: AbortSignal.timeout(EXCHANGE_TIMEOUT_MS),
    })
    const issued = v.safeParse(Issued, await response.json())
    if (!response.ok || !issued.success) return undefined
    const { access_token: accessToken, expires_in: lifetimeSeconds } = issued.output
    return { accessToken, renewAtMs: nowMs + (lifetimeSeconds - RENEW_BEFORE_SECONDS) * 1000 }
  } catch {
    return undefined
  }
}

/** The audience is the key's own `token_uri`, also where GOOGLE_TOKEN_URL says that another host stands in for it. */
async function assertionOf(account: ServiceAccount, nowMs: number): Promise<string> {
  const nowSeconds = Math.floor(nowMs / 1000)
  const { client_email: email, private_key: key, private_key_id: kid, token_uri: audience } = account
  return new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(kid && { kid }) })
    .setIssuer(email)
    .setAudience(audience)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + ASSERTION_SECONDS)
    .sign(await importPKCS8(key, 'RS256'))
}
