// @runwayml/sdk 4.20.1, Runway's own.
import RunwayML, { AuthenticationError, BadRequestError, NotFoundError, TaskFailedError } from '@runwayml/sdk'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setting } from './emulators.ts'
import { assertMedia, fetched } from './media.ts'
import { PIXEL_URL } from './pixel.ts'

const baseURL = setting('RUNWAY_BASE_URL')
const runway = new RunwayML({ apiKey: setting('RUNWAY_API_KEY'), baseURL })

const patience = { timeout: 60_000 }
const FROM_TEXT = { model: 'gen4.5', promptText: 'a paper boat on a river', ratio: '1280:720', duration: 5 } as const

test('a video from a text is waited for and played', async () => {
  const task = await runway.textToVideo.create(FROM_TEXT).waitForTaskOutput(patience)
  assert.equal(task.status, 'SUCCEEDED')
  await assertMedia(await fetched(task.output[0] ?? ''), { format: 'mp4', durationSeconds: 5 })
})

test('a video from an image is waited for and played', async () => {
  const asked = { model: 'gen4_turbo', promptImage: PIXEL_URL, ratio: '720:1280', duration: 10 } as const
  const task = await runway.imageToVideo.create(asked).waitForTaskOutput(patience)
  await assertMedia(await fetched(task.output[0] ?? ''), { format: 'mp4', durationSeconds: 10 })
})

test('a moderated text fails the task', async () => {
  const waiting = runway.textToVideo.create({ ...FROM_TEXT, promptText: 'a boat [[moderated]]' }).waitForTaskOutput(patience)
  await assert.rejects(waiting, (error) => {
    assert.ok(error instanceof TaskFailedError)
    assert.partialDeepStrictEqual(error.taskDetails, { status: 'FAILED', failureCode: 'SAFETY.INPUT.TEXT' })
    return true
  })
})

test('a task is cancelled, and then deleted', async () => {
  const { id } = await runway.textToVideo.create(FROM_TEXT)
  await runway.tasks.delete(id)
  assert.equal((await runway.tasks.retrieve(id)).status, 'CANCELLED')
  await runway.tasks.delete(id)
  await assert.rejects(Promise.resolve(runway.tasks.retrieve(id)), NotFoundError)
})

test('a wrong key and a wrong value are the SDK’s own errors', async () => {
  const stranger = new RunwayML({ apiKey: `key_${'00'.repeat(64)}`, baseURL })
  await assert.rejects(Promise.resolve(stranger.textToVideo.create(FROM_TEXT)), AuthenticationError)
  await assert.rejects(Promise.resolve(runway.textToVideo.create({ ...FROM_TEXT, duration: 11 })), (error) => {
    assert.ok(error instanceof BadRequestError)
    assert.partialDeepStrictEqual(error.error, { error: 'Validation of body failed', issues: [{ path: ['duration'] }] })
    return true
  })
})
