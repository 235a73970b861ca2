// A generation tells its story: what it was made from, by which key, and what happened to it; read only where it is asked for.
import { beforeAll, describe, expect, it } from 'vitest'
import { counting, noCounts } from '../../counting.ts'
import { as, createToken, refusalOf } from '../../auth/keys.ts'
import { createWorld, RECEIVER } from '../../world.ts'
import type { World } from '../../world.ts'

const MAKE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id } }'
const STORY = `query ($id: ID!) { generation(id: $id) {
  status provider model options seed apiKey { id name } input { text negativeText image images voice complete } timeline { at kind detail }
} }`
const LIST = 'query ($filter: GenerationFilter) { generations(filter: $filter) { edges { node { id } } } }'
const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAgAAAAIACAQAAAC1HAwCAAAAC0lEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

let world: World
beforeAll(async () => {
  world = await createWorld()
})

const make = async (input: Record<string, unknown>, credential = world.key): Promise<string> => (await as(world, credential).ask(MAKE, { input }))['generate'].id
const read = async (id: string, credential = world.key) => (await as(world, credential).ask(STORY, { id }))['generation']
const kinds = ({ timeline }: { readonly timeline: readonly { readonly kind: string }[] }): readonly string[] => timeline.map(({ kind }) => kind)

describe('the story of a generation', () => {
  it('tells what it was made from, by which key, and what happened', async () => {
    const id = await make({ type: 'VIDEO', provider: 'luma', input: { text: 'A fox', image: 'https://example.com/a.jpg' }, options: { duration: 9 }, webhookUrl: RECEIVER })
    await world.run(300)
    const story = await read(id)
    expect(story.status).toBe('COMPLETED')
    expect(story.input).toEqual({ text: 'A fox', negativeText: null, image: 'https://example.com/a.jpg', images: null, voice: null, complete: true })
    expect(story.options).toMatchObject({ duration: 9, resolution: '720p' })
    expect(story.apiKey).toEqual({ id: expect.stringMatching(/^key_/), name: expect.any(String) })
    expect(kinds(story)).toEqual(['ACCEPTED', 'CHARGED', 'SUBMITTED', 'POLLED', 'STORED', 'COMPLETED', 'WEBHOOK'])
    expect(story.timeline[0].detail).toContain('Luma')
    expect(story.timeline.map(({ at }: { at: string }) => at)).toEqual(story.timeline.map(({ at }: { at: string }) => at).toSorted())
    expect(story.timeline.at(-1).detail).toBe('Webhook DELIVERED after 1 attempts.')
  })

  it('tells a refusal and the refund, and nothing that the provider said', async () => {
    const id = await make({ type: 'VIDEO', provider: 'luma', input: { text: 'A fight [[fail]]' } })
    await world.run(300)
    const story = await read(id)
    expect(kinds(story)).toEqual(['ACCEPTED', 'CHARGED', 'REFUSED', 'POLLED', 'FAILED', 'REFUNDED'])
    expect(JSON.stringify(story.timeline)).not.toMatch(/could not be finished|lumalabs|http/)
  })

  it.each([[3, 300], [95, 600]])('tells that the provider was asked %i times, over as many messages as that took', async (count, seconds) => {
    let asked = 0
    const own = await createWorld({
      network: (url, init) => {
        if (init.method !== 'GET' || !url.includes('/luma/')) return undefined
        asked += 1
        return asked < count ? Promise.resolve(Response.json({ id: url.split('/').at(-1), state: 'dreaming' })) : undefined
      },
    })
    const { generate } = await own.ask(MAKE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    await own.run(seconds)
    const { timeline } = (await own.ask(STORY, { id: generate.id }))['generation']
    expect(timeline.find(({ kind }: { kind: string }) => kind === 'POLLED')).toMatchObject({ detail: `Asked ${count} times whether it was done.` })
  })

  it('tells it in Hindi', async () => {
    const id = await make({ type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } })
    const reply = await world.post({ query: STORY, variables: { id } }, { 'accept-language': 'hi' })
    expect(reply.body.data?.['generation'].timeline.map(({ detail }: { detail: string }) => detail)).toContain('50 क्रेडिट लिए गए।')
  })

  it('tells bytes by their type and size', async () => {
    const id = await make({ type: 'VIDEO', provider: 'runway', input: { text: 'A fox', image: PIXEL } })
    expect((await read(id)).input.image).toMatch(/^image\/png, \d+ bytes$/)
  })

  it('says where a long text is no longer whole', async () => {
    const id = await make({ type: 'AUDIO', provider: 'elevenlabs', input: { text: 'word '.repeat(900) } })
    expect((await read(id)).input).toMatchObject({ text: null, complete: false })
  })

  it('is of nobody else, and names no key to who uses a client token', async () => {
    const asha = await createToken(world, { endUser: 'asha' })
    const id = await make({ type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }, asha)
    expect((await read(id, asha)).apiKey).toBeNull()
    expect((await read(id)).apiKey.id).toMatch(/^key_/)
    const other = await createWorld()
    expect((await other.ask(STORY, { id }))['generation']).toBeNull()
  })
})

describe('a page of stories', () => {
  it('is two round trips, however many there are', async () => {
    const counts = noCounts()
    const counted = await createWorld({ plan: 'PRO', bindings: counting(counts) })
    for (let count = 0; count < 8; count += 1) await counted.ask(MAKE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
    await counted.run(300)
    // The key is looked up anew.
    await counted.ask('{ __typename }')
    const before = counts.roundTrips
    const page = (await counted.ask('{ generations { edges { node { id timeline { kind } } } } }'))['generations'].edges
    expect(page).toHaveLength(8)
    expect(page.every(({ node }: { node: { timeline: readonly unknown[] } }) => node.timeline.length >= 5)).toBe(true)
    expect(counts.roundTrips - before).toBe(2)
  })
})

describe('a list by story', () => {
  it('knows the model, the key and why it failed', async () => {
    const own = await createWorld({ plan: 'PRO' })
    const fox = await own.ask(MAKE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
    await own.ask(MAKE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'A fight [[fail]]' } } })
    await own.run(300)
    const keyId = (await own.ask(STORY, { id: fox['generate'].id }))['generation'].apiKey.id
    const count = async (filter: object): Promise<number> => (await own.ask(LIST, { filter }))['generations'].edges.length
    expect([await count({ model: 'flux-dev' }), await count({ model: 'RAY-2' }), await count({ model: 'gen-4' })]).toEqual([1, 1, 0])
    expect([await count({ apiKey: keyId }), await count({ apiKey: 'key_of_another' })]).toEqual([2, 0])
    expect([await count({ errorCode: 'GENERATION_FAILED' }), await count({ errorCode: 'INVALID_INPUT' })]).toEqual([1, 0])
  })

  it.each([['model', 'acme'], ['model', ''], ['apiKey', ''], ['errorCode', 'toString'], ['errorCode', '']])('refuses %s %o', async (name, value) => {
    const reply = await world.post({ query: LIST, variables: { filter: { [name]: value } } })
    expect(refusalOf(reply)).toMatchObject({ status: 400, code: 'INVALID_INPUT', field: `filter.${name}` })
  })
})
