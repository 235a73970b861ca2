// Who may in: an API key at the Gemini API; at Vertex AI a token, which a service account's signed assertion is traded for.
// https://developers.google.com/identity/protocols/oauth2/service-account, by google-auth-library 10.9.1; 2026-11-22.
import { errors, importSPKI, jwtVerify } from 'jose'
import type { Desk } from '../emulator.ts'
import { problem } from './replies.ts'
import { GOOGLE_EMULATOR_EMAIL, GOOGLE_EMULATOR_PUBLIC_KEY, GOOGLE_TOKEN_AUDIENCE } from './service-account.ts'

export const GOOGLE_EMULATOR_KEY = 'AIzaSyEmulatorOnly00000000000000000doit'
/** The key of a project without billing. */
export const GOOGLE_EMULATOR_KEY_WITHOUT_BILLING = 'AIzaSyEmulatorOnly000000000000000000nil'

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const TOKEN_SECONDS = 3599
const MAX_ASSERTION_SECONDS = 3600

/** POST /token. */
export async function tokenAnswer(request: Request, desk: Desk): Promise<Response> {
  const isForm = (request.headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded')
  const { grant_type: grant, assertion } = isForm ? Object.fromEntries(await request.formData()) : {}
  if (grant !== GRANT) return denied('unsupported_grant_type', 'Invalid grant_type.')
  const wrong = await wrongAssertion(typeof assertion === 'string' ? assertion : '', desk.nowMs())
  if (wrong) return wrong
  const token = `ya29.emulator-${desk.newId()}`
  await desk.tasks.put({ id: token, createdAtMs: desk.nowMs(), forced: undefined, request: {} })
  return Response.json({ access_token: token, expires_in: TOKEN_SECONDS, token_type: 'Bearer' })
}

async function wrongAssertion(assertion: string, nowMs: number): Promise<Response | undefined> {
  try {
    const { payload } = await jwtVerify(assertion, await importSPKI(GOOGLE_EMULATOR_PUBLIC_KEY, 'RS256'), {
      algorithms: ['RS256'],
      issuer: GOOGLE_EMULATOR_EMAIL,
      audience: GOOGLE_TOKEN_AUDIENCE,
      requiredClaims: ['exp', 'iat'],
      currentDate: new Date(nowMs),
    })
    const { exp = 0, iat = 0, scope } = payload
    if (exp - iat > MAX_ASSERTION_SECONDS || iat > nowMs / 1000 + 60) {
      return denied('invalid_grant', 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.')
    }
    return scope === SCOPE ? undefined : denied('invalid_scope', 'Invalid OAuth scope or ID token audience provided.')
  } catch (error) {
    const isForged = error instanceof errors.JWSSignatureVerificationFailed
    return denied('invalid_grant', isForged ? 'Invalid JWT Signature.' : 'Invalid JWT: the assertion cannot be accepted.')
  }
}

/** A token that a service account signed for itself, as google-gax 6 sends it without any exchange: for a service or a scope. */
async function isSelfSigned(token: string, audience: string, nowMs: number): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(token, await importSPKI(GOOGLE_EMULATOR_PUBLIC_KEY, 'RS256'), {
      algorithms: ['RS256'],
      issuer: GOOGLE_EMULATOR_EMAIL,
      subject: GOOGLE_EMULATOR_EMAIL,
      requiredClaims: ['exp', 'iat'],
      currentDate: new Date(nowMs),
    })
    return payload.scope === SCOPE || payload.aud === audience
  } catch {
    return false
  }
}

function denied(error: string, description: string): Response {
  return Response.json({ error, error_description: description }, { status: 400 })
}

/** The Gemini API. Undefined when the caller is known. */
export function refusalOfKey(request: Request): Response | undefined {
  const key = request.headers.get('x-goog-api-key') ?? new URL(request.url).searchParams.get('key')
  if (!key) {
    return problem(403, 'PERMISSION_DENIED', "Method doesn't allow unregistered callers (callers without established identity).")
  }
  if (key === GOOGLE_EMULATOR_KEY) return undefined
  if (key === GOOGLE_EMULATOR_KEY_WITHOUT_BILLING) {
    return request.method === 'POST'
      ? problem(400, 'FAILED_PRECONDITION', 'This API method requires billing to be enabled. Please enable billing on your project.')
      : undefined
  }
  const reason = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' }
  return problem(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [reason])
}

/**
 * Vertex AI and the speech. Undefined when the caller is known.
 * @param host the service's own, which a self-signed token may be made out to
 */
export async function refusalOfToken(request: Request, desk: Desk, host: string): Promise<Response | undefined> {
  const token = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
  const issued = token.startsWith('ya29.') ? await desk.tasks.get(token) : undefined
  if (issued && desk.nowMs() < issued.createdAtMs + TOKEN_SECONDS * 1000) return undefined
  if (await isSelfSigned(token, `https://${host}/`, desk.nowMs())) return undefined
  return problem(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials. Expected OAuth 2 access token.')
}
