// The published Apollo Client snippet.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import * as v from 'valibot'
import { ask, Fields, objectIn, untilStatus } from './graphql.ts'
import { assertMedia } from './media.ts'
import { runProgram, writeProgram } from './programs.ts'
import { adapted, published, publishedAreMissing } from './published.ts'

// Apollo Client 4 wants a cache, and the address in a link; the snippet was written before. This stands in for the
// package and makes both from what the snippet passes, so that the snippet itself stays as it was published.
const APOLLO = `
import { ApolloClient as Apollo, HttpLink, InMemoryCache } from '@apollo/client'
export { gql } from '@apollo/client'
export class ApolloClient extends Apollo {
  constructor({ uri, headers }) {
    super({ cache: new InMemoryCache(), link: new HttpLink({ uri, headers }) })
  }
}
`

test('the published Apollo snippet creates a video that completes', { skip: publishedAreMissing }, async () => {
  const snippet = adapted(published('apollo-usage.js')).replace("'@apollo/client'", "'./apollo.mjs'")
  const program = writeProgram('apollo-usage.mjs', `${snippet}\nconsole.log(JSON.stringify(result.data));\n`)
  writeFileSync(join(dirname(program), 'apollo.mjs'), APOLLO)
  const { stdout } = await runProgram(process.execPath, program)
  const created = objectIn(v.parse(Fields, JSON.parse(stdout)), 'videoCreate')
  assert.deepEqual(Object.keys(created).toSorted(), ['__typename', 'id', 'status', 'videoUrl'])
  assert.equal(created['__typename'], 'Video')
  assert.equal(created['status'], 'QUEUED')

  const look = 'query ($id: ID!) { generation(id: $id) { status url provider } }'
  const completed = await untilStatus(
    async () => objectIn(await ask({ query: look, variables: { id: created['id'] } }), 'generation'),
    'COMPLETED',
  )
  assert.equal(completed['provider'], 'luma')
  await assertMedia(completed['url'], 'video/')
})
