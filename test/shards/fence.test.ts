// The fence of an account that is about to be elsewhere: no row of it can be written, whoever tries, and everybody else goes on.
import { env } from 'cloudflare:workers'
import { getTableName } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { runBatch } from '../../src/store/batch.ts'
import { ACCOUNTS, ACCOUNT_TABLES, JOBS } from '../../src/store/account-tables.ts'
import type { Database } from '../../src/store/database.ts'
import { dropTriggers, putFence, selectTriggers } from '../../src/store/fences.ts'
import { deleteMoving, putMoving } from '../../src/store/moving.ts'
import { isMoving, isTransient } from '../../src/store/transient.ts'
import { changedRows, finders, homes, movingAccounts } from '../../src/store/home-tables.ts'
import { auditLog, usageDays } from '../../src/store/access-tables.ts'
import { IMAGE, MAKE, as, refusalOf } from '../auth/keys.ts'
import { everyCron, minutes } from './moving.ts'
import { shardedWorld, tenantIn } from './three-shards.ts'

/** What names an account and does not go with it: the log, what the directory says, what a move is kept by, and what nobody writes any more. */
const LEFT_OUT: ReadonlySet<string> = new Set([auditLog, homes, finders, movingAccounts, changedRows, usageDays].map((table) => getTableName(table)))

it('is around every table that names an account', async () => {
  const { results } = await env.DB.prepare("select name from sqlite_master where type = 'table' and sql like '%`account_id`%'").all<{ name: string }>()
  const moved = [...ACCOUNT_TABLES, JOBS, ACCOUNTS].map(({ name }) => name)
  expect(results.map(({ name }) => name).filter((name) => !LEFT_OUT.has(name) && !moved.includes(name))).toEqual([])
  expect([results.length > 20, [...new Set(moved)]]).toEqual([true, moved])
})

it('lets nothing of its account be written, and keeps nobody else from anything', async () => {
  const world = await shardedWorld()
  const [tenant, neighbour] = [await tenantIn(world, 'DB_1'), await tenantIn(world, 'DB_1')]
  const generate = async ({ secret }: { readonly secret: string }) => (await as(world, secret).ask(MAKE, { input: IMAGE }, { 'idempotency-key': crypto.randomUUID() }))['generate'].id as string
  const statusOf = async ({ secret }: { readonly secret: string }, id: string) => (await as(world, secret).ask('query ($id: ID!) { generation(id: $id) { status } }', { id }))['generation'].status as string
  const [own, others] = [await generate(tenant), await generate(neighbour)]
  world.queues.lose()
  const { database } = tenant
  await database.batch([putMoving(database, tenant.id)])
  await runBatch(database, putFence(database, tenant.id, 'turn'))
  const write = database.$client.prepare('update jobs set faults = 1 where id = ?').bind(own).run()
  await expect(write).rejects.toThrow('the account is being moved')
  await write.catch((error: unknown) => expect([isTransient(error), isMoving(error)]).toEqual([true, true]))
  const refused = await as(world, tenant.secret).post(MAKE, { input: IMAGE }, { 'idempotency-key': 'again' })
  expect(refusalOf(refused)).toMatchObject({ code: 'INTERNAL' })
  // The sweeper, the roll-up, the archive and the audit go over all accounts: theirs goes on, and nothing of it fails.
  await minutes(world, 5)
  await everyCron(world)
  expect([await statusOf(neighbour, others), await statusOf(tenant, own), world.logs.filter(({ event }) => event === 'sweep failed')]).toEqual(['COMPLETED', 'QUEUED', []])
  const [triggers] = await database.batch([selectTriggers(database, tenant.id, ['fence'])])
  expect(triggers).toHaveLength(3 * (ACCOUNT_TABLES.length + 2))
  await runBatch(database, [...dropTriggers(database, triggers.map(({ name }) => name)), deleteMoving(database, tenant.id)])
  const { generate: again } = await as(world, tenant.secret).ask(MAKE, { input: IMAGE }, { 'idempotency-key': 'again' })
  await minutes(world, 5)
  expect([await statusOf(tenant, own), await statusOf(tenant, again.id), (await as(world, tenant.secret).ask('{ me { credits } }'))['me'].credits]).toEqual(['COMPLETED', 'COMPLETED', 100_000 - 2 * (await costOf(database, own))])
})

const costOf = async (database: Database, id: string): Promise<number> => (await database.$client.prepare('select cost from jobs where id = ?').bind(id).first<{ cost: number }>())?.cost ?? Number.NaN
