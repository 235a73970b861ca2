// Every published operation, with all six published variables.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import * as v from 'valibot'
import { ask, Fields, objectIn, objectsIn, until, untilStatus } from './graphql.ts'
import { assertMedia } from './media.ts'
import { published, publishedAreMissing } from './published.ts'

const skip = publishedAreMissing
const operations = published('operations.graphql')
const [generate = '', getGeneration = '', cancelGeneration = '', getProviders = ''] = operations.split(/\n\n(?=# )/)

const inputsFile = new URL('../../tools/demo/inputs.json', import.meta.url)
const Samples = v.array(v.object({ title: v.string(), variables: v.object({ input: Fields }) }))
const samples = v.parse(Samples, JSON.parse(readFileSync(inputsFile, 'utf8')))

const FAMILIES: Readonly<Record<string, string>> = { VIDEO: 'video/', AVATAR: 'video/', IMAGE: 'image/', AUDIO: 'audio/' }

async function statusOf(id: unknown): Promise<Fields> {
  return objectIn(await ask({ query: getGeneration, variables: { id } }), 'generation')
}

describe('the published operations', { concurrency: true }, () => {
  for (const { title, variables } of samples) {
    test(`Generate, then GetGeneration to the end: ${title}`, { skip }, async () => {
      const created = objectIn(await ask({ query: generate, variables }), 'generate')
      assert.equal(created['status'], 'queued')
      assert.equal(created['type'], variables.input['type'])
      assert.equal(created['provider'], variables.input['provider'] ?? created['provider'])
      assert.ok(Number(created['creditCost']) > 0)
      const completed = await untilStatus(() => statusOf(created['id']), 'completed')
      assert.equal(completed['creditCost'], created['creditCost'])
      assert.equal(completed['progress'], 100)
      assert.equal(typeof objectIn(completed, 'metadata')['format'], 'string')
      assert.ok(Date.parse(String(completed['completedAt'])) >= Date.parse(String(completed['createdAt'])))
      await assertMedia(completed['url'], FAMILIES[String(created['type'])] ?? '')
    })
  }

  test('CancelGeneration cancels what the provider is working on, and says the same when asked again', { skip }, async () => {
    const input = { type: 'VIDEO', provider: 'runway', input: { text: 'Slow waves [[slow]]', image: 'https://example.com/sea.jpg' } }
    const { id } = objectIn(await ask({ query: generate, variables: { input } }), 'generate')
    await until(() => statusOf(id), ({ progress }) => Number(progress) > 0)
    assert.deepEqual(await ask({ query: cancelGeneration, variables: { id } }), { cancelGeneration: true })
    assert.equal((await statusOf(id))['status'], 'cancelled')
    assert.deepEqual(await ask({ query: cancelGeneration, variables: { id } }), { cancelGeneration: true })
  })

  for (const type of ['VIDEO', 'IMAGE', 'AUDIO', 'AVATAR']) {
    test(`GetProviders describes those of ${type}`, { skip }, async () => {
      const providers = objectsIn(await ask({ query: getProviders, variables: { type } }), 'providers')
      const ids = new Set(providers.map(({ id }) => id))
      const wanted = samples.flatMap(({ variables: { input } }) => (input['type'] === type && input['provider'] ? [input['provider']] : []))
      assert.deepEqual(wanted.filter((id) => !ids.has(id)), [])
      for (const provider of providers) {
        assert.ok(Number(objectIn(provider, 'pricing')['creditCost']) > 0, JSON.stringify(provider))
        assert.ok(objectsIn(provider, 'options').length > 0, JSON.stringify(provider))
      }
    })
  }

  test('the whole file is one document whose operations are called by name', { skip }, async () => {
    const variables = { type: 'AUDIO' }
    const data = await ask({ query: operations, operationName: 'GetProviders', variables })
    assert.ok(objectsIn(data, 'providers').length > 0)
  })

  test('the demo submits the published inputs unchanged', { skip }, () => {
    assert.equal(readFileSync(inputsFile, 'utf8'), published('generate-variables.json'))
  })
})
