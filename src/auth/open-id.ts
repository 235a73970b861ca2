// OpenID Connect, as the party that relies on it: the authorization code flow with PKCE, state and nonce, against whatever
// issuer is set. https://openid.net/specs/openid-connect-core-1_0.html, openid-connect-discovery-1_0.html, RFC 7636, RFC 9207.
import { base64url } from 'jose'
import * as v from 'valibot'
import { checkPublicUrl } from '../net/public-address.ts'
import { askIssuer, incomplete } from './ask-issuer.ts'
import { identify } from './identity.ts'
import type { Identity, KnownKeys } from './identity.ts'
import type { SignedClaims } from './signed-claims.ts'
import type { WithClock, WithLog, WithPublicFetch, WithPublicUrl } from '../domain/effects.ts'
import type { WithLoopback } from '../net/public-address.ts'

export type OpenIdNeeds = WithClock & WithLog & WithLoopback & WithPublicFetch & WithPublicUrl

export interface OpenIdSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Signs what the browser keeps while its person is at the issuer. */
  readonly states: SignedClaims
}

/** What the isolate remembers of issuers. */
export interface KnownIssuers {
  readonly documents: Map<string, { readonly document: Discovered; readonly untilMs: number }>
  readonly keys: KnownKeys
}

/** What a browser is given on its way to the issuer, and must bring back. */
export const Journey = v.object({ state: v.string(), nonce: v.string(), verifier: v.string(), returnTo: v.string() })
export type Journey = v.InferOutput<typeof Journey>

const Discovered = v.object({
  issuer: v.string(),
  authorization_endpoint: v.string(),
  token_endpoint: v.string(),
  jwks_uri: v.string(),
  token_endpoint_auth_methods_supported: v.optional(v.array(v.string()), ['client_secret_basic']),
  authorization_response_iss_parameter_supported: v.optional(v.boolean(), false),
})
type Discovered = v.InferOutput<typeof Discovered>

const DOCUMENT_KEPT_MS = 3_600_000
const Issued = v.object({ id_token: v.string() })
/** Of RFC 6749's errors nothing but the code is worth a line in the log. */
const Refused = v.object({ error: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/)) })

/** @throws ApiError PROVIDER_UNAVAILABLE where the issuer does not say who it is, or says that it is another */
async function discover(needs: OpenIdNeeds, known: KnownIssuers, { issuer }: OpenIdSettings): Promise<Discovered> {
  const kept = known.documents.get(issuer)
  if (kept && needs.now() < kept.untilMs) return kept.document
  const { json } = await askIssuer(needs, { url: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration` })
  const read = v.safeParse(Discovered, json)
  const document = read.success ? read.output : undefined
  const endpoints = document ? [document.authorization_endpoint, document.token_endpoint, document.jwks_uri] : []
  const isSound = endpoints.every((url) => checkPublicUrl(url, needs).kind === 'PUBLIC')
  if (document?.issuer !== issuer || !isSound) {
    needs.log('issuer unusable', { issuer, says: document?.issuer, endpoints })
    throw incomplete('PROVIDER_UNAVAILABLE')
  }
  known.documents.set(issuer, { document, untilMs: needs.now() + DOCUMENT_KEPT_MS })
  return document
}

const redirectUri = ({ publicUrl }: WithPublicUrl): string => `${publicUrl}/auth/callback`

/** Where to send the browser. */
export async function authorizationUrl(needs: OpenIdNeeds, known: KnownIssuers, settings: OpenIdSettings, { state, nonce, verifier }: Journey): Promise<string> {
  const url = new URL((await discover(needs, known, settings)).authorization_endpoint)
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  const parameters = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri(needs),
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: base64url.encode(new Uint8Array(challenge)),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/**
 * Who came back, by the code that the browser brought.
 * @param iss the callback's own, null when it has none
 * @throws Error for what is not to be believed; ApiError PROVIDER_UNAVAILABLE where the issuer does not answer
 */
export async function redeem(
  needs: OpenIdNeeds,
  known: KnownIssuers,
  settings: OpenIdSettings,
  { nonce, verifier }: Journey,
  { code, iss }: { readonly code: string; readonly iss: string | null },
): Promise<Identity> {
  const { issuer, clientId, clientSecret } = settings
  const document = await discover(needs, known, settings)
  if (iss === null ? document.authorization_response_iss_parameter_supported : iss !== issuer) throw new Error('the callback is of another issuer')
  const isBasic = document.token_endpoint_auth_methods_supported.includes('client_secret_basic')
  const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri(needs), code_verifier: verifier })
  if (!isBasic) {
    form.set('client_id', clientId)
    form.set('client_secret', clientSecret)
  }
  const headers = isBasic ? { authorization: `Basic ${btoa([clientId, clientSecret].map(encodeURIComponent).join(':'))}` } : {}
  const { status, json } = await askIssuer(needs, { url: document.token_endpoint, form, headers })
  if (status === 400) {
    const refused = v.safeParse(Refused, json)
    throw new Error(`the issuer refused the code: ${refused.success ? refused.output.error : ''}`)
  }
  const { id_token: token } = v.parse(Issued, json)
  return identify(needs, known.keys, document.jwks_uri, token, { issuer, audience: clientId, nonce })
}
