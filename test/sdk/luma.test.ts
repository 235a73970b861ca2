// lumaai 1.19.1, Luma's own.
import { LumaAI, AuthenticationError, NotFoundError, UnprocessableEntityError } from 'lumaai'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { setting } from './emulators.ts'
import { assertMedia, fetched } from './media.ts'

const baseURL = setting('LUMA_BASE_URL')
const luma = new LumaAI({ authToken: setting('LUMA_API_KEY'), baseURL })

const ASKED = { model: 'ray-2', prompt: 'a paper boat on a river', aspect_ratio: '16:9', duration: '5s' } as const
const MAX_LOOKS = 60

/** Polls as Luma's guide does: the SDK has no waiting of its own. */
async function ended(id: string): Promise<LumaAI.Generation> {
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const generation = await luma.generations.get(id)
    if (generation.state === 'completed' || generation.state === 'failed') return generation
    await sleep(1000)
  }
  throw new Error(`${id} has not ended`)
}

test('a video is made, polled for and played', async () => {
  const { id, state } = await luma.generations.video.create(ASKED)
  assert.equal(state, 'queued')
  const generation = await ended(id ?? '')
  assert.equal(generation.state, 'completed')
  assert.partialDeepStrictEqual(generation.request, ASKED)
  await assertMedia(await fetched(generation.assets?.video ?? ''), { format: 'mp4', durationSeconds: 5 })
})

test('the older path makes a video, too', async () => {
  const { id } = await luma.generations.create(ASKED)
  assert.partialDeepStrictEqual(await luma.generations.get(id ?? ''), { id, generation_type: 'video', model: 'ray-2' })
})

test('a failed generation tells its reason', async () => {
  const { id } = await luma.generations.video.create({ ...ASKED, prompt: 'a boat [[fail]]' })
  const { state, failure_reason: reason } = await ended(id ?? '')
  assert.equal(state, 'failed')
  assert.match(reason ?? '', /^500: /)
})

test('a deleted generation is gone', async () => {
  const { id } = await luma.generations.video.create(ASKED)
  await luma.generations.delete(id ?? '')
  await assert.rejects(luma.generations.get(id ?? ''), NotFoundError)
})

test('a wrong key and a wrong value are the SDK’s own errors', async () => {
  const stranger = new LumaAI({ authToken: 'luma-of-a-stranger', baseURL })
  await assert.rejects(stranger.generations.video.create(ASKED), AuthenticationError)
  await assert.rejects(luma.generations.video.create({ ...ASKED, duration: '7s' }), (error) => {
    assert.ok(error instanceof UnprocessableEntityError)
    assert.partialDeepStrictEqual(error.error, { detail: [{ loc: ['body', 'duration'] }] })
    return true
  })
})
