// What every answer carries, unless its route said otherwise itself.
import { CROSS_ORIGIN_HEADERS } from './cross-origin.ts'

const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // No page that opens one of ours, or is opened by it, keeps a hold on it.
  'Cross-Origin-Opener-Policy': 'same-origin',
  // The pages of errors have a style of their own and nothing else; JSON needs nothing at all.
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
} as const

const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains'

export function addAnswerHeaders(headers: Headers, request: { readonly url: string; readonly requestId: string }): void {
  for (const [name, value] of Object.entries({ ...CROSS_ORIGIN_HEADERS, ...SECURITY_HEADERS })) {
    if (!headers.has(name)) headers.set(name, value)
  }
  if (request.url.startsWith('https:')) headers.set('Strict-Transport-Security', STRICT_TRANSPORT)
  headers.set('X-Request-Id', request.requestId)
}
