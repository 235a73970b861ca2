// What the clock starts each minute: what is old leaves the database where it may, and what has left is looked at in any case.
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { mayArchive } from '../src/compose.ts'
import { SWEEP_CRON, runCron } from '../src/crons.ts'
import { age, emptyAround, inDatabase, live, objects } from './jobs/archiving.ts'
import { createWorld } from './world.ts'

emptyAround()

it('a minute archives what is old if it may, and looks at what was archived in any case', async () => {
  const world = await createWorld()
  const [id] = await live(world, [2])
  await age(world, 31)
  await runCron(world.services, SWEEP_CRON, false)
  expect([await inDatabase(world), await objects(world)]).toEqual([[id], []])
  await runCron(world.services, SWEEP_CRON, true)
  expect(await inDatabase(world)).toEqual([])
  await env.MEDIA.delete(await objects(world))
  world.clock.nowMs += 20 * 3_600_000
  await runCron(world.services, SWEEP_CRON, false)
  expect(world.logs).toContainEqual(expect.objectContaining({ event: 'audit breach', accountId: world.accountId, breach: expect.stringMatching(/^archive .*: its object is gone$/) }))
})

it.each([[undefined, true], ['on', true], ['', true], ['off', false]])('with the setting %j what is old may leave: %j', (ARCHIVE, may) => {
  expect(mayArchive({ ...env, ...(ARCHIVE !== undefined && { ARCHIVE }) })).toBe(may)
})
