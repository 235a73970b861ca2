// The playground as it is served: what it weighs, and what of it can be read before it has started.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, validateInputValue } from 'graphql'
import type { GraphQLInputType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { GENERATION_TYPES } from '../../src/domain/model.ts'
import { withModel, withOption } from '../../portal/islands/playground/change.ts'
import { optionFields } from '../../portal/islands/playground/fields.ts'
import { emptyForm, offeredModels, requestOf } from '../../portal/islands/playground/form.ts'
import { formOfFragment, fragmentOf } from '../../portal/islands/playground/memory.ts'
import { formOfJson } from '../../portal/islands/playground/read-request.ts'
import { pathOf } from '../../portal/islands/playground/waveform.ts'
import { projectFolder, textOf } from './site.ts'
import { weightOf } from './weight.ts'

const schema = buildSchema(readFileSync(join(projectFolder, 'schema.graphql'), 'utf8'))
/** Most of it are the rows, in both languages. What is opened or needed later (portal/islands/later.ts) is not among it. */
const MOST_BYTES = 90_000

describe('the playground', () => {
  it('weighs at most 90 KB compressed, in either language', () => {
    for (const language of ['hi', 'en']) expect(weightOf(`${language}/playground/`, 'playground')).toBeLessThan(MOST_BYTES)
  })

  it('shows the form and its price before it has started', () => {
    expect(textOf('hi/playground/index.html')).toContain('भोर में शांत झील पर कमल खिलता है')
    expect(textOf('en/playground/index.html')).toMatch(/credits/)
  })

  it('keeps the whole form in the link', () => {
    const form = { ...withOption(withModel(emptyForm('VIDEO'), 'kling-v3').form, 'duration', 10), input: { text: 'नमस्ते, "world" & #1 [[slow]]' } }
    expect(formOfFragment(fragmentOf(form))).toEqual(form)
    expect(formOfFragment('#nonsense')).toBeUndefined()
    expect(formOfFragment('')).toBeUndefined()
  })

  it('sends what the schema takes, for every model', () => {
    for (const type of GENERATION_TYPES) {
      for (const model of offeredModels(type)) {
        const problems: string[] = []
        validateInputValue(requestOf(withModel(emptyForm(type), model.id).form), schema.getType('GenerateInput') as GraphQLInputType, ({ message }) => problems.push(message))
        expect([model.id, problems]).toEqual([model.id, []])
      }
    }
  })

  it('gives up what another model cannot have, and says so', () => {
    const long = withOption(withModel(emptyForm('VIDEO'), 'kling-v3').form, 'duration', 15)
    const { form, dropped } = withModel(long, 'kling-v2-6')
    expect(form.options).toEqual({})
    expect(dropped.map(({ option }) => option)).toEqual(['duration'])
    expect(dropped[0]?.reason.hi).toContain('Kling 2.6')
  })

  it('greys a resolution that the tier excludes, with the reason', () => {
    const form = withOption(withModel(emptyForm('VIDEO'), 'kling-v3').form, 'mode', 'std')
    const control = optionFields(form).find(({ name }) => name === 'resolution')?.control
    const offers = control?.kind === 'offers' ? control.offers : []
    expect(offers.map(({ value, refusal }) => [value, refusal?.en])).toEqual([
      ['720p', undefined],
      ['1080p', 'Kling 3.0 does not serve resolution 1080p together with mode std.'],
      ['4k', 'Kling 3.0 does not serve resolution 4k together with mode std.'],
    ])
  })

  it('reads a retired model as its successor, and refuses what is no request with its field', () => {
    expect(formOfJson('{"type":"VIDEO","model":"kling-v2-1-master","input":{}}', {}).model).toBe('kling-v2-6')
    expect(formOfJson('{"type":"VIDEO","provider":"Kling","input":{}}', {}).model).toBe('kling-v3')
    for (const [text, field] of [['{', 'input'], ['{"type":"FILM"}', 'input.type'], ['{"type":"VIDEO","colour":1}', 'input.colour'], ['{"type":"VIDEO","model":"flux-dev"}', 'input.model'], ['{"type":"VIDEO","input":{"text":1}}', 'input.input.text']] as const) {
      expect(() => formOfJson(text, {})).toThrow(expect.objectContaining({ details: expect.objectContaining({ field }) as unknown }) as Error)
    }
  })

  it('draws a sound as a line in its box', () => {
    const path = pathOf(Float32Array.from({ length: 3000 }, (_, index) => Math.sin(index / 5) * (index / 3000)))
    const heights = Array.from(path.matchAll(/V(\d+)/g), ([, height]) => Number(height))
    expect(heights).toHaveLength(150)
    expect(Math.max(...heights)).toBe(46)
  })
})
