// Which jobs an isolate takes for open; and the switch by which each read is the database's again.
import { describe, expect, it } from 'vitest'
import { openReads } from '../../src/limits/open-reads.ts'
import { counting } from '../counting.ts'
import type { Counts } from '../counting.ts'
import { GENERATE, createWorld } from '../world.ts'

const STATUS = 'query ($id: ID!) { generation(id: $id) { status } }'

async function looks(settings: Readonly<Record<string, string>>): Promise<number> {
  const counts: Counts = { roundTrips: 0, statements: 0, rowsRead: 0, rowsWritten: 0, gateCalls: 0, lineCalls: 0, attached: 0, order: [] }
  const world = await createWorld({ settings, bindings: counting(counts) })
  const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
  await world.ask(STATUS, { id: generate.id })
  counts.roundTrips = 0
  for (let count = 0; count < 5; count += 1) expect((await world.ask(STATUS, { id: generate.id }))['generation'].status).toBe('QUEUED')
  const { roundTrips } = counts
  await world.run(300)
  expect((await world.ask(STATUS, { id: generate.id }))['generation'].status).toBe('COMPLETED')
  return roundTrips
}

describe('jobs that were read as open', () => {
  it('are known until they are read as ended', () => {
    const reads = openReads()
    reads.note({ id: 'gen_1', status: 'PROCESSING' })
    expect(reads.has('gen_1')).toBe(true)
    reads.note({ id: 'gen_1', status: 'COMPLETED' })
    expect(reads.has('gen_1')).toBe(false)
  })

  it('are five thousand at most: who was read longest ago goes first', () => {
    const reads = openReads()
    for (let index = 0; index <= 5000; index += 1) {
      reads.note({ id: `gen_${index}`, status: 'QUEUED' })
      if (index === 1) reads.note({ id: 'gen_0', status: 'QUEUED' })
    }
    expect([reads.has('gen_0'), reads.has('gen_1'), reads.has('gen_2'), reads.has('gen_5000')]).toEqual([true, false, true, true])
  })
})

describe('OPEN_READS = "off"', () => {
  it('reads each look in the database, which the object otherwise spares it, and all goes on', async () => {
    expect(await looks({})).toBeLessThan(2)
    expect(await looks({ OPEN_READS: 'off' })).toBeGreaterThan(4)
  })
})
