// @ai-sdk/black-forest-labs 2.0.41 with ai 7.0.173: Black Forest Labs have no SDK of their own for JavaScript.
import { createBlackForestLabs } from '@ai-sdk/black-forest-labs'
import { APICallError, generateImage } from 'ai'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setting } from './emulators.ts'
import { assertMedia } from './media.ts'

const baseURL = `${setting('BFL_BASE_URL')}/v1`
const bfl = createBlackForestLabs({ apiKey: setting('BFL_API_KEY'), baseURL })

const prompt = 'a paper boat on a river'

test('an image is polled for, fetched and decoded', async () => {
  const providerOptions = { blackForestLabs: { width: 1024, height: 768, outputFormat: 'png' } }
  const { image } = await generateImage({ model: bfl.image('flux-pro-1.1'), prompt, seed: 7, providerOptions })
  await assertMedia(image.uint8Array, { format: 'png', width: 1024, height: 768 })
})

test('an image is edited', async () => {
  const first = await generateImage({ model: bfl.image('flux-dev'), prompt })
  const edited = await generateImage({
    model: bfl.image('flux-kontext-pro'),
    prompt: { text: 'now at night', images: [first.image.uint8Array] },
    aspectRatio: '16:9',
  })
  await assertMedia(edited.image.uint8Array, { kind: 'image' })
})

test('a wrong key and a wrong value are the SDK’s own errors', async () => {
  const stranger = createBlackForestLabs({ apiKey: '11111111-7425-40de-944b-e07fc1f90ae7', baseURL })
  await assert.rejects(generateImage({ model: stranger.image('flux-dev'), prompt }), refusal(403))
  const providerOptions = { blackForestLabs: { width: 1000, height: 1000 } }
  await assert.rejects(generateImage({ model: bfl.image('flux-dev'), prompt, providerOptions }), refusal(422))
})

test('a failed generation ends the polling', async () => {
  await assert.rejects(generateImage({ model: bfl.image('flux-dev'), prompt: `${prompt} [[fail]]` }), /generation failed/)
})

function refusal(status: number) {
  return (error: unknown) => {
    assert.ok(APICallError.isInstance(error))
    assert.equal(error.statusCode, status)
    return true
  }
}
