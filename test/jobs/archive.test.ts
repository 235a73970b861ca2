// What leaves the database for the archive is told as before, leaves whole or not at all, and the ledger stays exact.
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { archiveJobs } from '../../src/jobs/archive-jobs.ts'
import { readArchived } from '../../src/jobs/archived.ts'
import { chargeId, refundId } from '../../src/store/credits.ts'
import { openDatabase } from '../../src/store/database.ts'
import { faultyD1 } from '../store/faulty-d1.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { DAY_MS, KINDS, age, archive, begin, breaches, emptyAround, inDatabase, live, objects, sumOf, told } from './archiving.ts'

emptyAround()

const ALL_KINDS = KINDS.map((_, kind) => kind)
/** Those that leave no file. */
const FAILED = [1, 2]

describe('a generation that has left the database', () => {
  it('is told exactly as before, in both languages, and nothing of it is left there', async () => {
    const world = await createWorld()
    const ids = await live(world, ALL_KINDS)
    await age(world, 400)
    const before = [await told(world, ids), await told(world, ids, 'hi')]
    expect(await archive(world)).toBe(ids.length)
    expect([await told(world, ids), await told(world, ids, 'hi')]).toEqual(before)
    expect(await inDatabase(world)).toEqual([])
    const { results } = await env.DB.prepare(
      `select (select count(*) from attempts where account_id = ?1) + (select count(*) from webhook_deliveries where account_id = ?1) as rows,
        (select count(*) from credit_entries where account_id = ?1 and kind in ('CHARGE', 'REFUND')) as entries`,
    ).bind(world.accountId).all()
    expect(results).toEqual([{ rows: 0, entries: 0 }])
  })

  it('is told as before, whatever lives there were', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(KINDS.length - 1), { minLength: 1, maxLength: 6 }), fc.nat(40), async (kinds, gapDays) => {
        const world = await createWorld()
        const first = await live(world, kinds)
        world.clock.nowMs += gapDays * DAY_MS
        const ids = [...first, ...(await live(world, kinds.toReversed()))]
        await age(world, 400)
        const [before, balance] = [await told(world, ids), await world.balance()]
        expect(await archive(world)).toBe(ids.length)
        expect(await told(world, ids)).toEqual(before)
        expect([await world.balance(), await sumOf(world), await breaches(world)]).toEqual([balance, balance, []])
      }),
      { numRuns: 5 },
    )
  })

  it('stays while its files, its key or its webhook are needed, and while the ledger does not add up', async () => {
    const world = await createWorld()
    const [made, , unpaid, telling] = await live(world, [0, 2, 2, 1])
    await age(world, 31)
    await env.DB.prepare("update credit_entries set amount = amount - 1 where account_id = ?1 and id = ?2").bind(world.accountId, chargeId(unpaid ?? '')).run()
    await env.DB.prepare("update webhook_deliveries set status = 'PENDING', due_at_ms = null where account_id = ?1 and job_id = ?2").bind(world.accountId, telling).run()
    expect(await archive(world)).toBe(1)
    expect(await inDatabase(world)).toEqual([made, unpaid, telling])
  })

  it('stays exactly as long as its idempotency key means it', async () => {
    const world = await createWorld({ credits: 1000 })
    const input = { type: 'IMAGE', provider: 'flux-dev', input: { text: '[[fail]]' } }
    const generate = async (): Promise<string> => (await world.ask(GENERATE, { input }, { 'idempotency-key': 'order-1' }))['generate'].id
    const first = await generate()
    await world.run(60)
    const { completed } = (await env.DB.prepare('select completed_at_ms as completed from jobs where id = ?1').bind(first).first<{ completed: number }>()) ?? { completed: 0 }
    await age(world, 29)
    world.clock.nowMs = completed + 30 * DAY_MS - 1
    expect([await archive(world), await generate()]).toEqual([0, first])
    world.clock.nowMs += 1
    expect(await archive(world)).toBe(1)
    expect(await generate()).not.toBe(first)
  })

  it('whose row cannot be read stays alone', async () => {
    const world = await createWorld()
    const ids = await live(world, [2, 2, 2, 2])
    await age(world, 31)
    await env.DB.prepare("update jobs set routes = 'broken' where account_id = ?1 and id = ?2").bind(world.accountId, ids[1]).run()
    expect(await archive(world)).toBe(3)
    expect(await inDatabase(world)).toEqual([ids[1]])
  })

  it('is one of a few lines that are read, of however many', async () => {
    const world = await createWorld()
    const [one = ''] = await live(world, [2])
    await age(world, 31)
    await copies(world, one, 1200)
    expect(await archive(world)).toBe(1201)
    const { results: chunks } = await env.DB.prepare('select generations, bytes from archive_chunks where account_id = ?1 order by first_id').bind(world.accountId).all<{ generations: number; bytes: number }>()
    expect(chunks.map(({ generations }) => generations)).toEqual([1000, 201])
    const read: number[] = []
    const { readArchive } = world.services.media
    const media = { ...world.services.media, readArchive: async (...given: Parameters<typeof readArchive>) => {
      const bytes = await readArchive(...given)
      read.push(bytes?.byteLength ?? 0)
      return bytes
    } }
    const found = await readArchived({ ...world.services, media }, world.accountId, [one])
    expect(found.get(one)?.job).toMatchObject({ id: one, status: 'FAILED' })
    expect(read).toHaveLength(1)
    expect(read[0]).toBeLessThan((chunks[0]?.bytes ?? 0) / 5)
    expect(await breaches(world)).toEqual([])
  })
})

/** Of one that has failed, with its entries. */
async function copies(world: World, id: string, count: number): Promise<void> {
  const { results } = await env.DB.prepare("select name from pragma_table_info('jobs') where name not in ('id', 'words', 'idempotency_key', 'input')").all<{ name: string }>()
  const names = results.map(({ name }) => name).join(', ')
  const n = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`
  const newId = `substr(j.id, 1, 15) || printf('%015d', i)`
  await env.DB.batch([
    env.DB.prepare(`${n} insert into jobs (id, input, ${names}) select ${newId}, '{"text":"copy"}', ${names} from n, jobs j where j.account_id = ?1 and j.id = ?2`).bind(world.accountId, id),
    ...[chargeId(id), refundId(id)].map((entryId) =>
      env.DB.prepare(
        `${n} insert into credit_entries (account_id, id, job_id, kind, amount, created_at_ms)
          select e.account_id, substr(${newId}, 5) || substr(e.id, 27), ${newId}, e.kind, e.amount, e.created_at_ms from n, credit_entries e, jobs j where e.account_id = ?1 and e.id = ?2 and j.account_id = ?1 and j.id = ?3`,
      ).bind(world.accountId, entryId, id),
    ),
  ])
}

describe('the archive', () => {
  it('killed at any step has lost nothing, and the next run finishes it', { timeout: 120_000 }, async () => {
    const world = await createWorld()
    const { services } = world
    const faults = [1, 2, 3, 4, 5, 6].flatMap((step) => (['BEFORE', 'AFTER'] as const).map((kind) => ({ step, kind })))
    for (const { step, kind } of faults) {
      const ids = await live(world, FAILED)
      await age(world, 31)
      const [before, balance] = [await told(world, ids), await world.balance()]
      let batches = 0
      const database = openDatabase(faultyD1(env.DB, () => ((batches += 1) >= step ? kind : undefined)), { pause: async () => undefined, pausesMs: [1] })
      await begin(world)
      await archiveJobs({ ...services, database })
      expect([await told(world, ids), await world.balance(), await sumOf(world), await breaches(world)]).toEqual([before, balance, balance, []])
      await archive(world)
      expect([await inDatabase(world), await told(world, ids), await sumOf(world)]).toEqual([[], before, balance])
    }
  })

  it.each(['the list', 'the chunk', 'its end'])('that cannot write or keep %s lets nothing go, and tells a person', async (what) => {
    const world = await createWorld()
    const ids = await live(world, [2, 2])
    await age(world, 31)
    const { media } = world.services
    const { putArchive } = media
    const broken = { ...media, putArchive: async (key: string, bytes: Uint8Array, type: string) => {
      if (what === 'the list' && key.includes('.list.')) throw new Error('R2 is away')
      if (what === 'the chunk' && !key.includes('.list.')) return
      await putArchive(key, what === 'its end' ? bytes.subarray(0, -1) : bytes, type)
    } }
    await begin(world)
    expect(await archiveJobs({ ...world.services, media: broken })).toBe(0)
    expect(await inDatabase(world)).toEqual(ids)
    expect(world.logs.map(({ event, message }) => event ?? message)).toContain('archive failed')
    expect(await archive(world)).toBe(2)
  })

  it('run twice at once does nothing twice', async () => {
    const world = await createWorld()
    const ids = await live(world, [...FAILED, ...FAILED])
    await age(world, 31)
    const [before, balance] = [await told(world, ids), await world.balance()]
    await begin(world)
    const left = await Promise.all([archiveJobs(world.services), archiveJobs(world.services), archiveJobs(world.services)])
    expect(left.reduce((sum, count) => sum + count)).toBe(4)
    expect([await told(world, ids), await world.balance(), await sumOf(world), await breaches(world)]).toEqual([before, balance, balance, []])
  })

  it('lets nothing go that has changed since it was read', async () => {
    const world = await createWorld()
    const [id] = await live(world, [2])
    await age(world, 31)
    const { media } = world.services
    const changing = { ...media, readArchive: async (key: string) => {
      await env.DB.prepare('update jobs set taken_down_at_ms = 5 where id = ?1').bind(id).run()
      return media.readArchive(key)
    } }
    await begin(world)
    expect(await archiveJobs({ ...world.services, media: changing })).toBe(0)
    expect(await inDatabase(world)).toEqual([id])
    expect([await archive(world), (await told(world, [id ?? '']))[0]?.['takenDownAt']]).toEqual([1, '1970-01-01T00:00:00.005Z'])
  })

  it('leaves an account alone that is closed', async () => {
    const world = await createWorld()
    await live(world, [2])
    await age(world, 31)
    await env.DB.prepare('update accounts set closed_at_ms = 1 where id = ?1').bind(world.accountId).run()
    expect([await archive(world), await objects(world)]).toEqual([0, []])
  })

  it('has each month in the ledger as one line, and the audit sees where it is wrong', async () => {
    const world = await createWorld()
    await live(world, ALL_KINDS)
    world.clock.nowMs += 40 * DAY_MS
    await live(world, ALL_KINDS)
    await age(world, 400)
    const balance = await world.balance()
    await archive(world)
    const { creditEntries: { edges } } = await world.ask('{ creditEntries(filter: { kind: "OPENING" }) { edges { node { id kind amount generationId createdAt } } } }')
    expect(edges).toHaveLength(2)
    expect(edges[0].node).toMatchObject({ kind: 'OPENING', generationId: null, createdAt: expect.stringMatching(/-01T00:00:00\.000Z$/) })
    expect([await world.balance(), await sumOf(world)]).toEqual([balance, balance])
    await env.DB.prepare('update archive_chunks set credits = credits - 7 where account_id = ?1 and first_id = (select min(first_id) from archive_chunks where account_id = ?1)').bind(world.accountId).run()
    expect(await breaches(world)).toMatchObject([
      { breach: expect.stringMatching(/^what is archived under .*\.opening came to -\d+, and its entry is -\d+$/) }, { breach: expect.stringMatching(/^archive .*: its entries come to -\d+, and not to -\d+$/) },
    ])
  })

  it('adds what leaves later to the line of its month', async () => {
    const world = await createWorld()
    const [first, second] = await live(world, [0, 0])
    await age(world, 400)
    await env.DB.prepare('update jobs set due_at_ms = 9000000000000 where id = ?1').bind(second).run()
    expect([await archive(world), await inDatabase(world)]).toEqual([1, [second]])
    await env.DB.prepare('update jobs set due_at_ms = null where id = ?1').bind(second).run()
    expect(await archive(world)).toBe(1)
    const openings = (await world.entries()).filter(({ kind }) => kind === 'OPENING')
    expect([openings.map(({ amount }) => amount), await sumOf(world), await breaches(world), first === second]).toEqual([[-100], await world.balance(), [], false])
  })

  it('leaves usage as it was', async () => {
    const world = await createWorld()
    await live(world, FAILED)
    await age(world, 31)
    const usage = () => world.ask('{ me { usage(days: 90) { date generations credits failed refunded refundedCredits } } }')
    const before = await usage()
    expect(await archive(world)).toBe(2)
    expect(await usage()).toEqual(before)
  })
})
