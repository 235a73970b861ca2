// Base64 in JSON, read and written without a second copy of the whole.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerSieve, lengthOf, mediumIn } from '../../src/upstreams/answer-media.ts'
import type { Pieces } from '../../src/upstreams/answer-media.ts'
import { toBase64 } from '../../src/domain/base64.ts'
import { upstreamHttp } from '../../src/upstreams/http.ts'
import { jsonBody } from '../../src/upstreams/json-body.ts'

const binary = (pieces: Pieces): string => toBase64(new Uint8Array(numbersOf(pieces)))
const numbersOf = (pieces: Pieces): readonly number[] => (pieces instanceof Uint8Array ? [...pieces] : pieces.flatMap((piece) => [...piece]))
const noise = (length: number, seed: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 131 + seed) % 256)

function sifted(text: string, step: number) {
  const sieve = answerSieve()
  for (let at = 0; at < text.length; at += step) sieve.push(text.slice(at, at + step))
  return sieve.end()
}

describe('an answer with media', () => {
  const step = fc.integer({ min: 1, max: 3000 })

  it('comes to the same JSON and the same bytes, wherever it is cut', () => {
    const media = fc.record({ length: fc.integer({ min: 0, max: 5000 }), seed: fc.nat(255) }).map(({ length, seed }) => noise(length, seed))
    const value = fc.record({ words: fc.array(fc.string({ unit: 'binary' })), media: fc.array(media, { maxLength: 3 }), long: fc.constantFrom('', 'x y '.repeat(600), 'é'.repeat(1200)) })
    fc.assert(
      fc.property(value, step, (given, size) => {
        const { text, media: found } = sifted(JSON.stringify({ ...given, media: given.media.map(toBase64) }), size)
        const json = JSON.parse(text) as { words: string[]; media: string[]; long: string }
        expect([json.words, json.long]).toEqual([given.words, given.long])
        for (const [index, bytes] of given.media.entries()) {
          const medium = mediumIn({ media: found }, json.media[index] ?? '') ?? []
          expect([lengthOf(medium), binary(medium)]).toEqual([bytes.byteLength, toBase64(bytes)])
        }
      }),
      { numRuns: 80 },
    )
  })

  it('of any other text is that text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), step, (text, size) => sifted(text, size).text === text),
      { numRuns: 200 },
    )
  })

  it('whose base64 breaks in the middle has none there', () => {
    const { text, media } = sifted(JSON.stringify({ data: `${'A'.repeat(4000)}*${'A'.repeat(4000)}` }), 700)
    expect(mediumIn({ media }, (JSON.parse(text) as { data: string }).data)).toBeUndefined()
  })

  it('holds them once: its text is small', async () => {
    const bytes = noise(300_000, 7)
    const answer = Response.json({ candidates: [{ data: toBase64(bytes) }] })
    const http = upstreamHttp({ baseUrl: 'https://api.example.com', authorize: async () => ({}) }, async () => answer, () => 0)
    const outcome = await http.request({ method: 'GET', url: '/', hasMediaInJson: true })
    if (outcome.kind !== 'ANSWER') throw new Error(outcome.detail)
    expect(outcome.bytes.byteLength).toBeLessThan(200)
    expect(lengthOf(outcome.media[0] ?? [])).toBe(bytes.byteLength)
  })
})

describe('a body with bytes', () => {
  it('is the same JSON with base64, in one text or in a stream of known length', async () => {
    for (const length of [0, 10, 300_000, 700_001]) {
      const bytes = noise(length, 3)
      const value = { text: 'नमस्ते "you" \\u0000bytes', parts: [{ data: bytes }, { data: noise(5, 1) }], n: 1 }
      const body = jsonBody(value)
      expect(typeof body).toBe(length < 512 * 1024 ? 'string' : 'object')
      const request = new Request('https://api.example.com/', { method: 'POST', body })
      const text = await request.text()
      expect(text === JSON.stringify({ ...value, parts: [{ data: toBase64(bytes) }, { data: toBase64(noise(5, 1)) }] })).toBe(true)
    }
  })
})
