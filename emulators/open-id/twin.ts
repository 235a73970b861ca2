// An OpenID Connect issuer, as strict as a real one: discovery, authorization with PKCE, codes that work once, tokens signed
// with ES256, keys that can be rotated. And the keys behind a Cloudflare Access application's assertions. What a test wants
// wrong stands in the hint of who signs in, `asha [[expired]]`, as elsewhere in a prompt.
// https://openid.net/specs/openid-connect-core-1_0.html, RFC 6749, RFC 7636, RFC 9207; 2026-11-23.
import { SignJWT, UnsecuredJWT, base64url, exportJWK, generateKeyPair, importJWK } from 'jose'
import type { JWK, JWTPayload } from 'jose'
import type { Desk, Emulator } from '../emulator.ts'

export const OPEN_ID_CLIENT_ID = 'doitong-local'
export const OPEN_ID_CLIENT_SECRET = 'emulator-only-client-secret-0123456789'

export const openIdEmulator: Emulator = { mount: 'open-id', handle }

/** Those to choose from. Whoever else is named in a hint exists as well. */
const NAMES: Readonly<Record<string, string>> = { asha: 'Asha Verma', ravi: 'रवि कुमार', mira: 'Mira Rao' }
/** Who does not agree. */
const NOBODY = 'nobody'

const claimsOf = (person: string): JWTPayload => ({ sub: `user-${person}`, name: NAMES[person] ?? person, email: `${person}@example.com` })

const CODE_SECONDS = 60
const TOKEN_SECONDS = 300

interface Key {
  readonly kid: string
  readonly alg: string
  readonly privateJwk: JWK
  readonly publicJwk: JWK
}

async function handle(request: Request, desk: Desk): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const isPost = request.method === 'POST'
  if (pathname === '/.well-known/openid-configuration') return Response.json(documentOf(desk))
  if (pathname === '/jwks' || pathname === '/cdn-cgi/access/certs') return Response.json({ keys: [(await currentKey(desk)).publicJwk] })
  if (pathname === '/authorize' && !isPost) return authorize(searchParams, desk)
  if (pathname === '/token' && isPost) return token(request, desk)
  return Response.json({ error: 'not_found' }, { status: 404 })
}

const documentOf = ({ origin }: Desk) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  jwks_uri: `${origin}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  authorization_response_iss_parameter_supported: true,
})

/** The one client has one address, on the host that the emulator is on. */
const redirectUriOf = ({ origin }: Desk): string => `${new URL(origin).origin}/auth/callback`

/** Without a hint, a page to choose from; with one, that person agrees at once. */
async function authorize(query: URLSearchParams, desk: Desk): Promise<Response> {
  if (query.get('client_id') !== OPEN_ID_CLIENT_ID) return problem('unauthorized_client', 'There is no such client.')
  // Never redirected to: nobody knows whose it is.
  if (query.get('redirect_uri') !== redirectUriOf(desk)) return problem('invalid_request', 'This redirect_uri is not registered.')
  const back = (answer: Readonly<Record<string, string>>): Response => {
    const url = new URL(redirectUriOf(desk))
    for (const [name, value] of Object.entries({ ...answer, state: query.get('state') ?? '', iss: desk.origin })) url.searchParams.set(name, value)
    return new Response(null, { status: 302, headers: { location: url.href } })
  }
  if (query.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' })
  if (!query.get('scope')?.split(' ').includes('openid')) return back({ error: 'invalid_scope' })
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(query.get('code_challenge') ?? '')) return back({ error: 'invalid_request' })
  const hint = query.get('login_hint')
  if (hint === null) return new Response(chooser(query), { headers: { 'content-type': 'text/html; charset=utf-8' } })
  const person = /^\w+/.exec(hint)?.[0] ?? NOBODY
  if (person === NOBODY) return back({ error: 'access_denied' })
  const code = desk.newId()
  await desk.tasks.put({ id: code, createdAtMs: desk.nowMs(), forced: undefined, request: { ...Object.fromEntries(query), person, fault: /\[\[([\w-]+)\]\]/.exec(hint)?.[1] ?? '' } })
  return back({ code })
}

function chooser(query: URLSearchParams): string {
  const links = [...Object.entries(NAMES), [NOBODY, 'Cancel'] as const].map(([id, name]) => `<li><a href="?${new URLSearchParams({ ...Object.fromEntries(query), login_hint: id }).toString().replaceAll('&', '&amp;')}">${name}</a>`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Local issuer</title><body style="font: 18px/2 system-ui; max-width: 30rem; margin: 12vh auto"><h1>Who are you?</h1><ul>${links.join('')}</ul></html>`
}

async function token(request: Request, desk: Desk): Promise<Response> {
  const isForm = (request.headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded')
  const form = new Map(isForm ? [...(await request.formData())].filter((pair): pair is [string, string] => typeof pair[1] === 'string') : [])
  if (!isOurClient(request.headers.get('authorization'), form)) return problem('invalid_client', 'Client authentication failed.', 401)
  if (form.get('grant_type') !== 'authorization_code') return problem('unsupported_grant_type', 'Only authorization_code is supported.')
  const code = form.get('code') ?? ''
  const grant = await desk.tasks.get(code)
  // Once, whatever comes of it.
  await desk.tasks.delete(code)
  if (!grant || desk.nowMs() > grant.createdAtMs + CODE_SECONDS * 1000) return problem('invalid_grant', 'The code is unknown, used or too old.')
  const asked = grant.request as Readonly<Record<string, string>>
  if (form.get('redirect_uri') !== asked['redirect_uri']) return problem('invalid_grant', 'The redirect_uri is not that of the authorization.')
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(form.get('code_verifier') ?? ''))
  if (base64url.encode(new Uint8Array(challenge)) !== asked['code_challenge']) return problem('invalid_grant', 'The code_verifier does not match.')
  const { fault = '', person = '', nonce } = asked
  if (fault === 'unavailable') return new Response('try later', { status: 503 })
  if (fault === 'no-token') return Response.json({ access_token: desk.newId(), token_type: 'Bearer' })
  if (fault === 'huge') return Response.json({ id_token: 'x'.repeat(1_000_000) })
  const claims = { ...claimsOf(person), iss: desk.origin, aud: OPEN_ID_CLIENT_ID, ...(nonce !== undefined && { nonce }) }
  return Response.json({ access_token: desk.newId(), token_type: 'Bearer', expires_in: TOKEN_SECONDS, id_token: await signed(desk, claims, fault) })
}

/** By HTTP Basic, form-encoded first (RFC 6749, 2.3.1), or in the form. */
function isOurClient(authorization: string | null, form: ReadonlyMap<string, string>): boolean {
  const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1]
  const [id, secret] = basic === undefined ? [form.get('client_id'), form.get('client_secret')] : atob(basic).split(':').map(decodeURIComponent)
  return id === OPEN_ID_CLIENT_ID && secret === OPEN_ID_CLIENT_SECRET
}

const problem = (error: string, description: string, status = 400): Response => Response.json({ error, error_description: description }, { status })

/** What each fault changes of a token that would else be good. */
const CLAIM_FAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'wrong-issuer': { iss: 'https://evil.example' },
  'wrong-audience': { aud: 'another-client' },
  'others-too': { aud: [OPEN_ID_CLIENT_ID, 'another-client'] },
  'to-another': { aud: [OPEN_ID_CLIENT_ID, 'another-client'], azp: 'another-client' },
  'to-us-of-several': { aud: [OPEN_ID_CLIENT_ID, 'another-client'], azp: OPEN_ID_CLIENT_ID },
  'wrong-nonce': { nonce: 'another' },
  'no-nonce': { nonce: undefined },
  'no-subject': { sub: undefined },
  'empty-subject': { sub: '' },
  'long-subject': { sub: 's'.repeat(256) },
  'no-expiry': { exp: undefined },
  'hostile-name': { sub: 'user-mallory', name: '<script>alert(1)</script>"', email: 'asha@example.com' },
  'odd-names': { name: 'A\u0000sha\u202e\n', email: 7 },
}

/** A token of the issuer's about the claims. @param fault what is to be wrong with it; empty: nothing */
export async function signed(desk: Desk, claims: JWTPayload, fault = ''): Promise<string> {
  if (fault === 'rotated') await desk.tasks.delete(KEY_ID)
  if (fault === 'other-algorithm') await keep(desk, await newKey('ES384'))
  const nowSeconds = Math.floor(desk.nowMs() / 1000)
  const [iat, exp] = fault === 'expired' ? [nowSeconds - 900, nowSeconds - 600] : [nowSeconds, nowSeconds + TOKEN_SECONDS]
  const payload = { iat, exp, ...claims, ...CLAIM_FAULTS[fault] } as JWTPayload
  if (fault === 'none') return new UnsecuredJWT(payload).encode()
  if (fault === 'secret') return new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(OPEN_ID_CLIENT_SECRET))
  const key = await currentKey(desk)
  // The oldest trick: the public key's text as the secret of an HMAC.
  if (fault === 'public-key') return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(new TextEncoder().encode(JSON.stringify(key.publicJwk)))
  const { alg } = key
  const { privateJwk } = fault === 'forged' ? await newKey() : key
  const header = { alg, kid: fault === 'unknown-key' ? 'nobody' : key.kid, ...(fault === 'access-token' && { typ: 'at+jwt' }) }
  const text = await new SignJWT(payload).setProtectedHeader(header).sign(await importJWK(privateJwk, alg))
  return fault === 'altered' ? text.replace(/\.(\w+)\./, (_, body: string) => `.${base64url.encode(new TextDecoder().decode(base64url.decode(body)).replace('"user-', '"user-x'))}.`) : text
}

const KEY_ID = 'the key'

/** Made when it is first needed, and kept as long as the state is. */
async function currentKey(desk: Desk): Promise<Key> {
  const kept = await desk.tasks.get(KEY_ID)
  if (kept) return kept.request as unknown as Key
  return keep(desk, await newKey())
}

async function keep(desk: Desk, key: Key): Promise<Key> {
  await desk.tasks.put({ id: KEY_ID, createdAtMs: desk.nowMs(), forced: undefined, request: { ...key } })
  return key
}

async function newKey(alg = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const kid = base64url.encode(crypto.getRandomValues(new Uint8Array(6)))
  return { kid, alg, privateJwk: await exportJWK(privateKey), publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg } }
}
