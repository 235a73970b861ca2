// What speech is charged by: how long a text is to speak, in each script, and however somebody writes it to pay less.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { fitOptions } from '../../src/routing/fit-options.ts'
import { creditsOf } from '../../src/routing/price.ts'
import { speechSeconds } from '../../src/catalog/speech-seconds.ts'
import { createWorld } from '../world.ts'

/** One sentence, and about how long it is spoken: by syllables at five to six a second, of Japanese seven, and a pause. */
const SPOKEN: readonly [language: string, text: string, least: number, most: number][] = [
  ['English', 'The quick brown fox jumps over the lazy dog near the river bank.', 3, 5],
  ['Hindi', 'तेज़ भूरी लोमड़ी नदी के किनारे आलसी कुत्ते के ऊपर से कूदती है।', 3.5, 6],
  ['Chinese', '敏捷的棕色狐狸在河岸边跳过了那只懒狗。', 3.5, 6],
  ['Japanese', 'すばやいちゃいろのきつねがなまけもののいぬをとびこえます。', 3, 6],
  ['Korean', '빠른 갈색 여우가 강가에서 게으른 개를 뛰어넘습니다.', 3, 6],
  ['Arabic', 'الثعلب البني السريع يقفز فوق الكلب الكسول بجانب النهر', 3.5, 7],
  ['Thai', 'สุนัขจิ้งจอกสีน้ำตาลกระโดดข้ามสุนัขขี้เกียจ', 3, 6],
  ['Russian', 'Быстрая коричневая лиса прыгает через ленивую собаку у реки.', 3.5, 6],
  ['numbers', '1234567', 2.5, 5],
  ['a year', '2026', 1, 2.5],
]

/** Words, none of which changes another beside it. */
const word = fc.constantFrom('fox', 'लोमड़ी', '狐狸', 'きつね', '여우', 'ثعلب', 'จิ้งจอก', 'лиса', 'αλεπού', '7', '2026', '%', '. ', ' ', 'strengths', 'ᐊᓄᕆ', 'ቀበሮ')

describe('the seconds of a text', () => {
  it.each(SPOKEN)('of %s are about as many as it is spoken in', (_language, text, least, most) => {
    const seconds = speechSeconds(text)
    expect(seconds).toBeGreaterThanOrEqual(least)
    expect(seconds).toBeLessThanOrEqual(most)
  })

  it('are never fewer by mixing: the whole takes as long as its parts', () =>
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.array(word, { maxLength: 12 }), (some, others) => {
        const whole = speechSeconds([...some, ...others].join(''))
        expect(whole).toBeGreaterThanOrEqual(speechSeconds(some.join('')) + speechSeconds(others.join('')) - 1e-9)
      }),
    ))

  it('are never fewer by their order among scripts', () =>
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        const apart = words.map((one) => speechSeconds(one)).reduce((sum, seconds) => sum + seconds, 0)
        expect(speechSeconds(words.join(''))).toBeGreaterThanOrEqual(apart - 1e-9)
        expect(speechSeconds(words.toReversed().join(''))).toBeGreaterThanOrEqual(apart - 1e-9)
      }),
    ))

  it('are the same however the characters are composed', () =>
    fc.assert(
      fc.property(fc.constantFrom('café', 'नीले', '한국', 'ｆｏｘ', 'Ⅷ', 'ﷺ', '㍿', 'がぎ', '①'), (text) => {
        expect(speechSeconds(text)).toBeCloseTo(speechSeconds(text.normalize('NFKD')), 9)
      }),
    ))

  it('are finite and no fewer than one thirtieth of any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const seconds = speechSeconds(text)
        expect(Number.isFinite(seconds)).toBe(true)
        expect(seconds).toBeGreaterThanOrEqual([...text.normalize('NFKC')].length / 30)
      }),
    ))

  it('count what is spelled out, and pauses that are asked for', () => {
    expect(speechSeconds('7')).toBeGreaterThanOrEqual(0.4)
    expect(speechSeconds('W '.repeat(100))).toBeGreaterThan(35)
    expect(speechSeconds('Wait <break time="3s"/> now') - speechSeconds('Wait now')).toBeGreaterThan(3)
    expect(speechSeconds('<break time="1500ms" />')).toBeGreaterThan(1.5)
    expect(speechSeconds('W'.repeat(100))).toBeGreaterThan(30)
    expect(speechSeconds('<break time="1500ms"/>') - speechSeconds('<break time="1500mm"/>')).toBeCloseTo(1.5, 6)
    expect(speechSeconds('<break time="3s"/>') - speechSeconds('<break time="3m"/>')).toBeCloseTo(3, 6)
    expect(speechSeconds('ﷺ')).toBeGreaterThan(1)
  })

  it('name the letters behind seven consonants of a row, however they are spaced, and not behind a vowel', () => {
    expect(speechSeconds('strngth')).toBeCloseTo(7 / 15, 9)
    expect(speechSeconds('strngths')).toBeCloseTo(7 / 15 + 1 / 3, 9)
    expect(speechSeconds('strn gths')).toBeCloseTo(8 / 15 + 1 / 3, 9)
    expect(speechSeconds('strngthas')).toBeCloseTo(9 / 15, 9)
  })

  it('leave an ordinary English text at fifteen characters a second', () => {
    const text = 'Welcome to our strengths-based workshop. Each month, thousands of craftsmen catch up on what matters.'
    expect(speechSeconds(text)).toBeCloseTo(text.length / 15, 0)
  })
})

describe('a price by speech', () => {
  const spoken = models.filter(({ price, lifecycle }) => price.kind === 'spoken' && lifecycle.state !== 'retired')

  it.each(spoken.map((model) => [model.id, model] as const))('of %s is three times as much for a hundred Han characters as for Latin ones', (_id, model) => {
    const creditsFor = (text: string) => creditsOf(model, { options: fitOptions(model, {}).options, text, outputs: 1 })
    expect(creditsFor('狐'.repeat(100)) / creditsFor('a'.repeat(100))).toBeGreaterThan(3)
    expect(model.priceSource.note).toContain('4.5 Han')
  })

  it('is told among the providers, in both languages', async () => {
    const world = await createWorld()
    const query = '{ providers(type: AVATAR) { models { id pricing { description } } } }'
    const told = async (language: string): Promise<string> => {
      const { providers } = await world.ask(query, {}, { 'accept-language': language })
      return JSON.stringify(providers)
    }
    expect(await told('en')).toContain('digits 2 a second')
    expect(await told('hi')).toContain('अंक प्रति सेकंड 2')
    expect(await told('en')).toContain('By the second of `duration`')
  })
})
