import { expect, it } from 'vitest'
import { PLANS, limitsOf, mediaRetentionDays, uploadLimitsOf } from '../../src/domain/plans.ts'

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

it('what may be sent beforehand is as published', () => {
  const MB = 1_000_000
  expect(PLANS.map((plan) => uploadLimitsOf(plan))).toEqual([
    { image: 20 * MB, audio: 50 * MB, video: 100 * MB, storedBytes: 500 * MB, perDay: 200 }, { image: 20 * MB, audio: 50 * MB, video: 200 * MB, storedBytes: 5000 * MB, perDay: 2000 },
    { image: 20 * MB, audio: 50 * MB, video: 500 * MB, storedBytes: 50_000 * MB, perDay: 20_000 }, { image: 20 * MB, audio: 50 * MB, video: 1000 * MB, storedBytes: 500_000 * MB, perDay: 100_000 },
  ])
})
