// Filters: only null and what is left out are no wish, and words are read as `generate` reads them.
import { beforeAll, describe, expect, it } from 'vitest'
import { as, createToken, refusalOf } from '../../auth/keys.ts'
import { createWorld } from '../../world.ts'
import type { World } from '../../world.ts'

const LIST = 'query ($filter: GenerationFilter) { generations(filter: $filter) { edges { node { provider endUser tags } } } }'
const MAKE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id } }'
const image = (provider: string, tags: readonly string[]) => ({ type: 'IMAGE', provider, input: { text: 'A fox' }, tags })

let world: World
let asha: string
beforeAll(async () => {
  world = await createWorld()
  asha = await createToken(world, { endUser: 'asha' })
  await world.ask(MAKE, { input: image('flux-dev', ['a']) })
  await world.ask(MAKE, { input: image('imagen', ['b']) })
  await as(world, asha).ask(MAKE, { input: image('flux-dev', []) })
  await as(world, await createToken(world, { endUser: 'bina' })).ask(MAKE, { input: image('flux-dev', []) })
})

const count = async (filter: unknown, credential = world.key): Promise<number> => (await as(world, credential).ask(LIST, { filter }))['generations'].edges.length

describe('a filter', () => {
  it('of null, of nothing and of nulls lists all', async () => {
    for (const filter of [null, {}, { endUser: null, provider: null, tag: null, type: null, status: null, createdAfter: null }]) expect(await count(filter)).toBe(4)
  })

  it('that is empty once listed everybody\'s rows, and is refused', async () => {
    for (const name of ['endUser', 'provider', 'tag']) {
      const reply = await world.post({ query: LIST, variables: { filter: { [name]: '' } } })
      expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field: `filter.${name}` })
    }
  })

  it('by provider knows the same words as generate', async () => {
    for (const provider of ['flux-dev', 'FLUX-Dev']) expect(await count({ provider })).toBe(3)
    for (const provider of ['acme', 'constructor', '__proto__', ' flux-dev']) {
      const reply = await world.post({ query: LIST, variables: { filter: { provider } } })
      expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'filter.provider', provider: undefined })
      expect(reply.body.errors?.[0]?.extensions['allowed']).toContain('flux-dev')
    }
  })

  it('by end user or tag lists those alone', async () => {
    expect([await count({ endUser: 'asha' }), await count({ endUser: 'nobody' }), await count({ tag: 'a' }), await count({ tag: 'toString' })]).toEqual([1, 0, 1, 0])
  })

  it('of a client token for another end user lists nothing, not its own', async () => {
    expect([await count({}, asha), await count({ endUser: 'asha' }, asha), await count({ endUser: 'bina' }, asha)]).toEqual([1, 1, 0])
  })
})
