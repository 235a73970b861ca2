import { imageSize } from 'image-size'
import { describe, expect, test } from 'vitest'
import { poster, speech, talkingClip, videoClip } from '../../emulators/media.ts'

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
    expect(imageSize(bytes)).toMatchObject({ width: 1280, height: 720 })
    expect(poster('कमल').bytes).toEqual(bytes)
    expect(poster('a street').bytes).not.toEqual(bytes)
  })
})

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
