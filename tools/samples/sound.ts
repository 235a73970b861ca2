// Speech by espeak-ng, and how loud it is frame by frame: what moves the mouth.
import { readFile } from 'node:fs/promises'
import { FRAMES_A_SECOND } from './list.ts'
import { run } from './run.ts'

const SAMPLES_A_SECOND = 22_050
const HEADER_BYTES = 44

interface Speech {
  readonly voice: string
  readonly wordsAMinute: number
  readonly said: string
}

/** Writes it as a WAV: one channel, 16 bit. */
export async function speak({ voice, wordsAMinute, said }: Speech, file: string): Promise<void> {
  await run('espeak-ng', ['-v', voice, '-s', String(wordsAMinute), '-w', file, said])
}

const ENCODED = {
  mp3: ['-ar', '44100', '-c:a', 'libmp3lame', '-b:a', '128k', '-f', 'mp3'],
  wav: ['-ar', '16000', '-c:a', 'pcm_s16le', '-f', 'wav'],
  ogg: ['-ar', '24000', '-c:a', 'libopus', '-b:a', '32k', '-f', 'ogg'],
} as const

export const SOUND_FORMATS = ['mp3', 'wav', 'ogg'] as const satisfies readonly (keyof typeof ENCODED)[]

export async function encodeSound(sound: string, format: keyof typeof ENCODED, file: string): Promise<void> {
  await run('ffmpeg', ['-v', 'error', '-y', '-i', sound, '-ac', '1', ...ENCODED[format], '-fflags', '+bitexact', file])
}

/** For each frame 0 to 1, smoothed over its neighbours. After the sound it is 0. */
export async function loudness(file: string, frames: number): Promise<number[]> {
  const bytes = await readFile(file)
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, Math.floor((bytes.byteLength - HEADER_BYTES) / 2))
  const long = Math.round(SAMPLES_A_SECOND / FRAMES_A_SECOND)
  const raw = Array.from({ length: frames }, (_, frame) => {
    const part = samples.subarray(frame * long, (frame + 1) * long)
    return part.length === 0 ? 0 : Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length)
  })
  const loudest = Math.max(...raw, 1)
  return raw.map((value, frame) => Math.min(1, (0.25 * (raw[frame - 1] ?? 0) + 0.5 * value + 0.25 * (raw[frame + 1] ?? 0)) / loudest * 1.25))
}
