// A result that is not what was priced, through the whole service: a person is told, the audit shows it, nobody's credits move.
import { describe, expect, it } from 'vitest'
import { audit } from '../../src/audit/audit.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World } from '../world.ts'

// The twin's clips are 720p, whatever is asked for.
const start = async (world: World, options: object): Promise<{ id: string; creditCost: number }> =>
  (await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' }, options } }))['generate']
const alarms = (world: World) => world.logs.filter(({ kind }) => kind === 'PRICE')
const shown = async (world: World) => (await audit(world.services)).prices.filter(({ accountId }) => accountId === world.accountId)

describe('a completion', () => {
  it('that is as priced tells nobody', async () => {
    const world = await createWorld()
    await start(world, { duration: 5, resolution: '720p' })
    await world.run(60)
    expect(alarms(world)).toEqual([])
    expect(await shown(world)).toEqual([])
  })

  it('that is not is an alarm with both figures, is shown by the audit, and is charged as it was quoted', async () => {
    const world = await createWorld()
    const { id, creditCost } = await start(world, { duration: 5, resolution: '1080p' })
    await world.run(60)
    expect(alarms(world)).toEqual([expect.objectContaining({ subject: 'ray-2', detail: `${id}: 1280x720 where 1080p was priced` })])
    expect(await shown(world)).toEqual([{ accountId: world.accountId, jobId: id, model: 'ray-2', difference: '1280x720 where 1080p was priced' }])
    expect((await audit(world.services)).breaches.filter(({ accountId }) => accountId === world.accountId)).toEqual([])
    expect(await world.balance()).toBe(1_000_000 - creditCost)
  })
})
