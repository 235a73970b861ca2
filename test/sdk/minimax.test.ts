// mmx-cli 1.0.27, MiniMax's own: its `mmx-cli/sdk`. It exports no error class, so that its errors are known by their names.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MiniMaxSDK } from 'mmx-cli/sdk'
import { setting } from './emulators.ts'
import { assertMedia, fetched } from './media.ts'

const baseUrl = setting('MINIMAX_BASE_URL')
const minimax = new MiniMaxSDK({ apiKey: setting('MINIMAX_API_KEY'), baseUrl, region: 'global' })

const PROMPT = 'a paper boat on a river'

test('a video is waited for, and its file is found and played', async () => {
  const task = await minimax.video.generate({ model: 'MiniMax-Hailuo-02', prompt: PROMPT, pollInterval: 1, timeout: 60 })
  assert.ok('file_id' in task && task.file_id !== undefined)
  assert.partialDeepStrictEqual(task, { status: 'Success', video_width: 1366, video_height: 768 })
  const { file } = await minimax.file.retrieve(task.file_id)
  // Its own `video.download` turns every link into https, which nothing answers here.
  await assertMedia(await fetched(file.download_url ?? ''), { format: 'mp4', durationSeconds: 6 })
})

test('a task that is not waited for is looked up', async () => {
  const { taskId } = await minimax.video.generate({ model: 'T2V-01', prompt: PROMPT, async: true })
  const task = await minimax.video.getTask({ taskId, model: 'T2V-01' })
  assert.partialDeepStrictEqual(task, { task_id: taskId, base_resp: { status_code: 0 } })
})

test('several images come in one answer, as links', async () => {
  const { data } = await minimax.image.generate({ prompt: PROMPT, n: 2, aspect_ratio: '16:9' })
  assert.equal(data.image_urls?.length, 2)
  for (const url of data.image_urls ?? []) await assertMedia(await fetched(url), { format: 'jpeg', width: 1280, height: 720 })
})

test('an image comes inside the answer', async () => {
  const { data } = await minimax.image.generate({ prompt: PROMPT, response_format: 'base64' })
  await assertMedia(Buffer.from(data.image_base64?.[0] ?? '', 'base64'), { format: 'jpeg', width: 1024, height: 1024 })
})

test('a wrong key, a wrong value and a moderated text are the SDK’s own errors, although each comes with 200', async () => {
  const stranger = new MiniMaxSDK({ apiKey: 'sk-api-of-a-stranger', baseUrl, region: 'global' })
  await assert.rejects(stranger.image.generate({ prompt: PROMPT }), { name: 'CLIError', message: /invalid api key/ })
  await assert.rejects(minimax.image.generate({ prompt: PROMPT, n: 10 }), { name: 'CLIError', message: /invalid params/ })
  const moderated = minimax.video.generate({ model: 'T2V-01', prompt: `${PROMPT} [[moderated]]`, async: true })
  await assert.rejects(moderated, { name: 'CLIError', message: /flagged by sensitivity filter/ })
})
