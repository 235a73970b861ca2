// A hostile set of receivers, through the whole service: each ends as the guide says, and none of them delays another.
import { afterEach, describe, expect, it, vi } from 'vitest'
import wrangler from '../../wrangler.toml?raw'
import { publicFetch } from '../../src/net/public-address.ts'
import { postWebhook } from '../../src/webhooks/deliver.ts'
import { GENERATE, createWorld } from '../world.ts'
import { createEndpoint, openReceivers, postEndpoint } from './receivers.ts'
import type { Answering } from './receivers.ts'

const DELIVERIES = '{ webhookDeliveries(first: 50) { edges { node { url status attempts lastStatus lastDetail } } } }'
const urlOf = (name: string): string => `https://${name}.receiver.example.com/hook`

/** A body that never ends. */
const endless = (): ReadableStream<Uint8Array> => new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(120)) }, { highWaterMark: 0 })

/** The time limits that are running, so that a test need not wait for them. */
const timers = new Map<AbortSignal, AbortController>()

/** Says nothing until nobody waits any longer. */
const silent: Answering = ({ signal }) => new Promise((_, reject) => {
  signal?.addEventListener('abort', () => reject(new Error('aborted')))
  if (signal) timers.get(signal)?.abort(new DOMException('timed out', 'TimeoutError'))
})

interface Hostile {
  readonly name: string
  readonly answer: Answering
  /** After its first attempt. */
  readonly ends: { readonly status: string; readonly lastStatus: number | null; readonly lastDetail: unknown }
}

const SET: readonly Hostile[] = [
  { name: 'slow', answer: silent, ends: { status: 'PENDING', lastStatus: null, lastDetail: 'no answer within 15 s' } },
  { name: 'redirecting', answer: () => Response.redirect('https://elsewhere.receiver.example.com/', 302), ends: { status: 'PENDING', lastStatus: 302, lastDetail: 'answered 302, a redirect, which is not followed' } },
  { name: 'redirecting-inside', answer: () => new Response(null, { status: 307, headers: { location: 'http://169.254.169.254/' } }), ends: { status: 'PENDING', lastStatus: 307, lastDetail: 'answered 307, a redirect, which is not followed' } },
  { name: 'huge', answer: () => new Response(endless(), { status: 500 }), ends: { status: 'PENDING', lastStatus: 500, lastDetail: expect.stringMatching(/^answered 500: x{400,}$/) } },
  { name: 'huge-and-pleased', answer: () => new Response(endless()), ends: { status: 'DELIVERED', lastStatus: 200, lastDetail: null } },
  { name: 'resetting', answer: () => Promise.reject(new Error('ECONNRESET by peer 10.1.2.3')), ends: { status: 'PENDING', lastStatus: null, lastDetail: 'the connection failed' } },
  { name: 'cut-off', answer: () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) }), { status: 502 }), ends: { status: 'PENDING', lastStatus: 502, lastDetail: 'answered 502' } },
  { name: 'gone', answer: () => new Response(null, { status: 410 }), ends: { status: 'STOPPED', lastStatus: 410, lastDetail: 'answered 410' } },
  { name: 'busy', answer: () => new Response('later', { status: 429, headers: { 'retry-after': '600' } }), ends: { status: 'PENDING', lastStatus: 429, lastDetail: 'answered 429: later' } },
  { name: 'too-small', answer: () => new Response(null, { status: 413 }), ends: { status: 'PENDING', lastStatus: 413, lastDetail: expect.stringMatching(/^answered 413, too large: \d+ bytes$/) } },
]

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a hostile receiver', () => {
  it('ends as the guide says, each of them, and keeps none of the others waiting', async () => {
    const receivers = openReceivers()
    const world = await createWorld({ network: receivers.network })
    for (const { name, answer } of SET) {
      receivers.answer(urlOf(name), answer)
      await createEndpoint(world, { url: urlOf(name) })
    }
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      const controller = new AbortController()
      timers.set(controller.signal, controller)
      return controller.signal
    })
    await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
    await world.run(4)
    const { webhookDeliveries } = await world.ask(DELIVERIES)
    const found = new Map<string, unknown>(webhookDeliveries.edges.map(({ node }: { node: { url: string } }) => [node.url, node]))
    for (const { name, ends } of SET) expect(found.get(urlOf(name))).toMatchObject({ url: urlOf(name), attempts: 1, ...ends })
    expect(receivers.got('https://elsewhere.receiver.example.com/')).toEqual([])
  })

  it('that asks for time is given it, up to a day', async () => {
    const receivers = openReceivers()
    const world = await createWorld({ network: receivers.network })
    receivers.answer(urlOf('busy'), () => new Response(null, { status: 429, headers: { 'retry-after': '600' } }))
    await createEndpoint(world, { url: urlOf('busy') })
    await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
    await world.run(590)
    expect(receivers.got(urlOf('busy')).length).toBe(1)
    await world.run(30)
    expect(receivers.got(urlOf('busy')).length).toBe(2)
  })

  it.each([
    'https://localhost/', 'https://127.0.0.1/', 'https://[::1]/', 'https://0x7f000001/', 'https://2130706433/', 'https://10.0.0.1/', 'https://172.16.0.1/', 'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data', 'https://100.64.0.1/', 'https://[fd00::1]/', 'https://[fe80::1]/', 'https://[::ffff:10.0.0.1]/', 'https://printer.local/', 'https://db.internal/', 'https://intranet/',
    'https://router.home.arpa/', 'https://user:pass@example.com/', 'https://example.com:22/', 'http://example.com/', 'ftp://example.com/',
  ])('at %s is refused when it is named, and never asked', async (url) => {
    const world = await createWorld({ settings: { PUBLIC_URL: 'https://api.example.com' } })
    expect((await postEndpoint(world, { url })).body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'input.url' })
    let asked = 0
    const fetchPublic = publicFetch(async () => {
      asked += 1
      return new Response()
    }, { allowLoopback: false })
    const { outcome } = await postWebhook({ fetchPublic, now: () => 0 }, { id: 'msg_1', url, secrets: [`whsec_${btoa('0123456789abcdef0123456789abcdef')}`], body: '{}' })
    expect([outcome.kind, asked]).toEqual(['FAILED', 0])
  })
})

it('a name that leads to a private address is the platform\'s to refuse: the flag for that is set', () => {
  expect(wrangler).toMatch(/^compatibility_flags = \[[^\]]*"global_fetch_strictly_public"[^\]]*\]$/m)
})
