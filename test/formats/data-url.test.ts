// Data URLs as people and browsers write them; the bytes decide what they are.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDataUrl, readDataUrl } from '../../src/formats/data-url.ts'
import { isMislabelled, typeOfInput } from '../../src/formats/input-type.ts'
import { readKept, writeKept } from '../../src/media/kept-media.ts'
import { base64Length, bytesOfBase64, toBase64 } from '../../src/domain/base64.ts'
import { speech } from '../../emulators/media.ts'

const binary = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))

describe('a data URL', () => {
  it.each([
    ['data:image/png;base64,AQID', 'image/png'],
    ['DATA:Image/PNG;BASE64,AQID', 'image/png'],
    ['  data:image/png;base64,AQID\n', 'image/png'],
    ['data:audio/webm;codecs=opus;base64,AQID', 'audio/webm'],
    ['data:audio/webm; codecs=opus; base64,AQID', 'audio/webm'],
    ['data:image/svg+xml;charset=utf-8;base64,AQID', 'image/svg+xml'],
    ['data:image/png;name=a.png;charset=utf-8;base64,AQID', 'image/png'],
    ['data:image/png;name="a,b;c.png";base64,AQID', 'image/png'],
    ['data:;base64,AQID', ''],
    ['data:image/png;base64,AQI\r\nD', 'image/png'],
    ['data:image/png;base64,AQID%0A', 'image/png'],
  ])('is read: %s', (text, claimedType) => {
    expect(isDataUrl(text)).toBe(true)
    expect(readDataUrl(text)).toEqual({ claimedType, bytes: new Uint8Array([1, 2, 3]) })
  })

  it.each([
    'data:image/png,AQID', 'data:image/png;base64', 'data:image/png;base64;AQID', 'data:image/png;base64,A', 'data:image/png;base64,AQ=', 'data:image/png;base64,A===',
    'data:image/png;base64,AQ==AQID', 'data:image/png;base64,AQ-_', 'data:image/png;base64,AQ*D', `data:image/png;name=${'a'.repeat(2000)};base64,AQID`,
  ])('is none: %s', (text) => {
    expect(readDataUrl(text)).toBeUndefined()
  })

  it('may leave its padding out, and write it as any URL may', () => {
    for (const text of ['AQIDBA==', 'AQIDBA', 'AQIDBA%3D%3D']) expect(readDataUrl(`data:;base64,${text}`)?.bytes).toEqual(new Uint8Array([1, 2, 3, 4]))
  })

  it('holds the bytes that went in, whatever they are and however long', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 49_140, max: 49_160 }).map((length) => Uint8Array.from({ length }, (_, index) => (index * 31) % 256)))
    fc.assert(
      fc.property(bytes, (given) => {
        const text = toBase64(given)
        const read = bytesOfBase64(text)
        return text === binary(given) && base64Length(given.byteLength) === text.length && read !== undefined && binary(read) === text
      }),
      { numRuns: 60 },
    )
  })

  it('takes no longer for a megabyte of nonsense than for one of sense', () => {
    for (const text of [`data:${';a='.repeat(300_000)}`, `data:image/png;base64,${' '.repeat(1_000_000)}`, `${' '.repeat(1_000_000)}data:`]) {
      const startedAtMs = performance.now()
      readDataUrl(text)
      expect(performance.now() - startedAtMs).toBeLessThan(500)
    }
  })
})

describe('the bytes', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  it('decide the type', () => {
    expect(typeOfInput(png, 'image')).toBe('image/png')
    expect(typeOfInput(png, 'audio')).toBeUndefined()
    expect(typeOfInput(new TextEncoder().encode('<!doctype html><p>'), 'image')).toBeUndefined()
    expect(typeOfInput(new Uint8Array(0), 'image')).toBeUndefined()
    expect(typeOfInput(speech('wav').bytes, 'audio')).toBe('audio/wav')
    expect(typeOfInput(new TextEncoder().encode('fLaC and so on'), 'audio')).toBe('audio/flac')
  })

  it('are mislabelled where the label says another thing, and not where it says the same in other words', () => {
    expect([isMislabelled('image/jpeg', 'image/png'), isMislabelled('text/html', 'image/png'), isMislabelled('audio/mpeg', 'audio/wav')]).toEqual([true, true, true])
    const same = [['image/jpg', 'image/jpeg'], ['audio/x-wav', 'audio/wav'], ['audio/mp3', 'audio/mpeg'], ['', 'image/png'], ['application/octet-stream', 'image/png'], ['video/webm', 'audio/webm']]
    for (const [claimed = '', actual = ''] of same) expect([claimed, isMislabelled(claimed, actual)]).toEqual([claimed, false])
    expect(isMislabelled('constructor', 'image/png')).toBe(true)
  })
})

describe('the word for bytes that are kept', () => {
  it('is read back, and nothing else is one', () => {
    const kept = { index: 11, contentType: 'image/svg+xml', bytes: 786_432 }
    expect(readKept(writeKept(kept))).toEqual(kept)
    for (const text of ['stored:', 'stored:a;image/png;3', 'stored:../1;image/png;3', ' stored:1;image/png;3', 'stored:1;image/png;3 ', 'https://example.com/']) {
      expect(readKept(text)).toBeUndefined()
    }
  })
})
