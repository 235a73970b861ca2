// @google/genai 3.1.0, Google's own, at both of its doors: the Gemini API by key, Vertex AI by a service account. At the
// first door it has no Veo any more; 2.32.0 still has.
import { ApiError, GoogleGenAI, type GenerateContentResponse, type GenerateVideosOperation } from '@google/genai'
import { ApiError as OlderApiError, GoogleGenAI as OlderGoogleGenAI } from 'google-genai-2'
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { GOOGLE_EMULATOR_LOCATION, GOOGLE_EMULATOR_PROJECT } from '../../emulators/google/service-account.ts'
import { emulators, setting } from './emulators.ts'
import { googleAuthOptions } from './google-token.ts'
import { assertMedia } from './media.ts'
import { PIXEL_BASE64 } from './pixel.ts'

const httpOptions = { baseUrl: `${emulators}/google` }
const apiKey = setting('GOOGLE_API_KEY')
const gemini = new GoogleGenAI({ apiKey, httpOptions })
const older = new OlderGoogleGenAI({ apiKey, httpOptions })
const atVertex = {
  vertexai: true,
  project: GOOGLE_EMULATOR_PROJECT,
  location: GOOGLE_EMULATOR_LOCATION,
  googleAuthOptions: googleAuthOptions(`${emulators}/google/token`),
  httpOptions,
}
const vertex = new GoogleGenAI(atVertex)
/** Images are served in another place. */
const vertexImages = new GoogleGenAI({ ...atVertex, location: 'global' })

const MAX_LOOKS = 60
const VEO = 'veo-3.1-fast-generate-001'
const IMAGE = 'gemini-3-pro-image'
const prompt = 'a paper boat on a river'
const image = { imageBytes: PIXEL_BASE64, mimeType: 'image/png' }
const imageConfig = { aspectRatio: '16:9', imageSize: '1K' }

const folder = mkdtempSync(join(tmpdir(), 'doitong-sdk-google-'))
after(() => rmSync(folder, { recursive: true }))

suite('Gemini API', () => {
  test('a video is polled for, downloaded with the key and played', async () => {
    const config = { aspectRatio: '16:9', resolution: '720p', durationSeconds: 6, negativePrompt: 'rain' }
    const { response } = await ended(older, await older.models.generateVideos({ model: VEO, source: { prompt }, config }))
    const video = response?.generatedVideos?.[0]?.video
    // The SDK knows the name of a file in a link only where the link is https, as every real one is.
    const file = { ...video, uri: (video?.uri ?? '').replace(/^http:/, 'https:') }
    const downloadPath = join(folder, 'video.mp4')
    await older.files.download({ file, downloadPath })
    await assertMedia(readFileSync(downloadPath), { format: 'mp4', durationSeconds: 6 })
  })

  test('a filtered video is an ending without a video, with the reason', async () => {
    const source = { prompt: `${prompt} [[moderated]]`, image }
    const { response, error } = await ended(older, await older.models.generateVideos({ model: VEO, source }))
    assert.equal(error, undefined)
    assert.equal(response?.generatedVideos, undefined)
    assert.equal(response?.raiMediaFilteredCount, 1)
    assert.equal(response?.raiMediaFilteredReasons?.length, 1)
  })

  test('an image comes inside the answer', async () => {
    await assertImage(await gemini.models.generateContent({ model: IMAGE, contents: prompt, config: imageOnly() }))
  })

  test('a wrong key, a wrong value and a retired model are the SDK’s own errors', async () => {
    const stranger = new GoogleGenAI({ apiKey: 'AIzaOfAStranger', httpOptions })
    await assert.rejects(stranger.models.generateContent({ model: IMAGE, contents: prompt, config: imageOnly() }), refusal(400, /API_KEY_INVALID/))
    const config = { ...imageOnly(), imageConfig: { aspectRatio: '17:9' } }
    await assert.rejects(gemini.models.generateContent({ model: IMAGE, contents: prompt, config }), refusal(400, /aspect_ratio/))
    const retired = { model: 'imagen-4.0-generate-001', contents: prompt }
    await assert.rejects(gemini.models.generateContent(retired), refusal(404, /no longer available/))
  })

  test('a wrong key and a wrong value for a video are the SDK’s own errors', async () => {
    const stranger = new OlderGoogleGenAI({ apiKey: 'AIzaOfAStranger', httpOptions })
    const asked = { model: VEO, source: { prompt } }
    await assert.rejects(stranger.models.generateVideos(asked), refusal(400, /API_KEY_INVALID/, OlderApiError))
    await assert.rejects(older.models.generateVideos({ ...asked, config: { durationSeconds: 7 } }), refusal(400, /durationSeconds/, OlderApiError))
  })
})

suite('Vertex AI', () => {
  test('a video comes inside the operation, after the service account got its token', async () => {
    const config = { aspectRatio: '9:16', durationSeconds: 4, generateAudio: true, seed: 7 }
    const { response } = await ended(vertex, await vertex.models.generateVideos({ model: VEO, source: { prompt, image }, config }))
    const bytes = Buffer.from(response?.generatedVideos?.[0]?.video?.videoBytes ?? '', 'base64')
    await assertMedia(bytes, { kind: 'video', format: 'mp4' })
  })

  test('an image comes inside the answer', async () => {
    await assertImage(await vertexImages.models.generateContent({ model: IMAGE, contents: prompt, config: imageOnly() }))
  })

  test('a retired image model is the SDK’s own error', async () => {
    await assert.rejects(vertexImages.models.generateImages({ model: 'imagen-4.0-generate-001', prompt }), refusal(404, /no longer available/))
  })

  test('another project and a failed operation are reported', async () => {
    const elsewhere = new GoogleGenAI({ ...atVertex, project: 'other' })
    const config = { generateAudio: false }
    await assert.rejects(elsewhere.models.generateVideos({ model: VEO, source: { prompt }, config }), refusal(403, /PERMISSION_DENIED/))
    const source = { prompt: `${prompt} [[fail]]` }
    const { error } = await ended(vertex, await vertex.models.generateVideos({ model: VEO, source, config }))
    assert.partialDeepStrictEqual(error, { code: 13 })
  })
})

function imageOnly() {
  return { responseModalities: ['IMAGE'], imageConfig }
}

async function assertImage(response: GenerateContentResponse): Promise<void> {
  await assertMedia(Buffer.from(response.data ?? '', 'base64'), { format: 'png', width: 1376, height: 768 })
}

type Operation = Pick<GenerateVideosOperation, 'done' | 'response' | 'error'>

/** Asks again until it has ended. */
async function ended<Started extends Operation>(
  google: { readonly operations: { getVideosOperation: (parameters: { operation: Started }) => Promise<Started> } },
  started: Started,
): Promise<Operation> {
  let operation = started
  for (let looks = 0; !operation.done && looks < MAX_LOOKS; looks++) {
    await sleep(1000)
    operation = await google.operations.getVideosOperation({ operation })
  }
  return operation
}

/** Of either version of the SDK. */
type ErrorClass = abstract new (...parameters: never) => Error & { readonly status: number }

function refusal(status: number, words: RegExp, Own: ErrorClass = ApiError) {
  return (error: unknown) => {
    assert.ok(error instanceof Own)
    assert.equal(error.status, status)
    assert.match(error.message, words)
    return true
  }
}
