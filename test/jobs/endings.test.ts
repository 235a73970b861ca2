// Every way in which a generation can end other than well: it is refunded in full, exactly once, and says why.
import { describe, expect, it } from 'vitest'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const video = (text: string, more: Record<string, unknown> = {}) => ({ type: 'VIDEO', provider: 'luma', input: { text }, ...more })

async function start(world: World, input: Record<string, unknown>): Promise<string> {
  return (await world.ask(GENERATE, { input }))['generate'].id as string
}
const read = async (world: World, id: string) => (await world.ask(READ, { id }))['generation']

async function expectRefunded(world: World): Promise<void> {
  expect(await world.balance()).toBe(1_000_000)
  const entries = await world.entries()
  expect(entries.map((entry) => entry.kind).toSorted()).toEqual(['CHARGE', 'GRANT', 'REFUND'])
  expect(entries.reduce((sum, entry) => sum + entry.amount, 0)).toBe(1_000_000)
  const { me } = await world.ask('{ me { limits { concurrent { limit remaining } } } }')
  expect(me.limits.concurrent.remaining).toBe(me.limits.concurrent.limit)
}

const losing = (part: string) => ({
  network: (url: string, init: RequestInit) => (init.method === 'POST' && url.includes(part) ? Promise.reject(new TypeError('connection lost')) : undefined),
})

const serving = (body: BodyInit | null, init: ResponseInit) =>
  createWorld({ network: (url) => (url.includes('/emulators/media/') ? Promise.resolve(new Response(body, init)) : undefined) })

describe("an upstream's own failure", () => {
  it('fails the generation and refunds it', async () => {
    const world = await createWorld()
    const id = await start(world, video('storm [[fail]]'))
    await world.run(60)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', url: null, error: { code: 'GENERATION_FAILED', reason: 'UPSTREAM', retryable: true } })
    await expectRefunded(world)
  })

  it('tells moderation apart, in words of our own', async () => {
    const world = await createWorld()
    const id = await start(world, video('storm [[moderated]]'))
    await world.run(60)
    expect((await read(world, id)).error).toMatchObject({ reason: 'MODERATED', retryable: false, message: expect.stringContaining('content rules of Luma') })
    await expectRefunded(world)
  })

  it('is said in Hindi to those who read Hindi', async () => {
    const world = await createWorld()
    const id = await start(world, video('storm [[moderated]]'))
    await world.run(60)
    const reply = await world.ask('query ($id: ID!) { generation(id: $id) { error { message } } }', { id }, { 'accept-language': 'hi' })
    expect(reply['generation'].error.message).toContain('कंटेंट के नियमों के कारण')
  })
})

describe('a refused submission', () => {
  it('is tried again for as long as people wait while the upstream is only busy, then fails as PROVIDER_UNAVAILABLE', async () => {
    const world = await createWorld()
    const id = await start(world, video('storm [[429]]'))
    await world.run(2)
    expect(await read(world, id)).toMatchObject({ status: 'QUEUED', attempts: 1 })
    await world.run(600)
    expect(await read(world, id)).toMatchObject({ status: 'QUEUED', attempts: 5 })
    await world.run(3600)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { code: 'PROVIDER_UNAVAILABLE', retryable: true } })
    await expectRefunded(world)
  })

  it('with our key refused fails at once, rings the alarm, and never blames the caller', async () => {
    const world = await createWorld({ settings: { LUMA_API_KEY: 'luma-wrong' } })
    const id = await start(world, video('storm'))
    await world.run(10)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', attempts: 1, error: { code: 'PROVIDER_UNAVAILABLE' } })
    expect(world.logs.some((line) => line['event'] === 'alarm')).toBe(true)
    await expectRefunded(world)
  })

  it('of an automatic choice goes on to the next model, at no higher price', async () => {
    const world = await createWorld({ settings: { GOOGLE_API_KEY: 'wrong' } })
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', input: { text: 'storm' }, priority: 'QUALITY' } })
    expect(generate.provider).toBe('veo-3')
    await world.run(120)
    const generation = await read(world, generate.id)
    expect(generation).toMatchObject({ status: 'COMPLETED', attempts: 2 })
    expect(generation.provider).not.toBe('veo-3')
    expect(generation.creditCost - generation.refundedCredits).toBeLessThanOrEqual(generate.creditCost)
    expect(await world.balance()).toBe(1_000_000 - generation.creditCost + generation.refundedCredits)
  })
})

describe('a lost answer', () => {
  it('is never submitted again: held until the deadline, then refunded as UNKNOWN_OUTCOME', async () => {
    let posts = 0
    const world = await createWorld({
      network: (url, init) => {
        if (init.method !== 'POST' || !url.includes('/luma/')) return undefined
        posts += 1
        return Promise.reject(new TypeError('connection lost'))
      },
    })
    const id = await start(world, video('storm'))
    await world.run(10)
    expect(await read(world, id)).toMatchObject({ status: 'PROCESSING', attempts: 1 })
    for (let minute = 0; minute < 90; minute += 1) {
      await world.run(60)
      await world.sweep()
    }
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'UNKNOWN_OUTCOME' } })
    expect(posts).toBe(1)
    await expectRefunded(world)
  })

  it('is recovered where the upstream can be asked by our id', async () => {
    let lost = false
    const world = await createWorld({
      network: (url, init) => {
        if (lost || init.method !== 'POST' || !url.includes('/kling/')) return undefined
        lost = true
        return (async () => {
          await world.emulators.fetch(url, init)
          throw new TypeError('connection lost')
        })()
      },
    })
    const id = await start(world, video('storm', { provider: 'kling' }))
    await world.run(60)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED', attempts: 1 })
  })

  it('of a poll says nothing about the work', async () => {
    let failures = 0
    const world = await createWorld({
      network: (url, init) => {
        if (init.method !== 'GET' || !url.includes('/luma/') || failures >= 3) return undefined
        failures += 1
        return failures === 1 ? Promise.reject(new TypeError('connection lost')) : Promise.resolve(new Response('oops', { status: 503 }))
      },
    })
    const id = await start(world, video('storm'))
    await world.run(90)
    expect(failures).toBe(3)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED' })
  })

  it('of the media is fetched again', async () => {
    let failures = 0
    const world = await createWorld({
      network: (url) => {
        if (!url.includes('/emulators/media/') || failures >= 2) return undefined
        failures += 1
        return Promise.resolve(new Response('oops', { status: 502 }))
      },
    })
    const id = await start(world, video('storm'))
    await world.run(90)
    expect(await read(world, id)).toMatchObject({ status: 'COMPLETED' })
    expect(failures).toBe(2)
  })

  it('of an upstream that never answers does not hold up others', async () => {
    const world = await createWorld(losing('/heygen/'))
    const [stuck, fine] = [await start(world, { type: 'AVATAR', provider: 'heygen', input: { text: 'Hi' } }), await start(world, video('storm'))]
    await world.run(60)
    expect([(await read(world, stuck)).status, (await read(world, fine)).status]).toEqual(['PROCESSING', 'COMPLETED'])
  })
})

describe('media that cannot be used', () => {
  it('fails with MEDIA when the link is gone', async () => {
    const world = await serving('gone', { status: 404 })
    const id = await start(world, video('storm'))
    await world.run(60)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'MEDIA' } })
    await expectRefunded(world)
  })

  it('fails with MEDIA when it is a page and no video', async () => {
    const world = await serving('<html>sorry</html>', { headers: { 'content-type': 'video/mp4' } })
    const id = await start(world, video('storm'))
    await world.run(60)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'MEDIA' } })
    await expectRefunded(world)
  })
})

describe('the deadline', () => {
  it('ends what never ends, with a refund and a cancel upstream', async () => {
    const world = await createWorld()
    const id = await start(world, video('storm [[hang]]'))
    await world.run(2 * 3600)
    expect(await read(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'TIMEOUT' } })
    expect(world.logs).toContainEqual(expect.objectContaining({ event: 'cancelled at deadline', outcome: 'CANCELLED' }))
    expect(world.queues.waiting()).toEqual([])
    await expectRefunded(world)
  })
})
