// The samples of the models' pages, of one model of each provider, in all their languages, as they stand there: host, key, the
// order's name and the example's files replaced, and nothing in between. What each sets going is followed to its media.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import * as v from 'valibot'
import { rowOf, sampleTextOf, summaries } from '../../portal/data/models/view.ts'
import { samplesOf } from '../../portal/data/models/samples.ts'
import type { Sample } from '../../portal/data/models/samples.ts'
import { modelById } from '../../src/catalog/catalog.ts'
import { PROVIDER_IDS } from '../../src/domain/model.ts'
import { projectFolder } from '../../tools/local/tools.ts'
import { ask, Fields, objectIn, objectsIn, untilStatus } from './graphql.ts'
import { assertMedia } from './media.ts'
import { bashIsMissing, pythonIsMissing, runProgram, writeProgram } from './programs.ts'
import { adapted } from './published.ts'

/** Providers at a time: each starts a program of its own. */
const AT_ONCE = 5
const FAMILIES = { VIDEO: 'video/', AVATAR: 'video/', IMAGE: 'image/', AUDIO: 'audio/' } as const
/** What stands for an address of the samples. */
const FILES = { jpg: ['image/jpeg', 'tools/demo/portrait.jpg'], mp3: ['audio/mpeg', 'static/test-media/speech-en.mp3.bin'] } as const

/** The first that its provider's page tells of. */
const firstOf = PROVIDER_IDS.map((provider) => ({ provider, model: modelById(summaries.find((one) => one.provider === provider)?.id ?? '') }))

describe('the samples of a model\'s page lead to its media', { concurrency: AT_ONCE }, () => {
  const uploads = new Map<string, string>()
  before(async () => {
    for (const [ending, [contentType, path]] of Object.entries(FILES)) uploads.set(ending, await uploaded(contentType, readFileSync(join(projectFolder, path))))
  })
  const filledIn = (code: string, model: string): string =>
    adapted(code).replaceAll(/https:\/\/example\.com\/[\w-]+\.(\w+)/g, (_, ending: string) => uploads.get(ending) ?? assert.fail(ending)).replaceAll('order-1001', `order-${model}-${process.pid}`)

  for (const { provider, model } of firstOf) {
    test(`${provider}: ${model?.id}`, async (context) => {
      assert.ok(model)
      const samples = samplesOf({ row: rowOf(model), options: {}, text: sampleTextOf(model) })
      assert.deepEqual(samples.map(({ name }) => name), ['curl', 'JavaScript', 'Python', 'GraphQL', 'Apollo'])
      await Promise.all(samples.map(async (sample) => {
        const missing = sample.name === 'curl' ? bashIsMissing : sample.name === 'Python' ? pythonIsMissing : false
        if (missing !== false) return context.diagnostic(`skipped: ${sample.name}, ${missing}`)
        await assertMade(await beginBy({ ...sample, code: filledIn(sample.code, model.id) }), FAMILIES[model.type])
      }))
    })
  }
})

/** @returns the generation that the sample printed */
async function beginBy({ name, code }: Sample): Promise<string> {
  const printed = await printedBy(name, code)
  const id = /gen_\w+/.exec(printed)?.[0]
  assert.ok(id, `${name} printed ${printed}`)
  return id
}

async function printedBy(name: string, code: string): Promise<string> {
  switch (name) {
    case 'curl':
      return (await runProgram('bash', '-euo', 'pipefail', '-c', code)).stdout
    case 'Python':
      return (await runProgram('python3', writeProgram('sample.py', code))).stdout
    case 'GraphQL': {
      const [query = '', variables = ''] = code.split('# Variables:\n')
      return JSON.stringify(await ask({ query, variables: v.parse(Fields, JSON.parse(variables.replaceAll(/^# /gm, ''))) }))
    }
    default:
      return (await runProgram(process.execPath, writeProgram('sample.mjs', code))).stdout
  }
}

async function assertMade(id: string, family: string): Promise<void> {
  const query = 'query ($id: ID!) { generation(id: $id, wait: 55) { status outputs { url } error { code message } } }'
  const made = await untilStatus(async () => objectIn(await ask({ query, variables: { id } }), 'generation'), 'COMPLETED')
  for (const { url } of objectsIn(made, 'outputs')) await assertMedia(url, family)
}

async function uploaded(contentType: string, bytes: Buffer<ArrayBuffer>): Promise<string> {
  const query = 'mutation ($input: UploadCreateInput!) { uploadCreate(input: $input) { id url } }'
  const { id, url } = objectIn(await ask({ query, variables: { input: { contentType, bytes: bytes.byteLength } } }), 'uploadCreate')
  assert.equal((await fetch(String(url), { method: 'PUT', body: bytes, headers: { connection: 'close' } })).ok, true)
  return String(id)
}
