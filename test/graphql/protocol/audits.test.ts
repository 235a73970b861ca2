// All audits of the npm package graphql-http, through the Worker itself with its own bindings.
import { exports } from 'cloudflare:workers'
import { serverAudits } from 'graphql-http'
import { beforeAll, describe, expect, it } from 'vitest'
import { createWorld } from '../../world.ts'

let key = ''
beforeAll(async () => {
  key = (await createWorld()).key
})

const audits = serverAudits({
  url: 'http://127.0.0.1:8787/graphql',
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${key}`)
    return exports.default.fetch(new Request(url, { ...init, headers }))
  },
})

describe('GraphQL over HTTP', () => {
  it('is audited by 61 rules', () => {
    expect(audits).toHaveLength(61)
  })
  for (const audit of audits) {
    it(audit.name, async () => {
      const result = await audit.fn()
      expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok')
    })
  }
})
