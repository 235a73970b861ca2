// Frames drawn in Chromium, encoded by ffmpeg: H.264, and AAC where something is said.
import type { Page } from 'playwright-core'
import { FRAMES_A_SECOND, LOOP_SECONDS, SHAPES } from './list.ts'
import type { SceneName, ShapeName } from './list.ts'
import { run } from './run.ts'

/** What the page's script offers: see scenes/scenes.ts. */
declare const samples: { drawScene: (pen: CanvasRenderingContext2D, name: string, phase: number, voice: number) => void }

const FRAMES = FRAMES_A_SECOND * LOOP_SECONDS
const ENCODED = ['-c:v', 'libx264', '-preset', 'medium', '-tune', 'animation', '-crf', '30', '-pix_fmt', 'yuv420p', '-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4']

/** The frame as a JPEG. @param quality 0 to 1 */
export async function frame(page: Page, scene: SceneName, shape: ShapeName, phase: number, voice: number, quality: number): Promise<Buffer> {
  const [width, height] = SHAPES[shape]
  const address = await page.evaluate(([name, at, loud, wide, tall, good]) => {
    const sheet = Object.assign(document.createElement('canvas'), { width: wide, height: tall })
    const pen = sheet.getContext('2d')
    if (pen) samples.drawScene(pen, name, at, loud)
    return sheet.toDataURL('image/jpeg', good)
  }, [scene, phase, voice, width, height, quality] as const)
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64')
}

/** One loop as a film without loss, from which the clips are cut. @param voices how loud each frame is; silent without */
export async function drawLoop(page: Page, scene: SceneName, shape: ShapeName, file: string, voices: readonly number[] = []): Promise<void> {
  const input = ['-f', 'image2pipe', '-framerate', String(FRAMES_A_SECOND), '-c:v', 'mjpeg', '-i', 'pipe:0']
  await run('ffmpeg', ['-v', 'error', '-y', ...input, '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0', '-f', 'matroska', file], async (write) => {
    for (let index = 0; index < FRAMES; index += 1) await write(await frame(page, scene, shape, index / FRAMES, voices[index] ?? 0, 0.97))
  })
}

export async function cutClip(loop: string, seconds: number, file: string): Promise<void> {
  await run('ffmpeg', ['-v', 'error', '-y', '-stream_loop', '1', '-i', loop, '-t', String(seconds), ...ENCODED, file])
}

export async function addSound(loop: string, sound: string, file: string): Promise<void> {
  const voice = ['-af', 'apad', '-c:a', 'aac', '-b:a', '48k', '-ar', '22050', '-ac', '1']
  await run('ffmpeg', ['-v', 'error', '-y', '-i', loop, '-i', sound, '-t', String(LOOP_SECONDS), ...voice, ...ENCODED, file])
}
