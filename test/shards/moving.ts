// What the tests of a move share: an account at work, its move from minute to minute, and what must hold of it when all is over.
import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { runCron } from '../../src/crons.ts'
import { moveId } from '../../src/domain/task.ts'
import { sweepAll } from '../../src/jobs/sweep-all.ts'
import type { Services } from '../../src/services.ts'
import { openDatabase } from '../../src/store/database.ts'
import { homes } from '../../src/store/home-tables.ts'
import { creditEntries, jobs } from '../../src/store/tables.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { as } from '../auth/keys.ts'
import type { World } from '../world.ts'
import { ALL, tracesOf } from './three-shards.ts'
import type { ShardName, Tenant } from './three-shards.ts'

export const MOVE = 'mutation ($id: ID!, $shard: ID!) { adminAccountMove(accountId: $id, shard: $shard, reason: "room") { accountId from to stage } }'
const VIEW = 'query ($id: ID!) { generation(id: $id) { status url refundedCredits } }'
const directory = openDatabase(env.DB)

export async function stageOf(accountId: string): Promise<string | undefined> {
  const [task] = await directory.select().from(tasks).where(eq(tasks.id, moveId(accountId)))
  if (!task) return undefined
  return task.dueAtMs === null ? 'DONE' : (JSON.parse(task.state) as { readonly stage: string }).stage
}

/** Minutes go by, with all that is due. What one of them throws is the test's own fault, and comes again. */
export async function minutes(world: World, count: number, services: Services = world.services): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await world.queues.run(services, 60, world.emulators.callbacks)
    await sweepAll(services).catch(() => 0)
    await world.queues.runDue(services)
  }
}

export async function untilMoved(world: World, accountId: string, services?: Services): Promise<void> {
  for (let tries = 0; tries < 200 && (await stageOf(accountId)) !== 'DONE'; tries += 1) await minutes(world, 1, services)
  expect(await stageOf(accountId), JSON.stringify(world.logs.filter(({ event }) => String(event).includes('fail')).slice(-3))).toBe('DONE')
}

/** It is there alone, the directory says so, its ledger adds up, and nothing of the move is left in any database. */
export async function expectMoved(world: World, tenant: Tenant, to: ShardName, generations: readonly string[]): Promise<void> {
  await minutes(world, 10)
  const database = openDatabase(ALL[to])
  expect([Object.keys(await tracesOf(tenant.id)), (await directory.select().from(homes).where(eq(homes.accountId, tenant.id)))]).toEqual([[to], [{ accountId: tenant.id, shard: to, turn: null }]])
  const own = as(world, tenant.secret)
  const made = await database.select({ id: jobs.id, cost: jobs.cost }).from(jobs).where(eq(jobs.accountId, tenant.id))
  const spent = made.reduce((total, { cost }) => total + cost, 0)
  expect(made.map(({ id }) => id).toSorted()).toEqual(generations.toSorted())
  for (const id of generations) {
    const { generation } = await own.ask(VIEW, { id })
    expect(generation).toMatchObject({ status: 'COMPLETED', url: expect.any(String), refundedCredits: 0 })
  }
  const entries = await database.select().from(creditEntries).where(eq(creditEntries.accountId, tenant.id))
  const sum = entries.reduce((total, { amount }) => total + amount, 0)
  expect([sum, (await own.ask('{ me { credits } }'))['me'].credits, entries.filter(({ kind }) => kind === 'CHARGE').length]).toEqual([100_000 - spent, 100_000 - spent, generations.length])
  const lost = await database.select({ id: jobs.id }).from(jobs).where(sql`${jobs.accountId} = ${tenant.id} and ${jobs.words} not in (select id from job_words)`)
  expect(lost).toEqual([])
  for (const binding of Object.values(ALL)) {
    const left = await binding.batch([
      binding.prepare(`select name from sqlite_master where type = 'trigger' and name like '%${tenant.id}%'`), binding.prepare('select * from moving_accounts'), binding.prepare('select * from changed_rows'),
      binding.prepare('select id from job_words where length(packed) = 0'),
    ])
    expect(left.map(({ results }) => results)).toEqual([[], [], [], []])
  }
}

/** A minute's work, over all databases: nothing that goes over all accounts stumbles over one that is moved. */
export const everyCron = (world: World): Promise<unknown> => runCron(world.services, '* * * * *', true)
