// The catalogue as a whole: every row can be served as it promises.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findModel, modelById, models, servingModel } from '../../src/catalog/catalog.ts'
import { fitOptions } from '../../src/routing/fit-options.ts'
import { GENERATION_TYPES } from '../../src/domain/model.ts'
import type { InputName, Model, Option, OptionValue } from '../../src/domain/model.ts'
import { providers } from '../../src/catalog/providers.ts'
import { serve } from '../../src/routing/serve.ts'
import { ApiError } from '../../src/domain/errors.ts'
import { registrations } from '../../src/upstreams/registry.ts'

const SAMPLE_INPUT: Record<InputName, unknown> = {
  text: 'A fox in the snow',
  negativeText: 'blur',
  image: 'https://example.com/a.jpg',
  lastImage: 'https://example.com/b.jpg',
  images: ['https://example.com/c.jpg'],
  audio: 'https://example.com/d.mp3',
  video: 'https://example.com/e.mp4',
  voice: 'voice_0b5c7d2e-1f3a-4b6c-8d9e-0a1b2c3d4e5f',
}

/** The least that the model needs. */
function inputFor(model: Model) {
  const required = Object.entries(model.inputs).flatMap(([name, rule]) => (rule.required ? [name] : []))
  const oneOf = (model.needsOneOf ?? []).flatMap((group) => group.slice(0, 1))
  const voice = Object.keys(model.inputs.voice?.values ?? {})[0] ?? SAMPLE_INPUT.voice
  return Object.fromEntries(Object.entries({ ...SAMPLE_INPUT, voice }).filter(([name]) => [...required, ...oneOf].includes(name)))
}

const requestOf = (model: Model, options: Record<string, unknown> = {}, strict = false) =>
  ({ type: model.type, input: inputFor(model), options, priority: 'BALANCED', strict }) as const

function isLegal(option: Option, value: OptionValue): boolean {
  switch (option.kind) {
    case 'choice':
      return option.allowed.some((allowed) => allowed === value)
    case 'int':
    case 'number':
      return typeof value === 'number' && (option.allowed ? option.allowed.includes(value) : value >= option.min && value <= option.max)
    case 'flag':
      return typeof value === 'boolean'
    case 'seed':
      return typeof value === 'number' && value >= option.min && value <= option.max
    case 'text':
    case 'media':
      return typeof value === 'string'
  }
}

/** Any value a caller might send for an option: mostly sensible, sometimes not. */
function valueFor(option: Option): fc.Arbitrary<unknown> {
  const rubbish = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({}))
  const sensible: fc.Arbitrary<unknown> =
    option.kind === 'choice'
      ? fc.constantFrom(...option.allowed)
      : option.kind === 'int'
        ? fc.integer({ min: option.min, max: option.max })
        : option.kind === 'number'
          ? fc.double({ min: option.min, max: option.max, noNaN: true })
          : option.kind === 'flag'
            ? fc.boolean()
            : fc.constantFrom('calm', 'https://example.com/x.png', 7)
  const known = fc.constantFrom('720p', '1080p', '4k', '16:9', '9:16', '1:1', '21:9', 5, 6, 9, 10)
  return fc.oneof({ arbitrary: sensible, weight: 6 }, { arbitrary: known, weight: 3 }, { arbitrary: rubbish, weight: 1 })
}

describe('the rows', () => {
  it('have ids, aliases within a provider, and ranks within a type of their own', () => {
    expect(new Set(models.map((model) => model.id)).size).toBe(models.length)
    for (const type of GENERATION_TYPES) {
      const ranks = models.filter((model) => model.type === type).map((model) => model.rank)
      expect(ranks.filter((rank, index) => ranks.indexOf(rank) !== index)).toEqual([])
    }
    for (const model of models) {
      for (const name of [model.id, ...(model.aliases ?? [])]) expect(findModel(name, model.provider)?.id).toBe(model.id)
    }
  })

  it('are served by an upstream that is registered, for a provider that is published', () => {
    for (const model of models) {
      expect(Object.keys(registrations)).toContain(model.upstream)
      expect(providers.map((provider): string => provider.id)).toContain(model.provider)
    }
    expect(providers.filter((provider) => !models.some((model) => model.provider === provider.id))).toEqual([])
  })

  it('say where price and documentation were read, and when', () => {
    for (const { priceSource, docs } of models) {
      for (const source of [priceSource, docs]) {
        expect(source.url).toMatch(/^https:\/\//)
        expect(source.checkedOn).toMatch(/^20\d\d-\d\d-\d\d$/)
      }
    }
  })

  it('speak both languages', () => {
    for (const model of models) {
      const sentences = [...model.features, ...model.limitations, ...Object.values(model.options).map((option) => option.about)]
      for (const { en, hi } of sentences) {
        expect(en).toMatch(/\S/)
        expect(hi).toMatch(/[\u0900-\u097F]/)
      }
    }
  })

  it('that are retired are served by a living one, where they have a successor', () => {
    for (const model of models) {
      if (model.lifecycle.state === 'active' || model.lifecycle.successor === undefined) continue
      expect(modelById(model.lifecycle.successor)).toBeDefined()
      if (model.lifecycle.state === 'retired') expect(servingModel(model).lifecycle.state).toBe('active')
    }
  })

  for (const model of models) {
    describe(model.id, () => {
      it('is served with nothing but what it needs: legal defaults, a price, a deadline', () => {
        // The only options that a model may insist on are its caller's own ids.
        const needed = Object.entries(model.options).filter(([, option]) => option.required).map(([name]) => [name, 'Asha_Twin_public'])
        const route = serve(model, requestOf(model, Object.fromEntries(needed), true))
        expect(route.adjustments).toEqual([])
        expect(route.credits).toBeGreaterThan(0)
        expect(Number.isInteger(route.credits)).toBe(true)
        expect(model.deadlineSeconds).toBeGreaterThan(model.typicalSeconds)
        const { options } = fitOptions(model, {})
        for (const [name, value] of Object.entries(options)) expect([name, model.options[name] && isLegal(model.options[name], value)]).toEqual([name, true])
      })

      it('answers any options with a legal route that says every difference, or with INVALID_INPUT at a field', () => {
        const names = Object.keys(model.options)
        const anyOptions = fc
          .subarray(names)
          .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, valueFor(model.options[name] ?? { kind: 'flag', about: { en: '', hi: '' } })]))))
        fc.assert(
          fc.property(anyOptions, (options) => {
            try {
              const route = serve(model, requestOf(model, options))
              expect(route.credits).toBeGreaterThan(0)
              for (const [name, value] of Object.entries(route.options)) {
                const option = model.options[name]
                expect([name, value, option && isLegal(option, value)]).toEqual([name, value, true])
                const asked = options[name]
                const isSaid = route.adjustments.some((adjustment) => adjustment.option === name)
                const isWord = option?.kind === 'choice' || option?.kind === 'text'
                if (asked !== undefined && asked !== null && asked !== value && !isWord) expect([name, asked, value, isSaid]).toEqual([name, asked, value, true])
              }
            } catch (error) {
              if (!(error instanceof ApiError)) throw error
              expect(error.code).toBe('INVALID_INPUT')
              expect(error.details.field).toMatch(/^input\./)
            }
          }),
          { numRuns: 100 },
        )
      })
    })
  }
})
