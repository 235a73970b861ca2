// The catalogue against what was published: every provider, thirty models and more.
import { describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { PROVIDER_IDS } from '../../src/catalog/model.ts'
import { providers } from '../../src/catalog/providers.ts'

const callable = models.filter((model) => model.lifecycle.state !== 'retired')

describe('the catalogue', () => {
  it('has every provider of the contract, each with a model that can be called', () => {
    expect(providers.map((provider) => provider.id).toSorted()).toEqual([...PROVIDER_IDS].toSorted())
    expect(PROVIDER_IDS.filter((id) => !callable.some((model) => model.provider === id))).toEqual([])
  })

  it('has thirty models and more that can be called', () => {
    expect(callable.length).toBeGreaterThanOrEqual(30)
  })

  it('has every version that the brief names, live or served by its successor', () => {
    const named = [
      'kling-v1', 'kling-v1-5', 'kling-v1-6', 'kling-v2-master', 'kling-v2-1', 'kling-v2-1-master',
      'hailuo-02', 'hailuo-i2v', 'veo-3', 'veo-3-fast', 'gen-2', 'gen-3', 'gen-4', 'ray-2', 'ray-flash-2',
      'imagen-3', 'imagen-3-fast', 'flux-dev', 'flux-pro', 'flux-pro-1.1', 'flux-ultra', 'flux-kontext-pro', 'flux-kontext-max',
      'flux-krea', 'image-01', 'sd3.5-large', 'stable-image-core', 'stable-image-ultra', 'sd-lora', 'eleven-multilingual-v2',
    ]
    expect(named.filter((id) => !models.some((model) => model.id === id))).toEqual([])
  })
})
