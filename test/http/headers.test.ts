// What the edge adds to every answer and takes from every request: CORS, security headers, request ids, traces.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Env } from '../../src/env.ts'
import { traceparentOf } from '../../src/http/request-facts.ts'
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

describe('a preflight', () => {
  it('is answered without a key, with every header a client sends', async () => {
    const { status, headers } = await preflight('/graphql')
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST')
    const allowed = headers.get('access-control-allow-headers')?.split(', ')
    expect(allowed).toEqual(['authorization', 'content-type', 'idempotency-key', 'accept-language', 'x-request-id', 'traceparent'])
    expect(headers.get('access-control-max-age')).toBe('86400')
  })

  it('elsewhere, or OPTIONS that is none, is refused with what is allowed', async () => {
    const refused = await Promise.all([preflight('/graphql', {}), preflight('/health'), preflight('/errors/INTERNAL'), preflight('/media/a')])
    expect(refused.map(({ status, headers }) => [status, headers.get('allow')])).toEqual([[405, 'GET, POST'], [405, 'GET, HEAD'], [405, 'GET, HEAD'], [405, 'GET, HEAD']])
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
