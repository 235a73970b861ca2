import { describe, expect, it } from 'vitest'
import { choose } from '../../src/catalog/choose.ts'
import type { Market } from '../../src/catalog/healthy.ts'
import type { GenerationRequest } from '../../src/catalog/serve.ts'

const request = (changes: Partial<GenerationRequest>): GenerationRequest => ({
  type: 'VIDEO',
  input: { text: 'A river' },
  options: {},
  priority: 'BALANCED',
  strict: false,
  ...changes,
})
const market: Market = { isConfigured: () => true, isOff: () => false, healthOf: () => ({ state: 'CLOSED', sinceMs: null, waitSeconds: 0, successRate: null, medianSeconds: {} }) }

describe('an automatic choice', () => {
  for (const type of ['VIDEO', 'IMAGE', 'AUDIO', 'AVATAR'] as const) {
    for (const priority of ['QUALITY', 'SPEED', 'COST', 'BALANCED'] as const) {
      it(`of ${type} by ${priority} fails over to other companies, at no higher price`, () => {
        const { candidates } = choose(request({ type, priority }), market)
        const [best, ...others] = candidates
        expect(others.filter(({ route }) => route.credits > best.route.credits)).toEqual([])
        const upstreams = candidates.map(({ route }) => route.upstream)
        expect(new Set(upstreams).size).toBe(upstreams.length)
      })
    }
  }

  it('by COST is the cheapest of those that serve the request, and never over maxCredits', () => {
    const cheapest = choose(request({ priority: 'COST' }), market).candidates[0].route.credits
    const best = choose(request({ priority: 'QUALITY', maxCredits: cheapest }), market).candidates[0].route.credits
    expect(best).toBeLessThanOrEqual(cheapest)
  })

  it('takes a model that serves everything as asked before one that must adjust', () => {
    const { candidates } = choose(request({ options: { duration: 9, resolution: '4k' }, priority: 'QUALITY' }), market)
    expect(candidates.map(({ route }) => route.adjustments)).toEqual(candidates.map(() => []))
  })
})

describe('a named provider', () => {
  it('is never swapped for another', () => {
    const { candidates, passedOver } = choose(request({ provider: 'luma', options: { duration: 10 } }), market)
    expect(candidates.map(({ model }) => model.provider)).toEqual(['luma'])
    expect(new Set(passedOver.map(({ model }) => model.provider))).toEqual(new Set(['luma']))
  })
})
