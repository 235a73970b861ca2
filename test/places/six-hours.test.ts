// The figures that the line has to keep: ten places, three minutes a task, a fifth more asked for than can be made, six hours.
import { describe, expect, it } from 'vitest'
import { sixHours } from './line-world.ts'

const PLAN = { hours: 6, slots: 10, taskSeconds: 180, demand: 1.2, lost: 0.01 }

describe.each([1128, 90_210])('six hours of a busy company, seed %i', (seed) => {
  const figures = sixHours({ ...PLAN, seed })

  it('are used: of 1,200 that could be made at best 1,150 are', () => {
    expect(figures.made).toBeGreaterThanOrEqual(1150)
  })

  it('have never more than ten at the company at once', () => {
    expect(figures.mostAtOnce).toBe(10)
  })

  it('refuse the surplus at the door; none of those let in fails after waiting', () => {
    expect(figures.refused).toBeGreaterThan(100)
    expect(figures.failed).toBe(0)
  })

  it('tell the wait to within a quarter', () => {
    const off = figures.waits.filter(({ told }) => told >= 120).map(({ told, waited }) => (waited - told) / told)
    expect(off.length).toBeGreaterThan(1000)
    expect(off.filter((one) => Math.abs(one) <= 0.25).length / off.length).toBeGreaterThan(0.95)
    expect(Math.abs(off.reduce((sum, one) => sum + one, 0) / off.length)).toBeLessThan(0.02)
  })
})

it('in six hours in which one account asks for two fifths of all, none fails after waiting either', () => {
  const figures = sixHours({ ...PLAN, seed: 7, greedy: 0.4 })
  expect(figures).toMatchObject({ failed: 0, mostAtOnce: 10 })
  expect(figures.made).toBeGreaterThanOrEqual(1150)
})
