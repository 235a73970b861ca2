import { describe, expect, it } from 'vitest'
import { choose } from '../../src/routing/choose.ts'
import type { Market } from '../../src/routing/healthy.ts'
import type { GenerationRequest } from '../../src/routing/serve.ts'

const request = (changes: Partial<GenerationRequest>): GenerationRequest => ({
  type: 'VIDEO',
  input: { text: 'A river' },
  options: {},
  priority: 'BALANCED',
  strict: false,
  ...changes,
})
const market: Market = { isConfigured: () => true, isOff: () => false, lineSecondsOf: () => 0, healthOf: () => ({ state: 'CLOSED', sinceMs: null, waitSeconds: 0, successRate: null, medianSeconds: {} }) }

const veoFor = (input: GenerationRequest['input']): string => choose(request({ provider: 'veo-3', input }), market).candidates[0].model.id

/** Credits of ten seconds of speech. */
const cost = (model: string, avatarId?: string): number =>
  choose(request({ type: 'AVATAR', model, input: { text: 'calm '.repeat(30).trimEnd() }, options: avatarId === undefined ? {} : { avatarId } }), market).candidates[0].route.credits

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

  it('is served by a model that is being retired only where no active one can serve it', () => {
    expect(veoFor({ text: 'A river' })).toBe('gemini-omni-1.1-flash')
    expect(veoFor({ text: 'A river', image: 'https://example.com/a.jpg', lastImage: 'https://example.com/b.jpg' })).toBe('veo-3.1')
    expect(() => veoFor({ text: 'A river', voice: 'rachel' })).toThrow('INVALID_INPUT')
  })

  it('makes two frames of Kling 2.6 and 2.5 Turbo in 1080p, says so where another size was asked for, and never takes a last frame alone', () => {
    const frames = { text: 'A river', image: 'https://example.com/a.jpg', lastImage: 'https://example.com/b.jpg' }
    for (const model of ['kling-v2-6', 'kling-v2-5-turbo']) {
      expect(choose(request({ model, input: frames }), market).candidates[0].route).toMatchObject({ options: { resolution: '1080p' }, adjustments: [] })
      const asked = choose(request({ model, input: frames, options: { resolution: '720p' } }), market).candidates[0].route
      expect(asked).toMatchObject({ options: { resolution: '1080p' }, adjustments: [{ option: 'resolution', requested: '720p', served: '1080p' }] })
    }
    expect(choose(request({ model: 'kling-v3', input: frames }), market).candidates[0].route.options).toMatchObject({ resolution: '720p' })
    for (const model of ['kling-v3', 'kling-v2-6']) expect(() => choose(request({ model, input: { text: 'A river', lastImage: frames.lastImage } }), market)).toThrow('INVALID_INPUT')
  })
})

describe('a talking avatar of HeyGen', () => {
  it('costs by the kind of its look, and one that nobody knows as the dearer kind', () => {
    expect([cost('heygen-avatar-iii'), cost('heygen-avatar-iii', 'annie'), cost('heygen-avatar-iii', 'Nobody_Known_public')]).toEqual([866, 334, 866])
    expect([cost('heygen-avatar-iv'), cost('heygen-avatar-iv', 'Nobody_Known_public')]).toEqual([1000, 1334])
  })

  it('of Avatar V needs a digital twin', () => {
    expect(() => cost('heygen-avatar-v')).toThrow('INVALID_INPUT')
    expect(cost('heygen-avatar-v', 'Asha_Twin_public')).toBe(1334)
  })
})
