// Veo's rows against its emulator: whatever a row serves, both doors accept.
import { describe, expect, it } from 'vitest'
import { creditsOf } from '../../../src/routing/price.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model } from '../../../src/domain/model.ts'
import { veoModels } from '../../../src/catalog/models/veo.ts'
import { veoRegistration } from '../../../src/upstreams/google/veo.ts'
import { DATA_IMAGE, gemini, submission, veoBench } from './veo-bench.ts'

const { submit } = veoRegistration.upstream
const { vertex, client } = veoBench()

const rows: readonly Model[] = veoModels.filter((model: Model) => model.upstream === 'veo')
const live = rows.filter(({ lifecycle }) => lifecycle.state !== 'retired')
const standing = veoModels.filter(({ lifecycle }: Model) => lifecycle.state === 'active').map(({ id }): string => id)

describe.each(rows.map((model): [string, Model] => [model.id, model]))('the row %s', (_id, model) => {
  it('has legal defaults and a price for every resolution', () => {
    const { resolution } = model.options
    if (resolution?.kind !== 'choice' || model.price.kind !== 'second') throw new Error('another row')
    expect(fitOptions(model, {}).options).toMatchObject({ duration: 8, resolution: '720p', aspectRatio: '16:9' })
    const { by, usdPerSecond } = model.price
    expect(Object.keys(usdPerSecond)).toEqual(by.length > 0 ? resolution.allowed : [''])
    for (const value of resolution.allowed) {
      const { options } = fitOptions(model, { resolution: value })
      expect(creditsOf(model, { options, text: '', outputs: 1 })).toBeGreaterThan(0)
    }
  })

  it('is gone only where another row serves it', () => {
    const { lifecycle } = model
    if (lifecycle.state !== 'active') expect(standing).toContain(lifecycle.successor)
  })
})

describe.each(live.map((model): [string, Model] => [model.id, model]))('the live row %s', (_id, model) => {
  it('is accepted by both doors for whatever it serves', async () => {
    for (const [name, option] of Object.entries(model.options)) {
      const values = option.as !== 'prompt' && 'allowed' in option ? (option.allowed ?? []) : []
      for (const value of values) {
        const { options } = fitOptions(model, { [name]: value })
        const wanted = { ...submission, model: model.upstreamModel, options }
        expect(options[name]).toBe(value)
        for (const door of [vertex(), gemini()]) {
          expect(await submit(client(door), wanted), `${name} ${value}`).toMatchObject({ kind: 'ACCEPTED' })
        }
      }
    }
  })

  it('makes large videos, and those of references, eight seconds long', () => {
    expect(fitOptions(model, { resolution: '1080p', duration: 4 }).options).toMatchObject({ duration: 4, resolution: '720p' })
    expect(fitOptions(model, { resolution: '1080p' }).options).toMatchObject({ duration: 8 })
    if (model.inputs.images) expect(fitOptions(model, { duration: 4 }, { images: [DATA_IMAGE] }).options).toMatchObject({ duration: 8 })
  })
})
