// CORS: any page may call with a key or token it holds. A cookie is taken from our own pages alone, whatever a browser
// sends along, so that no other page can do anything in somebody's name.

/** Where the browser asks for nothing that can be read. */
const USUAL_HEADERS = 'authorization, content-type, idempotency-key, accept-language, x-request-id, traceparent'
/** Names by RFC 9110, separated as browsers do it. */
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~-]+(?: ?, ?[\w!#$%&'*+.^`|~-]+)*$/
const LONGEST_HEADER_NAMES = 2000
const EXPOSED_HEADERS = [
  'X-Request-Id', 'Idempotency-Replayed', 'Preference-Applied', 'Retry-After', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'RateLimit', 'RateLimit-Policy',
].join(', ')
/** Browsers ask again after that; none keeps it longer than a day. */
const PREFLIGHT_SECONDS = 86_400

/** On every answer, errors included: without them a page cannot even read why it was refused. */
export const CROSS_ORIGIN_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': EXPOSED_HEADERS,
} as const

export function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('origin') && request.headers.has('access-control-request-method')
}

/**
 * Allows every header that is asked for: clients and tracers send many of their own, and no header of another page can do
 * harm where its cookies count for nothing. `*` would not do: it does not cover `authorization`.
 */
export function answerPreflight({ headers }: Request, methods: readonly string[]): Response {
  const asked = headers.get('access-control-request-headers')?.trim() ?? ''
  return new Response(null, {
    status: 204,
    headers: {
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': asked.length <= LONGEST_HEADER_NAMES && HEADER_NAMES.test(asked) ? asked : USUAL_HEADERS,
      'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
      'Vary': 'Access-Control-Request-Headers',
    },
  })
}

/** Browsers say where a request comes from, in headers that no page can set; those without `Origin` say it another way. */
export function isFromOwnPage(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get('origin')
  return origin === null ? headers.get('sec-fetch-site') === 'same-origin' : origin === new URL(publicUrl).origin
}
