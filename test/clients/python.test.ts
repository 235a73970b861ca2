// The published Python class. It compares the status with "completed", and reads `errorCode` beside a plain `error`.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { Fields } from './graphql.ts'
import { assertMedia } from './media.ts'
import { pythonIsMissing, runProgram, writeProgram } from './programs.ts'
import { adapted, published, publishedAreMissing } from './published.ts'
import { service } from './running-service.ts'

const skip = publishedAreMissing || pythonIsMissing
const sample = adapted(published('doitong_client.py'))
const classOnly = sample.slice(0, sample.indexOf('# Example usage'))

/** Runs statements below the published class, with `api` made from it; returns what they print as JSON. */
async function withClient(statements: string): Promise<Fields> {
  const program = `${classOnly}\napi = DoitongAPI("${service.keys.enterprise}")\n${statements}\n`
  const { stdout } = await runProgram('python3', writeProgram('client.py', program))
  return v.parse(Fields, JSON.parse(stdout))
}

describe('the published Python client', { concurrency: true }, () => {
  test('creates a video and waits for its completion', { skip }, async () => {
    const video = await withClient(`
created = api.generate("video", {"text": "A majestic eagle soaring through clouds"}, options={"duration": 10, "resolution": "1080p"})
print(json.dumps(api.wait_for_completion(created["id"])))`)
    assert.equal(video['status'], 'completed')
    assert.equal(video['error'], null)
    assert.equal(video['errorCode'], null)
    assert.equal(typeof video['metadata'], 'object')
    await assertMedia(video['url'], 'video/')
  })

  test('creates the image and the speech of its example', { skip }, async () => {
    const { image, audio } = await withClient(`
image = api.generate("image", {"text": "Professional product photography"}, provider="flux-ultra", options={"aspectRatio": "16:9", "quality": "ultra"})
audio = api.generate("audio", {"text": "Welcome to the future of AI"}, provider="elevenlabs", options={"voice": "rachel", "emotion": "excited"})
print(json.dumps({"image": api.wait_for_completion(image["id"])["url"], "audio": api.wait_for_completion(audio["id"])["url"]}))`)
    await assertMedia(image, 'image/')
    await assertMedia(audio, 'audio/')
  })

  test('raises the code and the reason of a failed generation', { skip }, async () => {
    const { raised } = await withClient(`
created = api.generate("video", {"text": "A storm [[fail]]"}, provider="kling")
try:
    api.wait_for_completion(created["id"])
except Exception as e:
    print(json.dumps({"raised": str(e)}))`)
    assert.match(String(raised), /^\[GENERATION_FAILED\] \S/)
  })

  // After the video it prints a field that its own status query does not ask for, and so ends with its own
  // "Error: 'creditCost'" against any server; what comes after that line is covered above.
  test('its example runs until the video is ready', { skip }, async () => {
    const { stdout } = await runProgram('python3', writeProgram('doitong_client.py', sample))
    assert.match(stdout, /^Video generation started: gen_\w+$/m)
    await assertMedia(/^Video ready: (\S+)$/m.exec(stdout)?.[1], 'video/')
  })
})
