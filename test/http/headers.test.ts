// What the edge adds to every answer and takes from every request: CORS, security headers, request ids, traces.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Env } from '../../src/env.ts'
import { languageOf, traceparentOf } from '../../src/http/request-facts.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const authorized = () => ({ authorization: `Bearer ${world.key}` })
const preflight = (path: string, headers: Record<string, string> = { 'origin': 'https://app.example.com', 'access-control-request-method': 'POST' }) =>
  world.fetchApp(path, { method: 'OPTIONS', headers })

/** An answer of every kind. */
const answers: Readonly<Record<string, () => Promise<Response>>> = {
  'a success': () => world.fetchApp('/graphql?query={me{id}}', { headers: authorized() }),
  'a refused document': () => world.fetchApp('/graphql?query={nothing}', { headers: authorized() }),
  'a preflight': () => preflight('/graphql'),
  'an unknown key': () => world.fetchApp('/graphql?query={me{id}}'),
  'another method': () => world.fetchApp('/graphql', { method: 'DELETE', headers: authorized() }),
  'another content type': () => world.fetchApp('/graphql', { method: 'POST', headers: authorized(), body: 'hello' }),
  'an unknown path': () => world.fetchApp('/nowhere'),
  'the page of an error': () => world.fetchApp('/errors/RATE_LIMIT'),
  'the way to an issuer': () => world.fetchApp('/auth/sign-in', { redirect: 'manual' }),
  'a refused sign-in': () => world.fetchApp('/auth/callback', { headers: { accept: 'text/html' } }),
  'the state of health': () => world.fetchApp('/health'),
  'a media link that is not ours': () => world.fetchApp('/media/a/b/0.mp4?exp=1&kid=1&sig=x'),
}

describe('every answer', () => {
  for (const [name, answer] of Object.entries(answers)) {
    it(`${name} can be read by any page, framed by none and sniffed by nobody`, async () => {
      const { headers } = await answer()
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('access-control-allow-credentials')).toBeNull()
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe(name.startsWith('a media') ? 'cross-origin' : 'same-origin')
      expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{26}$/)
      expect(headers.get('strict-transport-security')).toBeNull()
    })
  }

  it('over https binds the browser to https', async () => {
    const response = await world.fetchApp('/health', {}, 'https://api.doitong.com')
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  })

  it('lets a page read the limits, the request id and the replay', async () => {
    const { headers } = await world.post({ query: '{ me { id } }' })
    const exposed = headers.get('access-control-expose-headers')?.toLowerCase().split(', ')
    const sent = [...headers.keys()].filter((name) => /ratelimit|request-id/.test(name))
    expect(sent).toHaveLength(6)
    expect(exposed).toEqual(expect.arrayContaining([...sent, 'retry-after', 'idempotency-replayed']))
  })
})

/** What is sent from browsers, as each library's own source names it. */
const SENT_BY = {
  'Apollo Client': ['content-type', 'authorization', 'apollographql-client-name', 'apollographql-client-version', 'apollo-require-preflight', 'x-apollo-operation-name'],
  'Apollo Studio': ['apollo-query-plan-experimental', 'apollo-federation-include-trace', 'x-apollo-tracing'],
  'urql': ['authorization', 'content-type', 'graphql-preflight', 'x-graphql-event-stream-token'],
  'Relay': ['content-type', 'x-requested-with', 'x-csrf-token'],
  'OpenTelemetry': ['traceparent', 'tracestate', 'baggage', 'b3', 'x-b3-traceid', 'x-b3-spanid', 'x-b3-parentspanid', 'x-b3-sampled', 'uber-trace-id'],
  'Sentry': ['sentry-trace', 'baggage', 'traceparent'],
  'Datadog': ['x-datadog-trace-id', 'x-datadog-parent-id', 'x-datadog-origin', 'x-datadog-sampling-priority', 'x-datadog-tags', '_dd-custom-header-graph-ql-operation-name', '_dd-custom-header-graph-ql-operation-type'],
  'New Relic and Elastic': ['newrelic', 'elastic-apm-traceparent'],
  'our callers': ['idempotency-key', 'accept-language', 'x-request-id', 'doitong-mode', 'cache-control', 'if-none-match'],
} as const

const asking = (method: string, headers: string) => ({ 'origin': 'https://app.example.com', 'access-control-request-method': method, 'access-control-request-headers': headers })

describe('a preflight', () => {
  it('is answered without a key', async () => {
    const { status, headers } = await preflight('/graphql')
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST')
    const allowed = headers.get('access-control-allow-headers')?.split(', ')
    expect(allowed).toEqual(['authorization', 'content-type', 'idempotency-key', 'accept-language', 'x-request-id', 'traceparent'])
    expect(headers.get('access-control-max-age')).toBe('86400')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })

  for (const [name, sent] of Object.entries(SENT_BY)) {
    it(`allows what ${name} sends`, async () => {
      for (const separator of [',', ', ']) {
        const { status, headers } = await preflight('/graphql', asking('POST', sent.join(separator)))
        expect([status, headers.get('access-control-allow-headers')?.split(/, ?/), headers.get('vary')]).toEqual([204, sent, 'Access-Control-Request-Headers'])
      }
    })
  }

  it('repeats nothing that is no list of names', async () => {
    for (const asked of ['a b', 'a;b', '<b>', 'a,,b', 'x'.repeat(2001)]) {
      expect((await preflight('/graphql', asking('POST', asked))).headers.get('access-control-allow-headers')).toMatch(/^authorization, content-type, /)
    }
  })

  it('of a player is answered: ranges and conditions on media', async () => {
    const asked = 'range,if-range,if-none-match,if-modified-since'
    const { status, headers } = await preflight('/media/a/b/0.mp4', asking('GET', asked))
    expect(status).toBe(204)
    expect([headers.get('access-control-allow-methods'), headers.get('access-control-allow-headers'), headers.get('access-control-allow-origin')]).toEqual(['GET, HEAD', asked, '*'])
  })

  it('elsewhere, or OPTIONS that is none, is refused with what is allowed', async () => {
    const refused = await Promise.all([preflight('/graphql', {}), preflight('/health'), preflight('/errors/INTERNAL'), preflight('/media/a', {})])
    expect(refused.map(({ status, headers }) => [status, headers.get('allow')])).toEqual([[405, 'GET, POST'], [405, 'GET, HEAD'], [405, 'GET, HEAD'], [405, 'GET, HEAD']])
  })
})

describe('the language', () => {
  const hindi = ['hi', 'HI', 'hi-IN', 'hi-Deva-IN', 'hi, en;q=0.9', 'hi-IN,en;q=0.5', 'en;q=0.8, hi', 'mr, hi;q=0.5, en;q=0.4', 'en;q=0, hi;q=0.1', 'en;q=0, *', 'hi;q=0.3, *;q=0.2', ' hi ; q=0.9 , en ; q=0.8 ', 'hi-IN;q=0.9, hi;q=0.1, en;q=0.5', 'hi,en', 'en;q=0']
  const english = [undefined, '', 'en', 'hil', 'hil, en;q=0.5', 'hit', 'hi;q=0', 'hi;q=0, *', 'hi;q=0.0', 'hi-IN;q=0', 'mr', '*', 'en, hi', 'en-GB, hi;q=0.9', 'hi;q=2', 'hi;q=x', 'hi;q=-1', 'hi;level=1', 'h i', 'hi_IN', 'hi;q=0.8, *', 'x'.repeat(5000)]
  for (const header of hindi) it(`of "${header}" is Hindi`, () => expect(languageOf(header)).toBe('hi'))
  for (const header of english) it(`of "${String(header).slice(0, 30)}" is English`, () => expect(languageOf(header)).toBe('en'))

  it('is the same on every route', async () => {
    for (const [header, word] of [['hil', /link/], ['en;q=0.1, hi', /लिंक/], ['hi;q=0', /link/]] as const) {
      const response = await world.fetchApp('/media/a/b/0.mp4?exp=1&kid=1&sig=x', { headers: { 'accept-language': header } })
      expect(await response.text()).toMatch(word)
    }
  })
})

async function idSent(id: string): Promise<readonly unknown[]> {
  const reply = await world.post({ query: '{ nothing }' }, { 'x-request-id': id })
  return [reply.headers.get('x-request-id'), reply.body.errors?.[0]?.extensions['requestId']]
}

describe('the request id', () => {
  it('of the caller is taken and given back', async () => {
    for (const id of ['a', 'Order_1001.retry-2', 'x'.repeat(128)]) expect(await idSent(id)).toEqual([id, id])
  })

  it('that could not be searched for, or would break a line, is replaced', async () => {
    for (const id of ['', 'x'.repeat(129), 'a b', 'a/b', 'a"b', '<script>', 'a,b', 'é']) {
      const [header, inBody] = await idSent(id)
      expect([header, inBody]).toEqual([expect.stringMatching(/^req_[0-9a-z]{26}$/), header])
    }
  })
})

const brokenGate = {
  idFromName: () => {
    throw new Error('the gate is off its hinges')
  },
} as unknown as Env['ACCOUNT_GATE']

describe('the trace', () => {
  it('is read as W3C Trace Context says', () => {
    const later = TRACE.replace('00-', '01-')
    for (const good of [TRACE, later, `${later}-more`]) expect(traceparentOf(good)).toBe(good)
    const bad = [undefined, '', TRACE.toUpperCase(), `${TRACE}-more`, TRACE.replace('00-', 'ff-'), TRACE.slice(1), `${later}more`, TRACE.replace(/4bf\w+/, '0'.repeat(32)), TRACE.replace('00f067aa0ba902b7', '0'.repeat(16)), `${later}-${'x'.repeat(200)}`]
    for (const one of bad) expect(traceparentOf(one), one).toBeUndefined()
  })

  it('and the request id are on every line that the request logs', async () => {
    const broken = await createWorld({ bindings: () => ({ ACCOUNT_GATE: brokenGate }) })
    const reply = await broken.post({ query: '{ me { id } }' }, { 'traceparent': TRACE, 'x-request-id': 'order-7' })
    await broken.post({ query: '{ me { id } }' }, { 'traceparent': 'rubbish', 'x-request-id': 'order-8' })
    expect([reply.status, reply.body.errors?.[0]?.extensions]).toEqual([500, expect.objectContaining({ code: 'INTERNAL', requestId: 'order-7' })])
    expect(broken.logs).toEqual([
      expect.objectContaining({ event: 'internal error', requestId: 'order-7', traceparent: TRACE, error: expect.stringContaining('the gate is off its hinges') }),
      expect.not.objectContaining({ traceparent: expect.anything() }),
    ])
    expect(JSON.stringify(reply.body)).not.toContain('hinges')
  })
})
