// All audits of the npm package graphql-http, through the real app.
import { serverAudits } from 'graphql-http'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'

const audits = serverAudits({
  url: 'http://127.0.0.1:8787/graphql',
  fetchFn: async (url: string, init: RequestInit = {}) => {
    const world = await shared
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${world.key}`)
    const { pathname, search } = new URL(url)
    return world.fetchApp(pathname + search, { ...init, headers })
  },
})
const shared = createWorld()

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
