// What the probe reads from real files of every format, and that no bytes make it throw or read outside the file.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import speechMp3 from '../../static/test-media/speech-en.mp3.bin'
import speechWav from '../../static/test-media/speech-en.wav.bin'
import wide5 from '../../static/test-media/mountains-wide-5.mp4.bin'
import { windowOn } from '../../src/formats/byte-window.ts'
import { probe } from '../../src/formats/probe.ts'
import aac from './samples/aac-2s.m4a.bin'
import animatedGif from './samples/animated-64x48.gif.bin'
import animatedWebp from './samples/animated-48x32.webp.bin'
import jpeg from './samples/baseline-160x90.jpg.bin'
import cbrMp3 from './samples/cbr-no-header-3s.mp3.bin'
import fragmented from './samples/fragmented-160x90.mp4.bin'
import h265 from './samples/h265-160x90-2s.mp4.bin'
import liveWebm from './samples/live-160x90.webm.bin'
import losslessWebp from './samples/lossless-32x18.webp.bin'
import lossyWebp from './samples/lossy-160x90.webp.bin'
import moovLast from './samples/moov-last-160x90-2s.mp4.bin'
import mpeg2Mp3 from './samples/mpeg2-mono-2s.mp3.bin'
import opus from './samples/opus-3s.ogg.bin'
import png from './samples/plain-22x34.png.bin'
import wav from './samples/plain-1s.wav.bin'
import quicktime from './samples/quicktime-160x90-1s.mov.bin'
import streamedWav from './samples/streamed-1s.wav.bin'
import turned from './samples/turned-90x160-1s.mp4.bin'
import vbrMp3 from './samples/vbr-id3-3s.mp3.bin'
import vorbis from './samples/vorbis-2s.ogg.bin'
import webm from './samples/vp9-160x90-2s.webm.bin'
import { ascii, indexOf, joined, sourceOf, watched } from './bytes.ts'

const video = { kind: 'video', contentType: 'video/mp4', extension: 'mp4', format: 'mp4', width: 160, height: 90 }
const image = { kind: 'image', width: 160, height: 90 }
const sound = { kind: 'audio' }
const webmForm = { contentType: 'video/webm', extension: 'webm', format: 'webm' }
const mp3Form = { contentType: 'audio/mpeg', extension: 'mp3', format: 'mp3' }
const wavForm = { contentType: 'audio/wav', extension: 'wav', format: 'wav' }
const oggForm = { contentType: 'audio/ogg', extension: 'ogg', format: 'ogg' }
const webpForm = { contentType: 'image/webp', extension: 'webp', format: 'webp' }

// The lengths are those that ffprobe tells.
const SAMPLES: readonly [name: string, bytes: ArrayBuffer, facts: Record<string, unknown>, seconds?: number][] = [
  ['MP4, H.264', wide5, { ...video, width: 1280, height: 720 }, 5],
  ['MP4 with moov at the end', moovLast, video, 2],
  ['MP4, H.265', h265, video, 2],
  ['MP4 in fragments, whose length nobody wrote down', fragmented, video],
  ['MP4 turned by a quarter', turned, { ...video, width: 90, height: 160 }, 1],
  ['MOV', quicktime, { ...video, contentType: 'video/quicktime', extension: 'mov', format: 'mov' }, 1],
  ['WebM, VP9', webm, { ...video, ...webmForm }, 2],
  ['WebM from a pipe, without a length', liveWebm, { ...video, ...webmForm }],
  ['PNG', png, { ...image, contentType: 'image/png', extension: 'png', format: 'png', width: 22, height: 34 }],
  ['JPEG', jpeg, { ...image, contentType: 'image/jpeg', extension: 'jpg', format: 'jpeg' }],
  ['WebP, lossy', lossyWebp, { ...image, ...webpForm }],
  ['WebP, lossless', losslessWebp, { ...image, ...webpForm, width: 32, height: 18 }],
  ['WebP, animated', animatedWebp, { ...image, ...webpForm, width: 48, height: 32 }],
  ['GIF', animatedGif, { ...image, contentType: 'image/gif', extension: 'gif', format: 'gif', width: 64, height: 48 }],
  ['MP3, VBR with Xing and ID3v2', vbrMp3, { ...sound, ...mp3Form }, 3.03],
  ['MP3, CBR without any header', cbrMp3, { ...sound, ...mp3Form }, 3.03],
  ['MP3, MPEG-2, mono', mpeg2Mp3, { ...sound, ...mp3Form }, 2.064],
  ['MP3 of the emulators', speechMp3, { ...sound, ...mp3Form }, 3.004],
  ['WAV', wav, { ...sound, ...wavForm }, 1],
  ['WAV from a pipe, with an open end', streamedWav, { ...sound, ...wavForm }, 1],
  ['WAV of the emulators', speechWav, { ...sound, ...wavForm }, 2.973],
  ['OGG, Opus', opus, { ...sound, ...oggForm }, 3],
  ['OGG, Vorbis', vorbis, { ...sound, ...oggForm }, 2],
  ['M4A, AAC', aac, { ...sound, contentType: 'audio/mp4', extension: 'm4a', format: 'm4a' }, 2],
]

describe('the facts of a file', () => {
  it.each(SAMPLES)('are read from its bytes: %s', async (_name, bytes, facts, seconds) => {
    const found = await probe(sourceOf(new Uint8Array(bytes)))
    const { durationSeconds, ...rest } = found ?? { kind: 'nothing' }
    expect(rest).toEqual(facts)
    if (seconds === undefined) expect(durationSeconds).toBeUndefined()
    else expect(durationSeconds).toBeCloseTo(seconds, 1)
  })

  it('are read from the end of 500 MB without reading them', async () => {
    const small = new Uint8Array(moovLast)
    const mediaAt = indexOf(small, 'mdat') - 4
    const movieAt = indexOf(small, 'moov') - 4
    const header = new DataView(new ArrayBuffer(16))
    const mediaBytes = 500_000_000
    header.setUint32(0, 1)
    header.setUint32(4, 0x6d646174)
    header.setBigUint64(8, BigInt(mediaBytes))
    const front = joined(small.slice(0, mediaAt), header.buffer)
    const back = small.slice(movieAt)
    const size = mediaAt + mediaBytes + back.byteLength
    const source = watched(size, (offset, length) =>
      Uint8Array.from({ length }, (_, index) => front[offset + index] ?? back[offset + index - (size - back.byteLength)] ?? 0),
    )
    expect(await probe(source)).toMatchObject({ ...video, durationSeconds: 2 })
    expect(source.reads.length).toBeLessThan(4)
  })

  it('skip a JPEG segment that is longer than a block, as C2PA manifests are', async () => {
    const plain = new Uint8Array(jpeg)
    const segment = joined(ascii('\xff\xeb\xff\xff'), new Uint8Array(65_533))
    const signed = joined(plain.slice(0, 2), segment, segment, segment, plain.slice(2))
    expect(await probe(sourceOf(signed))).toMatchObject({ ...image, format: 'jpeg' })
  })

  it('take the frame count of a VBRI header', async () => {
    const bytes = new Uint8Array(cbrMp3.slice(0))
    bytes.set(ascii('VBRI'), 36)
    new DataView(bytes.buffer).setUint32(50, 1000)
    expect((await probe(sourceOf(bytes)))?.durationSeconds).toBeCloseTo((1000 * 1152) / 44_100, 3)
  })

  it('tell the true length of a VBR MP3 that was cut off, not the one its header remembers', async () => {
    const half = new Uint8Array(vbrMp3).slice(0, vbrMp3.byteLength / 2)
    const seconds = (await probe(sourceOf(half)))?.durationSeconds ?? 0
    expect(seconds).toBeGreaterThan(1)
    expect(seconds).toBeLessThan(2)
  })
})

describe('nothing is told', () => {
  const html = ascii('<!doctype html><title>Access denied</title><p>This link has expired.</p>')
  const svg = ascii('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const avif = joined(ascii('\0\0\0\x20ftypavif\0\0\0\0'), new Uint8Array(64))
  it.each([
    ['of no bytes', new Uint8Array(0)],
    ['of an HTML page', html],
    ['of an SVG', svg],
    ['of an AVIF', avif],
    ['of an MP3 tag with a page behind it', joined(ascii('ID3\x04\0\0\0\0\0\0'), html)],
    ['of two bytes that look like an MP3 frame', joined(ascii('\xff\xfb\x90\x00'), new Uint8Array(4000))],
    ['of an MP4 that was cut off, moov first', new Uint8Array(h265).slice(0, -100)],
    ['of an MP4 that was cut off before its moov', new Uint8Array(moovLast).slice(0, 3000)],
    ['of a WebM that was cut off', new Uint8Array(webm).slice(0, -100)],
    ['of a WAV that was cut off', new Uint8Array(wav).slice(0, -100)],
    ['of a WebP that was cut off', new Uint8Array(lossyWebp).slice(0, -100)],
    ['of an OGG that was cut off in its first page', new Uint8Array(opus).slice(0, 40)],
  ])('%s', async (_name, bytes) => {
    expect(await probe(sourceOf(bytes))).toBeUndefined()
  })

  it('whose header claims more pixels a side than any decoder has', async () => {
    for (const [at, side] of [[16, 65_536], [20, 65_536], [16, 2 ** 31 - 1]] as const) {
      const bytes = new Uint8Array(png.slice(0))
      new DataView(bytes.buffer).setUint32(at, side)
      expect(await probe(sourceOf(bytes))).toBeUndefined()
    }
    const largest = new Uint8Array(png.slice(0))
    new DataView(largest.buffer).setUint32(16, 65_535)
    expect(await probe(sourceOf(largest))).toMatchObject({ width: 65_535 })
  })

  it('when the storage hands over fewer bytes than it was asked for', async () => {
    const short = { size: png.byteLength, read: async () => new Uint8Array(png).slice(0, 50) }
    expect(await probe(short)).toBeUndefined()
  })
})

describe('hostile bytes', () => {
  const originals = SAMPLES.map(([, bytes]) => new Uint8Array(bytes)).filter((bytes) => bytes.byteLength < 20_000)
  const mutated = fc
    .record({
      original: fc.constantFrom(...originals),
      changes: fc.array(fc.record({ at: fc.nat(19_999), value: fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff) }), { maxLength: 12 }),
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ original, changes, keep }) => {
      const bytes = original.slice()
      // Most headers are in front: half of the changes go there.
      for (const [index, { at, value }] of changes.entries()) bytes[at % (index % 2 ? bytes.byteLength : 200)] = value
      return keep > 0.5 ? bytes : bytes.slice(0, Math.ceil(bytes.byteLength * keep * 2))
    })
  const prefixed = fc
    .record({ magic: fc.constantFrom(...originals), random: fc.uint8Array({ maxLength: 2000 }) })
    .map(({ magic, random }) => joined(magic.slice(0, 40), random))

  it('never make it throw, read outside the file, or tell facts that are no numbers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, prefixed, fc.uint8Array({ maxLength: 500 })), async (bytes) => {
        const facts = await probe(sourceOf(bytes))
        for (const fact of [facts?.width, facts?.height, facts?.durationSeconds]) {
          expect(fact === undefined || (Number.isFinite(fact) && fact >= 0)).toBe(true)
        }
      }),
      { numRuns: 1500 },
    )
  })

  it.each([
    ['boxes without end', joined(ascii('\0\0\0\x10ftypisom\0\0\0\0'), ...Array.from({ length: 60_000 }, () => ascii('\0\0\0\x08free')))],
    ['an ID3 tag of 256 MB', joined(ascii('ID3\x04\0\0\x7f\x7f\x7f\x7f'), new Uint8Array(9000))],
    ['a box of 2^64 bytes', joined(ascii('\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x01moov'), new Uint8Array(8).fill(255))],
    ['JPEG fill bytes without end', joined(ascii('\xff\xd8'), new Uint8Array(3_000_000).fill(255))],
    ['frame syncs without frames', new Uint8Array(3_000_000).fill(0xfb, 1).fill(0xff, 0, 1)],
  ])('do not keep it busy: %s', async (_name, bytes) => {
    const source = sourceOf(bytes)
    expect(await probe(source)).toBeUndefined()
    expect(source.reads.length).toBeLessThan(33)
  })

  it('get only so many looks in all', async () => {
    const window = windowOn(sourceOf(ascii('abc')))
    let looks = 0
    while (looks < 100_000 && (await window.bytes(looks % 3, 1))) looks++
    expect(looks).toBe(20_000)
  })
})
