// Runway's rows: that every request they let through is one that Runway takes, at a price.
import { describe, expect, it } from 'vitest'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model, Option, OptionValue } from '../../../src/domain/model.ts'
import { runwayModels } from '../../../src/catalog/models/runway.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { runwayRegistration } from '../../../src/upstreams/runway/adapter.ts'
import { memoryDesk } from '../../../emulators/desk.ts'
import { RUNWAY_EMULATOR_KEY, runwayEmulator } from '../../../emulators/runway/twin.ts'

const authorize = async () => ({ authorization: `Bearer ${RUNWAY_EMULATOR_KEY}` })

const rows = runwayModels.map((model: Model) => [model.id, model] as const)
const live = rows.filter(([, model]) => model.lifecycle.state === 'active')

function rowOf(id: string): Model {
  const row = rows.find(([one]) => one === id)?.[1]
  if (!row) throw new Error(`no row ${id}`)
  return row
}

/** One value of one option at a time: no rule ties them. */
function everyRequest(model: Model): readonly Readonly<Record<string, OptionValue>>[] {
  return [{}, ...Object.entries(model.options).flatMap(([name, option]) => allowedOf(option).map((value) => ({ [name]: value })))]
}

function allowedOf(option: Option): readonly OptionValue[] {
  if (option.kind === 'seed') return [option.min, option.max]
  return 'allowed' in option ? (option.allowed ?? []) : []
}

describe("Runway's rows", () => {
  it.each(rows)('%s serves its own defaults and prices everything it allows', (_id, model) => {
    expect(fitOptions(model, fitOptions(model, {}).options).adjustments).toEqual([])
    for (const asked of everyRequest(model)) {
      const { options, adjustments } = fitOptions(model, asked)
      expect(adjustments).toEqual([])
      expect(creditsOf(model, { options, text: 'A lake', outputs: 1 })).toBeGreaterThan(0)
    }
    expect(model.price).toMatchObject({ kind: 'second', by: [], usdPerSecond: { '': expect.any(Number) } })
  })

  it.each(live)('%s asks for nothing that Runway refuses, with an image or, where it may, without', async (_id, model) => {
    const { fetch, origin } = memoryDesk(runwayEmulator, { nowMs: 0 })
    const http = upstreamHttp({ baseUrl: origin, authorize }, fetch, () => 0)
    const texts = model.inputs.image?.required ? [] : [{ text: 'A lake' }]
    for (const input of [...texts, { text: 'A lake', image: 'https://example.com/a.png' }]) {
      for (const asked of everyRequest(model)) {
        const { options } = fitOptions(model, asked)
        const submission = { externalId: 'gen_1-1', model: model.upstreamModel, type: model.type, input, options }
        expect(await runwayRegistration.upstream.submit(http, submission), JSON.stringify(options)).toMatchObject({ kind: 'ACCEPTED' })
      }
    }
  })

  it.each(rows.filter(([, model]) => model.lifecycle.state !== 'active'))('%s has a living successor for all it served', (_id, model) => {
    if (model.lifecycle.state === 'active') throw new Error('not retired')
    const successor = rowOf(model.lifecycle.successor ?? '')
    expect(successor.lifecycle.state).toBe('active')
    for (const asked of everyRequest(model)) expect(fitOptions(successor, asked).adjustments).toEqual([])
  })

  it('serves the published sample, which asks gen-3 for high motion', () => {
    const gen3 = rowOf('gen-3')
    expect(gen3.lifecycle).toMatchObject({ state: 'retired', successor: 'gen-4' })
    expect(fitOptions(rowOf('gen-4'), { motionIntensity: 'high' }).adjustments).toEqual([])
    expect(rowOf('gen-4').options['motionIntensity']).toMatchObject({ as: 'prompt', promptText: '{value} motion' })
  })
})
