// Frames drawn in Chromium, encoded by ffmpeg: H.264, and AAC where something is said.
import type { Page } from 'playwright-core'
import { FRAMES_A_SECOND, LOOP_SECONDS, SHAPES } from './list.ts'
import type { SceneName, ShapeName, Size } from './list.ts'
import { run } from './run.ts'

/** What the page's script offers: see scenes/scenes.ts. */
declare const samples: { drawScene: (pen: CanvasRenderingContext2D, name: string, phase: number, voice: number) => void }

const FRAMES = FRAMES_A_SECOND * LOOP_SECONDS
const ENCODED = ['-c:v', 'libx264', '-preset', 'medium', '-tune', 'animation', '-crf', '30', '-pix_fmt', 'yuv420p', '-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4']

/** The frame as a JPEG. @param quality 0 to 1 */
export function frame(page: Page, scene: SceneName, shape: ShapeName, phase: number, voice: number, quality: number): Promise<Buffer> {
  return drawn(page, scene, SHAPES[shape], phase, voice, 'image/jpeg', quality)
}

/** The scene at the middle of its loop as a PNG of 224 colours, one byte a pixel and no filters: emulators/paint/painting.ts reads no other. */
export async function drawSheet(page: Page, scene: SceneName, size: Size, file: string): Promise<void> {
  const colours = 'split[a][b];[a]palettegen=reserve_transparent=0:max_colors=224[p];[b][p]paletteuse=dither=bayer:bayer_scale=5'
  const encoded = ['-vf', colours, '-pred', 'none', '-compression_level', '9', '-f', 'image2pipe', '-c:v', 'png']
  await run('ffmpeg', ['-v', 'error', '-y', '-i', 'pipe:0', ...encoded, file], async (write) => write(await drawn(page, scene, size, 0.5, 0, 'image/png', 1)))
}

async function drawn(page: Page, scene: SceneName, [width, height]: Size, phase: number, voice: number, type: string, quality: number): Promise<Buffer> {
  const address = await page.evaluate(([name, at, loud, wide, tall, as, good]) => {
    const sheet = Object.assign(document.createElement('canvas'), { width: wide, height: tall })
    const pen = sheet.getContext('2d')
    if (pen) samples.drawScene(pen, name, at, loud)
    return sheet.toDataURL(as, good)
  }, [scene, phase, voice, width, height, type, quality] as const)
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
