// The picture that a company gives of a video: kept beside it and gone with it, and never in its way.
import { describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'
import type { Answer, World, WorldOptions } from '../world.ts'

const MAKE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id } }'
const READ = 'query ($id: ID!) { generation(id: $id) { status expired outputs { url posterUrl } } }'
const DELETE = 'mutation ($id: ID!) { mediaDelete(generationId: $id) { outputs { posterUrl } } }'
const INPUTS = {
  luma: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } },
  vidu: { type: 'VIDEO', provider: 'vidu', input: { text: 'storm' } },
  heygen: { type: 'AVATAR', provider: 'heygen', input: { text: 'Hello' } },
  kling: { type: 'VIDEO', provider: 'kling', input: { text: 'storm' } },
  'flux-dev': { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } },
} as const

async function made(provider: keyof typeof INPUTS, options: WorldOptions = {}) {
  const world = await createWorld(options)
  const { generate: { id } } = await world.ask(MAKE, { input: INPUTS[provider] })
  await world.run(900)
  return { world, id, generation: await read(world, id) }
}

const read = async (world: World, id: string): Promise<Answer> => (await world.ask(READ, { id }))['generation']
const get = (world: World, url: string): Promise<Response> => world.fetchApp(url.slice(url.indexOf('/media/')))
const filesOf = async ({ env, accountId }: World, id: string) => (await env.MEDIA.list({ prefix: `${accountId}/${id}/` })).objects.map(({ key }) => key.slice(key.lastIndexOf('/') + 1))
const isPicture = (url: string): boolean => /\.(?:png|jpe?g|webp)(?:\?|$)/.test(url)

describe('a poster', () => {
  it.each(['luma', 'vidu', 'heygen'] as const)('of %s is stored beside the video and linked', async (provider) => {
    const { world, id, generation } = await made(provider)
    expect(generation['status']).toBe('COMPLETED')
    const answer = await get(world, generation['outputs'][0].posterUrl)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\/(?:jpeg|png)$/)])
    await answer.arrayBuffer()
    expect(await filesOf(world, id)).toEqual(['1-0.mp4', 'poster-1-0.mp4'])
  })

  it.each(['kling', 'flux-dev'] as const)('of %s there is none', async (provider) => {
    const { world, id, generation } = await made(provider)
    expect(generation['outputs']).toMatchObject([{ posterUrl: null, url: expect.any(String) }])
    expect(await filesOf(world, id)).toHaveLength(1)
  })

  it.each([
    ['is gone', () => Promise.resolve(new Response('gone', { status: 404 }))],
    ['hangs up', () => Promise.reject(new Error('the connection was lost'))],
    ['is no picture', () => Promise.resolve(new Response('<html>', { headers: { 'content-type': 'image/png' } }))],
    ['is too large', () => Promise.resolve(new Response(new Uint8Array(5 * 1024 * 1024)))],
  ] as const)('that %s harms nothing', async (_name, answer) => {
    const { world, id, generation } = await made('luma', { network: (url) => (isPicture(url) ? answer() : undefined) })
    expect(generation).toMatchObject({ status: 'COMPLETED', outputs: [{ posterUrl: null }] })
    expect(await filesOf(world, id)).toEqual(['1-0.mp4'])
  })

  it('is deleted with its video: on request, and when it expires', async () => {
    const { world, id, generation } = await made('luma')
    expect((await world.ask(DELETE, { id }))['mediaDelete'].outputs).toEqual([{ posterUrl: null }])
    expect(await filesOf(world, id)).toEqual([])
    expect((await get(world, generation['outputs'][0].posterUrl)).status).toBe(404)
    const other = await made('luma')
    other.world.clock.nowMs += 400 * 86_400_000
    await other.world.sweep()
    expect(await filesOf(other.world, other.id)).toEqual([])
  })
})
