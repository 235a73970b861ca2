// What a caller gives is judged once, and what was judged is what is kept and sent; empty is absent; nothing is given twice and differently.
import { describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { inputOf } from '../../../src/store/job-columns.ts'
import { selectInput } from '../../../src/store/jobs.ts'
import { jobs } from '../../../src/store/tables.ts'
import { GENERATE, RECEIVER, createWorld } from '../../world.ts'
import type { World } from '../../world.ts'

const rowOf = async (world: World, id: string) => {
  const { database } = world.services
  const [[row], [given]] = await database.batch([database.select().from(jobs).where(eq(jobs.id, id)), selectInput(database, { accountId: world.accountId, id })])
  if (!row || !given) throw new Error(`no job ${id}`)
  return { ...row, input: await inputOf(given) }
}
const video = (input: object) => ({ type: 'VIDEO', provider: 'runway', input: { text: 'Dance' }, ...input })

const withImage = (image: string) => ({ input: video({ input: { text: 'Dance', image } }) })

/** Code and field of a refusal, and whether its sentence names both places. */
async function refusalOf(world: World, query: string, input: object) {
  const { status, body } = await world.post({ query, variables: { input } })
  const [error] = body.errors ?? []
  return { status, code: error?.extensions['code'], field: error?.extensions['field'], message: error?.message ?? '' }
}

const dataUrl = (type: string, bytes: readonly number[]): string => `data:${type};base64,${btoa(String.fromCharCode(...bytes))}`
const uint32 = (value: number): readonly number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
/** The beginning of a PNG of that size: as much as says it. */
const png = (width: number, height: number): string =>
  dataUrl('image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...uint32(13), 0x49, 0x48, 0x44, 0x52, ...uint32(width), ...uint32(height), 8, 6, 0, 0, 0, ...uint32(0)])
const iso = (brand: string): string => dataUrl('image/jpeg', [0, 0, 0, 24, ...new TextEncoder().encode(`ftyp${brand}`), 0, 0, 0, 0, ...new TextEncoder().encode('mif1miaf')])

describe('an address', () => {
  it.each([
    [' https://example.com/a.jpg ', 'https://example.com/a.jpg'],
    ['HTTPS://Example.COM/a.jpg', 'https://example.com/a.jpg'],
    ['https:/example.com/a.jpg', 'https://example.com/a.jpg'],
    ['https://example.com:443/a b.jpg', 'https://example.com/a%20b.jpg'],
  ])('written as %j is kept as it was judged, in media, lists, options and for webhooks', async (written, meant) => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, { input: video({ input: { text: 'Dance', image: written }, webhookUrl: written }) })
    expect(await rowOf(world, generate.id)).toMatchObject({ input: { image: meant }, webhookUrl: meant })
    const { generate: listed } = await world.ask(GENERATE, { input: video({ provider: 'vidu', model: 'vidu-q3-reference', input: { text: 'Dance', images: [written] } }) })
    expect((await rowOf(world, listed.id)).input.images).toEqual([meant])
    const { generate: styled } = await world.ask(GENERATE, { input: { type: 'IMAGE', model: 'sd-lora', input: { text: 'A fox' }, options: { lora: written } } })
    expect((await rowOf(world, styled.id)).routes[0]?.options['lora']).toBe(meant)
    expect(styled.adjustments).toEqual([])
    const { generate: backed } = await world.ask(GENERATE, { input: { type: 'AVATAR', provider: 'heygen', input: { text: 'Hi' }, options: { background: written } } })
    expect((await rowOf(world, backed.id)).routes[0]?.options['background']).toBe(meant)
  })

  it('of public IPv6 is taken where the company takes it', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, { input: video({ provider: 'kling', input: { text: 'Dance', image: 'https://[2606:4700:4700::1111]/a.jpg' } }) })
    expect(generate.status).toBe('QUEUED')
  })

  it('in another spelling repeats the same request', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, withImage('https://example.com/a.jpg'), { 'idempotency-key': 'one' })
    const { generate: again } = await world.ask(GENERATE, withImage(' HTTPS://example.com/a.jpg'), { 'idempotency-key': 'one' })
    expect(again.id).toBe(generate.id)
  })

  it('that is refused is told why, in both languages', async () => {
    const world = await createWorld()
    const { message } = await refusalOf(world, GENERATE, video({ input: { text: 'Dance', image: 'https://10.0.0.1/a.jpg' } }))
    expect(message).toContain('The URL does not lead to a public address.')
    const { body } = await world.post({ query: GENERATE, variables: { input: video({ webhookUrl: 'https://10.0.0.1/' }) } }, { 'accept-language': 'hi' })
    expect(body.errors?.[0]?.message).toContain('यह URL किसी public पते का नहीं है।')
  })
})

describe('a text', () => {
  it('is counted in the unit of the company, which providers tell', async () => {
    const world = await createWorld()
    const emoji = '🦊'.repeat(501)
    expect(await refusalOf(world, GENERATE, video({ model: 'gen-4.5', input: { text: emoji } }))).toMatchObject({ field: 'input.input.text', message: expect.stringContaining('1000 UTF-16 units; it has 1002') })
    const { generate } = await world.ask(GENERATE, { input: video({ provider: 'kling', input: { text: emoji } }) })
    expect(generate.status).toBe('QUEUED')
    expect(await refusalOf(world, GENERATE, video({ model: 'gen-4.5', input: { text: '🦊'.repeat(498) }, options: { style: 'noir' } }))).toMatchObject({ message: expect.stringContaining('together') })
    const { providers } = await world.ask('{ providers { models { id inputLimits { input maximum unit } } } }')
    const models: { id: string; inputLimits: unknown }[] = providers.flatMap((provider: { models: unknown[] }) => provider.models)
    expect(models.find(({ id }) => id === 'gen-4.5')?.inputLimits).toEqual([{ input: 'text', maximum: 1000, unit: 'UTF16_UNITS' }])
    expect(models.find(({ id }) => id === 'google-tts-wavenet')?.inputLimits).toContainEqual({ input: 'text', maximum: 5000, unit: 'BYTES' })
    expect(models.find(({ id }) => id === 'kling-v3')?.inputLimits).toContainEqual({ input: 'text', maximum: 2500, unit: 'CODE_POINTS' })
  })
})

describe('what is empty', () => {
  it('is absent wherever null is', async () => {
    const world = await createWorld()
    const input = {
      type: 'VIDEO', provider: '', model: '', webhookUrl: '', tags: [],
      input: { text: 'Dance', negativeText: '', image: '', images: [], voice: '' },
      options: { duration: '', resolution: '', images: [], model: '', seed: '' },
    }
    const { generate } = await world.ask(GENERATE, { input })
    expect(generate.adjustments).toEqual([])
    expect(await rowOf(world, generate.id)).toMatchObject({ input: { text: 'Dance' }, webhookUrl: null })
    for (const options of ['', []]) expect((await world.ask(GENERATE, { input: video({ options }) })).generate.status).toBe('QUEUED')
    const create = 'mutation ($input: VideoCreateInput!) { videoCreate(input: $input) { id } }'
    expect((await world.ask(create, { input: { prompt: 'Dance', model: '', resolution: '', image: '' } })).videoCreate.id).toMatch(/^gen_/)
  })

  it('is refused where it would be more than was asked for, and where something is needed', async () => {
    const world = await createWorld()
    expect(await refusalOf(world, GENERATE, video({ idempotencyKey: '' }))).toMatchObject({ code: 'INVALID_INPUT', field: 'input.idempotencyKey' })
    expect(await refusalOf(world, GENERATE, video({ input: { text: '' } }))).toMatchObject({ code: 'INVALID_INPUT', field: 'input.input.text' })
    expect(await refusalOf(world, GENERATE, video({ tags: [''] }))).toMatchObject({ code: 'INVALID_INPUT', field: 'input.tags' })
    expect(await world.post({ query: '{ generations(filter: { endUser: "" }) { pageInfo { hasNextPage } } }' })).toMatchObject({ status: 400 })
  })
})

describe('what is given twice', () => {
  const CREATE = 'mutation ($input: VideoCreateInput!) { videoCreate(input: $input) { id } }'
  const IMAGE = 'mutation ($input: ImageCreateInput!) { imageCreate(input: $input) { id } }'

  it('and differs is refused with both places', async () => {
    const world = await createWorld()
    const cases: readonly (readonly [query: string, input: object, field: string, other: string])[] = [
      [GENERATE, { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi', voice: 'rachel' }, options: { voice: 'adam' } }, 'input.options.voice', 'input.input.voice'],
      [GENERATE, video({ model: 'gen-4.5', options: { model: 'gen-4' } }), 'input.options.model', 'input.model'],
      [CREATE, { prompt: 'Dance', duration: 5, options: { duration: 10 } }, 'input.options.duration', 'input.duration'],
      [CREATE, { prompt: 'Dance', resolution: '720p', options: { resolution: '1080p' } }, 'input.options.resolution', 'input.resolution'],
      [IMAGE, { prompt: 'A fox', seed: 5, options: { seed: 6 } }, 'input.options.seed', 'input.seed'],
      [GENERATE, video({ provider: 'seedance', options: { sound: true, generateAudio: false } }), 'input.options.generateAudio', 'input.options.sound'],
    ]
    for (const [query, input, field, other] of cases) {
      const refusal = await refusalOf(world, query, input)
      expect(refusal).toMatchObject({ status: 400, code: 'INVALID_INPUT', field })
      expect(refusal.message).toContain(field)
      expect(refusal.message).toContain(`${other} and`)
    }
  })

  it('and is the same is fine', async () => {
    const world = await createWorld()
    await world.ask(GENERATE, { input: { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi', voice: 'Rachel' }, options: { voice: 'rachel' } } })
    await world.ask(GENERATE, { input: video({ model: 'gen4.5', options: { model: 'GEN-4.5' } }) })
    await world.ask(CREATE, { input: { prompt: 'Dance', duration: 5, options: { duration: 5 } } })
  })
})

describe('a seed', () => {
  it('of -1 is drawn, told, sent and kept; a repetition has the same', async () => {
    const world = await createWorld()
    const query = 'mutation ($input: ImageCreateInput!) { imageCreate(input: $input) { generation { id seed adjustments { option requested served } } } }'
    const ask = async () => (await world.ask(query, { input: { prompt: 'A fox', model: 'flux-dev', seed: -1 } }, { 'idempotency-key': 'draw' })).imageCreate.generation
    const drawn = await ask()
    expect(Number.isInteger(drawn.seed) && drawn.seed >= 0).toBe(true)
    expect(drawn.adjustments).toEqual([{ option: 'seed', requested: -1, served: drawn.seed }])
    expect((await rowOf(world, drawn.id)).routes[0]?.options['seed']).toBe(drawn.seed)
    expect(await ask()).toEqual(drawn)
  })

  it('that was given is told, as large as the options take it', async () => {
    const world = await createWorld()
    const query = 'mutation ($input: ImageCreateInput!) { imageCreate(input: $input) { generation { seed } } }'
    expect((await world.ask(query, { input: { prompt: 'A fox', model: 'stable-image-core', seed: 4_294_967_294 } })).imageCreate.generation.seed).toBe(4_294_967_294)
    expect((await world.ask(query, { input: { prompt: 'A fox', model: 'flux-dev' } })).imageCreate.generation.seed).toBeNull()
  })
})

describe('a picture', () => {
  it.each([['HEIC', iso('heic')], ['HEIC', iso('mif1')], ['AVIF', iso('avif')]])('in %s is told what to do, in both languages', async (kind, image) => {
    const world = await createWorld()
    const input = video({ input: { text: 'Dance', image } })
    expect(await refusalOf(world, GENERATE, input)).toMatchObject({ status: 400, field: 'input.input.image', message: `This is a ${kind} picture, which no model takes. Convert it to JPEG or PNG first.` })
    const { body } = await world.post({ query: GENERATE, variables: { input } }, { 'accept-language': 'hi' })
    expect(body.errors?.[0]?.message).toContain('पहले इसे JPEG या PNG में बदलें।')
  })

  it('too small or too long for the company is refused before it is charged', async () => {
    const world = await createWorld({ credits: 5000 })
    for (const [model, width, height, words] of [['kling-v3', 299, 400, '300 px'], ['kling-v3', 400, 1001, '2.5 to 1'], ['wan-2.2-i2v-plus', 359, 500, '360 px'], ['wan-2.2-i2v-plus', 500, 2001, '2000 px']] as const) {
      expect(await refusalOf(world, GENERATE, video({ provider: null, model, input: { text: 'Dance', image: png(width, height) } }))).toMatchObject({
        status: 400, code: 'INVALID_INPUT', field: 'input.input.image', message: expect.stringContaining(words),
      })
    }
    expect(await world.balance()).toBe(5000)
    const { generate } = await world.ask(GENERATE, { input: video({ provider: 'kling', input: { text: 'Dance', image: png(400, 1000) }, webhookUrl: RECEIVER }) })
    expect(generate.status).toBe('QUEUED')
  })
})
