// D1 goes away while a row is worked on, and is back as soon as that is noted: again and again, as in an outage of minutes. It says
// nothing of the row, whose pause must not grow by it.
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { QueueMessage } from '../../src/domain/messages.ts'
import { consume } from '../../src/queues/consume.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { newExport } from '../../src/tasks/export-account.ts'
import { faultyD1 } from '../store/faulty-d1.ts'
import { GENERATE, READ, RECEIVER, createWorld } from '../world.ts'

const TIMES = 6
const MINUTE_MS = 60_000

async function interrupted() {
  let failuresUntilBack = 0
  const failures = (): number => world.logs.filter(({ event }) => event === 'message failed').length
  const world = await createWorld({ bindings: (bound) => ({ DB: faultyD1(bound.DB, () => (failures() < failuresUntilBack ? 'BEFORE' : undefined)) }) })
  const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm [[hang]]' } } })
  const jobId = generate.id as string
  world.queues.lose()
  const { database } = world.services
  const task = newExport(world.accountId, 'exp_1', world.clock.nowMs)
  const delivery = { accountId: world.accountId, id: 'msg_1', jobId, event: 'generation.failed', url: RECEIVER, status: 'PENDING', attempts: 0, createdAtMs: 1, dueAtMs: 1 } as const
  await database.batch([database.insert(tasks).values(task), database.insert(webhookDeliveries).values(delivery)])
  const rows = {
    generation: { message: { kind: 'due', accountId: world.accountId, jobId }, table: jobs, id: jobId },
    delivery: { message: { kind: 'webhook', accountId: world.accountId, deliveryId: delivery.id }, table: webhookDeliveries, id: delivery.id },
    task: { message: { kind: 'due', accountId: world.accountId, jobId: task.id }, table: tasks, id: task.id },
  } as const
  return {
    world,
    jobId,
    rows,
    handle: async (message: QueueMessage, isAway: boolean): Promise<void> => {
      failuresUntilBack = failures() + (isAway ? 1 : 0)
      await consume(world.services, [{ body: message, attempts: 1, ack: () => undefined, retry: () => undefined }])
    },
  }
}

describe('minutes without D1', () => {
  it.each(['generation', 'delivery', 'task'] as const)('are no fault of a %s: it is due again in a minute each time, and nobody is told of it', async (name) => {
    const { world, rows, handle } = await interrupted()
    const { message, table, id } = rows[name]
    const { database } = world.services
    const isIt = and(eq(table.accountId, world.accountId), eq(table.id, id))
    await database.batch([database.update(table).set({ faults: 4 }).where(isIt)])
    const read = async () => (await database.select({ dueAtMs: table.dueAtMs, faults: table.faults }).from(table).where(isIt))[0]
    const pauses: number[] = []
    for (let times = 0; times < TIMES; times += 1) {
      await handle(message, true)
      const dueAtMs = (await read())?.dueAtMs ?? 0
      pauses.push((dueAtMs - world.clock.nowMs) / MINUTE_MS)
      world.clock.nowMs = dueAtMs
    }
    expect([pauses, (await read())?.faults]).toEqual([Array.from({ length: TIMES }, () => 1), 4])
    expect(world.logs.filter(({ event }) => event === 'alarm')).toEqual([])
  })

  it('until its deadline let a generation be ended within minutes after it', async () => {
    const { world, jobId, rows: { generation: { message } }, handle } = await interrupted()
    const { database } = world.services
    const read = async () => (await database.select({ dueAtMs: jobs.dueAtMs, deadlineMs: jobs.deadlineMs }).from(jobs).where(eq(jobs.id, jobId)))[0]
    const deadlineMs = (await read())?.deadlineMs ?? 0
    world.clock.nowMs = deadlineMs - TIMES * MINUTE_MS
    for (let times = 0; times <= TIMES + 1; times += 1) {
      await handle(message, true)
      world.clock.nowMs = (await read())?.dueAtMs ?? 0
    }
    await handle(message, false)
    expect((world.clock.nowMs - deadlineMs) / MINUTE_MS).toBeLessThan(3)
    expect((await world.ask(READ, { id: jobId }))['generation']).toMatchObject({ status: 'FAILED', error: { reason: 'TIMEOUT' } })
  })
})
