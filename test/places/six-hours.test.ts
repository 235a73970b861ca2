// The figures that the line has to keep: ten places, three minutes a task, a fifth more asked for than can be made, six hours.
import { describe, expect, it } from 'vitest'
import { sixHours } from './line-world.ts'
import type { Figures } from './line-world.ts'

const PLAN = { hours: 6, slots: 10, taskSeconds: 180, demand: 1.2, lost: 0.01 }

/** Of waits that are worth telling: how much longer they were, as a part of what was told. */
const offOf = (waits: Figures['waits']): readonly number[] => waits.filter(({ told }) => told >= 120).map(({ told, waited }) => (waited - told) / told)
const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length

describe.each([1128, 90_210])('six hours of a busy company, seed %i', (seed) => {
  const figures = sixHours({ ...PLAN, seed })

  it('are used: of 1,200 that could be made at best 1,150 are', () => {
    expect(figures.made).toBeGreaterThanOrEqual(1150)
  })

  it('have never more than ten at the company at once', () => {
    expect(figures.mostAtOnce).toBe(10)
  })

  it('refuse the surplus at the door; none of those let in fails after waiting', () => {
    expect(Object.values(figures.refused).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100)
    expect(figures.failed).toBe(0)
  })

  it('tell the wait to within a quarter', () => {
    const off = offOf(figures.waits)
    expect(off.length).toBeGreaterThan(1000)
    expect(off.filter((one) => Math.abs(one) <= 0.25).length / off.length).toBeGreaterThan(0.95)
    expect(Math.abs(mean(off))).toBeLessThan(0.02)
  })
})

describe.each([[7, 0.8], [1128, 0.7]])('six hours of two accounts, seed %i, of which one asks for %f of all', (seed, part) => {
  const figures = sixHours({ ...PLAN, seed, parts: [part, 1 - part] })
  const waitsOf = (account: string) => figures.waits.filter((one) => one.account === account)

  it('are used, and none let in fails after waiting', () => {
    expect(figures.made).toBeGreaterThanOrEqual(1150)
    expect(figures).toMatchObject({ failed: 0, mostAtOnce: 10 })
  })

  it('refuse the one that asks for more than there is, and never the other, which hardly waits', () => {
    expect(Object.keys(figures.refused)).toEqual(['acc_0'])
    expect(figures.refused['acc_0']).toBeGreaterThan(150)
    const [most, all] = [waitsOf('acc_1').filter(({ waited }) => waited < 180), waitsOf('acc_1')]
    expect(most.length / all.length).toBeGreaterThan(0.9)
  })

  it('tell each its own wait: the one with many there to within a quarter, the other minutes at most', () => {
    const off = offOf(waitsOf('acc_0'))
    expect(off.filter((one) => Math.abs(one) <= 0.25).length / off.length).toBeGreaterThan(0.85)
    expect(Math.abs(mean(off))).toBeLessThan(0.05)
    expect(Math.max(...waitsOf('acc_1').map(({ told }) => told))).toBeLessThan(600)
  })
})

it('in six hours in which one account asks for two fifths of all, and 300 for the rest, none fails after waiting either', () => {
  const figures = sixHours({ ...PLAN, seed: 7, parts: [0.4] })
  expect(figures).toMatchObject({ failed: 0, mostAtOnce: 10 })
  expect(figures.made).toBeGreaterThanOrEqual(1150)
  expect(Object.keys(figures.refused)).toEqual(['acc_0'])
})
