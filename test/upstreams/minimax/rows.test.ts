// MiniMax's video rows: that they say what the upstream takes and how it is priced.
import { describe, expect, it } from 'vitest'
import type { Model, Option, OptionValue } from '../../../src/domain/model.ts'
import { minimaxModels } from '../../../src/catalog/models/minimax.ts'
import { upstreamHttp } from '../../../src/upstreams/http.ts'
import { minimaxRegistration } from '../../../src/upstreams/minimax/adapter.ts'
import { memoryDesk } from '../../../emulators/desk.ts'
import { MINIMAX_EMULATOR_KEY, minimaxEmulator } from '../../../emulators/minimax/twin.ts'

const authorize = async () => ({ authorization: `Bearer ${MINIMAX_EMULATOR_KEY}` })

const rows = minimaxModels.map((model: Model) => [model.id, model] as const)

describe('MiniMax video rows', () => {
  it.each(rows)('%s: defaults are legal, every price can be reached', (_id, model) => {
    const served = combinations(model)
    expect(served).toContainEqual(defaults(model))
    if (model.price.kind !== 'table') throw new Error('not a table')
    const { by, usdPerOutput } = model.price
    const keys = new Set(served.map((options) => by.map((name) => options[name]).join('/')))
    expect([...keys].toSorted()).toEqual(Object.keys(usdPerOutput).toSorted())
  })

  it.each(rows)('%s: every combination it lists is accepted', async (_id, model) => {
    const { fetch, origin } = memoryDesk(minimaxEmulator, { nowMs: 0 })
    const http = upstreamHttp({ baseUrl: origin, authorize }, fetch, () => 0)
    const { inputs, upstreamModel, type } = model
    const input = {
      ...(inputs.text?.required && { text: 'A lake' }),
      ...(inputs.image?.required && { image: 'https://example.com/a.png' }),
      ...(inputs.images?.required && { images: ['https://example.com/a.png'] }),
    }
    for (const options of combinations(model)) {
      const outcome = await minimaxRegistration.upstream.submit(http, { externalId: 'gen_1-1', model: upstreamModel, type, input, options })
      expect(outcome, JSON.stringify(options)).toMatchObject({ kind: 'ACCEPTED' })
    }
  })

  it('has successors that exist and are active', () => {
    for (const { lifecycle } of minimaxModels as readonly Model[]) {
      if (lifecycle.state === 'active') continue
      expect(minimaxModels.find(({ id }) => id === lifecycle.successor)?.lifecycle.state).toBe('active')
    }
  })
})

function allowedOf(option: Option): readonly OptionValue[] {
  return 'allowed' in option && option.as === undefined ? (option.allowed ?? []) : []
}

function defaults(model: Model): Options {
  const values = Object.entries(model.options).map(([name, option]) => [name, 'default' in option ? option.default : undefined])
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

type Options = Readonly<Record<string, OptionValue>>

/** Every combination of the values that the row lists, without those that its rules forbid. */
function combinations(model: Model): readonly Options[] {
  let all: readonly Options[] = [{}]
  for (const [name, option] of Object.entries(model.options)) {
    const values = allowedOf(option)
    if (values.length > 0) all = all.flatMap((options) => values.map((value) => Object.assign({}, options, { [name]: value })))
  }
  return all.filter((options) => (model.rules ?? []).every(({ when, allow }) => !fits(options, when) || fits(options, allow)))
}

function fits(options: Options, part: Readonly<Record<string, readonly OptionValue[]>>): boolean {
  return Object.entries(part).every(([name, values]) => values.some((value) => value === options[name]))
}
