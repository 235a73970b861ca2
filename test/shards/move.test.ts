// An account is moved to another database while it is at work: nothing of it is lost or charged twice, whatever dies on the way, and nobody
// else waits for it.
import { describe, expect, it } from 'vitest'
import { ORIGIN, browser, stranger } from '../auth/browser.ts'
import { IMAGE, MAKE, as, refusalOf } from '../auth/keys.ts'
import { ME } from '../auth/sign-in-world.ts'
import { RECEIVER } from '../world.ts'
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { deleteCopies, putAccountRows, selectAccountRows } from '../../src/store/account-rows.ts'
import { ACCOUNT_TABLES, JOBS } from '../../src/store/account-tables.ts'
import { runBatch } from '../../src/store/batch.ts'
import { openDatabase } from '../../src/store/database.ts'
import { switchHome } from '../../src/store/moving.ts'
import { OF_NO_ACCOUNT, moveId } from '../../src/domain/task.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { workAtTask } from '../../src/tasks/work-at-task.ts'
import { faultyD1 } from '../store/faulty-d1.ts'
import { MOVE, expectMoved, minutes, stageOf, untilMoved } from './moving.ts'
import { ALL, homeOf, shardedWorld, tenantIn, tracesOf } from './three-shards.ts'
import type { ShardName } from './three-shards.ts'
import type { World } from '../world.ts'

const KEYS = ACCOUNT_TABLES.find(({ name }) => name === 'api_keys') ?? JOBS
const FILM = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } }

describe.each([['DB', 'DB_1'], ['DB_1', 'DB_2'], ['DB_2', 'DB']] as const)('from %s to %s', (from, to) => {
  it('an account goes with all that it has, and generates all the while', async () => {
    const world = await shardedWorld()
    const tenant = await tenantIn(world, from)
    const own = as(world, tenant.secret)
    // So that the numbers of its words are others there.
    for (let made = 0; made < 3; made += 1) await as(world, (await tenantIn(world, to)).secret).ask(MAKE, { input: IMAGE })
    const generations: string[] = []
    const generate = async (input: object) => generations.push((await own.ask(MAKE, { input }))['generate'].id)
    await generate({ ...IMAGE, webhookUrl: RECEIVER })
    await own.ask('mutation { apiKeyCreate(input: { name: "Tests", mode: TEST }) { secret } }')
    await minutes(world, 3)
    await generate(FILM)
    expect((await world.ask(MOVE, { id: tenant.id, shard: to }))['adminAccountMove']).toEqual({ accountId: tenant.id, from, to, stage: 'BEGIN' })
    const stages = new Set<string | undefined>()
    for (let minute = 0; minute < 90; minute += 1) {
      if (minute < 8) await generate(IMAGE)
      await minutes(world, 1)
      stages.add(await stageOf(tenant.id))
    }
    expect([stages.has('DELETE'), await stageOf(tenant.id), await homeOf(tenant.id)]).toEqual([true, 'DONE', to])
    await expectMoved(world, tenant, to, generations)
    // What it made meanwhile was copied too, and not all again.
    expect(world.logs.filter(({ kind, subject }) => kind === 'STORAGE' && subject === 'move')).toEqual([])
    expect([world.received.length, Object.keys(await tracesOf(`${tenant.id}.test`))]).toEqual([1, [to]])
    expect((await world.ask(MOVE, { id: tenant.id, shard: to }))['adminAccountMove']).toMatchObject({ stage: 'DONE', to })
  })
})

it('who is signed in stays so, and who signs in again finds the same account', async () => {
  const world = await shardedWorld()
  const [name, asha, again] = [stranger(), browser(world), browser(world)]
  await asha.signIn(name)
  const { me } = (await asha.post(ME)).body.data ?? {}
  const from = await homeOf(me.id)
  const to = from === 'DB_1' ? 'DB_2' : 'DB_1'
  await world.ask(MOVE, { id: me.id, shard: to })
  await untilMoved(world, me.id)
  await again.signIn(name)
  expect([(await asha.post(ME)).body.data, (await again.post(ME)).body.data, Object.keys(await tracesOf(me.id))]).toEqual([{ me }, { me }, [to]])
  await asha.fetchPage('/auth/sign-out', { method: 'POST', headers: { origin: ORIGIN } })
  expect(Object.keys(await tracesOf(me.id))).toEqual([to])
})

it('it goes to a database that is bound, and to one at a time', async () => {
  const world = await shardedWorld()
  const tenant = await tenantIn(world, 'DB_1')
  const move = async (id: string, shard: string) => refusalOf(await world.post({ query: MOVE, variables: { id, shard } }))
  expect(await move(tenant.id, 'DB_9')).toMatchObject({ code: 'INVALID_INPUT' })
  expect(await move('acc_nobody', 'DB_2')).toMatchObject({ code: 'NOT_FOUND' })
  await world.ask(MOVE, { id: tenant.id, shard: 'DB_2' })
  expect(await move(tenant.id, 'DB')).toMatchObject({ code: 'INVALID_INPUT' })
  expect((await world.ask(MOVE, { id: tenant.id, shard: 'DB_2' }))['adminAccountMove']).toMatchObject({ from: 'DB_1', to: 'DB_2' })
  await untilMoved(world, tenant.id)
  await world.ask(MOVE, { id: tenant.id, shard: 'DB_1' })
  await untilMoved(world, tenant.id)
  expect([Object.keys(await tracesOf(tenant.id)), await homeOf(tenant.id)]).toEqual([['DB_1'], 'DB_1'])
})

it('nobody remembers where it is while it is moved', async () => {
  const world = await shardedWorld()
  const tenant = await tenantIn(world, 'DB_1')
  const where = async () => [...world.services.shards.all].find(([, database]) => database === home)?.[0]
  await world.ask(MOVE, { id: tenant.id, shard: 'DB_2' })
  await stepThrough(world, tenant.id, 'COPY')
  let home = await world.services.shards.homeOf(tenant.id)
  expect(await where()).toBe('DB_1')
  const settle = (shard: string) => env.DB.prepare('update homes set shard = ? where account_id = ?').bind(shard, tenant.id).run()
  await settle('DB_2')
  home = await world.services.shards.homeOf(tenant.id)
  expect(await where()).toBe('DB_2')
  await settle('DB_1')
  await untilMoved(world, tenant.id)
})

describe('what is copied', () => {
  it('and is not the same there is copied again, with an alarm, and the account goes on where it is', async () => {
    const world = await shardedWorld()
    const tenant = await tenantIn(world, 'DB_1')
    const { generate } = await as(world, tenant.secret).ask(MAKE, { input: IMAGE })
    await minutes(world, 2)
    await world.ask(MOVE, { id: tenant.id, shard: 'DB_2' })
    await stepThrough(world, tenant.id, 'SWITCH')
    await ALL.DB_2.prepare('update jobs set cost = cost + 1 where account_id = ?').bind(tenant.id).run()
    await stepThrough(world, tenant.id, 'COPY')
    expect([await homeOf(tenant.id), world.logs.filter(({ kind, subject }) => kind === 'STORAGE' && subject === 'move')]).toMatchObject(['DB_1', [{ detail: expect.stringContaining('in jobs') }]])
    const { generate: another } = await as(world, tenant.secret).ask(MAKE, { input: IMAGE })
    await untilMoved(world, tenant.id)
    await expectMoved(world, tenant, 'DB_2', [generate.id, another.id])
  })

  it('is written by whoever has the turn, and by nobody who had it before', async () => {
    const world = await shardedWorld()
    const tenant = await tenantIn(world, 'DB_1')
    await world.ask(MOVE, { id: tenant.id, shard: 'DB_2' })
    await stepThrough(world, tenant.id, 'CATCH_UP')
    const [directory, target] = [openDatabase(env.DB), openDatabase(env.SHARD_TWO)]
    const before = await sumsOf(tenant.id, 'DB_2')
    const [[key]] = await tenant.database.batch([selectAccountRows(tenant.database, KEYS, tenant.id, null, 1)])
    const stale = { accountId: tenant.id, turn: 'stale' }
    await runBatch(target, [putAccountRows(target, KEYS, [String(key?.row).replace('acc_', 'acd_')], stale, 0), ...deleteCopies(target, KEYS, [String(key?.key)], stale)])
    await directory.batch([switchHome(directory, tenant.id, 'stale', 'DB_2')])
    expect([await sumsOf(tenant.id, 'DB_2'), await homeOf(tenant.id)]).toEqual([before, 'DB_1'])
    await untilMoved(world, tenant.id)
  })
})

/** Of some 120 batches every sixth dies, in the other test another one; with 1 all were tried on 2026-11-29. */
const APART = 6

describe.each([['BEFORE', 1], ['AFTER', 4]] as const)('a move that dies %s one of its batches, from the %i. on', (how, first) => {
  it('goes on by its next step, and the account arrives whole', { timeout: 600_000 }, async () => {
    const dying = { at: Number.POSITIVE_INFINITY, seen: Number.NaN }
    const faultOf = () => (Number.isNaN(dying.seen) || (dying.seen += 1) !== dying.at ? undefined : how)
    const world = await shardedWorld({ bindings: () => ({ DB: faultyD1(ALL.DB, faultOf, 'died'), DB_1: faultyD1(ALL.DB_1, faultOf, 'died'), DB_2: faultyD1(ALL.DB_2, faultOf, 'died') }) })
    const tenant = await tenantIn(world, 'DB_1')
    const own = as(world, tenant.secret)
    const generations = [(await own.ask(MAKE, { input: IMAGE }))['generate'].id, (await own.ask(MAKE, { input: FILM }))['generate'].id]
    await minutes(world, 3)
    const before = await sumsOf(tenant.id, 'DB_1')
    let [to, other]: [ShardName, ShardName] = ['DB_2', 'DB_1']
    let batches: number = first
    for (let at: number = first; at <= batches; at += APART) {
      await world.ask(MOVE, { id: tenant.id, shard: to })
      Object.assign(dying, { at, seen: 0 })
      await stepThrough(world, tenant.id)
      batches = Math.max(batches, dying.seen)
      dying.seen = Number.NaN
      expect([at, await homeOf(tenant.id), Object.keys(await tracesOf(tenant.id)), await sumsOf(tenant.id, to)]).toEqual([at, to, [to], before])
      ;[to, other] = [other, to]
    }
    expect(batches).toBeGreaterThan(80)
    await expectMoved(world, tenant, other, generations)
  })
})

/** Step by step, as soon as each is due, without anything else: to that stage, or to the end. */
async function stepThrough(world: World, accountId: string, until = 'DONE'): Promise<void> {
  const key = { accountId: OF_NO_ACCOUNT, id: moveId(accountId) }
  for (let tries = 0; tries < 100; tries += 1) {
    const [task] = await openDatabase(env.DB).select().from(tasks).where(eq(tasks.id, key.id))
    if (!task || (await stageOf(accountId)) === until) return
    world.clock.nowMs = Math.max(world.clock.nowMs, task.dueAtMs ?? 0)
    await workAtTask(world.services, key).catch(() => undefined)
  }
  throw new Error('it never arrives')
}

/** What the account's rows come to, in the words of nobody who moves them. */
async function sumsOf(accountId: string, shard: ShardName): Promise<unknown> {
  const read = async (query: string): Promise<unknown> => (await ALL[shard].prepare(query).bind(accountId).all()).results
  return Promise.all([
    read('select id, amount, kind from credit_entries where account_id = ? order by id'), read('select id, status, cost, due_at_ms, move_token from jobs where account_id = ? order by id'), read('select credits, plan, webhook_secret from accounts where id = ?'),
    read('select hex(packed), w.fingerprint from jobs j join job_words w on w.id = j.words where account_id = ? order by j.id'), read('select * from attempts where account_id = ? order by job_id, number'), read('select * from api_keys where account_id = ?'),
  ])
}
