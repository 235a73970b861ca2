// The images that emulators answer with: of exactly the size and the format asked for, and of what was asked for.
import { imageSize } from 'image-size'
import { describe, expect, test } from 'vitest'
import { BFL_EMULATOR_KEY, bflEmulator } from '../../emulators/bfl/twin.ts'
import { memoryDesk } from '../../emulators/desk.ts'
import type { Media } from '../../emulators/emulator.ts'
import { FAL_EMULATOR_KEY, falEmulator } from '../../emulators/fal/twin.ts'
import { GOOGLE_EMULATOR_KEY, googleEmulator } from '../../emulators/google/twin.ts'
import { paintedImage } from '../../emulators/media.ts'
import { MINIMAX_EMULATOR_KEY, minimaxEmulator } from '../../emulators/minimax/twin.ts'
import { openPainting } from '../../emulators/paint/painting.ts'
import { crc32 } from '../../emulators/paint/png.ts'
import { SHEETS } from '../../emulators/sheets.ts'
import { STABILITY_EMULATOR_KEY, stabilityEmulator } from '../../emulators/stability/twin.ts'
import { blocksOf, jpegLight, pngChunks, pngLight, webpLight } from './light.ts'

const FORMATS = ['png', 'jpeg', 'webp'] as const
const SIZES = [
  [1, 1],
  [1023, 769],
  [352, 2816],
  [1376, 768],
] as const
const LIGHT = { png: pngLight, jpeg: jpegLight, webp: webpLight } as const

describe.each(FORMATS)('a painted %s', (format) => {
  test.each(SIZES)('is of exactly %i by %i, and has a colour for every pixel of it', async (width, height) => {
    const { bytes, contentType } = await paintedImage(width, height, format, 7)
    expect(contentType).toBe(`image/${format}`)
    expect(imageSize(bytes)).toMatchObject({ width, height, type: format === 'jpeg' ? 'jpg' : format })
    expect((await LIGHT[format](bytes)).blocks).toHaveLength(Math.ceil(width / 8) * Math.ceil(height / 8))
  })

  test('shows the drawn scene that the words name, in English, Hindi and Hinglish, and mountains without any', async () => {
    for (const [scene, ...prompts] of [['lotus', 'a lotus at dawn', 'खिलता कमल'], ['street', 'rain in the city', 'raat ki sadak'], ['mountains', 'x']] as const) {
      const drawn = sheetLight(scene)
      for (const prompt of prompts) expect(difference(await shown(format, prompt), drawn)).toBeLessThan(14)
    }
    expect(difference(await shown(format, 'a lotus'), await shown(format, 'a street'))).toBeGreaterThan(30)
  })

  test('is another one for another seed or other words, and the same for the same', async () => {
    const first = await paintedImage(64, 64, format, 1, 'a lotus')
    expect(await paintedImage(64, 64, format, 1, 'a lotus')).toEqual(first)
    expect(await paintedImage(64, 64, format, 2, 'a lotus')).not.toEqual(first)
    expect(await paintedImage(64, 64, format, 1, 'a lotus at dawn')).not.toEqual(first)
  })
})

describe('a painted PNG', () => {
  test('has sound chunks', async () => {
    const chunks = pngChunks((await paintedImage(64, 48, 'png', 7)).bytes)
    expect(chunks.map((chunk) => chunk.name)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND'])
    expect(chunks.filter((chunk) => chunk.statedCrc !== crc32(chunk.checked))).toEqual([])
  })

  test('uses the check sum of its specification', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  })
})

describe('the twin of each company draws what its prompt names', () => {
  const clock = { nowMs: 0 }
  const PROMPT = 'एक कमल'
  const JSON_TYPE = { 'content-type': 'application/json' }

  test('Black Forest Labs', async () => {
    const { fetch, origin } = memoryDesk(bflEmulator, clock)
    const headers = { 'x-key': BFL_EMULATOR_KEY }
    const body = JSON.stringify({ prompt: PROMPT, width: 512, height: 256, seed: 5, output_format: 'png' })
    const made = await jsonOf<{ polling_url: string }>(fetch(`${origin}/v1/flux-dev`, { method: 'POST', body, headers: { ...headers, ...JSON_TYPE } }))
    clock.nowMs += 10_000
    const ready = await jsonOf<{ result: { sample: string } }>(fetch(made.polling_url, { headers }))
    expect(areAlike(await (await fetch(ready.result.sample)).bytes(), await paintedImage(512, 256, 'png', 5, PROMPT))).toBe(true)
  })

  test('fal', async () => {
    const { fetch, origin } = memoryDesk(falEmulator, clock)
    const headers = { authorization: `Key ${FAL_EMULATOR_KEY}` }
    const body = JSON.stringify({ prompt: PROMPT, seed: 5, image_size: { width: 512, height: 256 } })
    const made = await jsonOf<{ response_url: string }>(fetch(`${origin}/fal-ai/flux/krea`, { method: 'POST', body, headers: { ...headers, ...JSON_TYPE } }))
    clock.nowMs += 10_000
    const { images } = await jsonOf<{ images: { url: string }[] }>(fetch(made.response_url, { headers }))
    expect(areAlike(await (await fetch(images[0]?.url ?? '')).bytes(), await paintedImage(512, 256, 'jpeg', 5, PROMPT))).toBe(true)
  })

  test('Google', async () => {
    const { fetch, origin } = memoryDesk(googleEmulator, clock)
    const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: PROMPT }] }], generationConfig: { seed: 5, responseModalities: ['IMAGE'] } })
    const headers = { 'x-goog-api-key': GOOGLE_EMULATOR_KEY, ...JSON_TYPE }
    const { candidates } = await jsonOf<{ candidates: { content: { parts: { inlineData: { data: string } }[] } }[] }>(fetch(`${origin}/v1beta/models/gemini-3-pro-image:generateContent`, { method: 'POST', body, headers }))
    expect(areAlike(fromBase64(candidates[0]?.content.parts[0]?.inlineData.data ?? ''), await paintedImage(1024, 1024, 'png', 5, PROMPT))).toBe(true)
  })

  test('MiniMax', async () => {
    const { fetch, origin } = memoryDesk(minimaxEmulator, clock)
    const body = JSON.stringify({ model: 'image-01', prompt: PROMPT, seed: 5, response_format: 'base64' })
    const { data } = await jsonOf<{ data: { image_base64: string[] } }>(fetch(`${origin}/v1/image_generation`, { method: 'POST', body, headers: { authorization: `Bearer ${MINIMAX_EMULATOR_KEY}`, ...JSON_TYPE } }))
    expect(areAlike(fromBase64(data.image_base64[0] ?? ''), await paintedImage(1024, 1024, 'jpeg', 5, PROMPT))).toBe(true)
  })

  test('Stability', async () => {
    const { fetch, origin } = memoryDesk(stabilityEmulator, clock)
    const body = new FormData()
    for (const [field, value] of Object.entries({ prompt: 'a lotus', seed: '5', output_format: 'webp' })) body.set(field, value)
    const answer = await fetch(`${origin}/v2beta/stable-image/generate/core`, { method: 'POST', body, headers: { authorization: `Bearer ${STABILITY_EMULATOR_KEY}` } })
    const bytes = await answer.bytes()
    const { width, height } = imageSize(bytes)
    expect(areAlike(bytes, await paintedImage(width, height, 'webp', 5, 'a lotus'))).toBe(true)
  })
})

async function shown(format: keyof typeof LIGHT, prompt: string): Promise<readonly number[]> {
  return (await LIGHT[format]((await paintedImage(624, 624, format, 3, prompt)).bytes)).blocks
}

async function jsonOf<Shape>(answer: Promise<Response>): Promise<Shape> {
  return (await answer).json<Shape>()
}

/** Quicker than to compare a million bytes as values. */
const areAlike = (bytes: Uint8Array, image: Media): boolean => bytes.length === image.bytes.length && bytes.every((byte, at) => byte === image.bytes[at])

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

function sheetLight(scene: string): readonly number[] {
  const sheet = SHEETS.find((one) => one.scene === scene && one.ratio === 1)
  if (!sheet) throw new Error(`no sheet of ${scene}`)
  const { width, height, palette, pixels } = openPainting(sheet.file)
  return blocksOf(width, height, palette, (x, y) => pixels[y * width + x] ?? 0).blocks
}

/** How far two pictures' blocks lie apart, on average. */
function difference(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, light, index) => sum + Math.abs(light - (other[index] ?? 0)), 0) / one.length
}
