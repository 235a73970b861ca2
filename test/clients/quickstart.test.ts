// The three curl commands of the quick start, each run by a shell as it stands.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ask, dataOf, objectIn, untilStatus } from './graphql.ts'
import { assertMedia } from './media.ts'
import { bashIsMissing, runProgram } from './programs.ts'
import { adapted, published, publishedAreMissing } from './published.ts'

const skip = publishedAreMissing || bashIsMissing
const [generateVideo = '', generateBest = '', checkStatus = ''] = adapted(published('quickstart.sh')).split(/\n\n(?=# )/)

async function curl(command: string) {
  return dataOf((await runProgram('bash', '-c', command)).stdout)
}

describe('the published curl commands', { concurrency: true }, () => {
  test('the first makes a video that can be fetched', { skip }, async () => {
    const video = objectIn(await curl(generateVideo), 'generate')
    assert.equal(video['provider'], 'minimax')
    assert.equal(video['type'], 'VIDEO')
    assert.ok(Number(video['creditCost']) > 0)
    const look = 'query ($id: ID!) { generation(id: $id) { status url metadata { duration resolution } } }'
    const completed = await untilStatus(
      async () => objectIn(await ask({ query: look, variables: { id: video['id'] } }), 'generation'),
      'COMPLETED',
    )
    await assertMedia(completed['url'], 'video/')
    assert.ok(Number(objectIn(completed, 'metadata')['duration']) > 0)
  })

  test('the first, run twice, gives the same generation', { skip }, async () => {
    const [once, again] = [await curl(generateVideo), await curl(generateVideo)]
    assert.equal(objectIn(once, 'generate')['id'], objectIn(again, 'generate')['id'])
  })

  test('the second lets the service choose for quality', { skip }, async () => {
    const video = objectIn(await curl(generateBest), 'generate')
    assert.match(String(video['status']), /^(QUEUED|PROCESSING)$/)
    assert.equal(typeof video['provider'], 'string')
  })

  test('the third finds nothing under an id that nobody has', { skip }, async () => {
    assert.deepEqual(await curl(checkStatus), { generation: null })
  })

  test('the third shows the status of a generation that exists', { skip }, async () => {
    const { id } = objectIn(await curl(generateBest), 'generate')
    const generation = objectIn(await curl(checkStatus.replace('gen_abc123', String(id))), 'generation')
    assert.deepEqual(Object.keys(generation), ['status', 'progress', 'url', 'error'])
  })
})
