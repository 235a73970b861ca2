// What every answer carries, unless its route said otherwise itself: Hono's list of security headers, CORS, the request's id.
import { secureHeaders } from 'hono/secure-headers'
import { CROSS_ORIGIN_HEADERS } from './cross-origin.ts'

const NOTHING = "'none'"

export const securityHeaders = secureHeaders({
  // The pages of errors have a style of their own and nothing else; JSON needs nothing at all.
  contentSecurityPolicy: { defaultSrc: [NOTHING], styleSrc: ["'unsafe-inline'"], baseUri: [NOTHING], formAction: [NOTHING], frameAncestors: [NOTHING] },
  strictTransportSecurity: 'max-age=31536000; includeSubDomains',
  xFrameOptions: 'DENY',
  overwrite: false,
})

export function addAnswerHeaders(headers: Headers, request: { readonly url: string; readonly requestId: string }): void {
  for (const [name, value] of Object.entries(CROSS_ORIGIN_HEADERS)) {
    if (!headers.has(name)) headers.set(name, value)
  }
  // RFC 6797, 7.2: over https alone.
  if (!request.url.startsWith('https:')) headers.delete('Strict-Transport-Security')
  headers.set('X-Request-Id', request.requestId)
}
