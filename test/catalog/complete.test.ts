// The catalogue against what was published: every provider, thirty models and more.
import { describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { PROVIDER_IDS } from '../../src/domain/model.ts'
import { providers } from '../../src/catalog/providers.ts'

const callable = models.filter((model) => model.lifecycle.state !== 'retired')

/** Prices that nobody but their list, or somebody's memory, has named. A new row is confirmed, or it is told here that it is not. */
const UNCONFIRMED: readonly string[] = [
  'eleven-flash-v2.5', 'eleven-multilingual-v2', 'eleven-turbo-v2.5', 'eleven-v3', 'eleven-voice-clone', 'flux-dev', 'gen-2', 'gen-3',
  'google-tts-chirp3-hd', 'google-tts-neural2', 'google-tts-standard', 'google-tts-wavenet', 'hailuo-2.3-fast', 'hedra-avatar',
  'hedra-character-3', 'image-01', 'kling-v1', 'kling-v1-5', 'kling-v1-6', 'kling-v3-omni', 's2v-01', 'sd-lora', 'sd3.5-flash', 'veo-3',
  'veo-3-fast', 'vidu-2.0', 'vidu-q3-reference', 'vidu-q3-turbo', 'wan-2.2-i2v-flash', 'wan-2.2-i2v-plus', 'wan-2.2-kf2v-flash',
  'wan-2.2-t2v-plus',
]

describe('the catalogue', () => {
  it('has for each price a day on which it was confirmed and by what, or tells that it is not', () => {
    const confirmed = models.flatMap(({ id, priceSource }) => (priceSource.confirmed ? [[id, priceSource.confirmed] as const] : []))
    for (const [id, { on, by }] of confirmed) {
      expect(on, id).toMatch(/^20\d\d-\d\d-\d\d$/)
      expect(by, id).not.toBe('')
    }
    const others = models.filter(({ priceSource }) => !priceSource.confirmed).map(({ id }) => id)
    expect(others.toSorted()).toEqual([...UNCONFIRMED].toSorted())
    for (const { id, priceSource } of models) expect(priceSource.checkedOn, id).toMatch(/^20\d\d-\d\d-\d\d$/)
  })

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
