// The media that emulators answer with: real files, so that whatever plays, measures or stores them has real work to do.
// Clips and speech are recorded (clips/make.sh), some for the built-in test upstream too; images are painted in the size
// asked for.
import classic5 from '../static/test-media/classic-5.mp4.bin'
import portrait5 from '../static/test-media/portrait-5.mp4.bin'
import speechMp3 from '../static/test-media/speech.mp3.bin'
import square5 from '../static/test-media/square-5.mp4.bin'
import talkingTall from '../static/test-media/talking-tall.mp4.bin'
import talkingWide from '../static/test-media/talking-wide.mp4.bin'
import tall5 from '../static/test-media/tall-5.mp4.bin'
import wide5 from '../static/test-media/wide-5.mp4.bin'
import classic10 from './clips/classic-10.mp4.bin'
import portrait10 from './clips/portrait-10.mp4.bin'
import speechWav from './clips/speech.wav.bin'
import square10 from './clips/square-10.mp4.bin'
import tall10 from './clips/tall-10.mp4.bin'
import wide10 from './clips/wide-10.mp4.bin'
import wide4 from './clips/wide-4.mp4.bin'
import wide6 from './clips/wide-6.mp4.bin'
import wide8 from './clips/wide-8.mp4.bin'
import wide9 from './clips/wide-9.mp4.bin'
import type { Media } from './emulator.ts'
import { paintJpeg } from './paint/jpeg.ts'
import { paintPng } from './paint/png.ts'
import { paletteOf } from './paint/palette.ts'

interface Clip {
  /** Width by height. */
  readonly ratio: number
  readonly seconds: number
  readonly bytes: ArrayBuffer
}

const SILENT_CLIPS: readonly Clip[] = [
  { ratio: 16 / 9, seconds: 4, bytes: wide4 },
  { ratio: 16 / 9, seconds: 5, bytes: wide5 },
  { ratio: 16 / 9, seconds: 6, bytes: wide6 },
  { ratio: 16 / 9, seconds: 8, bytes: wide8 },
  { ratio: 16 / 9, seconds: 9, bytes: wide9 },
  { ratio: 16 / 9, seconds: 10, bytes: wide10 },
  { ratio: 9 / 16, seconds: 5, bytes: tall5 },
  { ratio: 9 / 16, seconds: 10, bytes: tall10 },
  { ratio: 1, seconds: 5, bytes: square5 },
  { ratio: 1, seconds: 10, bytes: square10 },
  { ratio: 4 / 3, seconds: 5, bytes: classic5 },
  { ratio: 4 / 3, seconds: 10, bytes: classic10 },
  { ratio: 3 / 4, seconds: 5, bytes: portrait5 },
  { ratio: 3 / 4, seconds: 10, bytes: portrait10 },
]

const TALKING_CLIPS: readonly Clip[] = [
  { ratio: 16 / 9, seconds: 5, bytes: talkingWide },
  { ratio: 9 / 16, seconds: 5, bytes: talkingTall },
]

/**
 * The recorded MP4 (H.264) nearest to the shape asked for, and among those to the length.
 * @param aspectRatio `16:9`, or a size (`1280:720`, `1280x720`); anything else is taken as 16:9
 * @param withSpeech with a speaking voice, for avatars: 5 seconds, 16:9 or 9:16
 */
export function videoClip(aspectRatio: string, seconds: number, withSpeech = false): Media {
  const ratio = ratioOf(aspectRatio)
  const far = (clip: Clip): number => Math.abs(Math.log(clip.ratio / ratio)) * 1000 + Math.abs(clip.seconds - seconds)
  const nearest = (withSpeech ? TALKING_CLIPS : SILENT_CLIPS).reduce((best, clip) => (far(clip) < far(best) ? clip : best))
  return { bytes: new Uint8Array(nearest.bytes), contentType: 'video/mp4' }
}

function ratioOf(aspectRatio: string): number {
  const [, width, height] = /^(\d+)[:x*](\d+)$/.exec(aspectRatio) ?? []
  const ratio = Number(width) / Number(height)
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 16 / 9
}

/** An image of exactly that size: a diagonal gradient whose colours come from the seed. */
export async function paintedImage(width: number, height: number, format: 'png' | 'jpeg', seed: number): Promise<Media> {
  const palette = paletteOf(seed)
  return format === 'png'
    ? { bytes: await paintPng(width, height, palette), contentType: 'image/png' }
    : { bytes: paintJpeg(width, height, palette), contentType: 'image/jpeg' }
}

/** About three seconds of a voice: MP3 44.1 kHz 128 kbit/s, or WAV 16 kHz 16 bit, both mono. */
export function speech(format: 'mp3' | 'wav'): Media {
  return format === 'mp3'
    ? { bytes: new Uint8Array(speechMp3), contentType: 'audio/mpeg' }
    : { bytes: new Uint8Array(speechWav), contentType: 'audio/wav' }
}
