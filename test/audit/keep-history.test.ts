// What the status shows of the past is made anew after each whole round of the roll-up, and of nothing that it has not counted.
import { beforeEach, expect, it } from 'vitest'
import { keepHistory } from '../../src/audit/keep-history.ts'
import { marks } from '../../src/store/access-tables.ts'
import { putMark, selectMark } from '../../src/store/marks.ts'
import { putRollUpMark } from '../../src/store/usage.ts'
import { healthSpans } from '../../src/store/usage-tables.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

beforeEach(async () => {
  const { services: { database } } = await createWorld()
  await database.batch([database.delete(marks), database.delete(healthSpans)])
})

const rolled = (world: World, doneMs?: number) => putRollUpMark(world.services.database, JSON.stringify({ hour: 1, after: null, untilMs: 5, ...(doneMs !== undefined && { doneMs }) }), 1)
const span = (world: World, unit: 'HOUR' | 'DAY', startMs: number) => world.services.database.insert(healthSpans).values({ span: unit, startMs, upstream: 'luma', model: 'ray-2', counts: { t40: 30 }, failingAccounts: 0 })

it('nothing is made before the first round of the roll-up, and none before one is whole', async () => {
  const world = await createWorld()
  expect(await keepHistory(world.services)).toBe(false)
  await rolled(world)
  expect(await keepHistory(world.services)).toBe(false)
  expect(await selectMark(world.services.database, 'status')).toEqual([])
})

it('it is made once of each round, and again of the next one', async () => {
  const world = await createWorld()
  const made: boolean[] = []
  for (const doneMs of [10, 10, 20, 20]) {
    await rolled(world, doneMs)
    made.push(await keepHistory(world.services))
  }
  expect(made).toEqual([true, false, true, false])
  await putMark(world.services.database, 'status', '10', 1)
  expect(await keepHistory(world.services)).toBe(true)
})

it('it has whole hours of two days, days as far as they have come, and what is older than 90 days is deleted', async () => {
  const world = await createWorld()
  const { database, statusHistory } = world.services
  const dayMs = world.clock.nowMs - (world.clock.nowMs % DAY_MS)
  world.clock.nowMs = dayMs + 12 * HOUR_MS
  const doneMs = world.clock.nowMs - 1000
  const hours = [-3, -2, -1].map((ago) => world.clock.nowMs + ago * HOUR_MS)
  const days = [-91, -90, -89, 0].map((ago) => dayMs + ago * DAY_MS)
  for (const startMs of [...hours, dayMs - 15 * DAY_MS, days[0] ?? 0]) await span(world, 'HOUR', startMs)
  for (const startMs of days) await span(world, 'DAY', startMs)
  await rolled(world, doneMs)
  expect(await keepHistory(world.services)).toBe(true)
  const history = await statusHistory.read()
  expect([history?.measuredUntilMs, history?.providers.luma?.hours.map(({ startMs }) => startMs), history?.providers.luma?.days.map(({ startMs }) => startMs)])
    .toEqual([doneMs, hours.slice(0, 2), days.slice(2)])
  const left = await database.select({ span: healthSpans.span, startMs: healthSpans.startMs }).from(healthSpans)
  expect(left.filter(({ startMs }) => startMs < world.clock.nowMs - 90 * DAY_MS)).toEqual([])
  expect(left).toHaveLength(6)
})
