// Kling's rows: that every request they let through is one that Kling takes, at a price, and that mode and resolution agree.
import { describe, expect, it } from 'vitest'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model, Option, OptionValue } from '../../../src/domain/model.ts'
import { klingModels } from '../../../src/catalog/models/kling.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { klingRegistration } from '../../../src/upstreams/kling/adapter.ts'
import { memoryDesk } from '../../../emulators/desk.ts'
import { KLING_EMULATOR_API_KEY } from '../../../emulators/kling/auth.ts'
import { klingEmulator } from '../../../emulators/kling/twin.ts'

const authorize = async () => ({ authorization: `Bearer ${KLING_EMULATOR_API_KEY}` })

const rows = klingModels.map((model: Model) => [model.id, model] as const)
const live = rows.filter(([, model]) => model.lifecycle.state === 'active')
const retired = rows.filter(([, model]) => model.lifecycle.state !== 'active')

function rowOf(id: string): Model {
  const row = rows.find(([one]) => one === id)?.[1]
  if (!row) throw new Error(`no row ${id}`)
  return row
}

describe("Kling's rows", () => {
  it.each(rows)('%s serves its own defaults and prices everything it allows, and nothing else', (_id, model) => {
    expect(fitOptions(model, fitOptions(model, {}).options).adjustments).toEqual([])
    const requests = everyRequest(model)
    for (const asked of requests) {
      const { options, adjustments } = fitOptions(model, asked)
      expect(adjustments).toEqual([])
      expect(creditsOf(model, { options, text: 'A lake', outputs: 1 })).toBeGreaterThan(0)
    }
    const reached = new Set(requests.map((asked) => keyOf(model, fitOptions(model, asked).options)))
    expect([...reached].toSorted()).toEqual(priceKeysOf(model).toSorted())
  })

  it.each(live)('%s asks for nothing that Kling refuses', async (_id, model) => {
    const { fetch, origin } = memoryDesk(klingEmulator, { nowMs: 0 })
    const http = upstreamHttp({ baseUrl: origin, authorize }, fetch, () => 0)
    for (const asked of everyRequest(model)) {
      const { options } = fitOptions(model, asked)
      const input = { text: 'A lake' }
      const submission = { externalId: 'gen_1-1', model: model.upstreamModel, type: model.type, input, options }
      expect(await klingRegistration.upstream.submit(http, submission), JSON.stringify(options)).toMatchObject({ kind: 'ACCEPTED' })
    }
  })

  it.each(retired)('%s has a living successor that can serve all it served', (_id, model) => {
    if (model.lifecycle.state === 'active') throw new Error('not retired')
    const successor = rowOf(model.lifecycle.successor ?? '')
    expect(successor.lifecycle.state).toBe('active')
    expect(Object.keys(successor.inputs)).toEqual(expect.arrayContaining(Object.keys(model.inputs)))
    for (const asked of everyRequest(model)) expect(fitOptions(successor, asked).adjustments).toEqual([])
  })

  it.each(live)('%s takes the tier from the mode or from the resolution, whichever is said', (_id, model) => {
    const fit = (asked: Options) => {
      const { options, adjustments } = fitOptions(model, asked)
      return [options['resolution'], adjustments.length]
    }
    expect(fit({})).toEqual(['720p', 0])
    expect(fit({ mode: 'pro', duration: 10, aspectRatio: '16:9' })).toEqual(['1080p', 0])
    expect(fit({ mode: 'std' })).toEqual(['720p', 0])
    expect(fit({ resolution: '1080p' })).toEqual(['1080p', 0])
    expect(fit({ resolution: '1080p', mode: 'std' })).toEqual(['720p', 1])
  })

  it('prices the published sample of ten seconds in pro mode', () => {
    const { options } = fitOptions(rowOf('kling-v2-6'), { mode: 'pro', duration: 10, aspectRatio: '16:9' })
    expect(creditsOf(rowOf('kling-v2-6'), { options, text: 'Epic space battle scene', outputs: 1 })).toBe(1400)
  })
})

function keyOf(model: Model, options: Options): string {
  return 'by' in model.price ? model.price.by.map((name) => String(options[name])).join('/') : ''
}

function priceKeysOf({ price }: Model): readonly string[] {
  return price.kind === 'second' ? Object.keys(price.usdPerSecond) : []
}

type Options = Readonly<Record<string, OptionValue>>

/** Every combination of the values that the row lists, with and without each, but for those that its rules forbid. */
function everyRequest(model: Model): readonly Options[] {
  let all: readonly Options[] = [{}]
  for (const [name, option] of Object.entries(model.options)) {
    all = all.flatMap((options) => [options, ...allowedOf(option).map((value) => Object.assign({}, options, { [name]: value }))])
  }
  return all.filter((options) => (model.rules ?? []).every(({ when, allow }) => !says(options, when) || fits(options, allow)))
}

function allowedOf(option: Option): readonly OptionValue[] {
  return 'allowed' in option ? (option.allowed ?? []) : []
}

function fits(options: Options, part: Readonly<Record<string, readonly OptionValue[]>>): boolean {
  return Object.entries(part).every(([name, values]) => !(name in options) || values.includes(options[name] ?? ''))
}

function says(options: Options, part: Readonly<Record<string, readonly OptionValue[]>>): boolean {
  return Object.entries(part).every(([name, values]) => values.includes(options[name] ?? ''))
}
