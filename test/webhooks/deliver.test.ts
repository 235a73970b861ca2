import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { publicFetch } from '../../src/net/public-address.ts'
import { postWebhook } from '../../src/webhooks/deliver.ts'

const secret = `whsec_${btoa('0123456789abcdef0123456789abcdef')}`
const delivery = { id: 'evt_1', url: 'https://hooks.example.com/doitong', secrets: [secret], body: '{"type":"generation.completed"}' }

/** A receiver on the other side of the network. */
async function deliverTo(receive: (request: Request) => Response | Promise<Response>, url = delivery.url, headers = {}) {
  const fetchPublic = publicFetch(async (target, init) => receive(new Request(target, init)), { allowLoopback: false })
  return (await postWebhook({ fetchPublic, now: () => Date.now() }, { ...delivery, url, headers })).outcome
}

/** A body that never ends and counts what was read of it. */
function endless(chunk: string) {
  const seen = { pulled: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      seen.pulled += 1
      controller.enqueue(new TextEncoder().encode(chunk))
    },
    cancel() {
      seen.cancelled = true
    },
  }, { highWaterMark: 0 })
  return { body, seen }
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a delivery', () => {
  it('is a signed POST that the receiver can verify', async () => {
    let verified: unknown
    const outcome = await deliverTo(async (request) => {
      expect(request.method).toBe('POST')
      expect(request.redirect).toBe('manual')
      expect(request.headers.get('content-type')).toBe('application/json')
      expect(request.headers.get('user-agent')).toBe('Doitong-Webhooks/1')
      expect(request.headers.get('webhook-id')).toBe('evt_1')
      verified = new Webhook(secret).verify(await request.text(), Object.fromEntries(request.headers))
      return new Response(null, { status: 204 })
    })
    expect(outcome).toEqual({ kind: 'DELIVERED', status: 204 })
    expect(verified).toEqual({ type: 'generation.completed' })
  })

  it('is stamped with the second of its own attempt', async () => {
    let stamp: string | null = null
    const fetchPublic = async (url: string, init: RequestInit) => {
      stamp = new Request(url, init).headers.get('webhook-timestamp')
      return new Response()
    }
    await postWebhook({ fetchPublic, now: () => 1_781_080_794_999 }, delivery)
    expect(stamp).toBe('1781080794')
  })

  it('that arrived is read no further than its first KiB', async () => {
    const { body, seen } = endless('x'.repeat(512))
    const fetchPublic = async () => new Response(body)
    expect(await postWebhook({ fetchPublic, now: () => 1 }, delivery)).toEqual({ outcome: { kind: 'DELIVERED', status: 200 }, answer: 'x'.repeat(1024), ms: 0 })
    expect(seen).toEqual({ pulled: 2, cancelled: true })
  })

  it('carries the headers of its owner, and never in the place of ours', async () => {
    let headers = new Headers()
    await deliverTo((request) => {
      headers = request.headers
      return new Response()
    }, delivery.url, { 'authorization': 'Bearer own', 'webhook-id': 'forged', 'user-agent': 'own' })
    expect([headers.get('authorization'), headers.get('webhook-id'), headers.get('user-agent')]).toEqual(['Bearer own', 'evt_1', 'Doitong-Webhooks/1'])
  })
})

describe('a failure', () => {
  it('says what the receiver said, on one line', async () => {
    const outcome = await deliverTo(() => new Response('no\n\u0000such  tenant\n', { status: 500 }))
    expect(outcome).toEqual({ kind: 'FAILED', status: 500, detail: 'answered 500: no such tenant' })
    expect(await deliverTo(() => new Response(null, { status: 503 }))).toMatchObject({ detail: 'answered 503' })
  })

  it('reads 1 KiB of the answer and cancels the rest', async () => {
    const { body, seen } = endless('x'.repeat(300))
    const outcome = await deliverTo(() => new Response(body, { status: 500 }))
    expect(outcome).toMatchObject({ detail: `answered 500: ${'x'.repeat(1024)}` })
    expect(seen).toEqual({ pulled: 4, cancelled: true })
  })

  it('never carries the secret, not even its cut-off start', async () => {
    const whole = await deliverTo(() => new Response(`expected ${secret}!`, { status: 401 }))
    expect(whole).toMatchObject({ detail: 'answered 401: expected whsec_…!' })
    const cut = await deliverTo(() => new Response(`${'x '.repeat(500)}${secret}`, { status: 401 }))
    expect(JSON.stringify(cut)).not.toContain(secret.slice(0, 10))
  })

  it('is a redirect too, and nobody follows it', async () => {
    let asked = 0
    const outcome = await deliverTo(() => {
      asked += 1
      return new Response(null, { status: 308, headers: { location: 'https://elsewhere.example.com/' } })
    })
    expect(outcome).toEqual({ kind: 'FAILED', status: 308, detail: 'answered 308, a redirect, which is not followed' })
    expect(asked).toBe(1)
  })

  it.each([
    ['120', { retryAfterSeconds: 120 }],
    ['Sun, 22 Nov 2026 12:02:00 GMT', { retryAfterSeconds: 120 }],
    ['soon', {}],
  ])('carries Retry-After: %s', async (value, expected) => {
    const { outcome } = await postWebhook({
      fetchPublic: async () => new Response(null, { status: 429, headers: { 'retry-after': value } }),
      now: () => Date.parse('2026-11-22T12:00:00Z'),
    }, delivery)
    expect(outcome).toEqual({ kind: 'FAILED', status: 429, detail: 'answered 429', ...expected })
  })

  it('tells how large a body was that is too large', async () => {
    expect(await deliverTo(() => new Response(null, { status: 413 }))).toMatchObject({ detail: `answered 413, too large: ${delivery.body.length} bytes` })
  })

  it('is a lost connection, without the network\'s own words', async () => {
    const outcome = await deliverTo(() => {
      throw new Error('internal error; reference = 0123')
    })
    expect(outcome).toEqual({ kind: 'FAILED', status: null, detail: 'the connection failed' })
  })

  it('is an address that is not public, which is never asked', async () => {
    const outcome = await deliverTo(() => new Response(), 'https://10.0.0.1/hook')
    expect(outcome).toEqual({ kind: 'FAILED', status: null, detail: 'The URL does not lead to a public address.' })
  })

  it('is no answer within 15 s, or an answer that stalls', async () => {
    const timer = new AbortController()
    const asked = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timer.signal)
    const stalled = postWebhook({
      fetchPublic: async () => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }), { status: 500 }),
      now: () => Date.now(),
    }, delivery)
    const silent = postWebhook({
      fetchPublic: (_url, init) => new Promise((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(new Error('aborted')))
      }),
      now: () => Date.now(),
    }, delivery)
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(3))
    timer.abort(new DOMException('timed out', 'TimeoutError'))
    expect((await silent).outcome).toEqual({ kind: 'FAILED', status: null, detail: 'no answer within 15 s' })
    expect((await stalled).outcome).toEqual({ kind: 'FAILED', status: 500, detail: 'answered 500' })
    expect(asked).toHaveBeenCalledWith(15_000)
  })
})

it('410 stops the deliveries', async () => {
  const outcome = await deliverTo(() => new Response('moved out', { status: 410, headers: { 'retry-after': '9' } }))
  expect(outcome).toEqual({ kind: 'STOPPED', status: 410, detail: 'answered 410: moved out' })
})
