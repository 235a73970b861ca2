import { describe, expect, it } from 'vitest'
import { fitOptions } from '../../src/routing/fit-options.ts'
import type { Model, Option } from '../../src/domain/model.ts'
import { byNearness } from '../../src/domain/nearest.ts'
import { creditsOf } from '../../src/routing/price.ts'
import { modelById, models } from '../../src/catalog/catalog.ts'

const about = { en: 'x', hi: 'x' }
const size: Option = { kind: 'choice', allowed: ['720p', '1080p'], default: '720p', about }
const length: Option = { kind: 'int', min: 5, max: 10, allowed: [5, 10], default: 5, about }
const base = models[0]
if (!base) throw new Error('the catalogue is empty')
const model: Model = {
  ...base,
  name: 'Test',
  inputs: { text: { required: true }, image: { required: false } },
  options: { duration: length, resolution: size },
  rules: [{ when: { resolution: ['1080p'] }, allow: { duration: [5] } }],
}

describe('fitting options', () => {
  it('takes the defaults where nothing is asked', () => {
    expect(fitOptions(model, {})).toEqual({ options: { duration: 5, resolution: '720p' }, adjustments: [] })
  })

  it('lets the option named later give way, and says so', () => {
    const { options, adjustments } = fitOptions(model, { duration: 10, resolution: '1080p' })
    expect(options).toEqual({ duration: 10, resolution: '720p' })
    expect(adjustments).toMatchObject([{ option: 'resolution', requested: '1080p', served: '720p', reason: { en: 'Test does not serve resolution 1080p together with duration 10.' } }])
  })

  it('lets what was left open give way to what was asked, without a word', () => {
    const later = { ...model, options: { duration: { ...length, default: 10 } as Option, resolution: size } }
    expect(fitOptions(later, { resolution: '1080p' })).toEqual({ options: { duration: 5, resolution: '1080p' }, adjustments: [] })
  })

  it('takes the nearest: numbers by distance, sizes by lines, shapes by angle', () => {
    expect(fitOptions(model, { duration: 8 }).options['duration']).toBe(10)
    expect(byNearness(['540p', '720p', '1080p', '4k'], '480p')[0]).toBe('540p')
    expect(byNearness(['720p', '1080p', '4k'], '2k')[0]).toBe('1080p')
    expect(byNearness(['16:9', '1:1', '9:16'], '21:9')[0]).toBe('16:9')
    expect(byNearness(['16:9', '1:1', '9:16'], '3:4')[0]).toBe('1:1')
  })

  it('lets rules look at the input', () => {
    const ruled: Model = { ...model, rules: [{ when: { 'input.image': ['absent'] }, allow: { resolution: ['720p'] } }] }
    expect(fitOptions(ruled, { resolution: '1080p' }, { text: 'x' }).options['resolution']).toBe('720p')
    expect(fitOptions(ruled, { resolution: '1080p' }, { text: 'x', image: 'https://example.com/a.png' }).options['resolution']).toBe('1080p')
  })
})

const credits = (id: string, options: Record<string, string | number>, text = '', outputs = 1): number => {
  const row = modelById(id)
  if (!row) throw new Error(id)
  return creditsOf(row, { options: { ...fitOptions(row, options).options }, text, outputs })
}

describe('prices', () => {
  it('are the published credits for the published images', () => {
    expect(['flux-dev', 'flux-pro', 'flux-pro-1.1', 'flux-ultra'].map((id) => credits(id, {}))).toEqual([50, 100, 250, 200])
  })
  it('are the list price times 2,000 elsewhere, rounded up, for every output', () => {
    expect(credits('hailuo-02', { duration: 10, resolution: '768p' })).toBe(1120)
    expect(credits('kling-v2-6', { duration: 10, resolution: '1080p' })).toBe(1400)
    expect(credits('image-01', { n: 3 }, '', 3)).toBe(21)
  })
  it('go by characters where the list does, in any script', () => {
    const per1000 = credits('eleven-multilingual-v2', {}, 'a'.repeat(1000))
    expect(credits('eleven-multilingual-v2', {}, 'न'.repeat(1000))).toBe(per1000)
    expect(credits('eleven-multilingual-v2', {}, '😀'.repeat(1000))).toBe(per1000)
  })
})
