// How Kling knows us: an API key sent as it is, or a short-lived token signed with an access key and its secret.
// Docs: https://app.klingai.com/global/dev/document-api (API authentication), read 2026-11-22; the token
// is as Kuaishou's own client makes it.
import { SignJWT } from 'jose'
import type { UpstreamAccess } from '../access.ts'
import type { UpstreamRegistration } from '../contract.ts'

const TOKEN_LIFETIME_SECONDS = 1800
/** Kling allows no more skew than this between our clock and its own. */
const TOKEN_BACKDATE_SECONDS = 5

/** Needs KLING_API_KEY, or both KLING_ACCESS_KEY and KLING_SECRET_KEY; the API key wins where all are set. */
export const authorizeKling = ((setting) => {
  const apiKey = setting('API_KEY')
  if (apiKey) return async () => ({ authorization: `Bearer ${apiKey}` })
  const accessKey = setting('ACCESS_KEY')
  const secretKey = setting('SECRET_KEY')
  return accessKey && secretKey ? signedBy(accessKey, secretKey) : undefined
}) satisfies UpstreamRegistration['authorize']

/** The claims are exactly these three: Kling documents no others. The secret signs as text, not as decoded base64. */
function signedBy(accessKey: string, secretKey: string): UpstreamAccess['authorize'] {
  const secret = new TextEncoder().encode(secretKey)
  return async (nowMs) => {
    const nowSeconds = Math.floor(nowMs / 1000)
    const claims = { iss: accessKey, exp: nowSeconds + TOKEN_LIFETIME_SECONDS, nbf: nowSeconds - TOKEN_BACKDATE_SECONDS }
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(secret)
    return { authorization: `Bearer ${token}` }
  }
}
