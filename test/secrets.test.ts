// No secret gets out: generations of every ending, their answers, webhooks and logs are searched for every secret that
// is configured; and an upstream's key goes to its own origin alone, wherever an answer points.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { models } from '../src/catalog/catalog.ts'
import { redactingLog, redactor } from '../src/domain/log.ts'
import { openDatabase } from '../src/store/database.ts'
import { attempts } from '../src/store/tables.ts'
import { emulatorSettings } from '../emulators/settings.ts'
import { GENERATE, READ, RECEIVER, WEBHOOK_SECRET, createWorld } from './world.ts'
import type { World } from './world.ts'

const seen: string[] = []
const secrets: string[] = [WEBHOOK_SECRET, WEBHOOK_SECRET.slice('whsec_'.length)]
let statuses: readonly string[] = []

const INPUTS: readonly Record<string, unknown>[] = [
  { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } },
  { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hello' } },
  { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } },
  { type: 'VIDEO', provider: 'kling', input: { text: 'storm' } },
  ...['[[fail]]', '[[moderated]]', '[[429]]', '[[500]]', '[[hang]]'].map((word) => ({ type: 'VIDEO', provider: 'luma', input: { text: `storm ${word}` } })),
  { type: 'VIDEO', provider: 'runway', input: { text: 'storm', image: 'https://example.com/a.png' } },
  { type: 'VIDEO', provider: 'vidu', input: { text: 'storm' } },
  { type: 'VIDEO', provider: 'seedance', input: { text: 'storm' } },
]

/** An upstream that repeats the key it refuses, one whose answers get lost, one that points elsewhere. */
function hostile(url: string, init: RequestInit): Promise<Response> | undefined {
  const headers = JSON.stringify([...new Headers(init.headers)])
  if (url.includes('/vidu/')) return Promise.resolve(Response.json({ message: `bad credentials: ${headers}`, err_code: headers }, { status: 401 }))
  if (url.includes('/runway/')) return Promise.reject(new TypeError(`connection lost: ${headers}`))
  if (url.includes('/ark/')) return Promise.resolve(new Response(headers, { status: 302, headers: { location: 'https://thief.example.com/' } }))
  return undefined
}

beforeAll(async () => {
  const world = await createWorld({ network: hostile })
  secrets.push(world.key, ...secretSettings(world))
  const keep = async (reply: Promise<unknown>): Promise<void> => void seen.push(JSON.stringify(await reply))
  const ids: string[] = []
  for (const [index, input] of INPUTS.entries()) {
    const { generate } = await world.ask(GENERATE, { input: { webhookUrl: RECEIVER, ...input } }, { 'idempotency-key': `key-${index}` })
    ids.push(generate.id)
    seen.push(JSON.stringify(generate))
  }
  for (let step = 0; step < 40; step += 1) {
    await world.run(300)
    await world.sweep()
  }
  statuses = await Promise.all(ids.map(async (id) => ((await world.ask(READ, { id }))['generation'] as { status: string }).status))
  for (const id of ids) await keep(world.post({ query: READ, variables: { id } }))
  await keep(world.post({ query: '{ me { id name plan credits } creditEntries(first: 100) { edges { node { id kind amount } } } providers { id models { id docsUrl } } }' }))
  for (const body of ['{', '[]', { query: '{ nothing }' }, { query: '{ me { ' }, { query: GENERATE, variables: { input: { type: world.key } } }]) await keep(world.post(body))
  const answers = await Promise.all([world.fetchApp('/graphql'), world.fetchApp('/errors/INTERNAL'), world.fetchApp('/media/x'), world.fetchApp('/nowhere')])
  for (const answer of answers) seen.push(`${JSON.stringify([...answer.headers])} ${await answer.text()}`)
  seen.push(...world.received.map(({ headers, body }) => `${JSON.stringify([...headers])} ${body}`), ...world.logs.map((line) => JSON.stringify(line)))
})

function secretSettings(world: World): readonly string[] {
  const named = Object.entries({ ...world.env } as Record<string, unknown>).filter(([name]) => /_(KEY|SECRET)$/.test(name))
  return named.map(([, value]) => String(value))
}

describe('a secret', () => {
  it('is searched for in what every ending brought about', () => {
    expect(new Set(statuses)).toEqual(new Set(['COMPLETED', 'FAILED']))
    expect(secrets.length).toBeGreaterThanOrEqual(3 + Object.keys(emulatorSettings('')).filter((name) => name.endsWith('_KEY')).length)
    expect(seen.filter((text) => text.includes('"event"')).length).toBeGreaterThan(5)
    expect(seen.filter((text) => text.includes('webhook-signature')).length).toBeGreaterThanOrEqual(INPUTS.length)
  })

  it('is in no log line, answer or webhook', () => {
    const quoted = secrets.filter((secret) => secret !== '')
    // The one answer that repeats a caller's own words to the same caller.
    const others = seen.filter((text) => !text.includes('is none of the values of GenerationType'))
    expect(others.flatMap((text) => quoted.filter((secret) => text.includes(secret)).map((secret) => [secret, text.slice(0, 200)]))).toEqual([])
  })

  it('is in nothing that is kept of an upstream\'s words', async () => {
    const kept = (await openDatabase(env.DB).select().from(attempts)).map(({ detail }) => detail ?? '')
    expect(kept.some((detail) => detail.includes('bad credentials'))).toBe(true)
    expect(kept.filter((detail) => secrets.some((secret) => secret !== '' && detail.includes(secret)))).toEqual([])
  })

  it('that an upstream repeats in its refusal is blotted out of the log, and the rest of the line stays', () => {
    expect(seen.some((text) => text.includes('bad credentials') && text.includes('…'))).toBe(true)
  })

  it('is blotted out of a log whole, each of several, and as JSON writes it', () => {
    const lines: string[] = []
    const log = redactingLog(redactor({ LUMA_API_KEY: 'luma-"quoted"-key', MEDIA_LINK_SECRET: 'old-secret,new-secret', PUBLIC_URL: 'https://api.doitong.com', FAL_API_KEY: 'short' }), (line) => void lines.push(line))
    log('refused', { detail: 'luma-"quoted"-key, old-secret and new-secret at https://api.doitong.com, in short' })
    expect(lines).toEqual(['{"event":"refused","detail":"…, … and … at https://api.doitong.com, in short"}'])
  })
})

describe('the key of an upstream', () => {
  const settings = emulatorSettings('http://127.0.0.1:8787/emulators')
  /** Where it may be sent: below the mount of its own twin. */
  const homes = Object.entries(settings).flatMap(([name, key]) => {
    const baseUrl = settings[name.replace(/_(API|ACCESS|SECRET)_KEY$/, '_BASE_URL')]
    return name.endsWith('_KEY') && baseUrl !== undefined ? [{ key, home: new RegExp(`^${/^.+?emulators\/[^/]+/.exec(baseUrl)?.[0] ?? ''}/`) }] : []
  })
  const keys = Object.entries(settings).filter(([name]) => name.endsWith('_KEY')).map(([, value]) => value)
  const cases = new Map(models.filter((model) => Object.values(model.inputs).every((rule) => !rule.required) || model.inputs.text?.required).map((model) => [model.provider, model]))

  it('is sent to its own origin alone, also when every answer is a redirect elsewhere', async () => {
    const sent: { readonly url: string; readonly redirect: string | undefined; readonly text: string }[] = []
    const world = await createWorld({
      network: (url, init) => {
        sent.push({ url, redirect: init.redirect, text: JSON.stringify([...new Headers(init.headers)]) })
        return Promise.resolve(new Response(null, { status: 302, headers: { location: 'https://thief.example.com/collect' } }))
      },
    })
    let accepted = 0
    for (const [provider, { type }] of cases) {
      const reply = await world.post({ query: GENERATE, variables: { input: { type, provider, input: { text: 'A river' } } } })
      accepted += reply.body.data ? 1 : 0
    }
    for (let step = 0; step < 3; step += 1) await world.run(100)
    expect(accepted).toBeGreaterThanOrEqual(12)
    expect(sent.length).toBeGreaterThanOrEqual(accepted)
    expect(sent.every(({ redirect }) => redirect === 'manual')).toBe(true)
    expect(sent.filter(({ url }) => !url.startsWith('http://127.0.0.1:8787/emulators/'))).toEqual([])
    expect(homes).toHaveLength(keys.length)
    expect(sent.filter(({ url, text }) => homes.some(({ key, home }) => text.includes(key) && !home.test(url)))).toEqual([])
    expect(sent.filter(({ text }) => keys.some((key) => text.includes(key))).length).toBeGreaterThan(5)
  })

  it('is not sent to where an upstream says that its media are', async () => {
    const elsewhere: Headers[] = []
    const world = await createWorld({
      network: (url, init) => {
        if (url.startsWith('https://thief.example.com/')) {
          elsewhere.push(new Headers(init.headers))
          return Promise.resolve(new Response('no', { status: 404 }))
        }
        if (!url.includes('/luma/') || init.method !== 'GET') return undefined
        return Promise.resolve(Response.json({ id: '1', state: 'completed', assets: { video: 'https://thief.example.com/a.mp4' } }))
      },
    })
    await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'A river' } } })
    await world.run(120)
    expect(elsewhere.length).toBeGreaterThan(0)
    expect(elsewhere.flatMap((headers) => [...headers.values()]).filter((value) => keys.some((key) => value.includes(key)))).toEqual([])
  })
})
