// What a job is made from stands beside its row, and in a row of the older shape within it: both are read, and both go when they must.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { eraseJobs } from '../../src/store/closings.ts'
import { pack, unpack } from '../../src/store/packed.ts'
import { jobWords, jobs } from '../../src/store/tables.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const text = 'घाट पर शाम, lamps on dark water'
const input = { type: 'VIDEO', provider: 'luma', input: { text } }
const key = { 'idempotency-key': 'words' }
const STORY = 'query ($id: ID!) { generation(id: $id) { status input { text complete } } }'

async function madeWorld() {
  const sent: string[] = []
  const world = await createWorld({
    network: (url, init) => {
      if (url.includes('/luma/') && init.method === 'POST' && typeof init.body === 'string') sent.push(init.body)
      return undefined
    },
  })
  const { generate } = await world.ask(GENERATE, { input }, key)
  return { world, sent, id: String(generate.id) }
}

async function rowsOf({ services: { database } }: World, id: string) {
  const [[row]] = await database.batch([database.select({ words: jobs.words, input: jobs.input, fingerprint: jobs.fingerprint }).from(jobs).where(eq(jobs.id, id))])
  const [[words]] = await database.batch([database.select().from(jobWords).where(eq(jobWords.id, row?.words ?? 0))])
  return { row, words }
}

/** As a version before this one would have written it. */
async function inOlderShape(world: World, id: string): Promise<void> {
  const { words } = await rowsOf(world, id)
  const { database } = world.services
  await database.batch([
    database.update(jobs).set({ words: null, input: { text }, fingerprint: words?.fingerprint ?? '' }).where(eq(jobs.id, id)),
    database.delete(jobWords).where(eq(jobWords.id, words?.id ?? 0)),
  ])
}

const SHAPES: readonly (readonly [string, (world: World, id: string) => Promise<void>])[] = [['of today', async () => undefined], ['of before', inOlderShape]]

describe('what a job is made from', () => {
  it('stands aside, and its row holds nothing of it', async () => {
    const { world, id } = await madeWorld()
    const { row, words } = await rowsOf(world, id)
    expect(row).toEqual({ words: expect.any(Number), input: null, fingerprint: '' })
    expect([await unpack(words?.packed ?? new Uint8Array()), words?.fingerprint]).toEqual([{ text }, expect.stringMatching(/^3:[0-9a-f]{64}$/)])
  })

  it.each(SHAPES)('is submitted, shown and known again in the shape %s', async (_, reshape) => {
    const { world, id, sent } = await madeWorld()
    await reshape(world, id)
    await world.run(200)
    expect(sent).toEqual([expect.stringContaining(text)])
    expect((await world.ask(STORY, { id }))['generation']).toEqual({ status: 'COMPLETED', input: { text, complete: true } })
    expect((await world.ask(GENERATE, { input }, key))['generate'].id).toBe(id)
    const other = await world.post({ query: GENERATE, variables: { input: { ...input, input: { text: 'another' } } } }, key)
    expect(other.body.errors?.[0]?.extensions['code']).toBe('IDEMPOTENCY_KEY_REUSED')
  })

  it.each(SHAPES)('is gone with what is personal of its account, in the shape %s', async (_, reshape) => {
    const { world, id } = await madeWorld()
    const before = await rowsOf(world, id)
    await reshape(world, id)
    await world.services.database.batch(eraseJobs(world.services.database, world.accountId, '', id))
    expect((await rowsOf(world, id)).row).toEqual({ words: null, input: { text: '' }, fingerprint: '' })
    expect(await env.DB.prepare('select count(*) as count from job_words where id = ?').bind(before.words?.id).first('count')).toBe(0)
  })

  it('is packed to less, whatever the script', async () => {
    const long = { text: text.repeat(12) }
    const packed = await pack(long)
    expect(await unpack(packed)).toEqual(long)
    expect(packed.byteLength).toBeLessThan(new TextEncoder().encode(JSON.stringify(long)).byteLength / 4)
  })
})
