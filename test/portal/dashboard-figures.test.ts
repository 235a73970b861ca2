// What the dashboard makes of what it is told: pairs, days, bars, files.
import { describe, expect, it } from 'vitest'
import { pairedLines } from '../../portal/islands/dashboard/credits/ledger.ts'
import type { Entry } from '../../portal/islands/dashboard/credits/ledger.ts'
import { csvOf } from '../../portal/islands/dashboard/csv.ts'
import { momentsOf, requestOf } from '../../portal/islands/dashboard/generations/story.ts'
import { rangeOf, readFilters, writeFilters } from '../../portal/islands/dashboard/filters.ts'
import { barsOf, lastDays, rowsOf, sumOf } from '../../portal/islands/dashboard/usage/shape.ts'
import type { UsageLine } from '../../portal/islands/dashboard/usage/shape.ts'

const entry = (id: string, kind: Entry['kind'], amount: number, generationId: string | null = null): Entry => ({ id, kind, amount, generationId, createdAt: `2026-11-28T10:00:0${id.length}Z` })

describe('the ledger', () => {
  it('has a generation\'s charge and its refund in one line, where the refund stands', () => {
    const lines = pairedLines([entry('aaa', 'REFUND', 840, 'gen_1'), entry('bb', 'CHARGE', -50, 'gen_2'), entry('c', 'CHARGE', -840, 'gen_1'), entry('', 'GRANT', 1000)])
    expect(lines.map(({ generationId, taken, back, net }) => [generationId, taken, back, net])).toEqual([['gen_1', -840, 840, 0], ['gen_2', -50, undefined, -50], [null, undefined, 1000, 1000]])
    expect(lines[0]?.at).toBe('2026-11-28T10:00:03Z')
  })

  it('sums to the same as its entries, wherever a page ends', () => {
    const entries = [entry('a', 'REFUND', 30, 'gen_3'), entry('b', 'CHARGE', -70, 'gen_4'), entry('c', 'CHARGE', -40, 'gen_3'), entry('d', 'ADJUSTMENT', -5), entry('e', 'TOP_UP', 900)]
    for (let length = 0; length <= entries.length; length += 1) {
      const read = entries.slice(0, length)
      expect(pairedLines(read).reduce((sum, { net }) => sum + net, 0)).toBe(read.reduce((sum, { amount }) => sum + amount, 0))
    }
  })
})

const line = (facts: Partial<UsageLine>): UsageLine => ({ date: '2026-11-26', model: null, provider: null, type: null, apiKey: null, endUser: null, others: 0, generations: 1, failed: 0, refundedCredits: 0, credits: 100, ...facts })
const RANGE = { from: '2026-11-26', to: '2026-11-28' }

describe('what was used', () => {
  it('by day leaves no day out', () => {
    const rows = rowsOf([line({ date: '2026-11-27', credits: 7 })], 'DAY', RANGE)
    expect(rows.map(({ name, credits }) => [name, credits])).toEqual([['2026-11-26', 0], ['2026-11-27', 7], ['2026-11-28', 0]])
    expect(lastDays(7, Date.parse('2026-11-28T20:00:00Z'))).toEqual({ from: '2026-11-22', to: '2026-11-28' })
  })

  it('by provider and type adds up the models, what is summed up stands last, and nothing is lost', () => {
    const lines = [line({ model: 'a', provider: 'kling', type: 'VIDEO' }), line({ model: 'b', provider: 'luma', type: 'VIDEO', credits: 250 }), line({ model: 'c', provider: 'kling', type: 'IMAGE', credits: 300 }), line({ others: 4, credits: 900 })]
    expect(rowsOf(lines, 'PROVIDER', RANGE).map(({ name, credits, others }) => [name, credits, others])).toEqual([['kling', 400, 0], ['luma', 250, 0], [null, 900, 4]])
    expect(rowsOf(lines, 'TYPE', RANGE).map(({ name, credits }) => [name, credits])).toEqual([['VIDEO', 350], ['IMAGE', 300], [null, 900]])
    for (const view of ['PROVIDER', 'TYPE', 'MODEL', 'KEY', 'END_USER'] as const) expect([view, sumOf(rowsOf(lines, view, RANGE))]).toEqual([view, sumOf(lines)])
  })

  it('by key names it, and keeps apart what people made', () => {
    const rows = rowsOf([line({ apiKey: { id: 'key_1', name: 'Studio' } }), line({ credits: 5 })], 'KEY', RANGE)
    expect(rows.map(({ name, title }) => [name, title])).toEqual([['key_1', 'Studio'], [null, undefined]])
  })

  it('is drawn below a round figure, what came back above what was kept', () => {
    const rows = rowsOf([line({ credits: 300, refundedCredits: 80 }), line({ date: '2026-11-28', credits: -40, refundedCredits: 40 })], 'DAY', RANGE)
    expect(barsOf(rows, 'credits')).toEqual({ top: 500, bars: [{ x: 0, name: '2026-11-26', spent: 0.6, back: 0.16 }, { x: 1, name: '2026-11-27', spent: 0, back: 0 }, { x: 2, name: '2026-11-28', spent: 0, back: 0.08 }] })
    expect(barsOf([], 'credits')).toEqual({ top: 1, bars: [] })
  })
})

describe('a file for a spreadsheet', () => {
  it('quotes what must be, and makes no formula of a caller\'s words', () => {
    expect(csvOf(['दिन', 'net'], [['2026-11-28', -840], ['a "b", c', 0], ['=SUM(A1)', 1], ['-1+2', 2]])).toBe('दिन,net\r\n2026-11-28,-840\r\n"a ""b"", c",0\r\n\'=SUM(A1),1\r\n\'-1+2,2\r\n')
  })
})

describe('filters', () => {
  const NAMES = ['status', 'tag', 'from'] as const

  it('stand in the address, beside what else is there', () => {
    expect(readFilters('?status=FAILED&tag=%20fox%20&other=1&from=', NAMES)).toEqual({ status: 'FAILED', tag: 'fox' })
    expect(writeFilters('?other=1&tag=old', NAMES, { status: 'FAILED', tag: '' })).toBe('?other=1&status=FAILED')
    expect(writeFilters('?tag=old', NAMES, {})).toBe('')
  })

  it('take whole UTC days, and leave out what is none', () => {
    expect(rangeOf({ from: '2026-11-01', to: '2026-11-28' })).toEqual({ createdAfter: '2026-11-01T00:00:00Z', createdBefore: '2026-11-29T00:00:00.000Z' })
    expect(rangeOf({ from: 'yesterday' })).toEqual({})
  })
})

const at = (second: number) => `2026-11-28T10:00:${String(second).padStart(2, '0')}.000Z`

describe('one generation', () => {
  it('shows the request that made it, without what was not given', () => {
    const request = requestOf({ type: 'VIDEO', provider: 'kling', model: 'kling-v3', input: { text: 'A kite', image: null }, options: { duration: 5 }, tags: [] })
    expect(JSON.parse(request)).toEqual({ input: { type: 'VIDEO', provider: 'kling', model: 'kling-v3', input: { text: 'A kite' }, options: { duration: 5 } } })
  })

  it('tells what happened by its seconds, the charge and the refund by their colours', () => {
    const timeline = [{ at: at(0), kind: 'CHARGED', detail: '' }, { at: at(9), kind: 'FAILED', detail: '' }, { at: at(9), kind: 'REFUNDED', detail: '' }]
    expect(momentsOf({ createdAt: at(0), timeline }).map(({ seconds, tone }) => [seconds, tone])).toEqual([[0, 'taken'], [9, 'failed'], [9, 'back']])
  })
})
