// Making something from an upload: whoever fetches gets a link that lasts, whoever takes bytes gets bytes; it is its owner's
// alone, means its bytes, and lives for as long as anything may still be made of it.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { USED_LIFE_MS } from '../../src/domain/upload.ts'
import { SLOT_LEASE_MS, nextLateLook } from '../../src/jobs/schedule.ts'
import { GIVEN_COLUMNS, hasWords, inputOf } from '../../src/store/job-columns.ts'
import { jobWords, jobs } from '../../src/store/tables.ts'
import { toBase64 } from '../../src/domain/base64.ts'
import speech from '../../static/test-media/speech-en.mp3.bin'
import { as, createToken, refusalOf } from '../auth/keys.ts'
import { counting, noCounts } from '../counting.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'
import { HOUR_MS, announce, objectsOf, pngOf, rowsOf, send, sharesOf, upload } from './sending.ts'

const SIZE = 70_000
const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { model } }'

/** A world whose requests to one company are kept. */
async function sendingWorld(host: string, options: WorldOptions = {}) {
  const sent: string[] = []
  const world = await createWorld({
    ...options,
    network: (url, init) => {
      if (url.includes(host) && typeof init.body === 'string' && init.body !== '') sent.push(init.body)
      return options.network?.(url, init)
    },
  })
  return { world, sent }
}

const klingOf = (image: string) => ({ type: 'VIDEO', provider: 'kling', input: { text: 'Dance', image } })
const post = (world: World, input: object, headers: Record<string, string> = {}, credential = world.key) => as(world, credential).post(GENERATE, { input }, headers)

/** What its job is made from, as it is kept. */
const wordsOf = async ({ services: { database }, accountId }: World) => {
  const [[row]] = await database.batch([database.select(GIVEN_COLUMNS).from(jobs).leftJoin(jobWords, hasWords).where(eq(jobs.accountId, accountId))])
  return row && inputOf(row)
}

const jobOf = async (world: World) => (await env.DB.prepare('select input, stored_inputs, deadline_ms, status from jobs where account_id = ?1').bind(world.accountId).first<Record<string, string | number>>())

describe('a generation from an upload', () => {
  it('gives who fetches a link that lives until the attempt must end, and an hour', async () => {
    const { world, sent } = await sendingWorld('/kling/')
    const file = pngOf(SIZE)
    const id = await upload(world, file)
    const { generate } = await world.ask(GENERATE, { input: klingOf(id) })
    expect(await jobOf(world)).toMatchObject({ stored_inputs: 0 })
    expect(await wordsOf(world)).toEqual({ text: 'Dance', image: `upload:${id}/1.png;image/png;${SIZE}` })
    await world.run(5)
    const { image } = JSON.parse(sent[0] ?? '{}')
    const link = new URL(image)
    expect(link.pathname).toBe(`/media/uploads/${world.accountId}/${id}/1.png`)
    const deadlineMs = Number((await jobOf(world))?.['deadline_ms'])
    expect(Number(link.searchParams.get('exp'))).toBe(Math.floor((deadlineMs + HOUR_MS) / 1000))
    world.clock.nowMs = deadlineMs + HOUR_MS - 2000
    const served = await world.fetchApp(link.pathname + link.search)
    expect([served.status, served.headers.get('content-type'), served.headers.get('content-disposition')]).toEqual([200, 'image/png', `attachment; filename=${id}-1.png`])
    expect(await served.bytes()).toEqual(file)
    world.clock.nowMs += 4000
    expect((await world.fetchApp(link.pathname + link.search)).status).toBe(403)
    expect(generate.id).toMatch(/^gen_/)
  })

  it.each([
    ['IMAGE', 'imagen', {}],
    ['VIDEO', 'veo-3', {}],
    ['IMAGE', 'stable-diffusion', { model: 'sd3.5-large' }],
  ])('gives bytes where they are taken: %s of %s', async (type, provider, model) => {
    const asked: string[] = []
    const { world, sent } = await sendingWorld('', { network: (url) => void asked.push(url) })
    const file = pngOf(3000)
    const id = await upload(world, file)
    const { generate } = await world.ask(GENERATE, { input: { type, provider, ...model, input: { text: 'A fox', image: id } } })
    await world.run(300)
    expect((await world.ask(READ, { id: generate.id }))['generation'].status).toBe('COMPLETED')
    if (provider !== 'stable-diffusion') expect(sent.join('')).toContain(toBase64(file).slice(0, 3000))
    expect(asked.filter((url) => url.includes('/media/uploads/'))).toEqual([])
  })

  it('takes more than a data URL could hold, and tells what is too much for bytes', async () => {
    const world = await createWorld()
    const fits = await upload(world, pngOf(6_000_000))
    const { generate } = await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'imagen', input: { text: 'A fox', image: fits } } })
    await world.run(100)
    expect((await world.ask(READ, { id: generate.id }))['generation'].status).toBe('COMPLETED')
    const large = await upload(world, pngOf(17_000_000))
    const refused = await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'imagen', input: { text: 'A fox', image: large } } })
    await world.run(100)
    expect((await world.ask(READ, { id: refused['generate'].id }))['generation']).toMatchObject({ status: 'FAILED', refundedCredits: refused['generate'].creditCost, error: { code: 'INVALID_INPUT', reason: 'INPUT_MEDIA' } })
  })

  it('speaks a recording that was sent beforehand', async () => {
    const world = await createWorld()
    const portrait = await upload(world, pngOf(SIZE))
    const audio = await upload(world, new Uint8Array(speech), { contentType: 'audio/mp3' })
    const { generate } = await world.ask(GENERATE, { input: { type: 'AVATAR', provider: 'hedra', input: { image: portrait, audio } } })
    await world.run(300)
    expect((await world.ask(READ, { id: generate.id }))['generation']).toMatchObject({ status: 'COMPLETED', error: null })
  })

  it('takes several in a list', async () => {
    const { world, sent } = await sendingWorld('/vidu/')
    const ids = [await upload(world, pngOf(SIZE)), await upload(world, pngOf(SIZE, 1))]
    await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'vidu', input: { text: 'Dance', images: [...ids, 'https://example.com/a.png'] } } })
    await world.run(5)
    for (const id of ids) expect(sent[0]).toContain(`/media/uploads/${world.accountId}/${id}/1.png`)
  })

  it('is refused with its field for what is not there, not whole, over, or of another kind, by quote too', async () => {
    const world = await createWorld()
    const { id: open } = await announce(world, { bytes: SIZE })
    const sound = await upload(world, new Uint8Array(speech), { contentType: 'audio/mpeg' })
    const over = await upload(world, pngOf(SIZE))
    world.clock.nowMs += 24 * HOUR_MS
    for (const image of [open, over, sound, 'upl_', 'upl_00000000000000000000000000', `upload:${over}/1.png;image/png;1`]) {
      for (const query of [GENERATE, QUOTE]) {
        expect(refusalOf(await world.post({ query, variables: { input: klingOf(image) } }))).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'input.input.image' })
      }
    }
    expect(await world.balance()).toBe(1_000_000)
  })

  it('judges a picture by what it measures', async () => {
    const world = await createWorld()
    const small = pngOf(SIZE)
    small.set([0, 0, 0, 100, 0, 0, 0, 100], 16)
    const id = await upload(world, small)
    const input = { type: 'VIDEO', provider: 'wan', input: { text: 'Dance', image: id } }
    expect(refusalOf(await world.post({ query: QUOTE, variables: { input } }))).toMatchObject({ code: 'INVALID_INPUT', field: 'input.input.image' })
  })

  it('is refused for another account\'s, and another end user\'s, as if there were none', async () => {
    const [world, other] = [await createWorld(), await createWorld()]
    const [asha, ravi] = [await createToken(world, { maxCredits: 100_000 }), await createToken(world, { endUser: 'ravi', maxCredits: 100_000 })]
    const [ofAsha, ofAccount] = [await upload(world, pngOf(SIZE), {}, asha), await upload(world, pngOf(SIZE))]
    const tried = [await post(other, klingOf(ofAccount)), await post(world, klingOf(ofAsha), {}, ravi), await post(world, klingOf(ofAccount), {}, asha)]
    for (const reply of tried) {
      expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'input.input.image' })
      expect(reply.body.errors?.[0]?.message).toContain('no such upload')
    }
    expect((await post(world, klingOf(ofAsha), {}, asha)).status).toBe(200)
    expect((await post(world, klingOf(ofAsha))).status).toBe(200)
  })

  it('means its bytes: the same file under another id is the same request, another file is not', async () => {
    const world = await createWorld()
    const ids = [await upload(world, pngOf(SIZE)), await upload(world, pngOf(SIZE)), await upload(world, pngOf(SIZE, 1))]
    const replies = [await post(world, klingOf(ids[0] ?? ''), { 'idempotency-key': 'k' }), await post(world, klingOf(` ${ids[1]} `), { 'idempotency-key': 'k' }), await post(world, klingOf(ids[2] ?? ''), { 'idempotency-key': 'k' })]
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 422])
    expect(replies[1]?.headers.get('idempotency-replayed')).toBe('true')
    expect(replies[1]?.body.data?.['generate'].id).toBe(replies[0]?.body.data?.['generate'].id)
  })

  it('means its bytes in an operation of several fields, too', async () => {
    const world = await createWorld()
    const ids = [await upload(world, pngOf(SIZE)), await upload(world, pngOf(SIZE)), await upload(world, pngOf(SIZE, 1))]
    const query = 'mutation ($a: GenerateInput!, $b: GenerateInput!) { a: generate(input: $a) { id } b: generate(input: $b) { id } }'
    const ask = (b: string) => world.post({ query, variables: { a: klingOf(ids[0] ?? ''), b: klingOf(b) } }, { 'idempotency-key': 'k' })
    const [first, replay, other] = [await ask(ids[1] ?? ''), await ask(ids[0] ?? ''), await ask(ids[2] ?? '')]
    expect(replay.body.data).toEqual(first.body.data)
    expect(other.status).toBe(422)
  })

  it('asks one row of the database more and counts as a read; without uploads nothing is asked', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    const id = await upload(world, pngOf(SIZE))
    Object.assign(counts, noCounts())
    await world.ask(GENERATE, { input: klingOf(id) })
    expect([counts.order, counts.gateCalls, counts.roundTrips]).toEqual([['gate >', 'gate <', 'd1 >', 'd1 <', 'gate >', 'gate <', 'd1 >', 'd1 <'], 2, 2])
    Object.assign(counts, noCounts())
    await world.ask(GENERATE, { input: klingOf('https://example.com/a.png') })
    expect([counts.gateCalls, counts.roundTrips]).toEqual([1, 1])
  })

  it('over the limit of reads asks nothing of the database', async () => {
    const counts = noCounts()
    const world = await createWorld({ plan: 'FREE', bindings: counting(counts) })
    const id = await upload(world, pngOf(SIZE))
    for (let count = 0; count < 300; count += 1) await world.services.gate(world.accountId).look({ limits: { perMinute: 1, concurrent: 1, perDay: 1, readsPerMinute: 300, streams: 100 }, endUser: null, nowMs: world.clock.nowMs, reads: 1, webhookCalls: 0 })
    Object.assign(counts, noCounts())
    expect(refusalOf(await post(world, klingOf(id)))).toMatchObject({ status: 429, limit: 'reads' })
    expect(counts.roundTrips).toBe(0)
  })
})

describe('the life of an upload', () => {
  it('ends after a day, its bytes and its row', async () => {
    const world = await createWorld()
    await upload(world, pngOf(SIZE))
    const { url } = await announce(world, { bytes: SIZE })
    world.clock.nowMs += 24 * HOUR_MS + 9 * 60_000
    await world.sweep()
    expect([(await objectsOf(world)).length, (await rowsOf(world)).length]).toEqual([1, 2])
    world.clock.nowMs += 2 * 60_000
    await world.sweep()
    expect([await objectsOf(world), await rowsOf(world), await sharesOf(world)]).toEqual([[], [], []])
    expect((await send(world, url, pngOf(SIZE))).status).toBe(403)
  })

  it('is longer once something is made from it than that may last', async () => {
    const world = await createWorld()
    const id = await upload(world, pngOf(SIZE))
    world.clock.nowMs += 23 * HOUR_MS
    await world.ask(GENERATE, { input: klingOf(id) })
    expect(await rowsOf(world)).toMatchObject([{ expires_at_ms: world.clock.nowMs + USED_LIFE_MS }])
    let lastLookMs = 0
    for (let next = nextLateLook(0, 0); next !== null; next = nextLateLook(0, next)) lastLookMs = next
    expect(USED_LIFE_MS).toBeGreaterThan(SLOT_LEASE_MS + lastLookMs + HOUR_MS)
    world.clock.nowMs += 25 * HOUR_MS
    await world.sweep()
    expect(await objectsOf(world)).toHaveLength(1)
    world.clock.nowMs += 48 * HOUR_MS
    await world.sweep()
    expect([await objectsOf(world), await rowsOf(world)]).toEqual([[], []])
  })

  it('is not shortened by a request that is refused, nor by one that finds it again', async () => {
    const world = await createWorld({ credits: 1 })
    const id = await upload(world, pngOf(SIZE))
    const [before] = await rowsOf(world)
    expect((await post(world, klingOf(id))).status).toBe(402)
    expect(await rowsOf(world)).toEqual([before])
  })

  it('goes on where deleting fails, and is counted off once', async () => {
    let fails = true
    const world = await createWorld({
      bindings: (bound) => ({
        MEDIA: new Proxy(bound.MEDIA, {
          get: (target, name: keyof R2Bucket) => {
            if (name === 'delete' && fails) return async () => Promise.reject(new Error('delete: We encountered an internal error. (10001)'))
            return target[name].bind(target)
          },
        }),
      }),
    })
    const id = await upload(world, pngOf(SIZE))
    world.clock.nowMs += 25 * HOUR_MS
    await world.sweep()
    expect(await rowsOf(world)).toMatchObject([{ id, status: 'DELETING' }])
    expect(await sharesOf(world)).toMatchObject([{ stored_bytes: SIZE }])
    fails = false
    world.clock.nowMs += HOUR_MS
    await world.sweep()
    await world.sweep()
    expect([await objectsOf(world), await rowsOf(world), await sharesOf(world)]).toEqual([[], [], []])
  })

  it('is whole for a generation that was accepted in its last minute and waits', async () => {
    const { world, sent } = await sendingWorld('/kling/')
    const id = await upload(world, pngOf(SIZE))
    world.clock.nowMs += 24 * HOUR_MS - 1000
    await world.ask(GENERATE, { input: klingOf(id) })
    world.clock.nowMs += 15 * 60_000
    await world.sweep()
    await world.run(5)
    const link = new URL(JSON.parse(sent[0] ?? '{}').image)
    expect((await world.fetchApp(link.pathname + link.search)).status).toBe(200)
  })

  it('leaves nothing behind of what a Worker that died had stored', async () => {
    const world = await createWorld()
    const id = await upload(world, pngOf(SIZE))
    await env.MEDIA.put(`uploads/${world.accountId}/${id}/9.png`, pngOf(SIZE))
    world.clock.nowMs += 25 * HOUR_MS
    await world.sweep()
    expect(await objectsOf(world)).toEqual([])
  })
})
