// The operations besides generate: quote, providers, the four creates, lists, the account and its ledger.
import { describe, expect, it } from 'vitest'
import { modelById } from '../../../src/catalog/catalog.ts'
import { PROVIDER_IDS } from '../../../src/domain/model.ts'
import samples from '../../../tools/demo/inputs.json'
import { GENERATE, createWorld } from '../../world.ts'

const QUOTE = `query ($input: GenerateInput!) { quote(input: $input) {
  provider model creditCost estimatedTime reasons adjustments { option requested served reason } passedOver { provider model reason } } }`

describe('quote', () => {
  for (const { title, variables } of samples) {
    it(`of "${title}" tells exactly what generate then does`, async () => {
      const world = await createWorld()
      const { quote } = await world.ask(QUOTE, variables)
      expect(await world.balance()).toBe(1_000_000)
      const { generate } = await world.ask(GENERATE, variables)
      expect(quote).toMatchObject({ provider: generate.provider, model: generate.model, creditCost: generate.creditCost, adjustments: generate.adjustments })
      expect(quote.reasons).toHaveLength(1)
    })
  }

  it('says of every model that was not chosen why not', async () => {
    const world = await createWorld()
    const { quote } = await world.ask(QUOTE, { input: { type: 'VIDEO', input: { text: 'A river' }, options: { duration: 9 }, priority: 'COST' } })
    const models = [quote.model, ...quote.passedOver.map((one: { model: string }) => one.model)]
    expect(new Set(models).size).toBe(models.length)
    expect(quote.passedOver.find((one: { model: string }) => one.model === 'gen-4').reason).toBe('Runway Gen-4 Turbo needs image.')
  })

  it('brings an option to the nearest value, and says so', async () => {
    const world = await createWorld()
    const { quote } = await world.ask(QUOTE, {
      input: { type: 'VIDEO', provider: 'minimax', input: { text: 'A river' }, options: { duration: 10, resolution: '1080p', style: 'cinematic' } },
    })
    expect(quote.adjustments).toEqual([
      { option: 'resolution', requested: '1080p', served: '768p', reason: expect.stringContaining('together with duration 10') },
    ])
  })

  it('serves a retired model by its successor, and says so', async () => {
    const world = await createWorld()
    const { quote } = await world.ask(QUOTE, { input: { type: 'VIDEO', provider: 'kling', model: 'kling-v2-1-master', input: { text: 'A river' } } })
    expect(quote.model).toBe('kling-v2-6')
    expect(quote.adjustments[0]).toMatchObject({ option: 'model', requested: 'kling-v2-1-master', served: 'kling-v2-6' })
  })

  it('ranks by what matters most', async () => {
    const world = await createWorld()
    const by = async (priority: string) => (await world.ask(QUOTE, { input: { type: 'IMAGE', input: { text: 'A fox' }, priority } }))['quote']
    const [quality, cost] = [await by('QUALITY'), await by('COST')]
    expect(modelById(quality.model)?.rank).toBe(1)
    expect(cost.creditCost).toBeLessThanOrEqual(7)
    expect((await by('SPEED')).estimatedTime).toBeLessThanOrEqual(quality.estimatedTime)
  })
})

describe('the creates of each type', () => {
  it('videoCreate takes a provider for its model, as the published sample does', async () => {
    const world = await createWorld()
    const { videoCreate } = await world.ask(
      'mutation CreateVideo($input: VideoCreateInput!) { videoCreate(input: $input) { id status videoUrl generation { provider model adjustments { option } } } }',
      { input: { prompt: 'Beautiful sunset over ocean', model: 'luma', duration: 9 } },
    )
    expect(videoCreate).toMatchObject({ status: 'QUEUED', videoUrl: null, generation: { provider: 'luma', model: 'ray-2', adjustments: [] } })
  })

  it('the others follow the same pattern to their media', async () => {
    const world = await createWorld()
    const made = await world.ask(`mutation {
      imageCreate(input: { prompt: "A fox", model: "flux-dev", seed: 7 }) { id imageUrl }
      audioCreate(input: { prompt: "Hello", voice: "rachel" }) { id audioUrl }
      avatarCreate(input: { prompt: "Hello", model: "heygen", avatarId: "kate" }) { id videoUrl }
    }`)
    await world.run(120)
    for (const { id } of Object.values(made) as { id: string }[]) {
      const { generation } = await world.ask('query ($id: ID!) { generation(id: $id) { status url } }', { id })
      expect(generation).toEqual({ status: 'COMPLETED', url: expect.stringContaining('/media/') })
    }
  })

  it('refuse a model of another type', async () => {
    const world = await createWorld()
    const reply = await world.post({ query: 'mutation { videoCreate(input: { prompt: "A fox", model: "flux-dev" }) { id } }' })
    expect(reply.status).toBe(400)
    expect(reply.body.errors?.[0]?.extensions['code']).toBe('INVALID_INPUT')
  })
})

describe('generations', () => {
  const LIST = `query ($first: Int! = 20, $after: String, $filter: GenerationFilter) {
    generations(first: $first, after: $after, filter: $filter) { edges { cursor node { id type provider tags } } pageInfo { hasNextPage endCursor startCursor } } }`

  it('are listed newest first, page by page, without a gap or a double', async () => {
    const world = await createWorld()
    const ids: string[] = []
    for (let made = 0; made < 5; made += 1) {
      ids.unshift((await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: `Fox ${made}` } } }))['generate'].id)
      await world.run(30)
    }
    const listed: string[] = []
    let after: string | null = null
    do {
      const { generations } = await world.ask(LIST, { first: 2, after })
      listed.push(...generations.edges.map((edge: { node: { id: string } }) => edge.node.id))
      after = generations.pageInfo.hasNextPage ? generations.pageInfo.endCursor : null
    } while (after !== null)
    expect(listed).toEqual(ids)
  })

  it('can be filtered by status, type, provider, tag and time', async () => {
    const world = await createWorld()
    await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'Fox' }, tags: ['blue'] } })
    await world.run(60)
    const between = new Date(world.clock.nowMs).toISOString()
    await world.run(1)
    await world.ask(GENERATE, { input: { type: 'AUDIO', input: { text: 'Fox' } } })
    const count = async (filter: Record<string, unknown>) => (await world.ask(LIST, { filter }))['generations'].edges.length
    expect(await Promise.all([count({}), count({ status: 'COMPLETED' }), count({ status: 'QUEUED' }), count({ status: 'FAILED' })])).toEqual([2, 1, 1, 0])
    expect(await Promise.all([count({ type: 'AUDIO' }), count({ provider: 'flux-dev' }), count({ tag: 'blue' }), count({ tag: 'red' })])).toEqual([1, 1, 1, 0])
    expect(await Promise.all([count({ createdAfter: between }), count({ createdBefore: between })])).toEqual([1, 1])
  })

  it('refuse a page that cannot be', async () => {
    const world = await createWorld()
    for (const variables of [{ first: 0 }, { first: 101 }, { after: 'rubbish' }, { after: btoa('else') }]) {
      const reply = await world.post({ query: LIST, variables })
      expect([reply.status, reply.body.errors?.[0]?.extensions['field']]).toEqual([400, 'first' in variables ? 'first' : 'after'])
    }
  })
})

describe('the account', () => {
  it('tells plan, balance, limits, usage and ledger', async () => {
    const world = await createWorld({ plan: 'PRO', credits: 1000 })
    await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'Fox' } } })
    await world.run(1)
    await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-pro', input: { text: 'Fox [[fail]]' } } })
    await world.run(60)
    const { me, creditEntries } = await world.ask(
      '{ me { plan credits usage { date generations credits } limits { minute { limit } day { limit remaining } } } creditEntries { edges { node { kind amount generationId } } } }',
    )
    expect(me).toMatchObject({ plan: 'PRO', credits: 950, limits: { minute: { limit: 60 }, day: { limit: 10_000, remaining: 9998 } } })
    expect(me.usage).toEqual([{ date: new Date(world.clock.nowMs).toISOString().slice(0, 10), generations: 2, credits: 50 }])
    const amounts = creditEntries.edges.map(({ node }: { node: { kind: string; amount: number } }) => `${node.kind} ${node.amount}`)
    expect(amounts).toEqual(['REFUND 100', 'CHARGE -100', 'CHARGE -50', 'GRANT 1000'])
  })
})

describe('providers', () => {
  const PUBLISHED = `query GetProviders($type: GenerationType!) { providers(type: $type) {
    id name description features limitations pricing { creditCost estimatedTime } options { name type required description allowedValues } } }`

  it('have every published field, for each type', async () => {
    const world = await createWorld()
    const ids: string[] = []
    for (const type of ['VIDEO', 'IMAGE', 'AUDIO', 'AVATAR']) {
      const { providers } = await world.ask(PUBLISHED, { type })
      for (const provider of providers) {
        ids.push(provider.id)
        expect(provider).toMatchObject({ name: expect.any(String), description: expect.stringMatching(/\S/), pricing: { creditCost: expect.any(Number), estimatedTime: expect.any(Number) } })
        expect(provider.features.length).toBeGreaterThan(0)
        expect(provider.options.length).toBeGreaterThan(0)
      }
    }
    expect(ids.toSorted()).toEqual([...PROVIDER_IDS].toSorted())
  })

  it('are described in Hindi to those who read Hindi', async () => {
    const world = await createWorld()
    const { providers } = await world.ask(PUBLISHED, { type: 'VIDEO' }, { 'accept-language': 'hi' })
    for (const provider of providers) {
      for (const text of [provider.description, ...provider.features, ...provider.options.map((option: { description: string }) => option.description)]) expect(text).toMatch(/[\u0900-\u097F]/)
    }
  })

  it('that are not configured are not offered, and named they are PROVIDER_UNAVAILABLE', async () => {
    const world = await createWorld({ settings: { LUMA_API_KEY: '' } })
    const { providers } = await world.ask('{ providers(type: VIDEO) { id } }')
    expect(providers.map(({ id }: { id: string }) => id)).not.toContain('luma')
    const reply = await world.post({ query: GENERATE, variables: { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } } })
    expect([reply.status, reply.body.errors?.[0]?.extensions['code']]).toEqual([503, 'PROVIDER_UNAVAILABLE'])
    expect(await world.balance()).toBe(1_000_000)
  })

  it('say up to which size a data URL can be sent, and nothing larger', async () => {
    const world = await createWorld()
    const { providers } = await world.ask('{ providers { models { id limitations } } }')
    const models: readonly { readonly id: string; readonly limitations: readonly string[] }[] = providers.flatMap((provider: { models: unknown[] }) => provider.models)
    const runway = models.find(({ id }) => id === 'gen-4')
    expect(runway?.limitations.filter((text) => text.includes('750 KB'))).toHaveLength(1)
    expect(models.find(({ id }) => id === 'ray-2')?.limitations.filter((text) => text.includes('750 KB'))).toEqual([])
    expect(models.flatMap(({ limitations }) => limitations).filter((text) => /data URL \(\d/.test(text))).toEqual([])
  })
})
