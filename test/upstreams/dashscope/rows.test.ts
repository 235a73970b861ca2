// Wan's rows: that every request they let through is one that DashScope takes, at a price.
import { describe, expect, it } from 'vitest'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import type { Model } from '../../../src/domain/model.ts'
import { wanModels } from '../../../src/catalog/models/wan.ts'
import type { SubmissionInput } from '../../../src/domain/upstream.ts'
import { dashscopeRegistration } from '../../../src/upstreams/dashscope/adapter.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { DASHSCOPE_EMULATOR_KEY, dashscopeEmulator } from '../../../emulators/dashscope/twin.ts'
import { memoryDesk } from '../../../emulators/desk.ts'
import { everyRequest, expectPriced } from '../rows-by-second.ts'

const IMAGE = 'https://example.com/a.jpg'
const authorize = async () => ({ authorization: `Bearer ${DASHSCOPE_EMULATOR_KEY}` })

const rows = wanModels.map((model): [string, Model] => [model.id, model])

describe("Wan's rows", () => {
  it.each(rows)('%s serves its own defaults and prices everything it allows, and nothing else', (_id, model) => {
    expectPriced(model)
  })

  it.each(rows)('%s asks for nothing that DashScope refuses', async (_id, model) => {
    const { fetch, origin } = memoryDesk(dashscopeEmulator, { nowMs: 0 })
    const sent: Request[] = []
    const recorded = (url: string, init: RequestInit) => {
      sent.push(new Request(url, init))
      return fetch(url, init)
    }
    const http = upstreamHttp({ baseUrl: `${origin}/api/v1`, authorize }, recorded, () => 0)
    const images = { ...(model.inputs.image && { image: IMAGE }), ...(model.inputs.lastImage && { lastImage: IMAGE }) }
    const input: SubmissionInput = { ...(model.inputs.text?.required && { text: 'A lake' }), ...images }
    for (const asked of everyRequest(model)) {
      const { options } = fitOptions(model, asked)
      const submission = { externalId: 'gen_1-1', model: model.upstreamModel, type: model.type, input, options }
      const outcome = await dashscopeRegistration.upstream.submit(http, submission)
      expect(outcome, JSON.stringify(options)).toMatchObject({ kind: 'ACCEPTED' })
    }
    const told = model.inputs.image ? { resolution: expect.any(String) } : { size: expect.any(String) }
    for (const request of sent) expect(await request.json()).toMatchObject({ parameters: told })
  })

  it('brings a shape that 480p does not have to one that it has', () => {
    const row = rows.find(([id]) => id === 'wan-2.2-t2v-plus')?.[1]
    if (!row) throw new Error('no row')
    const { options, adjustments } = fitOptions(row, { resolution: '480p', aspectRatio: '4:3' })
    expect(options).toMatchObject({ resolution: '480p' })
    expect(adjustments.map(({ option }) => option)).toEqual(['aspectRatio'])
  })
})
