// Pages with filters: however rare what is looked for, a page looks at a bounded number of rows, and none is lost or
// told twice.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../src/domain/new-id.ts'
import { createToken, as } from '../../auth/keys.ts'
import { counting, noCounts } from '../../counting.ts'
import { GENERATE, createWorld } from '../../world.ts'
import type { World } from '../../world.ts'

const COUNT = 5300
const counts = noCounts()
let world: World
let startMs: number

/** One each second, in SQL since there are so many; each 1,500th of Asha's, and each has its number as a tag. */
beforeAll(async () => {
  world = await createWorld({ plan: 'FREE', bindings: counting(counts) })
  startMs = world.clock.nowMs - COUNT * 1000
  const route = JSON.stringify([{ provider: 'luma', model: 'ray-2', upstream: 'luma', addedText: '', options: {}, adjustments: [], outputs: 1, credits: 1 }])
  const ids = Array.from({ length: COUNT }, (_, index) => newId('gen', startMs + index * 1000, (count) => new Uint8Array(count)))
  await env.DB.prepare(
    `insert into jobs (account_id, id, status, type, input, routes, route, reasons, fingerprint, cost, refunded, tags, retention_days,
       attempt, chain, created_at_ms, deadline_ms, completed_at_ms, expires_at_ms, end_user)
     select ?1, value, 'COMPLETED', 'VIDEO', '{}', ?2, 0, '[]', '', 1, 0, json_array('t' || key), 7, 1, 0, ?3 + key * 1000 + 400, 0, 0, 8000000000000000,
       iif(key % 1500 = 0, 'asha', null) from json_each(?4)`,
  ).bind(world.accountId, route, startMs, JSON.stringify(ids)).run()
  await world.ask('{ __typename }')
})

const at = (index: number): string => new Date(startMs + index * 1000 + 400).toISOString()

const PAGE = 'query ($first: Int!, $after: String, $filter: GenerationFilter) { generations(first: $first, after: $after, filter: $filter) { edges { node { tags } } pageInfo { hasNextPage endCursor } } }'

async function walk(filter: Record<string, unknown>, first = 2) {
  const tags: string[] = []
  const rowsRead: number[] = []
  let after: string | null = null
  for (let pages = 0; pages < 30; pages += 1) {
    Object.assign(counts, noCounts())
    const { generations } = await world.ask(PAGE, { first, after, filter })
    rowsRead.push(counts.rowsRead)
    tags.push(...generations.edges.map(({ node }: { node: { tags: string[] } }) => node.tags[0]))
    if (!generations.pageInfo.hasNextPage) return { tags, rowsRead }
    after = generations.pageInfo.endCursor
  }
  throw new Error('the pages do not end')
}

describe('a page with a filter', () => {
  it('looks at 2,000 rows at most, and going on finds all there are', async () => {
    const { tags, rowsRead } = await walk({ endUser: 'asha' })
    expect(tags).toEqual(['t4500', 't3000', 't1500', 't0'])
    expect(Math.max(...rowsRead)).toBeLessThanOrEqual(2000)
    expect(rowsRead.length).toBe(6)
  })

  it('may be empty and go on; where nothing fits, the last page says so', async () => {
    const { tags, rowsRead } = await walk({ tag: 'nowhere' })
    expect([tags, rowsRead.length]).toEqual([[], 6])
    expect(Math.max(...rowsRead)).toBeLessThanOrEqual(2000)
  })

  it('stops as soon as it is full', async () => {
    Object.assign(counts, noCounts())
    await world.ask(PAGE, { first: 20, filter: { status: 'COMPLETED' } })
    expect([counts.rowsRead, counts.roundTrips]).toEqual([21, 1])
  })

  it('by time looks at what lies between, by the ids, and is exact', async () => {
    const { tags, rowsRead } = await walk({ createdAfter: at(1000), createdBefore: at(1004) }, 10)
    expect(tags).toEqual(['t1003', 't1002', 't1001', 't1000'])
    expect(rowsRead.reduce((sum, rows) => sum + rows, 0)).toBeLessThan(300)
  })

  it('by a tag tells tags apart that hold one another, quotes and commas', async () => {
    const other = await createWorld()
    const tags = ['one', 'on', 'x"one', 'a,"one"', '[one', 'one\\', 'é', '"one"']
    for (const tag of tags) await other.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' }, tags: [tag, 'all'] } })
    for (const tag of tags) {
      const { generations } = await other.ask(PAGE, { first: 20, filter: { tag } })
      expect(generations.edges.map(({ node }: { node: { tags: string[] } }) => node.tags[0])).toEqual([tag])
    }
    expect((await other.ask(PAGE, { first: 20, filter: { tag: 'all' } }))['generations'].edges).toHaveLength(tags.length)
  })

  it('counts as more reads than one, each alias for itself', async () => {
    const remaining = async (query: string): Promise<number> => {
      world.clock.nowMs += 60_000
      const { headers } = await world.post({ query })
      return Number(/"reads";r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])
    }
    const page = 'generations(first: 1, filter: { tag: "nowhere" }) { edges { node { id } } }'
    expect(await remaining('{ generations { edges { node { id } } } }')).toBe(299)
    expect(await remaining(`{ ${page} }`)).toBe(296)
    expect(await remaining(`{ ${Array.from({ length: 20 }, (_, index) => `a${index}: ${page}`).join(' ')} }`)).toBe(220)
    const token = await createToken(world)
    world.clock.nowMs += 60_000
    const { headers } = await as(world, token).post('{ generations { edges { node { id } } } }')
    expect(headers.get('ratelimit')).toContain('"reads";r=71')
  })

  it('of aliases over the minute is refused before it is looked for', async () => {
    world.clock.nowMs += 60_000
    const twenty = `{ ${Array.from({ length: 20 }, (_, index) => `a${index}: generations(filter: { tag: "nowhere" }) { edges { node { id } } }`).join(' ')} }`
    const statuses = []
    for (let sent = 0; sent < 4; sent += 1) statuses.push((await world.post({ query: twenty })).status)
    expect(statuses).toEqual([200, 200, 200, 429])
  })
})
