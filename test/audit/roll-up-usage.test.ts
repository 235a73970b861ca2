// Usage comes from what was rolled up and what was written since: always what the ledger says, at a bounded number of rows.
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../src/domain/new-id.ts'
import { rollUpUsage } from '../../src/audit/roll-up-usage.ts'
import { runBatch } from '../../src/store/batch.ts'
import { openDatabase } from '../../src/store/database.ts'
import { selectOldestOpen } from '../../src/store/usage.ts'
import { counting, noCounts } from '../counting.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const USAGE = '{ me { usage(days: 90) { date generations credits } } }'
const HOUR_MS = 3_600_000
const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

const usageOf = async (world: World) => (await world.ask(USAGE))['me'].usage

/** What the ledger says, by a way of its own. */
async function ledgerOf(world: World) {
  const days = new Map<string, { date: string; generations: number; credits: number }>()
  for (const { kind, amount, createdAtMs } of await world.entries()) {
    if (kind !== 'CHARGE' && kind !== 'REFUND') continue
    const date = new Date(createdAtMs).toISOString().slice(0, 10)
    const known = days.get(date) ?? { date, generations: 0, credits: 0 }
    days.set(date, { date, generations: known.generations + (kind === 'CHARGE' ? 1 : 0), credits: known.credits - amount })
  }
  return [...days.values()].toSorted((one, other) => one.date.localeCompare(other.date))
}

const image = (text: string) => ({ type: 'IMAGE', provider: 'flux-dev', input: { text } })
const rolledRows = async (world: World) => (await env.DB.prepare('select * from usage_totals where account_id = ?1').bind(world.accountId).all()).results

describe('usage', () => {
  it('is what the ledger says before, between and after roll-ups, over days', async () => {
    const world = await createWorld()
    for (const text of ['a fox', '[[fail]]', 'a fox', '[[moderated]]', 'a fox']) {
      await world.ask(GENERATE, { input: image(text) })
      await world.run(60)
      expect(await usageOf(world)).toEqual(await ledgerOf(world))
      world.clock.nowMs += 7 * HOUR_MS
      await rollUpUsage(world.services)
      expect(await usageOf(world)).toEqual(await ledgerOf(world))
    }
    expect((await rolledRows(world)).length).toBeGreaterThan(1)
  })

  it('waits for a job that is open: what it is refunded later is counted', async () => {
    const world = await createWorld()
    // All of it on one day.
    world.clock.nowMs = Math.ceil(world.clock.nowMs / (24 * HOUR_MS)) * 24 * HOUR_MS
    const { generate } = await world.ask(GENERATE, { input: image('[[slow]] [[fail]]') })
    world.clock.nowMs += 2 * HOUR_MS
    await rollUpUsage(world.services)
    expect(await rolledRows(world)).toEqual([])
    await world.sweep()
    await world.run(600)
    expect((await world.entries()).some(({ kind, jobId }) => kind === 'REFUND' && jobId === generate.id)).toBe(true)
    world.clock.nowMs += 2 * HOUR_MS
    await rollUpUsage(world.services)
    expect(await rolledRows(world)).toHaveLength(1)
    expect(await usageOf(world)).toEqual(await ledgerOf(world))
  })

  it('counts each entry once, whenever and however often it is rolled up', async () => {
    const world = await createWorld()
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('charge', 'refund', 'roll', 'roll twice', 'hour'), { maxLength: 12 }), async (steps) => {
      for (const step of steps) {
        world.clock.nowMs += 61_000
        if (step === 'hour') world.clock.nowMs += HOUR_MS
        else if (step.startsWith('roll')) await Promise.all(Array.from({ length: step === 'roll' ? 1 : 2 }, () => rollUpUsage(world.services)))
        else await insertEntry(world, step === 'charge' ? 'CHARGE' : 'REFUND')
      }
      expect(await usageOf(world)).toEqual(await ledgerOf(world))
    }), { numRuns: 15 })
  })

  it('of 20,000 generations reads what was rolled up and the last hour alone', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    await insertHistory(world, 20_000)
    await rollUpUsage(world.services)
    for (let sent = 0; sent < 3; sent += 1) await insertEntry(world, 'CHARGE')
    await world.ask('{ __typename }')
    Object.assign(counts, noCounts())
    const usage = await usageOf(world)
    expect(counts.rowsRead).toBeLessThan(400)
    expect(usage).toEqual(await ledgerOf(world))
  })

  it('stands once in a request', async () => {
    const world = await createWorld()
    for (const query of ['{ me { usage { date } again: usage(days: 1) { date } } }', '{ me { usage { date } } you: me { usage { date } } }']) {
      const reply = await world.post({ query })
      expect([reply.status, reply.body.errors?.[0]?.extensions]).toMatchObject([400, { code: 'INVALID_INPUT', field: 'query' }])
    }
    await world.ask('{ me { usage { date } usage { credits } } }')
  })
})

describe('the roll-up', () => {
  it('goes through the accounts once an hour, and reads one row in between', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    world.clock.nowMs += HOUR_MS
    while ((await rollUpUsage(world.services)) > 0);
    Object.assign(counts, noCounts())
    expect(await rollUpUsage(world.services)).toBe(0)
    expect([counts.rowsRead, counts.roundTrips]).toEqual([1, 1])
  })

  it('finds the oldest open job without reading those whose files will expire', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)
       insert into jobs (account_id, id, status, type, input, routes, route, reasons, fingerprint, cost, refunded, tags, retention_days,
         attempt, chain, created_at_ms, deadline_ms, due_at_ms, due_for)
       select ?1, printf('gen_00%08d', i), 'COMPLETED', 'VIDEO', '{}', '[]', 0, '[]', '', 1, 0, '[]', 7, 1, 0, i, i, 8000000000000000, 'DELETE' from n`,
    ).bind(world.accountId).run()
    world.clock.nowMs += HOUR_MS
    Object.assign(counts, noCounts())
    await runBatch(world.services.database, selectOldestOpen(world.services.database, world.clock.nowMs))
    expect(counts.rowsRead).toBeLessThan(1000)
  })
})

const needs = (nowMs: number) => ({ now: () => nowMs, database: openDatabase(env.DB) })
const clean = () => env.DB.batch(['accounts', 'marks', 'jobs', 'credit_entries', 'usage_totals', 'usage_parts', 'model_days', 'attempts', 'health_spans'].map((table) => env.DB.prepare(`delete from ${table}`)))
const insertAccounts = (count: number) => env.DB.prepare(
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)
   insert into accounts (id, name, plan, credits, webhook_secret, created_at_ms) select printf('acc_%06d', i), 'A', 'PRO', 0, 's', 1 from n`,
).bind(count).run()
const idAt = (ms: number) => newId('gen', ms, random)

describe('a round of the roll-up', () => {
  const hourMs = Date.UTC(2026, 10, 22, 9)

  it.each([[0, [0, 0]], [199, [199, 0]], [200, [200, 0]], [201, [201, 0]], [2000, [2000, 0, 0]], [2001, [2000, 1, 0]]])('of %i accounts goes through them in %j', async (count, rounds) => {
    await clean()
    if (count > 0) await insertAccounts(count)
    const seen = []
    for (const _ of rounds) seen.push(await rollUpUsage(needs(hourMs)))
    expect([...seen, await rollUpUsage(needs(hourMs + HOUR_MS - 1))]).toEqual([...rounds, 0])
    expect(await rollUpUsage(needs(hourMs + HOUR_MS))).toBe(rounds[0])
  })

  it('that an hour was too short for goes on before the next begins', async () => {
    await clean()
    await insertAccounts(2003)
    expect([await rollUpUsage(needs(hourMs)), await rollUpUsage(needs(hourMs + HOUR_MS)), await rollUpUsage(needs(hourMs + HOUR_MS))]).toEqual([2000, 3, 0])
  })

  it('counts what is at least ten minutes old, and nothing behind the oldest open job', async () => {
    const rolled = async (openMs: number | null): Promise<number> => {
      await clean()
      await insertAccounts(1)
      for (const ms of [hourMs - 660_000, hourMs - 540_000]) {
        await env.DB.prepare("insert into credit_entries (account_id, id, kind, amount, created_at_ms) values ('acc_000001', ?1, 'CHARGE', -5, ?2)").bind(`${idAt(ms).slice(4)}.charge`, ms).run()
      }
      if (openMs !== null) {
        await env.DB.prepare(
          `insert into jobs (account_id, id, status, type, input, routes, route, reasons, fingerprint, cost, refunded, tags, retention_days, attempt, chain, created_at_ms, deadline_ms, due_at_ms, due_for)
           values ('acc_000001', ?1, 'PROCESSING', 'VIDEO', '{}', '[]', 0, '[]', '', 1, 0, '[]', 7, 1, 0, 1, 1, ?2, 'WORK')`,
        ).bind(idAt(openMs), hourMs + 3000).run()
      }
      await rollUpUsage(needs(hourMs))
      return (await env.DB.prepare('select coalesce(sum(generations), 0) as n from usage_totals').first<{ n: number }>())?.n ?? Number.NaN
    }
    expect([await rolled(null), await rolled(hourMs - 670_000), await rolled(hourMs - 650_000), await rolled(hourMs)]).toEqual([1, 0, 1, 1])
  })
})

async function insertEntry(world: World, kind: 'CHARGE' | 'REFUND'): Promise<void> {
  const id = newId('e', world.clock.nowMs, random).slice(2)
  await env.DB.prepare('insert into credit_entries (account_id, id, job_id, kind, amount, created_at_ms) values (?1, ?2, null, ?3, ?4, ?5)')
    .bind(world.accountId, `${id}.${kind.toLowerCase()}`, kind, kind === 'CHARGE' ? -50 : 20, world.clock.nowMs).run()
}

/** One each six minutes until two hours ago. */
async function insertHistory(world: World, count: number): Promise<void> {
  const times = Array.from({ length: count }, (_, index) => world.clock.nowMs - 2 * HOUR_MS - index * 360_000)
  const entries = JSON.stringify(times.map((ms) => ({ ms, id: `${newId('e', ms, random).slice(2)}.charge` })))
  await env.DB.prepare(
    `insert into credit_entries (account_id, id, job_id, kind, amount, created_at_ms)
     select ?1, value ->> 'id', null, 'CHARGE', -50, value ->> 'ms' from json_each(?2)`,
  ).bind(world.accountId, entries).run()
}
