// Seedance's rows: that every request they let through is one that Ark takes, at a price.
import { describe, expect, it } from 'vitest'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model } from '../../../src/domain/model.ts'
import { seedanceModels } from '../../../src/catalog/models/seedance.ts'
import { arkRegistration } from '../../../src/upstreams/ark/adapter.ts'
import type { SubmissionInput } from '../../../src/domain/upstream.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { ARK_EMULATOR_KEY, arkEmulator } from '../../../emulators/ark/twin.ts'
import { memoryDesk } from '../../../emulators/desk.ts'
import { everyRequest, everyValue, expectPriced } from '../rows-by-second.ts'

const DANCERS = ['https://example.com/a.jpg', 'https://example.com/b.jpg']
const authorize = async () => ({ authorization: `Bearer ${ARK_EMULATOR_KEY}` })

const rows = seedanceModels.map((model): [string, Model] => [model.id, model])
const served = rows.filter(([, model]) => model.lifecycle.state !== 'retired')
const leaving = rows.filter(([, model]) => model.lifecycle.state !== 'active')

describe("Seedance's rows", () => {
  it.each(rows)('%s serves its own defaults and prices everything it allows, and nothing else', (_id, model) => {
    expectPriced(model)
  })

  it.each(served)('%s asks for nothing that Ark refuses', async (_id, model) => {
    const { fetch, origin } = memoryDesk(arkEmulator, { nowMs: 0 })
    const http = upstreamHttp({ baseUrl: `${origin}/api/v3`, authorize }, fetch, () => 0)
    const references = model.inputs.images ? [{ text: 'They dance', images: DANCERS }] : []
    const inputs: SubmissionInput[] = [{ text: 'A lake' }, { image: 'https://example.com/a.jpg' }, ...references]
    for (const asked of everyValue(model)) {
      const { options } = fitOptions(model, asked)
      for (const input of inputs) {
        const submission = { externalId: 'gen_1-1', model: model.upstreamModel, type: model.type, input, options }
        const outcome = await arkRegistration.upstream.submit(http, submission)
        expect(outcome, JSON.stringify({ input, options })).toMatchObject({ kind: 'ACCEPTED' })
      }
    }
  })

  it.each(leaving)('%s has a living successor that takes its inputs', (_id, model) => {
    if (model.lifecycle.state === 'active') throw new Error('active')
    const { successor, state } = model.lifecycle
    const next = rows.find(([id]) => id === successor)?.[1]
    expect(next?.lifecycle.state).toBe('active')
    expect(Object.keys(next?.inputs ?? {})).toEqual(expect.arrayContaining(Object.keys(model.inputs)))
    if (!next || state !== 'retired') return
    // The newest model has no seed, and says so.
    for (const asked of everyRequest(model)) expect(fitOptions(next, asked).adjustments.filter(({ option }) => option !== 'seed')).toEqual([])
  })
})
