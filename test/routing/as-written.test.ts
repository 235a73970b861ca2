// Values as people write them: read where they can mean one thing only, and told.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flagAsWritten } from '../../src/routing/as-written/flag.ts'
import { languagesAsWritten } from '../../src/routing/as-written/language.ts'
import { numberAsWritten } from '../../src/routing/as-written/number.ts'
import { seedByChance } from '../../src/routing/as-written/seed.ts'
import { resolutionsAsWritten, shapesAsWritten, sizeAsWritten } from '../../src/routing/as-written/size.ts'
import { modelById, models } from '../../src/catalog/catalog.ts'
import type { Model, OptionValue } from '../../src/domain/model.ts'
import { readOption } from '../../src/routing/read-options.ts'
import { serve } from '../../src/routing/serve.ts'
import type { GenerationRequest } from '../../src/routing/serve.ts'
import { ApiError } from '../../src/domain/errors.ts'

function rowOf(id: string): Model {
  const model = modelById(id)
  if (!model) throw new Error(`no model ${id}`)
  return model
}

const MEDIA = ['image', 'images', 'audio'] as const
const VOICE = 'voice_0b5c7d2e-1f3a-4b6c-8d9e-0a1b2c3d4e5f'
const request = (model: Model, options: Record<string, unknown>, more: Partial<GenerationRequest> = {}): GenerationRequest => ({
  type: model.type,
  input: { text: 'A river', ...(model.inputs.voice?.required && { voice: VOICE }), ...Object.fromEntries(MEDIA.filter((name) => model.inputs[name]?.required).map((name) => [name, name === 'images' ? ['https://example.com/a.jpg'] : 'https://example.com/a.jpg'])) },
  options, priority: 'BALANCED', strict: false, ...more,
})
const served = (id: string, options: Record<string, unknown>, more: Partial<GenerationRequest> = {}) => serve(rowOf(id), request(rowOf(id), options, more))

/** Option, what was asked, what was served: of each adjustment. */
const told = (id: string, options: Record<string, unknown>) => served(id, options).adjustments.map(({ option, requested, served: value }) => [option, requested, value])

const codeOf = (run: () => unknown): string => {
  try {
    run()
    return 'taken'
  } catch (error) {
    return error instanceof ApiError ? `${error.code} ${error.details.field ?? ''}` : String(error)
  }
}

describe('what other APIs write', () => {
  const cases: readonly (readonly [model: string, option: string, written: unknown, meant: OptionValue])[] = [
    ['kling-v3', 'duration', '5', 5],
    ['kling-v3', 'duration', '5s', 5],
    ['kling-v3', 'duration', '5.0', 5],
    ['kling-v3', 'duration', ' 5 seconds ', 5],
    ['seedance-2.0', 'sound', 'true', true],
    ['seedance-2.0', 'sound', 'False', false],
    ['seedance-2.0', 'sound', 1, true],
    ['seedance-2.0', 'sound', 0, false],
    ['kling-v3', 'aspectRatio', '9x16', '9:16'],
    ['kling-v3', 'aspectRatio', '9 : 16', '9:16'],
    ['kling-v3', 'aspectRatio', '9/16', '9:16'],
    ['kling-v3', 'aspectRatio', 'landscape', '16:9'],
    ['kling-v3', 'aspectRatio', 'Portrait', '9:16'],
    ['kling-v3', 'aspectRatio', 'square', '1:1'],
    ['kling-v3', 'aspectRatio', '1024x1024', '1:1'],
    ['kling-v3', 'resolution', 'FHD', '1080p'],
    ['kling-v3', 'resolution', 'full HD', '1080p'],
    ['kling-v3', 'resolution', 'HD', '720p'],
    ['kling-v3', 'resolution', 1080, '1080p'],
    ['kling-v3', 'resolution', '1080', '1080p'],
    ['kling-v3', 'resolution', '1080P', '1080p'],
    ['kling-v3', 'resolution', '4K', '4k'],
    ['kling-v3', 'resolution', 'UHD', '4k'],
    ['eleven-flash-v2.5', 'language', 'hi-IN', 'hi'],
    ['eleven-flash-v2.5', 'language', 'HI', 'hi'],
    ['google-tts-wavenet', 'language', 'HI', 'hi-IN'],
    ['google-tts-wavenet', 'language', 'hi_in', 'hi-IN'],
    ['flux-ultra', 'seed', '42', 42],
  ]
  for (const [model, option, written, meant] of cases) {
    it(`${option} ${JSON.stringify(written)} of ${model} is ${JSON.stringify(meant)}, and told; strict refuses it`, () => {
      const route = served(model, { [option]: written })
      expect(route.options[option]).toBe(meant)
      expect(told(model, { [option]: written })).toContainEqual([option, written, meant])
      expect(codeOf(() => served(model, { [option]: written }, { strict: true }))).toBe(`INVALID_INPUT input.options.${option}`)
    })
  }

  it('as a size is the shape and the resolution, where that is left open', () => {
    for (const [written, shape, lines] of [['1280x720', '16:9', '720p'], ['1920×1080', '16:9', '1080p'], ['1080*1920', '9:16', '1080p']] as const) {
      expect(served('kling-v3', { aspectRatio: written }).options).toMatchObject({ aspectRatio: shape, resolution: lines })
      expect(served('kling-v3', { resolution: written }).options).toMatchObject({ aspectRatio: shape, resolution: lines })
      expect(told('kling-v3', { aspectRatio: written })).toEqual([['aspectRatio', written, shape], ['resolution', written, lines]])
    }
    expect(served('kling-v3', { aspectRatio: '1280x720', resolution: '4k' }).options).toMatchObject({ aspectRatio: '16:9', resolution: '4k' })
    expect(told('gen-4.5', { aspectRatio: '1920x1080' })).toEqual([['aspectRatio', '1920x1080', '16:9'], ['resolution', '1920x1080', '720p']])
  })

  it('and this model lacks is told once, of what was written', () => {
    expect(told('kling-v2-6', { resolution: 'UHD' })).toEqual([['resolution', 'UHD', '1080p']])
    expect(told('kling-v2-6', { duration: '7s' })).toHaveLength(1)
  })

  it('and can mean two things, or nothing, is refused', () => {
    const refused: readonly (readonly [string, string, unknown])[] = [
      ['kling-v3', 'duration', '5 minutes'], ['kling-v3', 'duration', 'five'], ['kling-v3', 'duration', '5-10'], ['kling-v3', 'duration', ''], ['kling-v3', 'duration', true],
      ['seedance-2.0', 'sound', 'yes'], ['seedance-2.0', 'sound', 2], ['seedance-2.0', 'sound', 'on'],
      ['kling-v3', 'aspectRatio', '7x13'], ['kling-v3', 'aspectRatio', '0x0'], ['kling-v3', 'aspectRatio', 'big'], ['kling-v3', 'aspectRatio', 1.78],
      ['kling-v3', 'resolution', '12'], ['kling-v3', 'resolution', 'high'], ['kling-v3', 'resolution', 10_800],
      ['eleven-flash-v2.5', 'language', 'Hindi'], ['google-tts-wavenet', 'language', 'hi-US'], ['eleven-flash-v2.5', 'language', 'hin'],
      ['flux-ultra', 'seed', 'random'], ['flux-ultra', 'seed', -2], ['flux-ultra', 'seed', 1.5],
    ]
    for (const [model, option, written] of refused) expect(codeOf(() => served(model, { [option]: written })), `${option} ${String(written)}`).toBe(`INVALID_INPUT input.options.${option}`)
  })

  it('for sound is read by each company\'s name on every model that has it', () => {
    for (const model of models.filter(({ options, lifecycle }) => options['sound'] && lifecycle.state !== 'retired')) {
      for (const name of ['sound', 'generateAudio', 'generate_audio', 'audio']) {
        const row = model.options['sound']
        const wanted = row?.kind === 'flag' && row.only === true
        const route = serve(model, request(model, { [name]: wanted }))
        expect(route.options['sound'], `${model.id} ${name}`).toBe(wanted)
        expect(route.adjustments).toEqual([])
      }
    }
    expect(served('seedance-2.0', { sound: true, generateAudio: 'true' }).options['sound']).toBe(true)
  })
})

describe('a seed of -1', () => {
  it('is one drawn by chance, within what the row takes, and told', () => {
    for (const model of models.filter(({ options }) => options['seed'])) {
      const row = model.options['seed']
      if (row?.kind !== 'seed') throw new Error(model.id)
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (chance) => {
          const seed = seedByChance(row, chance)
          return Number.isInteger(seed) && seed >= row.min && seed <= row.max
        }),
        { numRuns: 50 },
      )
    }
    const route = served('flux-ultra', { seed: -1 }, { chance: 7 })
    expect(route.options['seed']).toBe(7)
    expect(route.adjustments).toMatchObject([{ option: 'seed', requested: -1, served: 7 }])
  })

  it('is not drawn where nothing will be made', () => {
    const route = served('flux-ultra', { seed: -1 })
    expect(route.options['seed']).toBeUndefined()
    expect(route.adjustments).toMatchObject([{ option: 'seed', requested: -1, served: null }])
  })
})

describe('the readers', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('16x9', '16 : 9', '1280x720', 'FHD', '5s', '-1', 'true', 'hi_IN', 'HI', '4K', 'constructor', '__proto__'))

  it('read their own words as themselves', () => {
    fc.assert(
      fc.property(text, (written) => {
        for (const word of shapesAsWritten(written)) expect(shapesAsWritten(word)[0]).toBe(word)
        for (const word of languagesAsWritten(written)) expect(languagesAsWritten(word)[0]).toBe(word)
        for (const word of resolutionsAsWritten(written).filter((one) => /^\d{3,4}p$/.test(one) && one !== '2160p')) expect(resolutionsAsWritten(word.slice(0, -1))[0]).toBe(word)
        const number = numberAsWritten(written, 's')
        if (number !== undefined) expect(numberAsWritten(String(number), 's')).toBe(number)
        const flag = flagAsWritten(written)
        if (flag !== undefined) expect(flagAsWritten(flag)).toBe(flag)
        const size = sizeAsWritten(written)
        if (size) expect(sizeAsWritten(`${size.width}x${size.height}`)).toEqual(size)
      }),
    )
  })

  it('never change a value that the row already takes', () => {
    for (const model of models) {
      for (const [name, row] of Object.entries(model.options)) {
        const values: readonly OptionValue[] = 'allowed' in row && row.allowed ? row.allowed : row.kind === 'flag' ? [true, false] : row.kind === 'seed' || row.kind === 'int' || row.kind === 'number' ? [row.min, row.max] : []
        for (const value of values) expect(readOption(model, name, value), `${model.id} ${name}`).toEqual({ kind: 'VALUE', name, value, isRewritten: false })
      }
    }
  })

  it('say what was asked and what was served wherever the two differ', () => {
    const value = fc.oneof(text, fc.integer({ min: -2, max: 2200 }), fc.boolean())
    const rows = models.flatMap((model) => Object.entries(model.options).filter(([, row]) => row.kind !== 'text' && row.kind !== 'media').map(([name, row]) => ({ model, name, row })))
    fc.assert(
      fc.property(fc.constantFrom(...rows), value, ({ model, name, row }, written) => {
        try {
          const { options, adjustments } = serve(model, request(model, { ...(model.id === 'heygen-digital-twin' && { avatarId: 'Asha_Twin_public' }), [name]: written }, { chance: 3 }))
          const isOwnWord = row.kind === 'choice' && typeof written === 'string' && Object.hasOwn(row.synonyms ?? {}, written.toLowerCase())
          const ofIt = adjustments.filter(({ option }) => option === name)
          if (options[name] !== written && row.as !== 'prompt' && !isOwnWord) expect(ofIt.map((one) => [one.requested, one.served])).toEqual([[written, options[name] ?? null]])
          else expect(ofIt).toEqual([])
        } catch (error) {
          if (!(error instanceof ApiError)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })
})
