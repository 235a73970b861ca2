// The subscription by the clients that people have: graphql-sse, urql and Apollo Client, as their own pages say.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { Client, fetchExchange } from '@urql/core'
import { createClient } from 'graphql-sse'
import * as v from 'valibot'
import { ask, Fields, objectIn } from './graphql.ts'
import { service } from './running-service.ts'

const FOLLOW = 'subscription ($id: ID!) { generation(id: $id) { id status url } }'
const url = `${service.url}/graphql`
const headers = { authorization: `Bearer ${service.keys.enterprise}` }

async function generate(text: string): Promise<string> {
  const query = 'mutation ($text: String!) { generate(input: { type: IMAGE, provider: "flux-dev", input: { text: $text } }) { id } }'
  return String(objectIn(await ask({ query, variables: { text } }), 'generate')['id'])
}

/** From the first state to the end, each but once, and the media's link with the last. */
function assertLife(seen: readonly unknown[], id: string): void {
  const states = seen.map((data) => objectIn(v.parse(Fields, data), 'generation'))
  const statuses = states.map(({ status }) => String(status))
  assert.deepEqual(states.map((state) => state['id']), states.map(() => id))
  assert.equal(statuses.at(-1), 'COMPLETED', statuses.join(' '))
  assert.match(statuses.join(' '), /^(QUEUED )?(PROCESSING )*COMPLETED$/)
  assert.match(String(states.at(-1)?.['url']), /\/media\//)
}

/** What a client's subscription tells until it is complete. */
const untilComplete = (subscribe: (sink: { next: (value: unknown) => void; error: (error: unknown) => void; complete: () => void }) => unknown): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    const seen: unknown[] = []
    subscribe({ next: (value) => seen.push(value), error: reject, complete: () => resolve(seen) })
  })

describe('a generation is followed to its end', { concurrency: true }, () => {
  test('by graphql-sse', async () => {
    const id = await generate('a stream, by graphql-sse')
    const client = createClient({ url, headers, singleConnection: false })
    const seen = await untilComplete((sink) => client.subscribe({ query: FOLLOW, variables: { id } }, sink))
    assertLife(seen.map((result) => v.parse(Fields, result)['data']), id)
    client.dispose()
  })

  test('by urql', async () => {
    const id = await generate('a stream, by urql')
    const client = new Client({ url, exchanges: [fetchExchange], fetchSubscriptions: true, preferGetMethod: false, fetchOptions: { headers } })
    const seen: unknown[] = []
    await new Promise<void>((resolve, reject) => {
      client.subscription(FOLLOW, { id }).subscribe(({ data, error }) => {
        if (error) return reject(error)
        seen.push(data)
        const { generation } = v.parse(v.object({ generation: v.object({ status: v.string() }) }), data)
        if (generation.status === 'COMPLETED') resolve()
      })
    })
    assertLife(seen, id)
  })

  test('by Apollo Client', async () => {
    const id = await generate('a stream, by Apollo')
    const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: url, headers }) })
    const seen = await untilComplete((sink) => client.subscribe({ query: gql(FOLLOW), variables: { id } }).subscribe(sink))
    assertLife(seen.map((result) => v.parse(Fields, result)['data']), id)
    client.stop()
  })
})
