// What a company says that it would ask, beside the rows: the same, another, and nothing.
import { describe, expect, it } from 'vitest'
import { compareEstimates, comparedEstimates } from '../../src/audit/compare-estimates.ts'
import { models } from '../../src/catalog/catalog.ts'
import { usdPerSecond } from '../../src/routing/price.ts'
import type { UpstreamId } from '../../src/domain/upstream.ts'
import type { EstimatedWork, Upstream } from '../../src/upstreams/contract.ts'
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

/** @param times the row's price for that work; undefined: it does not say */
async function telling(ids: readonly UpstreamId[], times: (work: EstimatedWork) => number | undefined) {
  const { services } = await createWorld()
  const asked: string[] = []
  const estimate: Upstream['estimate'] = async (_, work) => {
    asked.push(`${work.model} ${work.options['resolution']} ${work.seconds}`)
    const ours = models.flatMap((model) => (model.upstreamModel === work.model ? [usdPerSecond(model, work.options) ?? 0] : []))[0] ?? 0
    const share = times(work)
    return share === undefined ? { kind: 'UNKNOWN', detail: 'it does not say' } : { kind: 'TOLD', usd: ours * share * work.seconds }
  }
  const get: typeof services.upstreams.get = (id) => {
    const reached = services.upstreams.get(id)
    return reached && { http: reached.http, upstream: { ...reached.upstream, ...(ids.includes(id) && { estimate }) } }
  }
  return { asked, upstreams: { get } }
}

describe('what any company would tell', () => {
  it('is asked for each row that is served and has a price by the second, at each of its sizes', async () => {
    const { asked, upstreams } = await telling(['luma', 'runway', 'elevenlabs'], () => 1)
    const found = (await comparedEstimates(upstreams)).filter(({ detail }) => /^(Luma|Runway)/.test(detail))
    const sizes = ['540p', '720p', '1080p', '4k']
    expect(asked.toSorted()).toEqual([...['ray-2', 'ray-flash-2'].flatMap((model) => sizes.map((size) => `${model} ${size} 10`)), 'gen4.5 720p 10', 'gen4_turbo 720p 10'].toSorted())
    expect(found.map(({ model, kind }) => `${model} ${kind}`).toSorted()).toEqual(['gen-4 SAME', 'gen-4.5 SAME', ...sizes.map(() => 'ray-2 SAME'), ...sizes.map(() => 'ray-flash-2 SAME')])
  })

  it.each([[1.009, 'SAME'], [0.991, 'SAME'], [1.011, 'DIFFERENT'], [0.989, 'DIFFERENT'], [undefined, 'UNKNOWN']] as const)('%s times the row\'s price is %s', async (share, kind) => {
    const { upstreams } = await telling(['runway'], () => share)
    const found = (await comparedEstimates(upstreams)).filter(({ model }) => model.startsWith('gen-4'))
    expect(found.map((one) => one.kind)).toEqual([kind, kind])
    if (kind === 'UNKNOWN') expect(found[0]?.detail).toBe('it does not say')
  })

  it('rings once for each row that differs, with what differs of it alone', async () => {
    const { upstreams } = await telling(['luma'], ({ model, options }) => (options['resolution'] === '720p' || (model === 'ray-2' && options['resolution'] === '4k') ? 2 : options['resolution'] === '540p' ? undefined : 1))
    const alarms: unknown[] = []
    await compareEstimates({ upstreams, alarm: async (alarm) => void alarms.push(alarm), log: () => undefined })
    expect(alarms).toEqual([
      { kind: 'PRICE', subject: 'ray-2', detail: 'Luma AI asks $0.2832 a second at 720p, the row has $0.1416; Luma AI asks $2.548 a second at 4k, the row has $1.274' },
      { kind: 'PRICE', subject: 'ray-flash-2', detail: 'Luma AI asks $0.0974 a second at 720p, the row has $0.0487' },
    ])
  })
})
