// @ai-sdk/bytedance 1.0.29 with ai 7.0.173: ByteDance's own SDK for JavaScript has no Ark in it.
import { createByteDance } from '@ai-sdk/bytedance'
import { AISDKError, APICallError, experimental_generateVideo as generateVideo } from 'ai'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setting } from './emulators.ts'
import { assertMedia, download } from './media.ts'
import { PIXEL } from './pixel.ts'

const baseURL = setting('ARK_BASE_URL')
const ark = createByteDance({ apiKey: setting('ARK_API_KEY'), baseURL })

const providerOptions = { bytedance: { pollIntervalMs: 1000, pollTimeoutMs: 60_000 } }
const asked = { prompt: 'a paper boat on a river', aspectRatio: '9:16', duration: 5, resolution: '1280x720', providerOptions, download } as const
const PRO = 'seedance-1-0-pro-250528'

test('a video is polled for and played', async () => {
  const { video, providerMetadata } = await generateVideo({ ...asked, model: ark.video(PRO) })
  await assertMedia(video.uint8Array, { format: 'mp4', durationSeconds: 5 })
  assert.partialDeepStrictEqual(providerMetadata, { bytedance: {} })
})

test('a video is made from an image', async () => {
  const { video } = await generateVideo({ ...asked, model: ark.video(PRO), prompt: { text: 'it sails', image: PIXEL } })
  await assertMedia(video.uint8Array, { format: 'mp4' })
})

test('a wrong key and a wrong value are the SDK’s own errors', async () => {
  const stranger = createByteDance({ apiKey: '11111111-92b4-4e58-8a6d-5b3e9f0c2d41', baseURL })
  await assert.rejects(generateVideo({ ...asked, model: stranger.video(PRO) }), refusal(401, /API key/))
  await assert.rejects(generateVideo({ ...asked, model: ark.video(PRO), duration: 13 }), refusal(400, /duration/))
})

test('a failed task is the SDK’s own error', async () => {
  await assert.rejects(generateVideo({ ...asked, model: ark.video(PRO), prompt: 'a boat [[fail]]' }), (error) => {
    assert.ok(AISDKError.isInstance(error))
    assert.equal(error.name, 'BYTEDANCE_VIDEO_GENERATION_FAILED')
    return true
  })
})

function refusal(status: number, words: RegExp) {
  return (error: unknown) => {
    assert.ok(APICallError.isInstance(error))
    assert.equal(error.statusCode, status)
    assert.match(error.message, words)
    return true
  }
}
