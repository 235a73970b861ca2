import { describe, expect, test } from 'vitest'
import { paintedImage, poster, speech, talkingClip, videoClip } from '../../emulators/media.ts'
import { crc32 } from '../../emulators/paint/png.ts'

const SIZES = [
  [1, 1],
  [1023, 769],
  [2752, 1536],
] as const

describe('a painted PNG', () => {
  test.each(SIZES)('of %i by %i has sound chunks and a filter byte and an index for every pixel', async (width, height) => {
    const { bytes, contentType } = await paintedImage(width, height, 'png', 7)
    expect(contentType).toBe('image/png')
    expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const chunks = pngChunks(bytes)
    expect(chunks.map((chunk) => chunk.name)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND'])
    expect(chunks.filter((chunk) => chunk.statedCrc !== crc32(chunk.checked))).toEqual([])
    const [header, palette, pixels] = chunks.map((chunk) => chunk.content)
    expect(wordsAt(header, 0, 2)).toEqual([width, height])
    expect(palette).toHaveLength(256 * 3)
    const inflated = await new Response(new Response(pixels).body?.pipeThrough(new DecompressionStream('deflate'))).bytes()
    expect(inflated).toHaveLength((width + 1) * height)
    expect(inflated[(width + 1) * (height - 1)]).toBe(0)
  })

  test('uses the check sum of the PNG specification', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  })
})

describe('a painted JPEG', () => {
  test.each(SIZES)('of %i by %i states its size and holds a code for every block', async (width, height) => {
    const { bytes, contentType } = await paintedImage(width, height, 'jpeg', 7)
    expect(contentType).toBe('image/jpeg')
    const { markers, frame, scan } = jpegParts(bytes)
    expect(markers).toEqual([0xe0, 0xdb, 0xc0, 0xc4, 0xc4, 0xda])
    expect([frame[1], frame[2], frame[3], frame[4]]).toEqual([height >> 8, height & 0xff, width >> 8, width & 0xff])
    expect([...bytes.subarray(-2)]).toEqual([0xff, 0xd9])
    expect(blocksIn(scan)).toBe(Math.ceil(width / 8) * Math.ceil(height / 8))
  })
})

test('the seed decides the colours of an image, and nothing else does', async () => {
  for (const format of ['png', 'jpeg'] as const) {
    const first = await paintedImage(64, 64, format, 1)
    expect(await paintedImage(64, 64, format, 1)).toEqual(first)
    expect(await paintedImage(64, 64, format, 2)).not.toEqual(first)
  }
})

describe('a clip', () => {
  test('is an MP4 whose index comes before its pictures, so that it plays while it loads', () => {
    for (const { bytes, contentType } of [videoClip('16:9', 5), videoClip('3:4', 10), talkingClip('9:16', 5)]) {
      expect(contentType).toBe('video/mp4')
      const boxes = mp4Boxes(bytes)
      expect(boxes[0]).toBe('ftyp')
      expect(boxes.indexOf('moov')).toBeGreaterThan(0)
      expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'))
    }
  })

  test.each([
    ['16:9', 5, 1280, 720, 5],
    ['16:9', 6, 1280, 720, 6],
    ['21:9', 9, 1280, 720, 9],
    ['9:16', 6, 720, 1280, 5],
    ['768:1280', 10, 720, 1280, 10],
    ['1:1', 5, 960, 960, 5],
    ['4:3', 10, 960, 720, 10],
    ['832x1104', 5, 720, 960, 5],
    ['adaptive', 5, 1280, 720, 5],
  ])('for %s of %i s is the recorded one nearest to it', (aspectRatio, seconds, width, height, length) => {
    expect(mp4Facts(videoClip(aspectRatio, seconds).bytes)).toEqual({ width, height, seconds: length, tracks: 1 })
  })

  test('with speech has a track of sound', () => {
    expect(mp4Facts(talkingClip('16:9', 30).bytes)).toEqual({ width: 1280, height: 720, seconds: 5, tracks: 2 })
    expect(mp4Facts(talkingClip('9:16', 30).bytes)).toEqual({ width: 720, height: 1280, seconds: 5, tracks: 2 })
  })
})

test('the words of the request choose the scene, wherever they stand in it', () => {
  const lotus = videoClip('16:9', 5, { model: 'x', input: { prompt: 'खिलता कमल' } }).bytes
  expect(lotus).toEqual(videoClip('16:9', 5, 'A lotus').bytes)
  expect(lotus).not.toEqual(videoClip('16:9', 5, 'A street').bytes)
  expect(videoClip('16:9', 5, { image: 'https://example.com/lotus.png' }).bytes).toEqual(videoClip('16:9', 5).bytes)
  expect(mp4Facts(videoClip('9:16', 10, 'kathak').bytes)).toEqual({ width: 720, height: 1280, seconds: 10, tracks: 1 })
})

test('what is said is Hindi where the text is', () => {
  expect(talkingClip('16:9', 5, 'नमस्ते').bytes).not.toEqual(talkingClip('16:9', 5, 'Hello').bytes)
  expect(speech('mp3', 'नमस्ते').bytes).not.toEqual(speech('mp3', 'Hello').bytes)
})

test('speech comes as MP3 and as WAV', () => {
  expect(speech('mp3').contentType).toBe('audio/mpeg')
  expect(text(speech('mp3').bytes, 0, 3)).toBe('ID3')
  expect(speech('wav').contentType).toBe('audio/wav')
  expect([text(speech('wav').bytes, 0, 4), text(speech('wav').bytes, 8, 12)]).toEqual(['RIFF', 'WAVE'])
})

describe('a poster', () => {
  test('is the drawn scene that the words name, as a JPEG of 1280 by 720', () => {
    const { bytes, contentType } = poster({ prompt: 'a lotus', image: 'https://example.com/street.jpg' })
    expect(contentType).toBe('image/jpeg')
    const [height, width] = [0, 2].map((at) => new DataView(jpegParts(bytes).frame.buffer).getUint16(1 + at))
    expect([width, height]).toEqual([1280, 720])
    expect(poster('कमल').bytes).toEqual(bytes)
    expect(poster('a street').bytes).not.toEqual(bytes)
  })
})

function pngChunks(bytes: Uint8Array): { name: string; content: Uint8Array; checked: Uint8Array; statedCrc: number | undefined }[] {
  const chunks = []
  for (let at = 8; at < bytes.length; ) {
    const end = at + 8 + (wordsAt(bytes, at, 1)[0] ?? 0)
    const content = bytes.subarray(at + 8, end)
    chunks.push({ name: text(bytes, at + 4, at + 8), content, checked: bytes.subarray(at + 4, end), statedCrc: wordsAt(bytes, end, 1)[0] })
    at = end + 4
  }
  return chunks
}

function jpegParts(bytes: Uint8Array): { markers: number[]; frame: Uint8Array; scan: Uint8Array } {
  const markers = []
  let frame = new Uint8Array()
  let at = 2
  while (bytes[at] === 0xff && markers.at(-1) !== 0xda) {
    const marker = bytes[at + 1] ?? 0
    const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0)
    if (marker === 0xc0) frame = bytes.slice(at + 4, at + 2 + length)
    markers.push(marker)
    at += 2 + length
  }
  return { markers, frame, scan: bytes.subarray(at, -2) }
}

/** Reads the scan back by the two tables of paint-jpeg.ts: a category of 4 bits, as many bits, and one bit to end a block. */
function blocksIn(scan: Uint8Array): number {
  const stuffed = [...scan].filter((byte, index) => byte !== 0 || scan[index - 1] !== 0xff)
  const bitAt = (index: number): number => ((stuffed[index >> 3] ?? 0) >> (7 - (index & 7))) & 1
  let components = 0
  for (let at = 0; stuffed.length * 8 - at >= 8; components += 1) {
    const category = bitAt(at) * 8 + bitAt(at + 1) * 4 + bitAt(at + 2) * 2 + bitAt(at + 3)
    if (category > 11) break
    at += 4 + category + 1
  }
  return Math.floor(components / 3)
}

function mp4Boxes(bytes: Uint8Array): string[] {
  const names = []
  for (let at = 0; at < bytes.length; at += wordsAt(bytes, at, 1)[0] ?? bytes.length) names.push(text(bytes, at + 4, at + 8))
  return names
}

/** From the movie header and the first track's (version 0 of both). */
function mp4Facts(bytes: Uint8Array): { width: number; height: number; seconds: number; tracks: number } {
  const all = text(bytes, 0, bytes.length)
  const [timescale = 1, duration = 0] = wordsAt(bytes, all.indexOf('mvhd') + 16, 2)
  const [width = 0, height = 0] = wordsAt(bytes, all.indexOf('tkhd') + 80, 2)
  return { width: width / 65536, height: height / 65536, seconds: duration / timescale, tracks: all.split('tkhd').length - 1 }
}

function wordsAt(bytes: Uint8Array | undefined, at: number, count: number): number[] {
  const view = new DataView(bytes?.buffer ?? new ArrayBuffer(0), bytes?.byteOffset, bytes?.byteLength)
  return Array.from({ length: count }, (_, index) => view.getUint32(at + index * 4))
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder('latin1').decode(bytes.subarray(start, end))
}
