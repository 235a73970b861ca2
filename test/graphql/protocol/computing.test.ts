// What a request makes us compute: each text and each medium is judged once, however many models and aliases there are.
import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { charactersOf } from '../../../src/routing/characters.ts'
import { takeInputs } from '../../../src/jobs/take-inputs.ts'
import type { Decoded } from '../../../src/jobs/take-inputs.ts'
import { createWorld } from '../../world.ts'

const iterate = Reflect.get(String.prototype, Symbol.iterator)
afterEach(() => void Reflect.set(String.prototype, Symbol.iterator, iterate))

/** How often a long text is taken apart into its characters. */
function countSpreads(): { count: number } {
  const counted = { count: 0 }
  Reflect.set(String.prototype, Symbol.iterator, function spread(this: string) {
    if (this.length > 10_000) counted.count += 1
    return Reflect.apply(iterate, this, [])
  })
  return counted
}

describe('characters', () => {
  it('are counted as spreading counts them, of any text, and again of another', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 6 }), (texts) => {
      for (const text of [...texts, ...texts]) expect(charactersOf(text)).toBe([...text].length)
    }))
    for (const text of ['\ud83d', '\ude00', 'a\ud83d', '\ud83d\ud83d\ude00', 'क्ष']) expect(charactersOf(text)).toBe([...text].length)
  })
})

describe('a long text', () => {
  it('is never taken apart, for any model or alias', async () => {
    const world = await createWorld()
    const text = 'नमस्ते '.repeat(20_000)
    const aliases = Array.from({ length: 10 }, (_, index) => `a${index}: quote(input: $input) { creditCost }`).join(' ')
    const counted = countSpreads()
    for (const type of ['VIDEO', 'AUDIO']) {
      const reply = await world.post({ query: `query ($input: GenerateInput!) { ${aliases} }`, variables: { input: { type, input: { text } } } })
      expect([reply.status, reply.body.errors?.[0]?.extensions['field']]).toEqual([400, 'input.input.text'])
    }
    expect(counted.count).toBe(0)
  })
})

describe('a data URL', () => {
  it('is decoded once for all aliases of a request', async () => {
    const decoded: Decoded = new Map()
    const image = `data:image/png;base64,iVBORw0KGgoA${'AAAA'.repeat(100_000)}`
    const taken = await Promise.all(Array.from({ length: 20 }, () => takeInputs({ type: 'IMAGE', input: { image }, options: {}, priority: 'BALANCED', strict: false }, decoded)))
    const [first] = taken
    expect(first?.files).toHaveLength(1)
    for (const { files } of taken) expect(files[0]?.bytes).toBe(first?.files[0]?.bytes)
  })
})

const quotes = (count: number): string => `{ ${Array.from({ length: count }, (_, index) => `a${index}: quote(input: { type: IMAGE, input: { text: "A fox" } }) { creditCost }`).join(' ')} }`

describe('a quote', () => {
  it('costs what trying all models costs: fourteen fit into a request, fifteen do not', async () => {
    const world = await createWorld()
    expect((await world.post({ query: quotes(14) })).status).toBe(200)
    const over = await world.post({ query: quotes(15) })
    expect([over.status, over.body.errors?.[0]?.extensions]).toMatchObject([400, { limit: 'cost' }])
  })
})
