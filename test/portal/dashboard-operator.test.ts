// What the operators' pages reckon by themselves: margins by day and by provider, and the log's details in words.
import { describe, expect, it } from 'vitest'
import { changesOf } from '../../portal/islands/dashboard/operator/log-entries.ts'
import { digitsOf, dollars, rowsOf, sumOf } from '../../portal/islands/dashboard/operator/margins.ts'
import type { MarginLine } from '../../portal/islands/dashboard/operator/margins.ts'

const line = (date: string, provider: string | null, credits: number, listUsd: number): MarginLine =>
  ({ date, provider, generations: 2, kept: 1, late: 0, unlisted: 0, credits, chargedUsd: credits / 2000, listUsd, marginUsd: credits / 2000 - listUsd })
const LINES = [line('2026-11-28', 'kling', 2000, 0.5), line('2026-11-28', null, 1000, 0), line('2026-11-27', 'luma', 8000, 5), line('2026-11-27', 'kling', 2000, 0.25)]

describe('margins', () => {
  it('are summed by provider, the most charged first, or by day as they come', () => {
    expect(rowsOf(LINES, 'BOTH')).toEqual(LINES)
    expect(rowsOf(LINES, 'PROVIDER').map(({ provider, date, chargedUsd, marginUsd }) => [provider, date, chargedUsd, marginUsd])).toEqual([['luma', undefined, 4, -1], ['kling', undefined, 2, 1.25], [null, undefined, 0.5, 0.5]])
    expect(rowsOf(LINES, 'DAY').map(({ date, provider, kept, listUsd }) => [date, provider, kept, listUsd])).toEqual([['2026-11-28', undefined, 2, 0.5], ['2026-11-27', undefined, 2, 5.25]])
    expect(sumOf(LINES)).toMatchObject({ generations: 8, credits: 13_000, chargedUsd: 6.5, marginUsd: 0.75 })
  })

  it('are told in dollars, small ones to the hundredth of a cent, all below each other alike', () => {
    expect([dollars(1234.5), dollars(0.0123, 4), dollars(0), dollars(-2), dollars(-1e-12)]).toEqual(['$1,234.50', '$0.0123', '$0.00', '-$2.00', '$0.00'])
    expect([digitsOf(LINES), digitsOf([line('2026-11-28', 'kling', 100, 0.5)]), digitsOf([line('2026-11-28', 'kling', 100, 5)])]).toEqual([2, 4, 2])
  })
})

describe('a row of the log', () => {
  it('tells what was before and after, and what else was noted', () => {
    expect(changesOf({ before: { plan: 'FREE' }, after: { plan: 'PRO' }, reason: '' })).toEqual(['plan FREE → PRO'])
    expect(changesOf({ before: null, after: { on: false, limits: { perDay: 0 } }, reason: 'Broken' })).toEqual(['on false', 'limits {"perDay":0}', 'reason Broken'])
    expect(changesOf({})).toEqual([])
  })
})
