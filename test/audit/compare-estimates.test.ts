// What a company says that it would ask, beside the rows: the same, another, and nothing.
import { describe, expect, it } from 'vitest'
import { compareEstimates } from '../../src/audit/compare-estimates.ts'
import { createWorld } from '../world.ts'
import { without } from '../../emulators/settings.ts'

const ESTIMATE = /\/hedra\/v3\/models\/([\w-]+)\/estimate$/

/** @param answer to a question for an estimate; left out: the emulator's */
async function compared(answer?: (model: string, init: RequestInit) => Response | undefined, settings: Readonly<Record<string, string>> = {}) {
  const asked: string[] = []
  const world = await createWorld({
    settings,
    network: (url, init) => {
      const model = ESTIMATE.exec(url)?.[1]
      if (url.includes('/hedra/')) asked.push(url.replace(/.*\/hedra\/v3/, ''))
      const own = model === undefined ? undefined : answer?.(model, init)
      return own && Promise.resolve(own)
    },
  })
  await compareEstimates(world.services)
  return {
    asked,
    alarms: world.logs.filter(({ event }) => event === 'alarm'),
    told: world.logs.flatMap((line) => (line['event'] === 'estimates' ? [JSON.stringify(line['compared'])] : [])).join(),
  }
}

describe("Hedra's estimates", () => {
  it('that are as the rows say ring nothing, and begin no work', async () => {
    const { asked, alarms, told } = await compared()
    expect(alarms).toEqual([])
    expect(told).toContain('hedra-character-3: SAME, Hedra asks $0.06 a second at 540p, the row has $0.06')
    expect(told).toContain('hedra-avatar: SAME, Hedra asks $0.065 a second at 1080p, the row has $0.065')
    expect([...new Set(asked)].toSorted()).toEqual(['/files', '/models/hedra-avatar/estimate', '/models/hedra-character-3/estimate'])
  })

  it('that differ ring an alarm for the model, with both figures', async () => {
    const { alarms } = await compared((model, init) =>
      model === 'hedra-character-3' && JSON.stringify(init.body).includes('1080p') ? Response.json({ cost: 0.9, currency: 'USD' }) : undefined)
    expect(alarms).toMatchObject([{ kind: 'PRICE', subject: 'hedra-character-3', detail: 'Hedra asks $0.09 a second at 1080p, the row has $0.06' }])
  })

  it.each([
    ['cannot be had', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
    ['are refused', () => Response.json({ error: { code: 'INVALID_ARGUMENT', message: 'in its words' } }, { status: 400 })],
    ['are in another currency', () => Response.json({ cost: 55, currency: 'INR' })],
    ['are no number', () => Response.json({ cost: null, currency: 'USD' })],
  ])('that %s ring nothing', async (_what, answer) => {
    const { alarms, told } = await compared(answer)
    expect(alarms).toEqual([])
    expect(told).toContain('UNKNOWN')
  })

  it('are not asked for without a key', async () => {
    expect(await compared(undefined, without('HEDRA'))).toMatchObject({ asked: [], alarms: [], told: '[]' })
  })
})
