// The playground's form beside the service: for every model and for the automatic choice, from random states. More of them:
// PLAYGROUND_STATES=500.
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { ApiError } from '../../src/domain/errors.ts'
import { GENERATION_TYPES } from '../../src/domain/model.ts'
import type { OptionValue } from '../../src/domain/model.ts'
import { withInput, withModel, withOption } from '../../portal/islands/playground/change.ts'
import { inputFields, optionFields } from '../../portal/islands/playground/fields.ts'
import type { Control, InputField } from '../../portal/islands/playground/fields.ts'
import { emptyForm, requestOf } from '../../portal/islands/playground/form.ts'
import type { Form } from '../../portal/islands/playground/form.ts'
import { formOfJson } from '../../portal/islands/playground/read-request.ts'
import { attempt, refusalOf } from '../../portal/islands/playground/verdicts.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'

const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { model creditCost adjustments { option } } }'
const MEDIA = { image: 'png', lastImage: 'png', images: 'png', audio: 'mp3', video: 'mp4' } as const
/** Of options that take no free words. */
const TEXTS: Readonly<Record<string, string>> = { lora: 'https://example.com/a.safetensors', avatarId: '0123456789abcdef0123456789abcdef', language: 'hi' }
const READS_BEFORE_PAUSE = 250

let world: World
let asked = 0
beforeAll(async () => {
  world = await createWorld()
})

async function quote(form: Form) {
  asked += 1
  if (asked % READS_BEFORE_PAUSE === 0) world.clock.nowMs += 60_000
  const { body } = await world.post({ query: QUOTE, variables: { input: { ...requestOf(form), strict: true } } })
  return { quote: body.data?.quote, error: body.errors?.[0] }
}

/** Someone who fills in the form by chance, but only with what it allows. */
function fillIn(start: Form, chance: () => number): Form {
  const pick = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(chance() * values.length)]
  let form = start
  for (const { name } of inputFields(form)) {
    const field = inputFields(form).find((one) => one.name === name)
    if (!field || field.blocked || !(field.isRequired || name === 'text' || chance() < 0.4)) continue
    form = withInput(form, name, inputFor(field, chance)).form
  }
  form = asNeeded(form)
  for (const { name, isRequired } of shuffled(optionFields(form), chance)) {
    if (!isRequired && chance() < 0.4) continue
    const control = optionFields(form).find((one) => one.name === name)?.control
    const value = control && valueFor(name, control, pick, chance)
    if (value !== undefined && refusalOf(form, name, value) === undefined) form = withOption(form, name, value)
  }
  return form
}

/** What `needsOneOf` says that a run cannot do without: the page tells it at the field. */
function asNeeded(form: Form): Form {
  const groups = models.find(({ id }) => id === form.model)?.needsOneOf ?? []
  return groups.reduce((filled, group) => {
    const [first] = group
    return !first || group.some((name) => filled.input[name] !== undefined) ? filled : withInput(filled, first, inputFor({ name: first, maxItems: 1, suggestions: [] }, () => 0)).form
  }, form)
}

function inputFor({ name, maxItems, suggestions }: Pick<InputField, 'name' | 'maxItems' | 'suggestions'>, chance: () => number): string | readonly string[] {
  if (name === 'voice') return suggestions[Math.floor(chance() * suggestions.length)] ?? 'voice_0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f'
  if (name in MEDIA) {
    const url = `https://example.com/a.${MEDIA[name as keyof typeof MEDIA]}`
    return name === 'images' ? Array.from({ length: 1 + Math.floor(chance() * maxItems) }, () => url) : url
  }
  return 'कमल का फूल at dawn '.repeat(1 + Math.floor(chance() * 6)).trim()
}

function valueFor(name: string, control: Control, pick: <Value>(values: readonly Value[]) => Value | undefined, chance: () => number): OptionValue | undefined {
  switch (control.kind) {
    case 'offers':
      return pick(control.offers.filter(({ refusal }) => !refusal))?.value
    case 'number': {
      const steps = Math.floor(chance() * ((control.max - control.min) / control.step + 1e-9))
      return Number((control.min + steps * control.step).toFixed(6))
    }
    case 'seed':
      return control.min + Math.floor(chance() * 1000)
    case 'text':
      return pick(control.suggestions) ?? TEXTS[name] ?? 'calm'
  }
}

const shuffled = <Value>(values: readonly Value[], chance: () => number): readonly Value[] => values.map((value) => ({ value, at: chance() })).toSorted((one, other) => one.at - other.at).map(({ value }) => value)

async function check(start: Form, states = env.PLAYGROUND_STATES): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(999_999)), async (stream) => {
      const chance = (): number => (stream.next().value ?? 0) / 1_000_000
      const form = fillIn(start, chance)
      const answer = await quote(form)
      const reckoned = attempt(form)
      if (reckoned instanceof ApiError) {
        // Where the service chooses, something that is left out may be what all of them need: told, and no state to run.
        expect(form.model).toBeUndefined()
        expect(answer.error?.extensions).toMatchObject({ code: reckoned.code, field: reckoned.details.field })
        return
      }
      expect([answer.error?.message, answer.error && form]).toEqual([undefined, undefined])
      const [best] = reckoned.candidates
      expect(answer.quote).toEqual({ model: best.model.id, creditCost: best.route.credits, adjustments: [] })
      expect(formOfJson(JSON.stringify(requestOf(form)), {})).toEqual(form)
      const greyed = optionFields(form).flatMap(({ name, control }) => (control.kind === 'offers' ? control.offers.flatMap(({ value, refusal }) => (refusal ? [{ name, value, refusal }] : [])) : []))
      const one = greyed[Math.floor(chance() * greyed.length)]
      if (!one) return
      const refused = await quote(withOption(form, one.name, one.value))
      expect({ form, one, code: refused.error?.extensions['code'] }).toEqual({ form, one, code: 'INVALID_INPUT' })
      if (form.model !== undefined) expect(refused.error?.message).toBe(one.refusal.en)
    }),
    { numRuns: states, seed: 20_261_128 },
  )
}


describe('what the form allows is quoted for its price, and what it greys is refused', () => {
  for (const { id, type } of models.filter(({ lifecycle }) => lifecycle.state !== 'retired')) {
    it(id, async () => check(withModel(emptyForm(type), id).form))
  }
  for (const type of GENERATION_TYPES) it(`whatever makes ${type}`, async () => check(emptyForm(type), Math.ceil(env.PLAYGROUND_STATES / 4)))
})
