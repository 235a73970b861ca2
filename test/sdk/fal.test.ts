// @fal-ai/client 1.10.1, fal's own. It has no base URL: it builds https://queue.fal.run/… itself, and its middleware of
// requests leads that here.
import { ApiError, createFalClient, ValidationError } from '@fal-ai/client'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setting } from './emulators.ts'
import { assertMedia, fetched } from './media.ts'

function clientOf(credentials: string) {
  return createFalClient({
    credentials,
    requestMiddleware: async (request) => ({ ...request, url: request.url.replace('https://queue.fal.run', setting('FAL_BASE_URL')) }),
  })
}

const fal = clientOf(setting('FAL_API_KEY'))
const KREA = 'fal-ai/flux/krea'
const input = { prompt: 'a paper boat on a river', image_size: 'landscape_16_9', num_images: 2, output_format: 'png' } as const

test('images are subscribed to, with the queue’s steps on the way, and decoded', async () => {
  const steps = new Set<string>()
  const { data, requestId } = await fal.subscribe(KREA, { input, onQueueUpdate: ({ status }) => steps.add(status) })
  assert.deepEqual([...steps], ['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED'])
  assert.ok(requestId)
  assert.equal(data.images.length, 2)
  for (const { url } of data.images) await assertMedia(await fetched(url), { format: 'png', width: 1024, height: 576 })
})

test('a wrong input is accepted by the queue and refused by the result', async () => {
  const subscribed = fal.subscribe(KREA, { input: { ...input, num_images: 9 } })
  await assert.rejects(subscribed, (error) => {
    assert.ok(error instanceof ValidationError)
    assert.equal(error.status, 422)
    assert.equal(error.getFieldErrors('num_images').length, 1)
    return true
  })
})

test('a queued request is cancelled', async () => {
  const { request_id: requestId } = await fal.queue.submit(KREA, { input })
  await fal.queue.cancel(KREA, { requestId })
  await assert.rejects(fal.queue.result(KREA, { requestId }), ApiError)
})

test('a wrong key is the SDK’s own error', async () => {
  await assert.rejects(clientOf('stranger:0000').queue.submit(KREA, { input }), (error) => {
    assert.ok(error instanceof ApiError)
    assert.equal(error.status, 401)
    return true
  })
})
