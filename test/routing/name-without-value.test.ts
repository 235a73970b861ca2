// An option's name that the model lacks and a sibling has means something only with a value that the sibling takes.
import { describe, expect, it } from 'vitest'
import { choose } from '../../src/routing/choose.ts'
import type { Market } from '../../src/routing/healthy.ts'
import type { GenerationRequest } from '../../src/routing/serve.ts'
import { ApiError } from '../../src/domain/errors.ts'

type State = ReturnType<Market['healthOf']>['state']
const market = (state: State): Market => ({ isConfigured: () => true, isOff: () => false, lineSecondsOf: () => 0, healthOf: () => ({ state, sinceMs: null, waitSeconds: state === 'OPEN' ? 60 : 0, successRate: null, medianSeconds: {} }) })

function refusal(changes: Partial<GenerationRequest>, state: State = 'CLOSED') {
  try {
    const { model } = choose({ type: 'VIDEO', input: { text: 'A river' }, options: {}, priority: 'BALANCED', strict: false, ...changes }, market(state)).candidates[0]
    return { code: `taken by ${model.id}` }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { code: error.code, field: error.details.field, allowed: error.details.allowed, sentence: error.details.sentence }
  }
}

describe("a sibling's option", () => {
  const cases: readonly (readonly [what: string, request: Partial<GenerationRequest>, field: string])[] = [
    ['a flag in words', { provider: 'vidu', model: 'vidu-q2', options: { sound: 'rubbish' } }, 'input.options.sound'],
    ['a flag by another name, in words', { provider: 'seedance', model: 'seedance-1.0-pro', options: { generateAudio: 'rubbish' } }, 'input.options.generateAudio'],
    ['an address that is none', { type: 'IMAGE', model: 'stable-image-core', options: { lora: 'rubbish' } }, 'input.options.lora'],
    ['a private address', { type: 'IMAGE', model: 'stable-image-core', options: { lora: 'https://10.0.0.1/a' } }, 'input.options.lora'],
    ['a language that is a number', { type: 'AUDIO', provider: 'elevenlabs', options: { language: 12_345 } }, 'input.options.language'],
    ['a seed beyond what anyone takes', { provider: 'seedance', model: 'seedance-2.0', options: { seed: -7 } }, 'input.options.seed'],
  ]
  for (const [what, request, field] of cases) {
    it(`with ${what} is INVALID_INPUT, also while the circuit is open`, () => {
      for (const state of ['CLOSED', 'OPEN'] as const) expect(refusal(request, state)).toMatchObject({ code: 'INVALID_INPUT', field })
    })
  }

  it('with a value that the sibling takes, as people write it, is left out and told', () => {
    const { route } = choose({ type: 'VIDEO', provider: 'seedance', model: 'seedance-1.0-pro', input: { text: 'A river' }, options: { generateAudio: 'true' }, priority: 'BALANCED', strict: false }, market('CLOSED')).candidates[0]
    expect(route.adjustments).toMatchObject([{ option: 'generateAudio', requested: 'true', served: null }])
  })

  it('tells what is taken, or its form where that cannot be listed', () => {
    expect(refusal({ provider: 'vidu', model: 'vidu-q2', options: { sound: 'rubbish' } }).allowed).toEqual([true, false])
    const language = refusal({ type: 'AUDIO', model: 'eleven-flash-v2.5', options: { language: 'Hindi' } })
    expect(language).toMatchObject({ allowed: undefined, sentence: { en: expect.stringContaining('ISO 639-1'), hi: expect.stringContaining('ISO 639-1') } })
  })
})
