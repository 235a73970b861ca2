// The media that emulators answer with: real files, so that whatever plays, measures or stores them has real work to do.
// Clips and speech are recorded (tools/samples.ts); images are copied from a drawn scene in the size
// asked for.
import dancerStill from '../static/test-media/dancer-wide.jpg.bin'
import faceStill from '../static/test-media/face-wide.jpg.bin'
import lotusStill from '../static/test-media/lotus-wide.jpg.bin'
import mountainsStill from '../static/test-media/mountains-wide.jpg.bin'
import scenes from '../static/test-media/scenes.json' with { type: 'json' }
import speechEnMp3 from '../static/test-media/speech-en.mp3.bin'
import speechEnOgg from '../static/test-media/speech-en.ogg.bin'
import speechEnWav from '../static/test-media/speech-en.wav.bin'
import speechHiMp3 from '../static/test-media/speech-hi.mp3.bin'
import speechHiOgg from '../static/test-media/speech-hi.ogg.bin'
import speechHiWav from '../static/test-media/speech-hi.wav.bin'
import streetStill from '../static/test-media/street-wide.jpg.bin'
import turntableStill from '../static/test-media/turntable-wide.jpg.bin'
import { SILENT_CLIPS, TALKING_CLIPS } from './clips.ts'
import type { Clip } from './clips.ts'
import type { Media } from './emulator.ts'
import { paintJpeg } from './paint/jpeg.ts'
import { paintPng } from './paint/png.ts'
import { openPainting, type Painting } from './paint/painting.ts'
import { tint } from './paint/tint.ts'
import { paintWebp } from './paint/webp.ts'
import { SHEETS, type Sheet } from './sheets.ts'

const SPEECH = {
  en: { mp3: speechEnMp3, wav: speechEnWav, ogg: speechEnOgg },
  hi: { mp3: speechHiMp3, wav: speechHiWav, ogg: speechHiOgg },
} as const
const STILLS = { mountains: mountainsStill, lotus: lotusStill, street: streetStill, turntable: turntableStill, dancer: dancerStill, face: faceStill } as const satisfies Readonly<Record<keyof typeof scenes, ArrayBuffer>>
const SOUND_TYPES = { mp3: 'audio/mpeg', wav: 'audio/wav', ogg: 'audio/ogg' } as const

/**
 * The recorded clip nearest to the shape asked for, among those to the length, and among those the scene that the words name.
 * @param aspectRatio `16:9`, or a size (`1280:720`, `1280x720`); anything else is taken as 16:9
 * @param asked what the caller sent: its words choose the scene
 */
export function videoClip(aspectRatio: string, seconds: number, asked: unknown = ''): Media {
  const scene = sceneOf(wordsOf(asked))
  return nearest(SILENT_CLIPS, aspectRatio, seconds, (clip) => clip.scene === scene)
}

/** A face that speaks, for avatars: 5 seconds, 16:9 or 9:16, Hindi where the words have Devanagari. */
export function talkingClip(aspectRatio: string, seconds: number, asked: unknown = ''): Media {
  const language = languageOf(wordsOf(asked))
  return nearest(TALKING_CLIPS, aspectRatio, seconds, (clip) => clip.language === language)
}

/** The picture that companies give beside a film: 1280 by 720, of the scene that the words name. */
export function poster(asked: unknown = ''): Media {
  return { bytes: new Uint8Array(STILLS[sceneOf(wordsOf(asked)) ?? 'mountains']), contentType: 'image/jpeg' }
}

function nearest(clips: readonly Clip[], aspectRatio: string, seconds: number, isMeant: (clip: Clip) => boolean): Media {
  const ratio = ratioOf(aspectRatio)
  const far = (clip: Clip): number => Math.abs(Math.log(clip.ratio / ratio)) * 1000 + Math.abs(clip.seconds - seconds) + (isMeant(clip) ? 0 : 0.1)
  const best = clips.reduce((least, clip) => (far(clip) < far(least) ? clip : least))
  return { bytes: new Uint8Array(best.bytes), contentType: 'video/mp4' }
}

function ratioOf(aspectRatio: string): number {
  const [, width, height] = /^(\d+)[:x*](\d+)$/.exec(aspectRatio) ?? []
  const ratio = Number(width) / Number(height)
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 16 / 9
}

/** Whatever text stands anywhere in it, but for addresses. */
function wordsOf(asked: unknown): string {
  if (typeof asked === 'string') return /^(?:data|https?):/.test(asked) ? '' : asked
  return typeof asked === 'object' && asked !== null ? Object.values(asked).map(wordsOf).join(' ') : ''
}

const SCENES = Object.keys(STILLS) as (keyof typeof STILLS)[]

function sceneOf(text: string): keyof typeof STILLS | undefined {
  const words = text.toLowerCase().normalize('NFC').match(/[\p{L}\p{M}]+/gu) ?? []
  const found = words.map((word) => SCENES.find((scene) => scenes[scene].some((name) => word.startsWith(name.normalize('NFC')))))
  return found.find((scene) => scene !== undefined)
}

const languageOf = (text: string): 'en' | 'hi' => (/\p{Script=Devanagari}/u.test(text) ? 'hi' : 'en')

/**
 * An image of exactly that size: the drawn scene that the words name, in a light of its own for each seed and wording.
 * @param prompt what the caller wants to see
 */
export async function paintedImage(width: number, height: number, format: 'png' | 'jpeg' | 'webp', seed: number, prompt = ''): Promise<Media> {
  const painting = paintingOf(sceneOf(prompt) ?? 'mountains', width / height)
  const tinted = { ...painting, palette: tint(painting.palette, seed, prompt) }
  if (format === 'webp') return { bytes: paintWebp(width, height, tinted), contentType: 'image/webp' }
  if (format === 'jpeg') return { bytes: paintJpeg(width, height, tinted), contentType: 'image/jpeg' }
  return { bytes: await paintPng(width, height, tinted), contentType: 'image/png' }
}

const opened = new Map<Sheet, Painting>()

/** The sheet of the scene that is nearest in shape. */
function paintingOf(scene: string, ratio: number): Painting {
  const far = (sheet: Sheet): number => Math.abs(Math.log(sheet.ratio / ratio)) + (sheet.scene === scene ? 0 : 1000)
  const best = SHEETS.reduce((least, sheet) => (far(sheet) < far(least) ? sheet : least))
  const painting = opened.get(best) ?? openPainting(best.file)
  opened.set(best, painting)
  return painting
}

/**
 * A few seconds of a voice, mono: MP3 44.1 kHz 128 kbit/s, WAV 16 kHz 16 bit, or Opus in OGG.
 * @param text Hindi where it has Devanagari
 */
export function speech(format: 'mp3' | 'wav' | 'ogg', text = ''): Media {
  return { bytes: new Uint8Array(SPEECH[languageOf(text)][format]), contentType: SOUND_TYPES[format] }
}
