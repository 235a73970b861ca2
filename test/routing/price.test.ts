// Prices by figures: each kind of a row's price, rounded up for one output and then taken so many times.
import { expect, it } from 'vitest'
import { modelById, models } from '../../src/catalog/catalog.ts'
import { speechSeconds } from '../../src/catalog/speech-seconds.ts'
import type { Model } from '../../src/domain/model.ts'
import { creditsOf, listMicroUsdOf, spokenSeconds, usdPerSecond } from '../../src/routing/price.ts'

const base = modelById('ray-2')
const model = (price: Model['price']): Model => {
  if (!base) throw new Error('no model ray-2')
  return { ...base, price }
}
const credits = (price: Model['price'], options: Readonly<Record<string, string | number>> = {}, outputs = 1, text = '') => creditsOf(model(price), { options, text, outputs })

it('in credits, each output costs the same', () => {
  expect([credits({ kind: 'credits', creditsPerOutput: 7 } as never), credits({ kind: 'credits', creditsPerOutput: 7 } as never, {}, 3)]).toEqual([7, 21])
})

it('beside it stands what the company\'s list asks, to the millionth of a dollar', () => {
  const priced = { options: { duration: 3, resolution: '720p' }, text: 'a'.repeat(7), outputs: 3 }
  const list = (price: object, listUsdPerOutput?: number) => listMicroUsdOf({ ...model(price as never), ...(listUsdPerOutput !== undefined && { listUsdPerOutput }) }, priced)
  expect([list({ kind: 'credits', creditsPerOutput: 7 }, 0.04), list({ kind: 'table', by: ['resolution'], usdPerOutput: { '720p': 0.07 } })]).toEqual([120_000, 210_000])
  expect([list({ kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.1 } }), list({ kind: 'character', usdPerCharacter: 0.000_015 })]).toEqual([900_000, 315])
})

it('of our own is never without what the company asks', () => {
  for (const { id, price, listUsdPerOutput } of models) expect([id, listUsdPerOutput !== undefined]).toEqual([id, price.kind === 'credits'])
})

it('by a table, the options name the price', () => {
  const price = { kind: 'table', by: ['resolution', 'quality'], usdPerOutput: { '1K/low': 0.0011, '1K/high': 0.1 } } as never
  expect([credits(price, { resolution: '1K', quality: 'low' }), credits(price, { resolution: '1K', quality: 'low' }, 2), credits(price, { resolution: '1K', quality: 'high' })]).toEqual([3, 6, 200])
  expect(() => credits(price, { resolution: '4K', quality: 'low' })).toThrow('no price of')
})

it('by the second, what floating point adds costs nobody a credit', () => {
  const price = { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.1, '1080p': 0.15 } } as never
  expect([credits(price, { resolution: '720p', duration: 3 }), credits(price, { resolution: '1080p', duration: 5 })]).toEqual([600, 1500])
  expect([usdPerSecond(model(price), { resolution: '1080p' }), usdPerSecond(model(price), { resolution: '4K' }), usdPerSecond(model({ kind: 'credits', creditsPerOutput: 7 } as never), {})]).toEqual([0.15, undefined, undefined])
})

it('by the character', () => {
  expect(credits({ kind: 'character', usdPerCharacter: 0.0001 } as never, {}, 1, 'a'.repeat(101))).toBe(21)
})

it('by what is spoken, at its speed, by groups of options', () => {
  const price = { kind: 'spoken', by: ['voice'], usdPerSecond: { plain: 0.01, fine: 0.02 }, groups: { voice: { values: { kore: 'fine' }, other: 'plain' } } } as never
  const text = 'a'.repeat(200)
  const seconds = spokenSeconds(text, undefined)
  expect([seconds, spokenSeconds(text, 2), spokenSeconds('a', undefined), spokenSeconds('', undefined)]).toEqual([Math.ceil(speechSeconds(text)), Math.ceil(speechSeconds(text) / 2), 1, 1])
  expect([credits(price, { voice: 'kore' }, 1, text), credits(price, { voice: 'puck' }, 1, text), credits(price, { voice: 'constructor' }, 1, text)]).toEqual([seconds * 40, seconds * 20, seconds * 20])
  expect(usdPerSecond(model(price), { voice: 'kore' })).toBe(0.02)
})
