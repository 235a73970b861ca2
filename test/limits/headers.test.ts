import { expect, it } from 'vitest'
import type { LimitFigures } from '../../src/limits/gate.ts'
import { limitHeaders } from '../../src/limits/headers.ts'

const figures: LimitFigures = {
  minute: { limit: 10, remaining: 9, resetSeconds: 60 },
  concurrent: { limit: 1, remaining: 0, resetSeconds: 5 },
  day: { limit: 100, remaining: 42, resetSeconds: 3600 },
  reads: { limit: 300, remaining: 300, resetSeconds: 0 },
}

it('a generating request reads its minute in the published fields, and every policy in the IETF ones', () => {
  expect(limitHeaders(figures, 'generating')).toEqual({
    'X-RateLimit-Limit': '10',
    'X-RateLimit-Remaining': '9',
    'X-RateLimit-Reset': '60',
    'RateLimit-Policy': '"minute";q=10;w=60, "concurrent";q=1;qu="concurrent-requests", "day";q=100;w=86400, "reads";q=300;w=60',
    'RateLimit': '"minute";r=9;t=60, "concurrent";r=0;t=5, "day";r=42;t=3600, "reads";r=300;t=0',
  })
})

it('a read names its own policy first', () => {
  const headers = limitHeaders(figures, 'reads')
  expect(headers['RateLimit']).toMatch(/^"reads";r=300;t=0, "minute"/)
  expect(headers['RateLimit-Policy']).toMatch(/^"reads";q=300;w=60, "minute"/)
  expect(headers['X-RateLimit-Remaining']).toBe('9')
})

it('a plan without a daily limit has no daily policy', () => {
  expect(Object.values(limitHeaders({ ...figures, day: null }, 'generating')).join()).not.toContain('day')
})

it('a denial tells the same time to wait in Retry-After and in the field that the Python sample prints', () => {
  expect(limitHeaders(figures, 'generating', 3600)).toMatchObject({ 'Retry-After': '3600', 'X-RateLimit-Reset': '3600' })
})
