// Filters of the ledger and of webhook deliveries: what is looked for is found, whole, at a bounded number of rows.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../src/domain/new-id.ts'
import { counting, noCounts } from '../../counting.ts'
import { createEndpoint, openReceivers } from '../../receivers/receivers.ts'
import { GENERATE, RECEIVER, createWorld } from '../../world.ts'
import type { World } from '../../world.ts'

const COUNT = 2500
const ENTRIES = 'query ($first: Int!, $after: String, $filter: CreditEntryFilter) { page: creditEntries(first: $first, after: $after, filter: $filter) { edges { node { id kind amount generationId createdAt } } pageInfo { hasNextPage endCursor } } }'
const DELIVERIES = 'query ($first: Int!, $after: String, $filter: WebhookDeliveryFilter) { page: webhookDeliveries(first: $first, after: $after, filter: $filter) { edges { node { id event status endpointId generationId createdAt } } pageInfo { hasNextPage endCursor } } }'
const HANGS = 'https://a.receiver.example.com/hook'
const counts = noCounts()
const receivers = openReceivers()
const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))
const DAY_MS = 86_400_000

let world: World
let ids: readonly string[]
let made: { readonly well: string; readonly ill: string }
let endpoint: string
let startMs: number

/** Old ones in SQL, since there are so many: each 1,000th was refunded, and not told of. */
beforeAll(async () => {
  world = await createWorld({ bindings: counting(counts), network: receivers.network })
  startMs = world.clock.nowMs - 60 * DAY_MS
  ids = Array.from({ length: COUNT }, (_, index) => newId('gen', startMs + index * 1000, random))
  const rows = JSON.stringify(ids)
  await env.DB.batch([
    env.DB.prepare(`insert into credit_entries (account_id, id, job_id, kind, amount, created_at_ms) select ?1, substr(value, 5) || '.charge', value, 'CHARGE', -5, ?2 + key * 1000 from json_each(?3)`).bind(world.accountId, startMs, rows),
    env.DB.prepare(`insert into credit_entries (account_id, id, job_id, kind, amount, created_at_ms) select ?1, substr(value, 5) || '.refund', value, 'REFUND', 5, ?2 + key * 1000 + 500 from json_each(?3) where key % 1000 = 0`).bind(world.accountId, startMs, rows),
    env.DB.prepare(
      `insert into webhook_deliveries (account_id, id, job_id, event, url, status, attempts, created_at_ms)
       select ?1, 'msg_' || substr(value, 5) || '_completed', value, 'generation.completed', 'https://x.example.com', iif(key % 1000 = 0, 'PARKED', 'DELIVERED'), 1, ?2 + key * 1000 + 300 from json_each(?3)`,
    ).bind(world.accountId, startMs, rows),
  ])
  receivers.answer(HANGS, () => new Response('', { status: 410 }))
  const well = (await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' }, webhookUrl: RECEIVER } }))['generate'].id
  await world.run(60)
  endpoint = (await createEndpoint(world, { url: HANGS })).endpoint.id
  const ill = (await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: '[[fail]]' } } }))['generate'].id
  await world.run(60)
  made = { well, ill }
})

type Node = Readonly<Record<string, unknown>>

async function walk(query: string, filter: Readonly<Record<string, unknown>>, first = 2) {
  const nodes: Node[] = []
  const rowsRead: number[] = []
  let after: string | null = null
  for (let pages = 0; pages < 20; pages += 1) {
    Object.assign(counts, noCounts())
    const { page } = await world.ask(query, { first, after, filter })
    rowsRead.push(counts.rowsRead)
    nodes.push(...page.edges.map(({ node }: { node: Node }) => node))
    if (!page.pageInfo.hasNextPage) return { nodes, most: Math.max(...rowsRead), pages: rowsRead.length }
    after = page.pageInfo.endCursor
  }
  throw new Error('the pages do not end')
}

describe('the ledger', () => {
  it('is filtered by kind, looking at 2,000 rows at most, and going on finds all there are', async () => {
    const { nodes, most, pages } = await walk(ENTRIES, { kind: 'REFUND' })
    expect(nodes.map(({ generationId }) => generationId)).toEqual([made.ill, ids[2000], ids[1000], ids[0]])
    expect(most).toBeLessThanOrEqual(2010)
    expect(pages).toBeLessThan(6)
  })

  it('is found by its generation at once', async () => {
    const { nodes, most } = await walk(ENTRIES, { generation: ids[1000] })
    expect(nodes.map(({ kind }) => kind)).toEqual(['REFUND', 'CHARGE'])
    expect(most).toBeLessThan(20)
    expect((await walk(ENTRIES, { generation: ids[1000], kind: 'CHARGE' })).nodes).toHaveLength(1)
    expect((await walk(ENTRIES, { generation: 'gen_nobodys' })).nodes).toEqual([])
  })

  it('is filtered by time, the first included and the last not', async () => {
    const [createdAfter, createdBefore] = [new Date(startMs + 1000 * 1000).toISOString(), new Date(startMs + 1003 * 1000).toISOString()]
    const { nodes } = await walk(ENTRIES, { createdAfter, createdBefore })
    expect(nodes.map(({ generationId }) => generationId)).toEqual([ids[1002], ids[1001], ids[1000], ids[1000]])
  })

  it('refuses words that there are not, and is never another account\'s', async () => {
    const reply = await world.post({ query: ENTRIES, variables: { first: 2, filter: { kind: 'GIFT' } } })
    expect(reply.body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'filter.kind', allowed: expect.arrayContaining(['REFUND']) })
    expect((await world.post({ query: ENTRIES, variables: { first: 2, filter: { generation: '' } } })).body.errors?.[0]?.extensions).toMatchObject({ field: 'filter.generation' })
    const other = await createWorld()
    expect((await other.ask(ENTRIES, { first: 5, filter: { generation: made.well } }))['page'].edges).toEqual([])
  })
})

describe('deliveries', () => {
  it('are filtered by status, event and endpoint', async () => {
    expect((await walk(DELIVERIES, { status: 'PARKED' })).nodes.map(({ generationId }) => generationId)).toEqual([ids[2000], ids[1000], ids[0]])
    const { nodes, most } = await walk(DELIVERIES, { event: 'generation.failed', endpoint })
    expect(nodes).toMatchObject([{ generationId: made.ill, endpointId: endpoint, status: 'STOPPED' }])
    expect(most).toBeLessThanOrEqual(2010)
    expect((await walk(DELIVERIES, { status: 'PARKED', event: 'generation.failed' })).nodes).toEqual([])
  })

  it('are found by their generation at once', async () => {
    const { nodes, most } = await walk(DELIVERIES, { generation: made.ill })
    expect(nodes).toMatchObject([{ event: 'generation.failed' }])
    expect(most).toBeLessThan(20)
    expect((await walk(DELIVERIES, { generation: made.well })).nodes).toMatchObject([{ event: 'generation.completed', status: 'DELIVERED' }])
    const other = await createWorld()
    expect((await other.ask(DELIVERIES, { first: 5, filter: { generation: made.well } }))['page'].edges).toEqual([])
  })

  it('are filtered by time', async () => {
    const [createdAfter, createdBefore] = [new Date(startMs + 1000 * 1000).toISOString(), new Date(startMs + 1002 * 1000).toISOString()]
    expect((await walk(DELIVERIES, { createdAfter, createdBefore })).nodes.map(({ generationId }) => generationId)).toEqual([ids[1001], ids[1000]])
  })

  it('refuse events that there are not', async () => {
    const reply = await world.post({ query: DELIVERIES, variables: { first: 2, filter: { event: 'generation.lost' } } })
    expect(reply.body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'filter.event' })
  })
})
