// How long a caller's recording is, when every figure of its headers lies. Its length decides what Hedra bills.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import speechMp3 from '../../static/test-media/speech-en.mp3.bin'
import speechOgg from '../../static/test-media/speech-en.ogg.bin'
import speechWav from '../../static/test-media/speech-en.wav.bin'
import { soundSeconds } from '../../src/formats/count/count-sound.ts'
import { probe } from '../../src/formats/probe.ts'
import aac from './samples/aac-2s.m4a.bin'
import cbrMp3 from './samples/cbr-no-header-3s.mp3.bin'
import mpeg2Mp3 from './samples/mpeg2-mono-2s.mp3.bin'
import opus from './samples/opus-3s.ogg.bin'
import wav from './samples/plain-1s.wav.bin'
import vbrMp3 from './samples/vbr-id3-3s.mp3.bin'
import vorbis from './samples/vorbis-2s.ogg.bin'
import { ascii, indexOf, joined, sourceOf } from './bytes.ts'

const lengthOf = async (bytes: Uint8Array): Promise<number | undefined> => soundSeconds(bytes, (await probe(sourceOf(bytes)))?.durationSeconds)
const copyOf = (bytes: ArrayBuffer): Uint8Array => new Uint8Array(bytes.slice(0))
const u32 = fc.nat(0xffffffff)

/** Every place of some text, from its beginning. */
function placesOf(bytes: Uint8Array, text: string): readonly number[] {
  const whole = String.fromCharCode(...bytes)
  const places: number[] = []
  for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text, at + 1)) places.push(at)
  return places
}

/** @param forge writes lies into a copy */
const holds = (bytes: ArrayBuffer, seconds: number, forge: (view: DataView, copy: Uint8Array, lie: () => number) => void) =>
  fc.assert(
    fc.asyncProperty(fc.infiniteStream(u32), async (lies) => {
      const copy = copyOf(bytes)
      forge(new DataView(copy.buffer), copy, () => lies.next().value ?? 0)
      const told = await lengthOf(copy)
      // Undefined is refused.
      expect(told === undefined || told >= seconds).toBe(true)
    }),
    { numRuns: 60 },
  )

const SAMPLES: readonly [name: string, bytes: ArrayBuffer, seconds: number][] = [
  ['MP3, VBR with Xing', vbrMp3, 3],
  ['MP3, CBR without a header', cbrMp3, 3],
  ['MP3, MPEG-2', mpeg2Mp3, 2],
  ['MP3 of the emulators', speechMp3, 3],
  ['WAV', wav, 1],
  ['WAV of the emulators', speechWav, 3],
  ['Opus', opus, 3],
  ['Ogg of the emulators', speechOgg, 3],
  ['Vorbis', vorbis, 2],
  ['M4A', aac, 2],
]

describe('an honest recording', () => {
  it.each(SAMPLES)('%s is as long as its headers say', async (_name, bytes, seconds) => {
    const told = await lengthOf(copyOf(bytes))
    expect(told).toBe((await probe(sourceOf(copyOf(bytes))))?.durationSeconds)
    expect(Math.abs((told ?? 0) - seconds)).toBeLessThan(1)
  })
})

describe('a header that lies makes nothing shorter', () => {
  it('the count of frames in an MP3', async () => {
    await holds(vbrMp3, 2.99, (view, copy, lie) => view.setUint32(indexOf(copy, 'Xing') + 8, lie()))
    const one = copyOf(vbrMp3)
    new DataView(one.buffer).setUint32(indexOf(one, 'Xing') + 8, 1)
    expect(await lengthOf(one)).toBeCloseTo(3.03, 1)
  })

  it('the rates of an MP3\'s first frames, when the rest is slower', async () => {
    // 3 s of 320 kbit/s in front, of which 128 frames are looked at, then a minute at 32 kbit/s.
    const fast = Uint8Array.from({ length: 1044 * 115 }, (_, index) => [0xff, 0xfb, 0xe0, 0x00][index % 1044] ?? 0)
    const slow = Array.from({ length: 20 }, () => cbrMp3)
    expect(await lengthOf(joined(fast, ...slow))).toBeGreaterThan(62)
  })

  it('bytes that are no frames make an MP3 refused', async () => {
    const noise = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7) % 251)
    expect(await lengthOf(joined(cbrMp3, noise))).toBeUndefined()
  })

  it('sound behind a second tag of an MP3 counts', async () => {
    expect(await lengthOf(joined(cbrMp3, ascii('ID3\x04\x00\x00\x00\x00\x10\x00'), cbrMp3))).toBeGreaterThan(5.9)
  })

  it('any figure of a WAV\'s format but the rate that players go by', () =>
    // A kilobyte and a twentieth may be a comment behind the sound.
    holds(wav, 0.8, (view, copy, lie) => {
      const format = indexOf(copy, 'fmt ') + 8
      view.setUint32(format + 8, lie(), true)
      view.setUint16(format + 12, lie() & 0xffff, true)
      view.setUint32(indexOf(copy, 'data') + 4, lie() % 9000, true)
    }))

  it('compressed sound in a WAV is refused: what a byte of it plays, its header alone says', async () => {
    const copy = copyOf(wav)
    for (const tag of [2, 0x11, 0x31, 0x55, 0xfffe]) {
      new DataView(copy.buffer).setUint16(indexOf(copy, 'fmt ') + 8, tag, true)
      expect(await lengthOf(copy)).toBeUndefined()
    }
  })

  it.each([
    ['Opus', opus, 2.99],
    ['Vorbis', vorbis, 1.99],
  ] as const)('the positions of an Ogg with %s', async (_codec, bytes, seconds) => {
    await holds(bytes, seconds, (view, copy, lie) => {
      for (const page of placesOf(copy, 'OggS')) {
        view.setUint32(page + 6, lie(), true)
        view.setUint32(page + 10, 0, true)
      }
    })
    const twice = joined(bytes, bytes)
    expect(await lengthOf(twice)).toBeGreaterThan(2 * seconds)
  })

  it('the durations of an M4A', () =>
    holds(aac, 1.99, (view, copy, lie) => {
      view.setUint32(indexOf(copy, 'mvhd') + 20, lie())
      view.setUint32(indexOf(copy, 'mdhd') + 20, lie())
      view.setUint32(indexOf(copy, 'mdhd') + 16, lie())
      view.setUint32(indexOf(copy, 'elst') + 12, lie())
      view.setUint32(indexOf(copy, 'stts') + 16, lie())
      // The rate of the sample entry, which decoders do not go by.
      view.setUint32(indexOf(copy, 'mp4a') + 28, lie())
    }))

  it('the duration of a WebM', async () => {
    const recording = webmOf(150, 1)
    expect(await lengthOf(recording)).toBeCloseTo(3)
    expect(await lengthOf(webmOf(150, 3000))).toBe(3)
  })
})

describe('bytes of any kind', () => {
  it('never make it throw, or take long', () =>
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 40 }), fc.nat(), ([, bytes], changes, cut) => {
        const copy = copyOf(bytes).slice(0, Math.max(20, bytes.byteLength - (cut % bytes.byteLength)))
        for (const [place, value] of changes) copy[Math.floor(place * copy.byteLength)] = value
        const told = soundSeconds(copy, 1)
        expect(told === undefined || told > 0).toBe(true)
      }),
      { numRuns: 300 },
    ))

  it('thirty megabytes of the shortest frames are counted in one pass', () => {
    // 8 kbit/s, 24 kHz: 24 bytes a frame.
    const frame = [0xff, 0xf3, 0x14, 0xc4]
    const whole = new Uint8Array(30_000_000)
    for (let at = 0; at < whole.length; at += 24) whole.set(frame, at)
    expect(soundSeconds(whole, 1)).toBeCloseTo((30_000_000 / 24) * (576 / 24_000), 0)
  })
})

const element = (id: readonly number[], ...bodies: readonly Uint8Array[]): Uint8Array => {
  const body = joined(...bodies)
  const size = new Uint8Array(8)
  new DataView(size.buffer).setUint32(4, body.byteLength)
  size[0] = 1
  return joined(Uint8Array.from(id), size, body)
}

/** A WebM of so many Opus packets of 20 ms. @param claimedMs what its duration says */
function webmOf(packets: number, claimedMs: number): Uint8Array {
  const duration = new Uint8Array(8)
  new DataView(duration.buffer).setFloat64(0, claimedMs)
  const blocks = Array.from({ length: packets }, () => element([0xa3], Uint8Array.of(0x81, 0, 0, 0x80, 0x08, 1, 2, 3)))
  return joined(
    element([0x1a, 0x45, 0xdf, 0xa3], Uint8Array.of(0x42, 0x82, 0x84), ascii('webm')),
    Uint8Array.of(0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    element([0x15, 0x49, 0xa9, 0x66], element([0x44, 0x89], duration)),
    element([0x16, 0x54, 0xae, 0x6b], element([0xae], element([0x83], Uint8Array.of(2)), element([0x86], ascii('A_OPUS')))),
    Uint8Array.of(0x1f, 0x43, 0xb6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    ...blocks,
  )
}
