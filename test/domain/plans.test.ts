import { expect, it } from 'vitest'
import { PLANS, limitsOf, mediaRetentionDays } from '../../src/domain/plans.ts'

it('every plan has the published figures', () => {
  expect(limitsOf('FREE', null)).toMatchObject({ perMinute: 10, concurrent: 1, perDay: 100 })
  expect(limitsOf('STARTER', null)).toMatchObject({ perMinute: 30, concurrent: 3, perDay: 1000 })
  expect(limitsOf('PRO', null)).toMatchObject({ perMinute: 60, concurrent: 10, perDay: 10_000 })
  expect(limitsOf('ENTERPRISE', null).perDay).toBeNull()
  expect(PLANS.slice(0, 3).map((plan) => mediaRetentionDays(plan, null))).toEqual([7, 30, 90])
})

it('an account has its own figures where they were agreed, and its plan\'s elsewhere', () => {
  const limits = limitsOf('ENTERPRISE', { perMinute: 5000, perDay: 200_000 })
  expect(limits).toEqual({ ...limitsOf('ENTERPRISE', null), perMinute: 5000, perDay: 200_000 })
  expect(mediaRetentionDays('ENTERPRISE', 730)).toBe(730)
})

it('reads are at least 300 a minute on every plan', () => {
  for (const plan of PLANS) expect(limitsOf(plan, { readsPerMinute: 5 }).readsPerMinute).toBe(300)
  for (const plan of PLANS) expect(limitsOf(plan, null).readsPerMinute).toBeGreaterThanOrEqual(300)
})
