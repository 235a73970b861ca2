// @ai-sdk/alibaba 2.0.58 with ai 7.0.173: Alibaba's own DashScope SDKs are for Python and Java.
import { createAlibaba } from '@ai-sdk/alibaba'
import { APICallError, experimental_generateVideo as generateVideo } from 'ai'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setting } from './emulators.ts'
import { assertMedia, download } from './media.ts'

/** It adds the whole path itself. */
const videoBaseURL = setting('DASHSCOPE_BASE_URL').replace(/\/api\/v1$/, '')
const alibaba = createAlibaba({ apiKey: setting('DASHSCOPE_API_KEY'), videoBaseURL })

const asked = { prompt: 'a paper boat on a river', download, poll: { intervalMs: 1000, timeoutMs: 60_000 } } as const

test('a video is started, polled for and played', async () => {
  const { video, providerMetadata } = await generateVideo({ ...asked, model: alibaba.video('wan2.2-t2v-plus'), resolution: '832x480', seed: 7 })
  await assertMedia(video.uint8Array, { format: 'mp4', durationSeconds: 5 })
  assert.ok(providerMetadata['alibaba'])
})

test('a video is made from an image', async () => {
  // Of bytes it makes bare base64, which DashScope's page does not have: a link, or a data URL.
  const prompt = { text: 'it sails', image: 'https://example.com/boat.png' }
  const { video } = await generateVideo({ ...asked, model: alibaba.video('wan2.6-i2v'), prompt, duration: 10, resolution: '1280x720' })
  await assertMedia(video.uint8Array, { format: 'mp4', durationSeconds: 10 })
})

test('a wrong key and a wrong value are the SDK’s own errors', async () => {
  const stranger = createAlibaba({ apiKey: 'sk-of-a-stranger', videoBaseURL })
  await assert.rejects(generateVideo({ ...asked, model: stranger.video('wan2.2-t2v-plus') }), refusal(401, /API-key/))
  const model = alibaba.video('wan2.2-t2v-plus')
  await assert.rejects(generateVideo({ ...asked, model, resolution: '100x100' }), refusal(400, /size/))
  await assert.rejects(generateVideo({ ...asked, model, prompt: 'a boat [[moderated]]' }), refusal(400, /inappropriate/))
})

test('a failed task ends the polling with its reason', async () => {
  await assert.rejects(generateVideo({ ...asked, model: alibaba.video('wan2.2-t2v-plus'), prompt: 'a boat [[fail]]' }), /inference internal error/)
})

function refusal(status: number, words: RegExp) {
  return (error: unknown) => {
    assert.ok(APICallError.isInstance(error))
    assert.equal(error.statusCode, status)
    assert.match(error.message, words)
    return true
  }
}
