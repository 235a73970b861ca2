// What was earned by provider and day: each charge, refund and list price once, of live accounts alone, at a bounded number of rows.
import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { rollUpUsage } from '../../../src/audit/roll-up-usage.ts'
import { countLate } from '../../../src/store/margins.ts'
import { jobs } from '../../../src/store/tables.ts'
import { as, createKey, refusalOf } from '../../auth/keys.ts'
import { counting, noCounts } from '../../counting.ts'
import { GENERATE } from '../../world.ts'
import type { World, WorldOptions } from '../../world.ts'
import { adminWorld } from './administration.ts'

const MARGINS = `query ($days: Int! = 30, $from: String, $to: String) { adminMargins(days: $days, from: $from, to: $to) {
  countedUntil lines { date provider generations kept late unlisted credits chargedUsd listUsd marginUsd } lists { provider source checkedOn }
} }`
const HOUR_MS = 3_600_000

/** What is counted is over all accounts. */
const TABLES = ['accounts', 'marks', 'jobs', 'credit_entries', 'usage_totals', 'usage_parts', 'model_days', 'attempts', 'health_spans'] as const
beforeEach(() => env.DB.batch(TABLES.map((table) => env.DB.prepare(`delete from ${table}`))))

async function made(world: World, provider: string, text: string, key = world.key): Promise<void> {
  await as(world, key).ask(GENERATE, { input: { type: 'IMAGE', provider, input: { text } } })
  await world.run(60)
}

/** At noon, so that a day is not over in between. */
async function noonWorld(options: WorldOptions = {}) {
  const world = await adminWorld(options)
  world.clock.nowMs = Math.ceil(world.clock.nowMs / (24 * HOUR_MS)) * 24 * HOUR_MS + 12 * HOUR_MS
  return { world, date: new Date(world.clock.nowMs).toISOString().slice(0, 10) }
}

async function rolled(world: World): Promise<void> {
  world.clock.nowMs += 2 * HOUR_MS
  await rollUpUsage(world.services)
}

/** Minutes of sweeping. */
async function pass(world: World, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 5) {
    await world.run(299)
    await world.sweep()
    await world.run(1)
  }
}

const margins = async (world: World, variables: object = {}) => (await world.ask(MARGINS, { ...variables }))['adminMargins']

describe('what was earned', () => {
  it('is what was charged and not refunded, less what the companies\' lists ask for what was made', async () => {
    const { world, date } = await noonWorld()
    expect(await margins(world)).toMatchObject({ lines: [], lists: [] })
    for (const text of ['a fox', 'a lotus', '[[fail]]']) await made(world, 'flux-pro-1.1', text)
    await made(world, 'flux-dev', 'a fox')
    await rolled(world)
    const told = await margins(world)
    expect(told.lines).toEqual([
      { date, provider: 'flux-pro-1.1', generations: 3, kept: 2, late: 0, unlisted: 0, credits: 500, chargedUsd: 0.25, listUsd: 0.08, marginUsd: 0.17 },
      { date, provider: 'flux-dev', generations: 1, kept: 1, late: 0, unlisted: 0, credits: 50, chargedUsd: 0.025, listUsd: 0.025, marginUsd: 0 },
    ])
    expect(told.lists).toEqual(expect.arrayContaining([{ provider: 'flux-dev', source: 'https://bfl.ai/pricing', checkedOn: '2026-11-22' }]))
    expect(Date.parse(told.countedUntil)).toBeGreaterThan(world.clock.nowMs - 2 * HOUR_MS)
    await rolled(world)
    expect((await margins(world)).lines).toEqual(told.lines)
  })

  it('waits for what is open, and adds to the day what ends later', async () => {
    const { world, date } = await noonWorld()
    await made(world, 'flux-dev', 'a fox')
    await rolled(world)
    await made(world, 'flux-dev', 'another fox')
    expect((await margins(world)).lines).toMatchObject([{ date, generations: 1, credits: 50 }])
    await rolled(world)
    expect((await margins(world)).lines).toMatchObject([{ date, generations: 2, kept: 2, credits: 100, listUsd: 0.05 }])
  })

  it('is of live accounts alone, and tells how many are without a list\'s price', async () => {
    const { world, date } = await noonWorld()
    const { secret } = await createKey(world, { mode: 'TEST' })
    await made(world, 'flux-dev', 'a fox', secret)
    await made(world, 'flux-dev', 'a fox')
    await env.DB.prepare('update jobs set routes = json_remove(routes, \'$[0].listMicroUsd\')').run()
    await rolled(world)
    expect((await margins(world)).lines).toEqual([{ date, provider: 'flux-dev', generations: 1, kept: 1, late: 0, unlisted: 1, credits: 50, chargedUsd: 0.025, listUsd: 0, marginUsd: 0.025 }])
  })

  it.each(['before', 'after'] as const)('counts what comes after its refund as a loss of the day of its charge, once, whether the day is rolled up %s it comes', async (order) => {
    const { world, date } = await noonWorld()
    await made(world, 'flux-dev', 'a fox [[late]]')
    await pass(world, 60)
    if (order === 'before') {
      await rolled(world)
      expect((await margins(world)).lines).toEqual([{ date, provider: 'flux-dev', generations: 1, kept: 0, late: 0, unlisted: 0, credits: 0, chargedUsd: 0, listUsd: 0, marginUsd: 0 }])
    }
    await pass(world, 240)
    for (let hour = 0; hour < 3; hour += 1) await rolled(world)
    expect((await margins(world)).lines).toEqual([{ date, provider: 'flux-dev', generations: 1, kept: 1, late: 1, unlisted: 0, credits: 0, chargedUsd: 0, listUsd: 0.025, marginUsd: -0.025 }])
  })

  it('of a test account counts nothing that comes late', async () => {
    const { world, date } = await noonWorld()
    await made(world, 'flux-dev', 'a fox')
    await rolled(world)
    const { database } = world.services
    const [[job]] = await database.batch([database.select().from(jobs)])
    if (!job) throw new Error('there is no job')
    await env.DB.prepare("insert into credit_entries (account_id, id, job_id, kind, amount, created_at_ms) select account_id || '.test', id, job_id, kind, amount, created_at_ms from credit_entries where kind = 'CHARGE'").run()
    await env.DB.prepare("insert into marks (name, value, updated_at_ms) select name || '.test', value, 1 from marks where name = 'rolled/' || ?1").bind(world.accountId).run()
    await database.batch([countLate(database, { ...job, accountId: `${world.accountId}.test` }, sql`true`)])
    expect((await margins(world)).lines).toMatchObject([{ date, late: 0, kept: 1 }])
  })

  it('of 20,000 generations reads a row for each model and day', async () => {
    const counts = noCounts()
    const { world } = await noonWorld({ bindings: counting(counts) })
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
       insert into credit_entries (account_id, id, job_id, kind, amount, created_at_ms) select ?1, printf('00000000%08d', i) || '.charge', printf('gen_00000000%08d', i), 'CHARGE', -1, ?2 from n`,
    ).bind(world.accountId, world.clock.nowMs).run()
    await rolled(world)
    await world.ask('{ __typename }')
    Object.assign(counts, noCounts())
    expect((await margins(world)).lines).toMatchObject([{ provider: null, generations: 20_000, credits: 20_000 }])
    expect(counts.rowsRead).toBeLessThan(20)
  })

  it('takes days as usage does', async () => {
    const { world } = await noonWorld()
    const refused = async (variables: object) => refusalOf(await world.post({ query: MARGINS, variables: { ...variables } }))
    expect(await refused({ from: '2026-11-31' })).toMatchObject({ code: 'INVALID_INPUT', field: 'from' })
    expect(await refused({ from: '2026-01-01', to: '2026-11-01' })).toMatchObject({ code: 'INVALID_INPUT', field: 'from' })
  })
})
