import { env } from 'cloudflare:workers'
import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { streamFormOf } from '../../../src/graphql/protocol/stream-form.ts'
import { noCounts } from '../../counting.ts'
import { waitingWorld } from '../../lines.ts'
import { GENERATE, createWorld } from '../../world.ts'
import type { World } from '../../world.ts'

const INPUT = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } }
const FOLLOW = 'subscription ($id: ID!) { generation(id: $id) { id status url } }'
const SSE = 'text/event-stream'
const MULTIPART = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json'

interface Stream {
  readonly response: Response
  /** What has come and was not read yet: at least one piece. */
  readonly next: () => Promise<string>
  /** All that comes until it closes. */
  readonly rest: () => Promise<string>
  readonly leave: () => Promise<void>
}

async function open(world: World, variables: unknown, accept = SSE, query = FOLLOW, headers: Record<string, string> = {}): Promise<Stream> {
  const response = await world.fetchApp('/graphql', {
    method: 'POST',
    headers: { 'authorization': `Bearer ${world.key}`, 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ query, variables }),
  })
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
  const decoder = new TextDecoder()
  const next = async (): Promise<string> => {
    const { done, value } = await reader.read()
    return done ? '' : decoder.decode(value, { stream: true })
  }
  const rest = async (): Promise<string> => {
    let text = ''
    for (let piece = await next(); piece !== ''; piece = await next()) text += piece
    return text
  }
  return { response, next, rest, leave: () => reader.cancel() }
}

/** Those of the events, as JSON. */
const eventsIn = (text: string): unknown[] => [...text.matchAll(/^event: next\ndata: (.*)\n\n/gm)].map(([, data = '']) => JSON.parse(data))
const statusesIn = (text: string): unknown[] => [...text.matchAll(/"status":"(\w+)"/g)].map(([, status]) => status)
const linesOf = ({ accountId }: World) => runInDurableObject(env.ACCOUNT_GATE.getByName(accountId), (_, state) => state.getWebSockets().length)

describe('a stream', () => {
  it('begins with the present state, has one event for each change, and ends with the generation', async () => {
    const { world, counts, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    Object.assign(counts, noCounts())
    const stream = await open(world, { id: generate.id })
    expect(stream.response.status).toBe(200)
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', 'ratelimit': expect.anything() })
    await attached(1)
    expect([await stream.next(), await stream.next()]).toEqual([': \n\n', `event: next\ndata: {"data":{"generation":{"id":"${generate.id}","status":"QUEUED","url":null}}}\n\n`])
    expect([counts.gateCalls, counts.roundTrips]).toEqual([1, 1])
    await world.run(50)
    const text = await stream.rest()
    expect(statusesIn(text)).toEqual(['PROCESSING', 'COMPLETED'])
    expect(text).toMatch(/event: complete\ndata: \n\n$/)
    expect(await linesOf(world)).toBe(0)
  })

  it('in parts is as Apollo wants it', async () => {
    const { world } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const stream = await open(world, { id: generate.id }, MULTIPART)
    expect(stream.response.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0')
    const head = '\r\n--graphql\r\nContent-Type: application/json\r\n\r\n'
    expect(await stream.next()).toBe(`${head}{}`)
    expect(await stream.next()).toBe(`${head}{"payload":{"data":{"generation":{"id":"${generate.id}","status":"QUEUED","url":null}}}}`)
    await world.run(50)
    const text = await stream.rest()
    expect(statusesIn(text)).toEqual(['PROCESSING', 'COMPLETED'])
    expect(text.endsWith(`${head}{"payload":null}\r\n--graphql--\r\n`)).toBe(true)
  })

  it('has a heartbeat every 15 s, and ends after ten minutes; one anew begins with the present state', async () => {
    const { world } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const stream = await open(world, { id: generate.id })
    await stream.next()
    expect(eventsIn(await stream.next())).toHaveLength(1)
    for (let beats = 1; beats <= 40; beats += 1) {
      const next = stream.next()
      await world.clock.awaited(beats)
      world.clock.nowMs += 15_000
      expect(await next).toBe(': \n\n')
    }
    expect(await stream.rest()).toBe('event: complete\ndata: \n\n')
    const again = await open(world, { id: generate.id })
    await again.next()
    expect(statusesIn(await again.next())).toEqual(['QUEUED'])
    await again.leave()
    expect(await linesOf(world)).toBe(0)
  })

  it('of what has ended is one event; of what is not there, too', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    await world.run(60)
    const ended = await (await open(world, { id: generate.id })).rest()
    expect([statusesIn(ended), ended.endsWith('event: complete\ndata: \n\n')]).toEqual([['COMPLETED'], true])
    const other = await createWorld()
    for (const id of [generate.id, 'gen_1', '']) {
      const text = await (await open(other, { id })).rest()
      expect([eventsIn(text), text.endsWith('event: complete\ndata: \n\n')]).toEqual([[{ data: { generation: null } }], true])
    }
  })

  it('tells mistakes as its one event, and ends', async () => {
    const world = await createWorld()
    const wrong = [
      [{ id: 'gen_1' }, 'subscription ($id: ID!) { generation(id: $id) { nothing } }'],
      [{}, FOLLOW],
      [{ id: 'gen_1' }, 'subscription ($id: ID!) { generation(id: $id) { id } other: generation(id: $id) { id } }'],
    ] as const
    for (const [variables, query] of wrong) {
      const stream = await open(world, variables, SSE, query)
      const text = await stream.rest()
      expect([stream.response.status, eventsIn(text)]).toEqual([200, [expect.objectContaining({ errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'INVALID_INPUT' }) })] })]])
      expect(text).toMatch(/event: complete\ndata: \n\n$/)
    }
  })

  it('is for those alone who may read', async () => {
    const world = await createWorld({ key: { scopes: ['generate'] } })
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const [event, ...more] = eventsIn(await (await open(world, { id: generate.id })).rest())
    expect([event, more]).toEqual([{ data: { generation: null }, errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'FORBIDDEN' }) })] }, []])
    const stranger = await open(world, { id: generate.id }, SSE, FOLLOW, { authorization: 'Bearer sk_live_nobody' })
    expect([stranger.response.status, stranger.response.headers.get('content-type')]).toEqual([401, 'application/json'])
  })

  it('above the plan is answered 429, as JSON, before anything is streamed', async () => {
    const { world } = await waitingWorld({ plan: 'FREE' })
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const streams = []
    for (let count = 0; count < 10; count += 1) streams.push(await open(world, { id: generate.id }))
    const over = await open(world, { id: generate.id })
    expect([over.response.status, over.response.headers.get('retry-after')]).toEqual([429, '5'])
    expect(JSON.parse(await over.rest())).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMIT', limit: 'streams' } }] })
    await streams[0]?.leave()
    expect(await linesOf(world)).toBe(9)
    const next = await open(world, { id: generate.id })
    expect(next.response.status).toBe(200)
  })

  it('that nobody reads for long gets what was last, not all that was', async () => {
    const { world, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const stream = await open(world, { id: generate.id })
    await attached(1)
    await world.run(50)
    expect(statusesIn(await stream.rest()).at(-1)).toBe('COMPLETED')
  })

  it('that is left ends its line to the object', async () => {
    const { world, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const stream = await open(world, { id: generate.id })
    await attached(1)
    await stream.next()
    await stream.leave()
    expect(await linesOf(world)).toBe(0)
  })

  it('costs no query of the database while nothing changes: 500 of them, counted', { timeout: 60_000 }, async () => {
    const { world, counts, attached } = await waitingWorld()
    const { generate } = await world.ask(GENERATE, { input: INPUT })
    const streams: Stream[] = []
    for (let count = 0; count < 500; count += 1) streams.push(await open(world, { id: generate.id }))
    await attached(500)
    for (const { next } of streams) expect([await next(), statusesIn(await next())]).toEqual([': \n\n', ['QUEUED']])
    Object.assign(counts, noCounts())
    for (let minute = 0; minute < 4; minute += 1) {
      const beats = streams.map(({ next }) => next())
      await world.clock.awaited(500 * (minute + 1))
      world.clock.nowMs += 15_000
      expect(new Set(await Promise.all(beats))).toEqual(new Set([': \n\n']))
    }
    expect([counts.roundTrips, counts.gateCalls]).toEqual([0, 0])
    await world.run(50)
    const ends = await Promise.all(streams.map(({ rest }) => rest()))
    for (const text of ends) expect(statusesIn(text).at(-1)).toBe('COMPLETED')
  })
})

const forms = (accept: string | null) => streamFormOf(accept)?.contentType.split(';')[0]

it('the form of a stream is chosen by Accept', () => {
  for (const accept of [null, '', '*/*', 'text/event-stream', 'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed']) {
    expect(forms(accept), String(accept)).toBe('text/event-stream')
  }
  for (const accept of [MULTIPART, 'multipart/mixed;subscriptionSpec="1.0"', 'text/event-stream;q=0.5, multipart/mixed;boundary=graphql;subscriptionSpec=1.0']) {
    expect(forms(accept), accept).toBe('multipart/mixed')
  }
  for (const accept of ['application/json', 'multipart/mixed', 'text/event-stream;q=0']) expect(forms(accept), accept).toBeUndefined()
})

it('a subscription that accepts neither form is refused, and a query that accepts them too is answered as JSON', async () => {
  const world = await createWorld()
  const ask = (query: string, accept: string) => world.post({ query, variables: { id: 'gen_1' } }, { accept })
  const refused = await ask(FOLLOW, 'application/json')
  expect([refused.status, refused.body.errors?.[0]?.extensions['code']]).toEqual([406, 'NOT_ACCEPTABLE'])
  const { status, body } = await ask('query ($id: ID!) { generation(id: $id) { id } }', 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed')
  expect([status, body]).toEqual([200, { data: { generation: null } }])
})
