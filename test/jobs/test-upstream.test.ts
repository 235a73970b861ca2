// What the built-in test upstream delivers, and that nothing of a test job ever leaves for a company: not for any provider
// of the catalogue, whatever is configured.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { PROVIDER_IDS } from '../../src/domain/model.ts'
import { jobs } from '../../src/store/tables.ts'
import { createTestWorld } from '../auth/test-keys.ts'
import type { TestWorld } from '../auth/test-keys.ts'
import { emulatorSettings } from '../../emulators/settings.ts'
import { GENERATE } from '../world.ts'
import type { Answer } from '../world.ts'

const READ = `query ($id: ID!) { generation(id: $id) { status test provider url outputs { url } metadata { format contentType width height duration bytes } } }`
const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { provider model creditCost adjustments { option requested served } passedOver { model } } }'
const PROVIDERS = '{ providers { id models { id } } }'
/** No upstream at all: in production it may be so. */
const NOTHING = Object.fromEntries(Object.keys(emulatorSettings('')).map((name) => [name, '']))
const PORTRAIT = 'https://example.com/portrait.png'
const SPEECH = 'https://example.com/speech.mp3'

async function make({ world, test }: TestWorld, input: Record<string, unknown>): Promise<Answer> {
  const { generate } = await test.ask(GENERATE, { input })
  await world.run(10)
  return (await test.ask(READ, { id: generate.id }))['generation']
}

describe('with nothing configured', () => {
  it('every provider is listed, quoted and tried with a test key, and no request leaves', async () => {
    const made = await createTestWorld({ settings: NOTHING })
    const { world, test, left, accountId } = made
    expect((await test.ask(PROVIDERS))['providers'].map(({ id }: Answer) => id)).toEqual([...PROVIDER_IDS])
    for (const provider of PROVIDER_IDS) {
      const type = models.find((model) => model.provider === provider)?.type
      const input = { type, provider, input: { text: 'A lotus at dawn', ...(provider === 'hedra' && { image: PORTRAIT, audio: SPEECH }) } }
      expect((await test.ask(QUOTE, { input }))['quote']).toMatchObject({ provider })
      const generation = await make(made, input)
      expect(generation).toMatchObject({ status: 'COMPLETED', test: true, provider })
    }
    const stored = await world.services.database.select().from(jobs).where(eq(jobs.accountId, accountId))
    expect(stored).toHaveLength(PROVIDER_IDS.length)
    expect(new Set(stored.flatMap(({ routes }) => routes.map(({ upstream }) => upstream)))).toEqual(new Set(['test']))
    expect(left).toEqual([])
  })

  it('a live key is offered none of it', async () => {
    const { world } = await createTestWorld({ settings: NOTHING })
    expect((await world.ask(PROVIDERS))['providers']).toEqual([])
    const reply = await world.post({ query: GENERATE, variables: { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } } })
    expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([503, 'PROVIDER_UNAVAILABLE'])
  })
})

describe('a test key gets', () => {
  it('the same choice, price and adjustments as a live one', async () => {
    const { world, test } = await createTestWorld()
    const inputs = [
      { type: 'VIDEO', input: { text: 'storm' }, options: { duration: 7, resolution: '1080p' } },
      { type: 'VIDEO', input: { text: 'storm' }, priority: 'COST' },
      { type: 'IMAGE', input: { text: 'storm' }, priority: 'QUALITY', options: { aspectRatio: '21:9' } },
      { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hello' }, options: { voice: 'rachel' } },
    ]
    for (const input of inputs) expect(await test.ask(QUOTE, { input })).toEqual(await world.ask(QUOTE, { input }))
  })

  it('every provider as well, and spends no trial of one that keeps failing', async () => {
    const { world, test } = await createTestWorld()
    const luma = world.env.UPSTREAM_HEALTH.get(world.env.UPSTREAM_HEALTH.idFromName('luma'))
    await luma.record({ account: 'acc_any', outcome: 'ALARM', model: 'ray-2', seconds: 0, nowMs: world.clock.nowMs })
    const input = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } }
    const quoted = async (): Promise<number> => (await world.post({ query: QUOTE, variables: { input } })).status
    expect([await quoted(), await quoted()]).toEqual([200, 503])
    await test.ask(GENERATE, { input })
    world.clock.nowMs += 61_000
    await test.ask(GENERATE, { input })
    expect((await luma.look({ nowMs: world.clock.nowMs })).circuit).toMatchObject({ kind: 'OPEN', trialUntilMs: 0 })
  })

  it('the same refusals', async () => {
    const { world, test } = await createTestWorld()
    for (const input of [{ type: 'VIDEO', provider: 'acme', input: { text: 'storm' } }, { type: 'VIDEO', provider: 'luma', input: {} }, { type: 'VIDEO', provider: 'luma', strict: true, input: { text: 'a' }, options: { duration: 7 } }]) {
      const [own, other] = [await test.post(QUOTE, { input }), await world.post({ query: QUOTE, variables: { input } })]
      const wordsOf = (reply: typeof own): unknown => [reply.status, reply.body.errors?.map(({ message, extensions }) => [message, extensions['code'], extensions['field']])]
      expect(wordsOf(own)).toEqual(wordsOf(other))
      expect(own.status).toBe(400)
    }
  })
})

describe('the delivered file', () => {
  const shapes: readonly (readonly [string, Record<string, unknown>, Record<string, unknown>])[] = [
    ['video, 16:9 where nothing is asked', { type: 'VIDEO', provider: 'luma' }, { format: 'mp4', width: 1280, height: 720, duration: 5 }],
    ['video, tall', { type: 'VIDEO', provider: 'luma', options: { aspectRatio: '9:16' } }, { format: 'mp4', width: 720, height: 1280 }],
    ['video, square', { type: 'VIDEO', provider: 'luma', options: { aspectRatio: '1:1' } }, { width: 960, height: 960 }],
    ['video, the nearest to 21:9', { type: 'VIDEO', provider: 'luma', options: { aspectRatio: '21:9' } }, { width: 1280, height: 720 }],
    ['image, 4:3', { type: 'IMAGE', provider: 'imagen', options: { aspectRatio: '4:3' } }, { contentType: 'image/jpeg', width: 960, height: 720, duration: null }],
    ['image, 3:4', { type: 'IMAGE', provider: 'imagen', options: { aspectRatio: '3:4' } }, { contentType: 'image/jpeg', width: 720, height: 960 }],
    ['avatar, wide', { type: 'AVATAR', provider: 'heygen' }, { format: 'mp4', width: 1280, height: 720 }],
    ['avatar, tall', { type: 'AVATAR', provider: 'heygen', options: { aspectRatio: '9:16' } }, { width: 720, height: 1280 }],
    ['speech', { type: 'AUDIO', provider: 'elevenlabs' }, { format: 'mp3', contentType: 'audio/mpeg', width: null }],
  ]
  for (const [name, input, metadata] of shapes) {
    it(`is a real one: ${name}`, async () => {
      expect(await make(await createTestWorld(), { ...input, input: { text: 'Hello' } })).toMatchObject({ status: 'COMPLETED', metadata })
    })
  }

  it('is kept in storage under the test account and served under a signed link', async () => {
    const made = await createTestWorld()
    const { url, metadata } = await make(made, { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } })
    const { pathname, search } = new URL(url)
    expect(pathname.startsWith(`/media/${made.accountId}/gen_`)).toBe(true)
    const served = await made.world.fetchApp(pathname + search)
    expect([served.status, served.headers.get('content-type'), (await served.arrayBuffer()).byteLength]).toEqual([200, 'video/mp4', metadata.bytes])
    expect((await made.world.fetchApp(pathname)).status).toBe(403)
    expect((await made.world.env.MEDIA.list({ prefix: `${made.accountId}/` })).objects).toHaveLength(1)
  })

  it('is reached by no path of its own', async () => {
    const { world } = await createTestWorld()
    const inStore = await world.env.ASSETS.fetch('https://static.invalid/test-media/mountains-wide-5.mp4.bin')
    await inStore.body?.cancel()
    expect([inStore.status, (await world.fetchApp('/test-media/mountains-wide-5.mp4.bin')).status]).toEqual([200, 404])
  })
})
