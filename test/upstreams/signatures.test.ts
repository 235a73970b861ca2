// What companies sign their callbacks with, against what they publish of it, and against forgers. That their twins' own are believed is
// shown by contract-callbacks.ts.
import { describe, expect, it } from 'vitest'
import { Webhook } from 'standardwebhooks'
import type { CompanyCallbacks, Told, UpstreamRegistration } from '../../src/upstreams/contract.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import { falEmulator } from '../../emulators/fal/twin.ts'
import { memoryDesk } from '../../emulators/desk.ts'
import type { Task } from '../../emulators/emulator.ts'
import { viduEmulator } from '../../emulators/vidu/twin.ts'
import { emulatorSettings } from '../../emulators/settings.ts'
import { bytesOf, hexOf, hmac } from '../../emulators/callbacks.ts'

const nowMs = 1_781_080_794_151
const settings = emulatorSettings('http://127.0.0.1:8787/emulators')

function callbacksOf(id: keyof typeof registrations, own: Readonly<Record<string, string>> = settings, fetcher: (url: string, init: RequestInit) => Promise<Response> = () => Promise.reject(new Error('offline'))): CompanyCallbacks {
  const registration: UpstreamRegistration = registrations[id]
  const callbacks = registration.callbacks?.((name) => own[`${registration.settings}_${name}`], fetcher)
  if (!callbacks) throw new Error(`${id} does not call back`)
  return callbacks
}

const told = (text: string, headers: Readonly<Record<string, string>>, more: Partial<Told> = {}): Told =>
  ({ url: 'https://api.example.com/callbacks/x/y', secret: 'of the attempt', headers: new Headers(headers), text, json: JSON.parse(text) as unknown, nowMs, ...more })

const isGenuine = async (callbacks: CompanyCallbacks, what: Told): Promise<boolean> => (callbacks.isGenuine ? callbacks.isGenuine(what) : true)

describe("Kling's signature", () => {
  const body = '{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}'
  const headers = { 'webhook-id': '9876543210', 'webhook-timestamp': '1781080794', 'webhook-signature': 'v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=' }

  it('is believed as its own test vector has it, also beside another', async () => {
    const callbacks = callbacksOf('kling')
    expect(await isGenuine(callbacks, told(body, headers))).toBe(true)
    expect(await isGenuine(callbacks, told(body, { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }))).toBe(true)
  })

  it('is not, of another body, id, time, secret, an old one, or none at all', async () => {
    const callbacks = callbacksOf('kling')
    const wrong: readonly Told[] = [
      told(body.replace('succeeded', 'failed'), headers), told(body, { ...headers, 'webhook-id': '1' }), told(body, { ...headers, 'webhook-timestamp': '1781080795' }),
      told(body, headers, { nowMs: nowMs + 301_000 }), told(body, headers, { nowMs: nowMs - 301_000 }), told(body, {}), told(body, { ...headers, 'webhook-signature': 'v1,' }), told(body, { ...headers, 'webhook-signature': 'nonsense' }),
    ]
    for (const one of wrong) expect(await isGenuine(callbacks, one)).toBe(false)
    expect(await isGenuine(callbacksOf('kling-tasks', { KLING_WEBHOOK_SECRET: 'whsec_AAAA' }), told(body, headers))).toBe(false)
  })

  it('is made by the library of Standard Webhooks as well', async () => {
    const signature = new Webhook(settings['KLING_WEBHOOK_SECRET'] ?? '').sign('7', new Date(nowMs), body)
    expect(await isGenuine(callbacksOf('kling'), told(body, { 'webhook-id': '7', 'webhook-timestamp': String(Math.floor(nowMs / 1000)), 'webhook-signature': signature }))).toBe(true)
  })

  it('is not looked for where no secret is set', () => {
    expect(callbacksOf('kling', {}).isGenuine).toBeUndefined()
  })
})

describe("fal's signature", () => {
  const task: Task = { id: 'a-task', createdAtMs: 0, forced: undefined, request: { endpoint: 'fal-ai/flux/krea', input: { prompt: 'x' } } }
  const order = { url: 'https://api.example.com/callbacks/fal/y' }

  async function called() {
    const clock = { nowMs }
    const { desk, fetch } = memoryDesk(falEmulator, clock)
    const request = await falEmulator.callback?.(task, order, desk)
    const text = (await request?.text()) ?? ''
    return { text, headers: Object.fromEntries(request?.headers ?? []), fetch, clock }
  }

  it('is believed by the keys that it publishes, which are asked for once', async () => {
    const { text, headers, fetch } = await called()
    let asked = 0
    const callbacks = callbacksOf('fal', { FAL_JWKS_URL: 'http://127.0.0.1:8787/emulators/fal/.well-known/jwks.json?1' }, (url, init) => ((asked += 1), fetch(url, init)))
    for (let times = 0; times < 3; times += 1) expect(await isGenuine(callbacks, told(text, headers))).toBe(true)
    expect(asked).toBe(1)
  })

  it('is not, of another body, id or time, unsigned, or where its keys cannot be had', async () => {
    const { text, headers, fetch } = await called()
    const callbacks = callbacksOf('fal', settings, fetch)
    for (const wrong of [told(text.replace('"OK"', '"ERROR"'), headers), told(text, { ...headers, 'x-fal-webhook-request-id': 'b' }), told(text, headers, { nowMs: nowMs + 301_000 }), told(text, {}), told(text, { ...headers, 'x-fal-webhook-signature': 'zz' })]) {
      expect(await isGenuine(callbacks, wrong)).toBe(false)
    }
    expect(await isGenuine(callbacksOf('fal', { FAL_JWKS_URL: 'https://elsewhere.example.com/jwks.json' }), told(text, headers))).toBe(false)
  })
})

describe("HeyGen's, Black Forest Labs' and Vidu's signatures", () => {
  const text = '{"event_type":"avatar_video.success"}'

  it('are refused where they are wrong', async () => {
    expect(await isGenuine(callbacksOf('heygen'), told(text, { 'heygen-signature': '00' }))).toBe(false)
    expect(await isGenuine(callbacksOf('bfl'), told(text, { 'x-bfl-signature': 'sha256=00' }))).toBe(false)
    expect(await isGenuine(callbacksOf('vidu'), told(text, { 'x-hmac-signature': 'AAAA', date: new Date(nowMs).toUTCString() }))).toBe(false)
  })

  it('are believed where they are right, HeyGen\'s of five minutes', async () => {
    const signature = hexOf(await hmac(bytesOf(settings['HEYGEN_WEBHOOK_SECRET'] ?? ''), text))
    const headers = { 'heygen-signature': signature, 'heygen-timestamp': String(Math.floor(nowMs / 1000)) }
    expect(await isGenuine(callbacksOf('heygen'), told(text, headers))).toBe(true)
    expect(await isGenuine(callbacksOf('heygen'), told(text, headers, { nowMs: nowMs + 301_000 }))).toBe(false)
    expect(await isGenuine(callbacksOf('bfl'), told(text, { 'x-bfl-signature': `sha256=${hexOf(await hmac(bytesOf('of the attempt'), text))}` }))).toBe(true)
  })

  it('are of the address and the time with Vidu', async () => {
    const { desk } = memoryDesk(viduEmulator, { nowMs })
    const task: Task = { id: '7', createdAtMs: 0, forced: undefined, request: { duration: 5 } }
    const url = 'https://api.example.com/callbacks/vidu/y'
    const request = await viduEmulator.callback?.(task, { url }, desk)
    const body = (await request?.text()) ?? ''
    const headers = Object.fromEntries(request?.headers ?? [])
    expect(await isGenuine(callbacksOf('vidu'), told(body, headers, { url }))).toBe(true)
    expect(await isGenuine(callbacksOf('vidu'), told(body, headers, { url: `${url}z` }))).toBe(false)
    expect(await isGenuine(callbacksOf('vidu'), told(body, headers, { url, nowMs: nowMs + 301_000 }))).toBe(false)
  })

  it('may be missing, since no page of theirs promises them', async () => {
    for (const id of ['heygen', 'bfl', 'vidu'] as const) expect(await isGenuine(callbacksOf(id), told(text, {}))).toBe(true)
  })
})

describe('Black Forest Labs', () => {
  it('is asked to call back at a region of its own alone', () => {
    for (const url of [undefined, 'https://api.bfl.ai']) expect(registrations.bfl.callbacks((name) => (name === 'BASE_URL' ? url : undefined))).toBeUndefined()
    expect(registrations.bfl.callbacks((name) => (name === 'BASE_URL' ? 'https://api.eu.bfl.ai' : undefined))).toBeDefined()
  })
})
