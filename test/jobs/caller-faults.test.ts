// A caller's fault is the caller's: a file that cannot be fetched, or is not what it must be, ends his own generation and tells him
// which input it was. It costs no credits, and nobody else's provider.
import { describe, expect, it } from 'vitest'
import type { UpstreamId } from '../../src/domain/upstream.ts'
import { look, outcomesOf } from '../health/health-world.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'

const AWAY = 'https://photos.example.org/first.png'
const READ = '{ status attempts refundedCredits error { code reason field message retryable } }'

const pixel = () => new Response(Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (one) => one.charCodeAt(0)), { headers: { 'content-type': 'image/png' } })
const input = (provider: string, of: Record<string, unknown> = { text: 'Waves', image: AWAY }) => ({ type: 'VIDEO', provider, input: of })
const start = async (world: World, of: Record<string, unknown>): Promise<string> => (await world.ask(GENERATE, { input: of }))['generate'].id
const read = async (world: World, id: string, language = 'en') =>
  (await world.ask(`query ($id: ID!) { generation(id: $id) ${READ} }`, { id }, { 'accept-language': language }))['generation']
/** The n-th fetch of the caller's file is answered so, from 1 on. */
const hosting = (answer: (count: number) => Response | Promise<Response>, options: WorldOptions = {}) => {
  let count = 0
  return createWorld({ ...options, network: (url) => (url.startsWith(AWAY) ? Promise.resolve().then(() => answer((count += 1))) : undefined) })
}
const expectUnharmed = async (world: World, upstream: UpstreamId): Promise<void> => {
  expect(await outcomesOf(world, upstream)).toEqual([])
  expect((await look(world, upstream)).circuit).toEqual({ kind: 'CLOSED', sinceMs: null })
  expect(world.logs.filter((line) => line['event'] === 'alarm')).toEqual([])
}

describe('a caller who gives a file that cannot be fetched', () => {
  it('shuts no provider for anybody: one Free key, three requests, no credits spent', async () => {
    const world = await hosting(() => Promise.reject(new Error('connection refused')), { plan: 'FREE' })
    const before = await world.balance()
    for (let sent = 0; sent < 3; sent += 1) {
      const id = await start(world, input('veo-3'))
      await world.run(700)
      expect(await read(world, id)).toMatchObject({ status: 'FAILED' })
    }
    expect(await world.balance()).toBe(before)
    await expectUnharmed(world, 'veo')
    const { quote } = await world.ask('query ($input: GenerateInput!) { quote(input: $input) { provider } }', { input: input('veo-3', { text: 'Waves' }) })
    expect(quote.provider).toBe('veo-3')
  })

  it('is tried once more after a pause, and is told which input it was, in both languages', async () => {
    const world = await hosting(() => Promise.reject(new Error('connection refused')))
    const id = await start(world, input('veo-3'))
    await world.run(5)
    expect(await read(world, id)).toMatchObject({ status: 'QUEUED', attempts: 1, error: null })
    await world.run(60)
    expect(await read(world, id)).toMatchObject({
      status: 'FAILED',
      attempts: 2,
      error: { code: 'INVALID_INPUT', reason: 'INPUT_MEDIA', field: 'input.input.image', retryable: false, message: expect.stringContaining('as image could not be fetched') },
    })
    expect((await read(world, id, 'hi')).error.message).toMatch(/^image में दी हुई फ़ाइल.*HEIC या AVIF इमेज को पहले JPEG या PNG में बदलें/)
  })

  it('gets his generation when the second try finds it', async () => {
    const world = await hosting((count) => (count === 1 ? new Response('busy', { status: 503 }) : pixel()))
    const id = await start(world, input('veo-3'))
    await world.run(120)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 2, error: null })
  })

  for (const [what, answer] of Object.entries({
    'that is not there': () => new Response('gone', { status: 404 }),
    'that is a page': () => new Response('<p>', { headers: { 'content-type': 'text/html' } }),
    'that leads to a private address': () => new Response(null, { status: 302, headers: { location: 'https://169.254.169.254/' } }),
  })) {
    it(`${what} is told at once`, async () => {
      const world = await hosting(answer)
      const id = await start(world, input('veo-3'))
      await world.run(5)
      expect(await read(world, id)).toMatchObject({ status: 'FAILED', attempts: 1, error: { code: 'INVALID_INPUT', reason: 'INPUT_MEDIA', field: 'input.input.image' } })
      await expectUnharmed(world, 'veo')
    })
  }
})

it('a company that could not fetch the file says so for the caller, not for itself', async () => {
  const complaint = { code: 400, reason: 'ImageDownloadFailure', message: 'could not download', metadata: {} }
  const world = await createWorld({ network: (url, init) => (init.method === 'POST' && url.includes('/ent/v2/img2video') ? Promise.resolve(Response.json(complaint, { status: 400 })) : undefined) })
  const id = await start(world, input('vidu'))
  await world.run(5)
  expect(await read(world, id)).toMatchObject({ status: 'FAILED', attempts: 1, error: { code: 'INVALID_INPUT', reason: 'INPUT_MEDIA', field: 'input.input.image' } })
  await expectUnharmed(world, 'vidu')
})
