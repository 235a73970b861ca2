// The samples of the portal's home page, as they stand there, with host and key replaced and nothing in between.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { projectFolder } from '../../tools/local/tools.ts'
import { ask, objectIn } from './graphql.ts'
import { assertMedia } from './media.ts'
import { bashIsMissing, pythonIsMissing, runProgram, writeProgram } from './programs.ts'
import { adapted } from './published.ts'

const sample = (name: string): string => adapted(readFileSync(join(projectFolder, 'portal', 'samples', name), 'utf8'))
const linkIn = (printed: string) => /https?:\/\/[^\s"']+\/media\/[^\s"']+/.exec(printed)?.[0]
const cancelled = `'CANCELLED'`

describe('the samples of the home page', { concurrency: true }, () => {
  test('curl', { skip: bashIsMissing }, async () => {
    const { stdout } = await runProgram('bash', '-euo', 'pipefail', '-c', sample('quick-start.sh'))
    assert.match(stdout, /"generate":\{"id":"gen_\w+"/)
    assert.match(stdout, /"quote":\{"provider":"[\w-]+"/)
    assert.doesNotMatch(stdout, /"errors"/)
  })

  test('JavaScript', async () => {
    const { stdout } = await runProgram(process.execPath, writeProgram('client.mjs', sample('client.js')))
    await assertMedia(linkIn(stdout), 'video/')
  })

  test('JavaScript: a cancelled generation ends the loop', async () => {
    const code = sample('client.js')
    assert.ok(code.includes(cancelled))
    const query = 'mutation ($input: GenerateInput!) { generate(input: $input) { id } }'
    const { id } = objectIn(await ask({ query, variables: { input: { type: 'VIDEO', provider: 'luma', input: { text: 'A storm [[slow]]' } } } }), 'generate')
    await ask({ query: 'mutation ($id: ID!) { cancelGeneration(id: $id) }', variables: { id } })
    const waiting = `${code.slice(0, code.indexOf('const video ='))}\nawait waitFor('${String(id)}').catch((error) => console.log(error.message))`
    assert.match((await runProgram(process.execPath, writeProgram('client.mjs', waiting))).stdout, /cancelled/)
  })

  test('Python', { skip: pythonIsMissing }, async () => {
    const { stdout } = await runProgram('python3', writeProgram('client.py', sample('client.py')))
    await assertMedia(linkIn(stdout), 'audio/')
  })

  test('GraphQL: every operation is answered', async () => {
    const document = sample('operations.graphql')
    const input = { type: 'IMAGE', provider: 'flux-ultra', input: { text: 'A portrait' } }
    const { id } = objectIn(await ask({ query: document, operationName: 'Generate', variables: { input } }), 'generate')
    for (const [operationName, variables] of [['Quote', { input }], ['GetGeneration', { id }], ['Cancel', { id }], ['GetProviders', { type: 'VIDEO' }]] as const) {
      assert.ok(await ask({ query: document, operationName, variables }), operationName)
    }
  })

  test('Apollo Client 4', async () => {
    const { stdout } = await runProgram(process.execPath, writeProgram('apollo.mjs', sample('apollo.js')))
    assert.match(stdout, /gen_\w+ QUEUED/)
  })
})
