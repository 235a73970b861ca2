// What a caller gave to make it from: bytes and long texts stand in R2 for as long as the job may want them, and the row is small.
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deleteJobInput } from '../../src/jobs/job-input.ts'
import { MOST_ROW_BYTES } from '../../src/jobs/small-row.ts'
import { openDatabase } from '../../src/store/database.ts'
import { inputOf } from '../../src/store/job-columns.ts'
import { selectInput, selectJob } from '../../src/store/jobs.ts'
import { toBase64 } from '../../src/domain/base64.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAgAAAAIACAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
const picture = `data:image/png;base64,${PNG}`
/** A picture of so many kilobytes, as a caller would send it. */
const largePicture = (kilobytes: number): string => `data:image/png;base64,iVBORw0KGgoA${'AAAA'.repeat(kilobytes * 256)}`

/** One that has a size, of 640 by 480, and so many kilobytes. */
function realPicture(kilobytes: number): string {
  const bytes = new Uint8Array(kilobytes * 1024)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 128, 0, 0, 1, 224])
  return `data:image/png;base64,${toBase64(bytes)}`
}

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

const url = (length: number): string => `https://example.com/${'a'.repeat(Math.max(0, length - 20))}`

const objectsOf = async (world: World): Promise<readonly string[]> => (await env.MEDIA.list({ prefix: `inputs/${world.accountId}/` })).objects.map(({ key }) => key)

const rowsOf = async (world: World) =>
  (await env.DB.prepare('select * from jobs where account_id = ?1').bind(world.accountId).all<Record<string, string | number | null>>()).results

/** As it stands beside its row. */
async function keptInput({ accountId, services: { database } }: World, id: string) {
  const [[row]] = await database.batch([selectInput(database, { accountId, id })])
  return row && inputOf(row)
}

/** Of the account's largest row, as D1 has it: text in UTF-8, numbers at their most. */
async function largestRow(world: World): Promise<number> {
  const [row] = await rowsOf(world)
  const columns = Object.keys(row ?? {}).map((name) => `coalesce(case typeof(${name}) when 'text' then octet_length(${name}) + 2 when 'null' then 1 else 9 end, 1)`)
  const { results } = await env.DB.prepare(`select max(${columns.join(' + ')}) as bytes from jobs where account_id = ?1`).bind(world.accountId).all<{ bytes: number }>()
  return results[0]?.bytes ?? Number.NaN
}

describe('a data URL', () => {
  it('stands in R2, its row holds a word for it, and the company gets it as it was', async () => {
    const { world, sent } = await sendingWorld('/kling/')
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'kling', input: { text: 'Dance', image: picture } } })
    expect(await objectsOf(world)).toEqual([`inputs/${world.accountId}/${generate.id}/0`])
    const [row] = await rowsOf(world)
    expect([row?.['stored_inputs'], await keptInput(world, generate.id)]).toEqual([1, { text: 'Dance', image: 'stored:0;image/png;68' }])
    await world.run(200)
    expect(JSON.parse(sent[0] ?? '{}')).toMatchObject({ image: PNG })
    expect((await world.ask(READ, { id: generate.id })).generation.status).toBe('COMPLETED')
  })

  it('whose label is wrong is sent as what it is, and that is told', async () => {
    const { world, sent } = await sendingWorld('/runway/')
    const input = { type: 'VIDEO', provider: 'runway', input: { text: 'Dance', image: `data:image/jpeg;name=a.jpg;base64,${PNG}` } }
    const { generate } = await world.ask(GENERATE, { input })
    expect(generate.adjustments).toContainEqual({ option: 'image', requested: 'image/jpeg', served: 'image/png', reason: 'Its bytes are image/png; it is sent as that.' })
    await world.run(5)
    expect(sent[0]).toContain(`"data:image/png;base64,${PNG}"`)
    const strict = await world.post({ query: GENERATE, variables: { input: { ...input, strict: true } } })
    expect(strict.body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' })
  })

  it.each([
    ['a page that is labelled PNG', `data:image/png;base64,${btoa('<!doctype html><p>hello</p>')}`],
    ['broken base64', 'data:image/png;base64,iVBORw0KG'],
    ['no base64', 'data:image/png,abc'],
    ['a word of ours', 'stored:0;image/png;68'],
    ['nothing', 'data:image/png;base64,'],
  ])('that is %s is refused with its field, by quote too', async (_what, image) => {
    const world = await createWorld()
    const input = { type: 'VIDEO', provider: 'kling', input: { text: 'Dance', image } }
    for (const query of [GENERATE, 'query ($input: GenerateInput!) { quote(input: $input) { model } }']) {
      const { status, body } = await world.post({ query, variables: { input } })
      expect([status, body.errors?.[0]?.extensions]).toMatchObject([400, { code: 'INVALID_INPUT', field: 'input.input.image' }])
    }
    expect([await objectsOf(world), await rowsOf(world), await world.balance()]).toEqual([[], [], 1_000_000])
  })

  it('of a refused request is not kept', async () => {
    const world = await createWorld({ credits: 1 })
    const { status } = await world.post({ query: GENERATE, variables: { input: { type: 'VIDEO', provider: 'kling', input: { text: 'Dance', image: picture } } } })
    expect([status, await objectsOf(world)]).toEqual([402, []])
  })

  it('makes a repeated request the same one by its bytes, and keeps nothing twice', async () => {
    const world = await createWorld()
    const ask = (image: string) =>
      world.post({ query: GENERATE, variables: { input: { type: 'VIDEO', provider: 'kling', input: { text: 'Dance', image } } } }, { 'idempotency-key': 'one' })
    const first = await ask(picture)
    const replay = await ask(picture)
    expect(replay.headers.get('idempotency-replayed')).toBe('true')
    expect(replay.body.data?.['generate'].id).toBe(first.body.data?.['generate'].id)
    expect((await ask(largePicture(1))).status).toBe(422)
    expect((await objectsOf(world)).length).toBe(1)
  })

  it('is deleted with the rest once nobody can want it', async () => {
    const world = await createWorld()
    const input = { type: 'VIDEO', provider: 'kling', input: { text: 'x'.repeat(2100), image: picture, lastImage: picture }, options: {} }
    const { generate } = await world.ask(GENERATE, { input })
    expect((await objectsOf(world)).length).toBe(3)
    const database = openDatabase(env.DB)
    const [[job]] = await database.batch([selectJob(database, { accountId: world.accountId, id: generate.id })])
    if (!job) throw new Error('no job')
    await deleteJobInput(world.services, job)
    await deleteJobInput(world.services, job)
    expect([await objectsOf(world), (await rowsOf(world))[0]?.['stored_inputs']]).toEqual([[], 0])
  })

  it.each([
    ['made', 'Dance'],
    ['refused', '[[moderated]] Dance'],
  ])('is gone once its job is %s', async (_how, text) => {
    const world = await createWorld()
    await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'kling', input: { text, image: picture } } })
    expect((await objectsOf(world)).length).toBe(1)
    await world.run(300)
    expect([await objectsOf(world), (await rowsOf(world))[0]?.['stored_inputs']]).toEqual([[], 0])
  })

  it.each([
    ['IMAGE', 'imagen'],
    ['VIDEO', 'veo-3'],
    ['IMAGE', 'stable-diffusion'],
  ])('as large as a request can hold is sent in a stream, and %s of %s is made of it', async (type, provider) => {
    const world = await createWorld()
    const model = provider === 'stable-diffusion' ? { model: 'sd3.5-large' } : {}
    const input = { type, provider, ...model, input: { text: 'Dance', image: realPicture(700) } }
    const { generate } = await world.ask(GENERATE, { input })
    await world.run(200)
    expect((await world.ask(READ, { id: generate.id })).generation).toMatchObject({ status: 'COMPLETED', error: null })
  })

  it('of a job that was given up stays until the last look for what has come of it', async () => {
    const world = await createWorld()
    await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'kling', input: { text: '[[hang]] Dance', image: picture } } })
    for (let hours = 0; hours < 3; hours += 1) {
      await world.run(3600)
      await world.sweep()
    }
    await world.run(60)
    expect([(await rowsOf(world))[0]?.['error_reason'], (await objectsOf(world)).length]).toEqual(['TIMEOUT', 1])
    for (let hours = 0; hours < 30; hours += 1) {
      await world.run(3600)
      await world.sweep()
    }
    await world.run(60)
    expect([await objectsOf(world), (await rowsOf(world))[0]?.['stored_inputs']]).toEqual([[], 0])
  })

  it('that has gone is not sent without: the job stays as it is and is tried again', async () => {
    const { world, sent } = await sendingWorld('/kling/')
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'kling', input: { text: 'Dance', image: picture } } })
    const [key = ''] = await objectsOf(world)
    const object = await env.MEDIA.get(key)
    const bytes = await object?.bytes()
    await env.MEDIA.delete(key)
    await world.run(15)
    expect([sent, (await world.ask(READ, { id: generate.id })).generation.status]).toEqual([[], 'QUEUED'])
    await env.MEDIA.put(key, bytes ?? '')
    for (let minutes = 0; minutes < 5; minutes += 1) {
      await world.run(60)
      await world.sweep()
    }
    expect((await world.ask(READ, { id: generate.id })).generation.status).toBe('COMPLETED')
  })
})

describe('a long text', () => {
  it('stands beside the row and is sent whole, also in Devanagari', async () => {
    const { world, sent } = await sendingWorld('/elevenlabs/')
    const text = 'नमस्ते दुनिया। '.repeat(300).trim()
    const { generate } = await world.ask(GENERATE, { input: { type: 'AUDIO', provider: 'elevenlabs', input: { text } } })
    const [row] = await rowsOf(world)
    expect([await keptInput(world, generate.id), row?.['stored_inputs']]).toEqual([{ aside: 0 }, 1])
    await world.run(60)
    expect(JSON.parse(sent[0] ?? '{}')).toMatchObject({ text })
    expect((await world.ask(READ, { id: generate.id })).generation.status).toBe('COMPLETED')
  })

  it('that the row has room for stays in it', async () => {
    const world = await createWorld()
    await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'x'.repeat(2048) } } })
    expect([await objectsOf(world), (await rowsOf(world))[0]?.['stored_inputs']]).toEqual([[], 0])
  })
})

describe('a row from before', () => {
  it('with its image in it works on', async () => {
    const { world, sent } = await sendingWorld('/kling/')
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'kling', input: { text: 'Dance', image: 'https://example.com/a.png' } } })
    await env.DB.prepare('update jobs set words = null, input = ?1 where account_id = ?2').bind(JSON.stringify({ text: 'Dance', image: picture }), world.accountId).run()
    await world.run(200)
    expect(JSON.parse(sent[0] ?? '{}')).toMatchObject({ image: PNG })
    expect((await world.ask(READ, { id: generate.id })).generation.status).toBe('COMPLETED')
  })
})

describe('a row', () => {
  const letter = fc.constantFrom('a', 'न', '😀', '"', '\\')
  const words = (most: number) => fc.tuple(letter, fc.integer({ min: 1, max: most })).map(([one, count]) => one.repeat(count))
  const media = fc.oneof(fc.integer({ min: 25, max: 2048 }).map(url), fc.constantFrom(picture, largePicture(40)))
  const pictures = fc.array(media, { minLength: 1, maxLength: 7 })
  const common = { tags: fc.array(words(64), { maxLength: 10 }), webhookUrl: fc.option(fc.integer({ min: 30, max: 2048 }).map(url), { nil: null }), idempotencyKey: fc.option(fc.uuid(), { nil: null }) }
  const requests = fc.oneof(
    fc.record({ type: fc.constant('VIDEO'), model: fc.constant('vidu-q3-reference'), input: fc.record({ text: words(1000), images: pictures }), ...common }),
    fc.record({ type: fc.constant('VIDEO'), model: fc.constant('kling-v2-6'), input: fc.record({ text: words(2000), negativeText: words(2000), image: media }), ...common }),
    fc.record({ type: fc.constant('AUDIO'), provider: fc.constant('elevenlabs'), input: fc.record({ text: words(5000) }), ...common }),
    fc.record({
      type: fc.constant('IMAGE'), provider: fc.constant('minimax-image'), input: fc.record({ text: words(1400), image: media }),
      options: fc.record({ n: fc.integer({ min: 1, max: 9 }), style: words(90) }), ...common,
    }),
    fc.record({ type: fc.constant('VIDEO'), input: fc.record({ text: words(700) }), options: fc.record({ style: words(100), motionIntensity: words(100), duration: fc.integer({ min: 1, max: 20 }) }), ...common }),
  )

  it('has at most 8 KB whatever a caller sends, from its first moment to its last', async () => {
    let made = 0
    await fc.assert(
      fc.asyncProperty(requests, async (input) => {
        const world = await createWorld()
        const { status, body } = await world.post({ query: GENERATE, variables: { input } })
        if (status !== 200) {
          expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: expect.stringMatching(/^input\./) })
          return
        }
        made += 1
        expect(await largestRow(world)).toBeLessThanOrEqual(MOST_ROW_BYTES)
        await world.run(200)
        expect(await largestRow(world)).toBeLessThanOrEqual(MOST_ROW_BYTES)
      }),
      { numRuns: 60, endOnFailure: true },
    )
    expect(made).toBeGreaterThan(30)
  }, 120_000)

  it('that cannot be small is refused with what is too much, and nothing is charged', async () => {
    const world = await createWorld()
    const tags = Array.from({ length: 10 }, () => '😀'.repeat(64))
    const input = { type: 'IMAGE', provider: 'minimax-image', input: { text: 'A fox' }, options: { n: 9 }, tags, webhookUrl: url(2048) }
    const { status, body } = await world.post({ query: GENERATE, variables: { input } })
    expect([status, body.errors?.[0]?.extensions]).toMatchObject([400, { code: 'INVALID_INPUT', field: 'input.tags' }])
    expect([await rowsOf(world), await world.balance()]).toEqual([[], 1_000_000])
  })

  it('is small enough that the longest page of the largest ones there can be has less than 20 MB', async () => {
    const world = await createWorld()
    const tags = Array.from({ length: 10 }, () => 'न'.repeat(64))
    const options = { n: 6, style: 'न'.repeat(90) }
    const input = { type: 'IMAGE', provider: 'minimax-image', input: { text: 'न'.repeat(1300) }, options, tags }
    const { generate } = await world.ask(GENERATE, { input })
    await world.run(120)
    expect(await largestRow(world)).toBeGreaterThan(MOST_ROW_BYTES / 2)
    const names = (await env.DB.prepare("select name from pragma_table_info('jobs')").all<{ name: string }>()).results.map(({ name }) => name)
    const copied = names.map((name) => (name === 'id' ? "printf('gen_%026d', i)" : name === 'idempotency_key' || name === 'due_at_ms' ? 'null' : name))
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 100) insert into jobs (${names.join(', ')}) select ${copied.join(', ')} from jobs, n where account_id = ?1 and id = ?2`,
    ).bind(world.accountId, generate.id).run()
    const metadata = 'metadata { width height duration format resolution contentType bytes }'
    const node = `id status type provider model url outputs { url ${metadata} } ${metadata} creditCost adjustments { option requested served reason } reasons tags error { message }`
    const { body } = await world.post({ query: `{ generations(first: 100) { edges { cursor node { ${node} } } } }` })
    expect(body.data?.['generations'].edges.length).toBe(100)
    expect(JSON.stringify(body).length * 3).toBeLessThan(20_000_000)
  })
})
