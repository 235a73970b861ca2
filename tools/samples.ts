// Draws the scenes that the emulators and the built-in test upstream deliver, into static/test-media, and those from which
// the emulators copy their images, into emulators/paint/scenes. Needs Debian's chromium, fonts-noto-core, ffmpeg and
// espeak-ng. The results are committed: only who wants other ones runs it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { addSound, cutClip, drawLoop, drawSheet, frame } from './samples/film.ts'
import { FILMS, FRAMES_A_SECOND, LOOP_SECONDS, SHEETS, SPEECHES, STILLS, TALKING_SHAPES, TALKS } from './samples/list.ts'
import { encodeSound, loudness, SOUND_FORMATS, speak } from './samples/sound.ts'
import { print } from './local/terminal.ts'

const MEDIA = new URL('../static/test-media/', import.meta.url).pathname
const PAINTINGS = new URL('../emulators/paint/scenes/', import.meta.url).pathname
const media = (name: string): string => join(MEDIA, `${name}.bin`)

const folder = await mkdtemp(join(tmpdir(), 'doitong-samples-'))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage()
  await page.addScriptTag({ content: await drawingCode() })
  await page.evaluate(async () => { await document.fonts.ready })
  for (const { scene, shape } of STILLS) await writeFile(media(`${scene}-${shape}.jpg`), await frame(page, scene, shape, 0.5, 0, 0.82))
  for (const { scene, shape, size } of SHEETS) await drawSheet(page, scene, size, `${PAINTINGS}${scene}-${shape}.png.bin`)
  for (const { scene, shape, seconds } of FILMS) {
    const loop = join(folder, `${scene}-${shape}.mkv`)
    await drawLoop(page, scene, shape, loop)
    for (const length of seconds) await cutClip(loop, length, media(`${scene}-${shape}-${length}.mp4`))
    print(`${scene}, ${shape}`)
  }
  for (const language of Object.keys(SPEECHES) as (keyof typeof SPEECHES)[]) {
    const [speech, sound] = [join(folder, `speech-${language}.wav`), join(folder, `talk-${language}.wav`)]
    await speak(SPEECHES[language], speech)
    await speak(TALKS[language], sound)
    for (const format of SOUND_FORMATS) await encodeSound(speech, format, media(`speech-${language}.${format}`))
    const voices = await loudness(sound, FRAMES_A_SECOND * LOOP_SECONDS)
    for (const shape of TALKING_SHAPES) {
      const loop = join(folder, `talking-${language}-${shape}.mkv`)
      await drawLoop(page, 'face', shape, loop, voices)
      await addSound(loop, sound, media(`talking-${language}-${shape}.mp4`))
    }
    print(`speech, ${language}`)
  }
} finally {
  await browser.close()
  await rm(folder, { recursive: true })
}

/** The scenes as one script that offers `samples` to its page. */
async function drawingCode(): Promise<string> {
  const entry = new URL('samples/scenes/scenes.ts', import.meta.url).pathname
  const built = await build({ logLevel: 'error', configFile: false, build: { write: false, lib: { entry, formats: ['iife'], name: 'samples' } } })
  const [result] = Array.isArray(built) ? built : [built]
  const chunk = result && 'output' in result ? result.output[0] : undefined
  if (!chunk) throw new Error('nothing was built')
  return chunk.code
}
