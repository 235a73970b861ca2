// Bad input at the edge: a clear error with code, field and status; nothing stored, nothing charged.
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { ERRORS } from '../src/domain/errors.ts'
import { apiKeys, jobs } from '../src/store/tables.ts'
import { GENERATE, createWorld } from './world.ts'
import type { Reply, World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ credits: 5000 })
})

afterEach(async () => {
  expect(await world.balance()).toBe(5000)
  expect(await world.services.database.select().from(jobs).where(eq(jobs.accountId, world.accountId))).toEqual([])
  expect(world.queues.waiting()).toEqual([])
})

const video = (changes: Record<string, unknown> = {}) => ({ type: 'VIDEO', input: { text: 'A river' }, ...changes })
const generate = (input: Record<string, unknown>, headers: Record<string, string> = {}): Promise<Reply> =>
  world.post({ query: GENERATE, variables: { input } }, headers)

function expectError(reply: Reply, status: number, code: string, field?: string): void {
  const [error] = reply.body.errors ?? []
  expect({ status: reply.status, code: error?.extensions['code'], field: error?.extensions['field'] }).toEqual({ status, code, field })
  expect(error?.message).toMatch(/\S{2}/)
  expect(error?.extensions).toMatchObject({ retryable: expect.any(Boolean), docsUrl: `http://127.0.0.1:8787/errors/${code}` })
  expect(error?.extensions['requestId']).toMatch(/^req_[0-9a-z]{26}$/)
}

describe('who is not known', () => {
  const headers: Record<string, Record<string, string>> = {
    'no key': { authorization: '' },
    'another scheme': { authorization: 'Basic dGVzdDp0ZXN0' },
    'a malformed key': { authorization: 'Bearer a b' },
    'a key nobody has': { authorization: 'Bearer dt_test_nobody-has-this-one' },
    'an enormous key': { authorization: `Bearer ${'k'.repeat(5000)}` },
  }
  for (const [name, header] of Object.entries(headers)) {
    it(`${name} is UNAUTHENTICATED`, async () => {
      const reply = await generate(video(), header)
      expectError(reply, 401, 'UNAUTHENTICATED')
      expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="doitong"')
      expect(reply.headers.get('x-ratelimit-limit')).toBeNull()
    })
  }

  it('a revoked key is refused within 30 seconds', async () => {
    const other = await createWorld()
    await other.ask('{ me { id } }')
    await other.services.database.update(apiKeys).set({ revokedAtMs: other.clock.nowMs }).where(eq(apiKeys.accountId, other.accountId))
    other.clock.nowMs += 30_000
    expectError(await other.post({ query: '{ me { id } }' }), 401, 'UNAUTHENTICATED')
  })
})

describe('what no model can make', () => {
  const cases: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['an unknown type', video({ type: 'HOLOGRAM' }), 'input.type'],
    ['an unknown provider', video({ provider: 'acme' }), 'input.provider'],
    ['a provider of another type', video({ provider: 'flux-dev' }), 'input.provider'],
    ['an unknown model', video({ model: 'acme-9' }), 'input.model'],
    ['a model of another provider', video({ provider: 'luma', model: 'kling-v3' }), 'input.model'],
    ['an unknown model as an option', video({ provider: 'runway', options: { model: 'gen-99' } }), 'input.options.model'],
    ['an unknown option', video({ provider: 'luma', options: { sparkle: true } }), 'input.options.sparkle'],
    ['an option named like a prototype', video({ provider: 'luma', options: JSON.parse('{"__proto__": 1}') as object }), 'input.options.__proto__'],
    ['an unknown option without a provider', video({ options: { sparkle: true } }), 'input.options.sparkle'],
    ['options that are a list', video({ options: [1] }), 'input.options'],
    ['an option that is an object', video({ options: { duration: { seconds: 5 } } }), 'input.options.duration'],
    ['a text for a number', video({ provider: 'luma', options: { duration: 'long' } }), 'input.options.duration'],
    ['a duration no model has', video({ provider: 'luma', options: { duration: 1000 } }), 'input.options.duration'],
    ['a negative duration', video({ provider: 'kling', options: { duration: -5 } }), 'input.options.duration'],
    ['a half second where seconds are whole', video({ provider: 'kling', options: { duration: 5.5 } }), 'input.options.duration'],
    ['a resolution no model has', video({ provider: 'kling', options: { resolution: '12p' } }), 'input.options.resolution'],
    ["a sibling's option with what it does not take", { type: 'IMAGE', model: 'stable-image-core', input: { text: 'A fox' }, options: { lora: 'rubbish'.repeat(9999) } }, 'input.options.lora'],
    ['a seed out of range', { type: 'IMAGE', provider: 'flux-ultra', input: { text: 'A fox' }, options: { seed: -2 } }, 'input.options.seed'],
    ['a half seed', { type: 'IMAGE', provider: 'flux-ultra', input: { text: 'A fox' }, options: { seed: 1.5 } }, 'input.options.seed'],
    ['a voice that is given twice and differs', { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi', voice: 'rachel' }, options: { voice: 'adam' } }, 'input.options.voice'],
    ['a model that is given twice and differs', video({ model: 'kling-v3', options: { model: 'kling-v2-6' } }), 'input.options.model'],
    ['a sound that is given by two names and differs', video({ provider: 'seedance', options: { sound: true, generateAudio: false } }), 'input.options.generateAudio'],
    ['an idempotency key of nothing', video({ idempotencyKey: '' }), 'input.idempotencyKey'],
    ['a voice that does not exist', { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi' }, options: { voice: 'nobody' } }, 'input.options.voice'],
    ['no text', video({ provider: 'luma', input: {} }), 'input.input.text'],
    ['an empty text', video({ provider: 'luma', input: { text: '   ' } }), 'input.input.text'],
    ['a text too long', video({ provider: 'minimax', input: { text: 'x'.repeat(2001) } }), 'input.input.text'],
    ['a text too long with what options add', video({ provider: 'minimax', input: { text: 'x'.repeat(1995) }, options: { style: 'cinematic' } }), 'input.input.text'],
    ['an image URL that is not https', video({ provider: 'runway', input: { text: 'Dance', image: 'http://example.com/a.jpg' } }), 'input.input.image'],
    ['an image at a private address', video({ provider: 'runway', input: { text: 'Dance', image: 'https://10.0.0.1/a.jpg' } }), 'input.input.image'],
    ['an image at the address of a cloud\'s own data', video({ provider: 'runway', input: { text: 'Dance', image: 'https://169.254.169.254/latest' } }), 'input.input.image'],
    ['an image on a local name', video({ provider: 'runway', input: { text: 'Dance', image: 'https://printer.local/a.jpg' } }), 'input.input.image'],
    ['an image at an odd port', video({ provider: 'runway', input: { text: 'Dance', image: 'https://example.com:8080/a.jpg' } }), 'input.input.image'],
    ['an image on a name with a dot behind it', video({ provider: 'runway', input: { text: 'Dance', image: 'https://example.com./a.jpg' } }), 'input.input.image'],
    ['an image at a bare address for Runway, which takes names', video({ provider: 'runway', input: { text: 'Dance', image: 'https://1.1.1.1/a.jpg' } }), 'input.input.image'],
    ['a private address in a list', video({ model: 'vidu-q3-reference', input: { text: 'Dance', images: ['https://example.com/a.jpg', 'https://192.168.0.9/b.jpg'] } }), 'input.input.images.1'],
    ['a private address as an option', { type: 'IMAGE', model: 'sd-lora', input: { text: 'A fox' }, options: { lora: 'https://10.0.0.1/a.safetensors' } }, 'input.options.lora'],
    ['a private address as a background', { type: 'AVATAR', provider: 'heygen', input: { text: 'Hi' }, options: { background: 'https://10.0.0.1/a.jpg' } }, 'input.options.background'],
    ['an image that is no URL', video({ provider: 'runway', input: { text: 'Dance', image: 'a.jpg' } }), 'input.input.image'],
    ['a data URL where the upstream fetches', video({ provider: 'luma', input: { text: 'Dance', image: 'data:image/png;base64,AAAA' } }), 'input.input.image'],
    ['a video as the image', video({ provider: 'runway', input: { text: 'Dance', image: 'data:video/mp4;base64,AAAA' } }), 'input.input.image'],
    ['a GIF as the image', video({ provider: 'runway', input: { text: 'Dance', image: 'data:image/gif;base64,R0lGODdh' } }), 'input.input.image'],
    ['a page as the last image', video({ provider: 'kling', input: { text: 'Dance', image: 'https://example.com/a.jpg', lastImage: 'data:text/html;base64,PGI+' } }), 'input.input.lastImage'],
    ['a PNG and a PDF among the images', video({ model: 'vidu-q3-reference', input: { text: 'Dance', images: ['data:image/png;base64,iVBORw0KGgo=', 'data:application/pdf;base64,AAAA'] } }), 'input.input.images.1'],
    ['a WebP for a model that takes JPEG and PNG', video({ provider: 'veo-3', input: { text: 'Dance', image: 'data:image/webp;base64,UklGRg==' } }), 'input.input.image'],
    ['an image as the recording', { type: 'AVATAR', model: 'hedra-character-3', input: { image: 'https://example.com/a.jpg', audio: 'data:image/png;base64,AAAA' } }, 'input.input.audio'],
    ['an input the model does not take', video({ provider: 'luma', input: { text: 'Hi', audio: 'https://example.com/a.mp3' } }), 'input.input.audio'],
    ['a webhook that is not https', video({ webhookUrl: 'http://example.com/hook' }), 'input.webhookUrl'],
    ['a webhook to a private address', video({ webhookUrl: 'https://10.0.0.8/hook' }), 'input.webhookUrl'],
    ['too many tags', video({ tags: Array.from({ length: 11 }, String) }), 'input.tags'],
    ['a cost over maxCredits', video({ provider: 'luma', maxCredits: 1 }), 'input.maxCredits'],
    ['an adjustment under strict', video({ provider: 'luma', options: { duration: 10 }, strict: true }), 'input.options.duration'],
    ['an idempotency key with spaces', video({ idempotencyKey: 'a b' }), 'input.idempotencyKey'],
  ]
  for (const [name, input, field] of cases) {
    it(`${name} is INVALID_INPUT at ${field}`, async () => {
      expectError(await generate(input), 400, 'INVALID_INPUT', field)
    })
  }

  it('options of videoCreate that are no object, once an INTERNAL error, are INVALID_INPUT at input.options', async () => {
    for (const options of [7, 'long', [1], true]) {
      const reply = await world.post({ query: 'mutation ($input: VideoCreateInput!) { videoCreate(input: $input) { id } }', variables: { input: { prompt: 'A river', options } } })
      expectError(reply, 400, 'INVALID_INPUT', 'input.options')
    }
    const options = JSON.parse('{"__proto__": 1}') as object
    const reply = await world.post({ query: 'mutation ($input: VideoCreateInput!) { videoCreate(input: $input) { id } }', variables: { input: { prompt: 'A river', model: 'luma', options } } })
    expectError(reply, 400, 'INVALID_INPUT', 'input.options.__proto__')
  })

  it('tells what the input takes', async () => {
    const { body } = await generate(video({ type: 'HOLOGRAM' }))
    expect(body.errors?.[0]?.extensions['allowed']).toEqual(['VIDEO', 'IMAGE', 'AUDIO', 'AVATAR'])
    const { body: other } = await generate(video({ provider: 'acme' }))
    expect(other.errors?.[0]?.extensions['allowed']).toContain('kling')
    const { body: gif } = await generate(video({ provider: 'runway', input: { text: 'Dance', image: 'data:image/gif;base64,R0lGODdh' } }))
    expect(gif.errors?.[0]?.extensions['allowed']).toEqual(['image/png', 'image/jpeg', 'image/webp'])
  })

  it('says it in Hindi when Hindi is preferred', async () => {
    const { body } = await generate(video({ provider: 'acme' }), { 'accept-language': 'hi-IN,en;q=0.5' })
    expect(body.errors?.[0]?.message).toBe('ऐसा कोई provider नहीं है।')
  })

  it('refuses two different idempotency keys', async () => {
    expectError(await generate(video({ idempotencyKey: 'one' }), { 'idempotency-key': 'two' }), 400, 'INVALID_INPUT', 'input.idempotencyKey')
  })

  it('refuses a header key that is too long', async () => {
    expectError(await generate(video(), { 'idempotency-key': 'k'.repeat(256) }), 400, 'INVALID_INPUT', 'Idempotency-Key')
  })
})

describe('what is no request', () => {
  it('a body over 1 MiB is refused before it is read', async () => {
    expectError(await generate(video({ input: { text: 'x'.repeat(1024 * 1024) } })), 413, 'PAYLOAD_TOO_LARGE')
  })
  it('a streamed body over 1 MiB is refused too', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(64 * 1024))
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1
        if (sent > 20) controller.close()
        else controller.enqueue(chunk)
      },
    })
    const response = await world.fetchApp('/graphql', { method: 'POST', headers: { 'authorization': `Bearer ${world.key}`, 'content-type': 'application/json' }, body })
    expect(response.status).toBe(413)
  })
  it('a body that is not JSON is INVALID_INPUT', async () => {
    expectError(await world.post('{"query": '), 400, 'INVALID_INPUT')
  })
  it('another content type is refused', async () => {
    expectError(await world.post({ query: '{ me { id } }' }, { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE')
  })
  it('another method is refused', async () => {
    const response = await world.fetchApp('/graphql', { method: 'PUT', headers: { authorization: `Bearer ${world.key}` } })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST'])
  })
  it('a mutation by GET is refused', async () => {
    const query = encodeURIComponent('mutation { cancelGeneration(id: "gen_1") }')
    const response = await world.fetchApp(`/graphql?query=${query}`, { headers: { authorization: `Bearer ${world.key}` } })
    expect(response.status).toBe(405)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }] })
  })
  it('what is no GraphQL is INVALID_INPUT', async () => {
    expectError(await world.post({ query: '{ me { ' }), 400, 'INVALID_INPUT')
    expectError(await world.post({ query: '{ nothing }' }), 400, 'INVALID_INPUT')
  })
  it('an unknown path is NOT_FOUND', async () => {
    const response = await world.fetchApp('/nowhere')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] })
  })
})

describe('an empty balance', () => {
  it('is INSUFFICIENT_CREDITS, and leaves the idempotency key unused', async () => {
    const poor = await createWorld({ credits: 10 })
    const headers = { 'idempotency-key': 'first' }
    const input = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }
    const reply = await poor.post({ query: GENERATE, variables: { input } }, headers)
    expectError(reply, 402, 'INSUFFICIENT_CREDITS')
    expect(reply.body.errors?.[0]?.message).toContain('50 credits')
    expect(await poor.balance()).toBe(10)
    expect(await poor.entries()).toHaveLength(1)
    const cheaper = { type: 'IMAGE', provider: 'minimax-image', input: { text: 'A fox' } }
    await poor.ask(GENERATE, { input: cheaper }, headers)
    expect(await poor.balance()).toBe(3)
  })
})

describe("another account's id", () => {
  it('is null to read, NOT_FOUND to cancel, and no hint', async () => {
    const other = await createWorld()
    const { generate: own } = await other.ask(GENERATE, { input: video() })
    expect(await world.ask('query ($id: ID!) { generation(id: $id) { id } }', { id: own.id })).toEqual({ generation: null })
    const theirs = await world.post({ query: 'mutation ($id: ID!) { cancelGeneration(id: $id) }', variables: { id: own.id } })
    const nobodys = await world.post({ query: 'mutation { cancelGeneration(id: "gen_none") }' })
    expectError(theirs, 404, 'NOT_FOUND', 'id')
    expect(theirs.body.errors?.[0]?.message).toBe(nobodys.body.errors?.[0]?.message)
  })
})

describe('the page of an error', () => {
  it("is the portal's, in the reader's language", async () => {
    const open = (language: string) => world.fetchApp('/errors/RATE_LIMIT', { redirect: 'manual', headers: { 'accept-language': language } })
    expect((await open('hi')).headers.get('location')).toBe('/hi/docs/errors/RATE_LIMIT/')
    expect((await open('de')).headers.get('location')).toBe('/en/docs/errors/RATE_LIMIT/')
    expect((await world.fetchApp('/errors/NO_SUCH')).status).toBe(404)
  })

  it('is there for every code, in both languages', async () => {
    for (const code of Object.keys(ERRORS)) {
      for (const language of ['hi', 'en']) expect([code, (await world.env.ASSETS.fetch(`https://portal.invalid/${language}/docs/errors/${code}/`)).status]).toEqual([code, 200])
    }
  })
})
