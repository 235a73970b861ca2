// Which operation of a document runs.
import { describe, expect, it } from 'vitest'
import { createWorld } from '../../world.ts'

describe('an operation\'s name', () => {
  it('that is empty is none, by POST and by GET', async () => {
    const world = await createWorld()
    const posted = await world.post({ query: 'query Mine { me { id } }', operationName: '' })
    expect([posted.status, posted.body.data?.['me'].id]).toEqual([200, world.accountId])
    const got = await world.fetchApp('/graphql?query={me{id}}&operationName=', { headers: { authorization: `Bearer ${world.key}` } })
    expect([got.status, await got.json()]).toEqual([200, { data: { me: { id: world.accountId } } }])
  })

  it('chooses among several', async () => {
    const world = await createWorld()
    const query = 'query A { a: me { id } } query B { b: me { id } }'
    expect((await world.post({ query, operationName: 'B' })).body.data).toEqual({ b: { id: world.accountId } })
    for (const operationName of ['', null, 'C']) expect((await world.post({ query, operationName })).status).toBe(400)
  })
})
