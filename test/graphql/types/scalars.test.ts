// A time is RFC 3339 and a real day, and nothing else.
import { assert, date, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DateTimeScalar } from '../../../src/graphql/types/scalars.ts'
import { createWorld } from '../../world.ts'

const right: Readonly<Record<string, string>> = {
  '2026-11-22T09:30:00Z': '2026-11-22T09:30:00.000Z',
  '2026-11-22t09:30:00z': '2026-11-22T09:30:00.000Z',
  '2026-11-22T15:00:00+05:30': '2026-11-22T09:30:00.000Z',
  '2026-11-22T00:00:00.5-08:00': '2026-11-22T08:00:00.500Z',
  '2026-11-22T09:30:00.123456789Z': '2026-11-22T09:30:00.123Z',
  '2028-02-29T00:00:00Z': '2028-02-29T00:00:00.000Z',
}

const wrong: readonly unknown[] = [
  '05/12/2027', '2027', '2027-05-12', '2027-05', 'May 12, 2027', '12 May 2027 10:00 UTC', '2026-11-22T09:30Z', '2026-11-22T09:30:00', '2026-11-22 09:30:00Z',
  '2026-11-22T09:30:00+0530', '2026-11-22T09:30:00+05', '2026-11-22T09:30:00 Z', '2026-02-30T00:00:00Z', '2027-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-00-10T00:00:00Z',
  '2026-11-31T00:00:00Z', '2026-11-22T24:00:00Z', '2026-11-22T23:60:00Z', '2026-11-22T23:59:60Z', '2026-11-22T09:30:00+24:00', '+002026-11-22T09:30:00Z', '', ' ', '0', 0, 1_795_000_000_000, true, null, {}, [],
]

describe('a DateTime', () => {
  for (const [text, time] of Object.entries(right)) it(`of ${text} is understood`, () => expect(DateTimeScalar.coerceInputValue(text)).toBe(time))
  for (const value of wrong) it(`of ${JSON.stringify(value)} is refused`, () => expect(() => DateTimeScalar.coerceInputValue(value)).toThrow(/offset/))

  it('that we answer is understood again', () => {
    assert(property(date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), (time) => {
      expect(DateTimeScalar.coerceInputValue(time.toISOString())).toBe(time.toISOString())
    }))
  })

  it('that is none names its field, as a variable and in the document', async () => {
    const world = await createWorld()
    const reply = await world.post({ query: 'query ($filter: GenerationFilter) { generations(filter: $filter) { pageInfo { hasNextPage } } }', variables: { filter: { createdAfter: '2026-02-30T00:00:00Z' } } })
    expect([reply.status, reply.body.errors?.[0]?.extensions]).toEqual([400, expect.objectContaining({ code: 'INVALID_INPUT', field: 'filter.createdAfter' })])
    const literal = await world.post({ query: '{ generations(filter: { createdAfter: "2027-05-12" }) { pageInfo { hasNextPage } } }' })
    expect([literal.status, literal.body.errors?.[0]?.extensions['code']]).toEqual([400, 'INVALID_INPUT'])
  })
})
