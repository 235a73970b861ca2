// What makes two requests the same one, by the rules of each version.
import { describe, expect, it } from 'vitest'
import { fingerprintOf, firstFingerprintOf, isFingerprintOf, operationIdentity, requestIdentity } from '../../src/jobs/fingerprint.ts'
import type { GenerationRequest } from '../../src/routing/serve.ts'

const REQUEST: GenerationRequest = { type: 'VIDEO', provider: 'luma', model: 'ray-2', input: { text: 'A fox' }, options: { duration: 5 }, priority: 'BALANCED', strict: false }
const of = (change: Partial<GenerationRequest> = {}) => requestIdentity({ ...REQUEST, ...change })
const isSame = async (change: Partial<GenerationRequest>, base: Partial<GenerationRequest> = {}) => isFingerprintOf(await fingerprintOf(of(base)), of(change))

describe('a request is another one by', () => {
  it.each([
    ['its type', { type: 'IMAGE' }], ['its provider', { provider: 'kling' }], ['its model', { model: 'ray-3' }], ['its text', { input: { text: 'A cat' } }], ['an option', { options: { duration: 6 } }],
    ['its priority', { priority: 'SPEED' }], ['its strictness', { strict: true }], ['the model among its options', { options: { duration: 5, model: 'x' } }],
  ] as const)('%s', async (_, change) => {
    expect([await isSame(change), await isSame({})]).toEqual([false, true])
  })
})

describe('a request is the same one with', () => {
  it.each([
    ['names in other letters', { provider: 'LUMA', model: 'Ray-2' }, {}], ['what is empty', { input: { text: 'A fox', voice: '' }, options: { duration: 5, tags: [], style: null, size: undefined } }, {}],
    ['the model among its options in other letters', { options: { model: 'RAY-2' } }, { options: { model: 'ray-2' } }],
    ['an address in another spelling', { input: { text: 'A fox', image: 'HTTPS://Example.com:443/a.png' } }, { input: { text: 'A fox', image: 'https://example.com/a.png' } }],
    ['addresses in another spelling', { input: { images: ['https://EXAMPLE.com/a.png'] } }, { input: { images: ['https://example.com/a.png'] } }],
  ] as const)('%s', async (_, change, base) => {
    expect(await isSame(change as Partial<GenerationRequest>, base as Partial<GenerationRequest>)).toBe(true)
  })

  it('no provider as with none', async () => {
    const { provider: _provider, model: _model, ...without } = REQUEST
    expect(await isFingerprintOf(await fingerprintOf(requestIdentity(without)), requestIdentity({ ...without, maxCredits: 5 }))).toBe(true)
  })
})

describe('a stored fingerprint', () => {
  it('is read by the rules of its version', async () => {
    const identity = of()
    const stored = await fingerprintOf(identity)
    expect(stored).toMatch(/^3:[0-9a-f]{64}$/)
    const second = `2:${await identity.by(2)}`
    const first = await firstFingerprintOf(REQUEST)
    for (const known of [stored, second, first]) expect(await isFingerprintOf(known, identity)).toBe(true)
    expect(first).toBe(await identity.by(1))
    expect(await isFingerprintOf(second, of({ provider: 'LUMA' }))).toBe(true)
    expect(await isFingerprintOf(first, of({ provider: 'LUMA' }))).toBe(false)
    expect(await isFingerprintOf(`4:${await identity.by(3)}`, identity)).toBe(false)
  })

  it('of the second version held an address as it was spelled', async () => {
    const spelled = of({ input: { image: 'https://EXAMPLE.com/a.png' } })
    const other = of({ input: { image: 'https://example.com/a.png' } })
    expect([await spelled.by(2) === await other.by(2), await spelled.by(3) === await other.by(3)]).toEqual([false, true])
  })

  it('of an operation is of its fields in their order, and the first version had none', async () => {
    const fields = [{ path: 'a', request: REQUEST }, { path: 'b', request: { ...REQUEST, strict: true } }]
    const [whole, turned, renamed] = [operationIdentity(fields), operationIdentity(fields.toReversed()), operationIdentity(fields.map((field) => ({ ...field, path: `${field.path}x` })))]
    expect(await whole.by(1)).toBeUndefined()
    expect(await isFingerprintOf(await fingerprintOf(whole), whole)).toBe(true)
    for (const other of [turned, renamed, of()]) expect(await isFingerprintOf(await fingerprintOf(whole), other)).toBe(false)
    expect(await isFingerprintOf('undefined', whole)).toBe(false)
  })
})
