// What an operator counts: each move of a job, each call of a company, one read in a hundred, and nothing of a person.
import { describe, expect, it } from 'vitest'
import { READS_PER_POINT, isSampledRead } from '../src/domain/measure.ts'
import { GENERATE, READ, createWorld } from './world.ts'
import type { WorldOptions } from './world.ts'

const KLING = { type: 'VIDEO', provider: 'kling', input: { text: 'a lotus that opens by moonlight' } }

function refuse(): never {
  throw new Error('too many points')
}

async function measuredWorld(options: WorldOptions = {}) {
  const points: AnalyticsEngineDataPoint[] = []
  const writeDataPoint = (point?: AnalyticsEngineDataPoint): void => void (point && points.push(point))
  const world = await createWorld({ ...options, bindings: () => ({ MEASURES: { writeDataPoint } }) })
  const blobs = (kind: string): string[][] => points.flatMap((point) => (point.blobs?.[0] === kind ? [point.blobs.map(String)] : []))
  return { world, points, blobs }
}

describe('points of measure', () => {
  it('a life leaves one for each status that it came to, with its seconds and credits', async () => {
    const { world, points, blobs } = await measuredWorld()
    const { generate } = await world.ask(GENERATE, { input: KLING })
    await world.run(300)
    expect(blobs('MOVE').map(([, upstream, status]) => `${upstream} ${status}`)).toEqual(['kling ORDERED', 'kling SUBMITTING', 'kling PROCESSING', 'kling COMPLETED'])
    const ended = points.find(({ blobs: is }) => is?.[2] === 'COMPLETED')
    expect(ended).toMatchObject({ indexes: ['kling'], doubles: [expect.any(Number), generate.creditCost, 1] })
    expect(ended?.doubles?.[0]).toBeGreaterThan(1)
  })

  it('each call of a company leaves one, with what it answered', async () => {
    const { world, blobs } = await measuredWorld()
    await world.ask(GENERATE, { input: KLING })
    await world.run(300)
    const calls = blobs('CALL')
    expect(calls[0]).toEqual(['CALL', 'kling', '200', '', '', 'POST'])
    expect(calls.length).toBeGreaterThan(1)
    expect(calls.slice(1).every(([, upstream, answer, , , method]) => upstream === 'kling' && answer === '200' && method === 'GET')).toBe(true)
  })

  it('where none came back, it is told as lost, and the job as held', async () => {
    const { world, blobs } = await measuredWorld({ network: (url) => (url.startsWith('http') && url.includes('kling') ? Promise.reject(new Error('gone')) : undefined) })
    await world.ask(GENERATE, { input: KLING })
    await world.run(5)
    expect(blobs('CALL')[0]).toEqual(['CALL', 'kling', 'LOST', '', '', 'POST'])
    expect(blobs('MOVE').map(([, , status]) => status)).toEqual(['ORDERED', 'SUBMITTING', 'HELD'])
  })

  it('a failure says why, and that all came back', async () => {
    const { world, points } = await measuredWorld()
    await world.ask(GENERATE, { input: { ...KLING, input: { text: 'a lotus [[moderated]]' } } })
    await world.run(600)
    const ended = points.find(({ blobs }) => blobs?.[2] === 'FAILED')
    expect(ended?.blobs?.[5]).toBe('MODERATED')
    expect(ended?.doubles?.[1]).toBe(0)
  })

  it('nothing of a person is in any: no account, no id, no text', async () => {
    const { world, points } = await measuredWorld()
    const { generate } = await world.ask(GENERATE, { input: KLING })
    await world.run(300)
    for (let index = 0; index < 300; index += 1) await world.ask(READ, { id: generate.id })
    const told = JSON.stringify(points)
    for (const secret of [world.accountId, generate.id, 'lotus', world.key]) expect(told).not.toContain(secret)
  })

  it('of reads one in a hundred is measured, and counts for a hundred', async () => {
    let sampled = 0
    for (let high = 0; high < 256; high += 1) for (let low = 0; low < 256; low += 1) sampled += isSampledRead(Uint8Array.of(high, low)) ? 1 : 0
    expect(65_536 / sampled).toBeCloseTo(READS_PER_POINT, 0)
  })

  it('a dataset that refuses a point stops nothing, and so does one that is absent', async () => {
    for (const MEASURES of [{ writeDataPoint: refuse }, undefined]) {
      const world = await createWorld({ bindings: () => ({ ...(MEASURES && { MEASURES }) }) })
      const { generate } = await world.ask(GENERATE, { input: KLING })
      await world.run(300)
      expect((await world.ask(READ, { id: generate.id })).generation.status).toBe('COMPLETED')
    }
  })
})
