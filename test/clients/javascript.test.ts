// The published JavaScript class, and the usage shown beside it.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { objectIn, type Fields } from './graphql.ts'
import { assertMedia } from './media.ts'
import { runProgram, writeProgram } from './programs.ts'
import { adapted, published, publishedAreMissing } from './published.ts'
import { service } from './running-service.ts'

const skip = publishedAreMissing
const sample = adapted(published('doitong-client.js'))
const usage = adapted(published('doitong-usage.js'))

interface PublishedClient {
  generate(input: object): Promise<Fields>
  checkStatus(id: unknown): Promise<Fields>
  waitForCompletion(id: unknown, pollInterval?: number): Promise<Fields>
}

async function newClient(): Promise<PublishedClient> {
  const path = writeProgram('doitong-client.mjs', `${sample}\nexport { DoitongAPI }\n`)
  const loaded: { readonly DoitongAPI: new (key: string) => PublishedClient } = await import(pathToFileURL(path).href)
  return new loaded.DoitongAPI(service.keys.enterprise)
}

describe('the published JavaScript client', { concurrency: true }, () => {
  test('creates a video, waits for it and can fetch it', { skip }, async () => {
    const client = await newClient()
    const created = await client.generate({ type: 'VIDEO', input: { text: 'A serene mountain landscape' } })
    assert.equal(created['status'], 'QUEUED')
    assert.equal(created['error'], null)
    const completed = await client.waitForCompletion(created['id'])
    assert.equal(completed['status'], 'COMPLETED')
    await assertMedia(completed['url'], 'video/')
  })

  test('throws the reason when a generation fails', { skip }, async () => {
    const client = await newClient()
    const { id } = await client.generate({ type: 'VIDEO', provider: 'kling', input: { text: 'A storm [[fail]]' } })
    await assert.rejects(client.waitForCompletion(id), (error: Error) => error.message.length > 10)
    const failed = await client.checkStatus(id)
    assert.equal(failed['status'], 'FAILED')
    assert.equal(objectIn(failed, 'error')['code'], 'GENERATION_FAILED')
  })

  test('throws the message of an invalid input', { skip }, async () => {
    const client = await newClient()
    await assert.rejects(client.generate({ type: 'VIDEO', provider: 'nobody', input: { text: 'A storm' } }), /provider/i)
  })

  // The usage declares `const video` twice, which no module may: the first declaration gets a scope of its own.
  test('its usage examples run to the end', { skip }, async () => {
    const scoped = usage.replace(/\/\/ Simple video generation[\s\S]*?\n\}\);/, (statement) => `{\n${statement}\n}`)
    assert.notEqual(scoped, usage)
    const { stdout, stderr } = await runProgram(process.execPath, writeProgram('usage.mjs', `${sample}\n${scoped}`))
    await assertMedia(/^Video ready: (\S+)$/m.exec(stdout)?.[1], 'video/')
    assert.equal(stderr, '')
  })
})
