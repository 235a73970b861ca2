// Addresses that an upstream gives us are judged like a stranger's, and see our credentials only where they are its own.
import { describe, expect, it } from 'vitest'
import { bflRegistration } from '../../src/upstreams/bfl/adapter.ts'
import { upstreamHttp } from '../../src/upstreams/http.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import type { UpstreamRegistration } from '../../src/upstreams/contract.ts'
import { verdictOfStatus } from '../../src/upstreams/verdicts.ts'

function client(baseUrl: string, trustedHosts: readonly RegExp[] = []) {
  const sent: { url: string; key: string | null }[] = []
  const http = upstreamHttp({ baseUrl, authorize: async () => ({ 'x-key': 'ours' }), trustedHosts }, async (url, init) => {
    sent.push({ url, key: new Headers(init.headers).get('x-key') })
    return Response.json({})
  }, () => 0)
  return { sent, get: (url: string) => http.request({ method: 'GET', url }) }
}

describe('an address that an upstream gave us', () => {
  it('is not asked where it is private, unencrypted, of an odd port, or none', async () => {
    const { sent, get } = client('https://api.example.com/v1')
    for (const url of ['https://10.0.0.1/x', 'https://169.254.169.254/', 'http://cdn.example.com/x', 'https://cdn.example.com:22/x', 'https://router.internal/x', 'file:///etc/passwd', 'nonsense']) {
      expect(await get(url)).toMatchObject({ kind: 'LOST', detail: expect.stringContaining('forbidden') })
    }
    expect(sent).toEqual([])
  })

  it('is asked where it is public, without our credentials unless it is its own', async () => {
    const { sent, get } = client('https://api.example.com/v1', [/^api\.[a-z]+\.example\.com$/])
    for (const url of ['https://cdn.example.org/x', 'https://api.eu.example.com/x', 'https://api.example.com/x', '/x']) await get(url)
    expect(sent.map(({ key }) => key)).toEqual([null, 'ours', 'ours', 'ours'])
  })

  it('may be of the very origin that our setting names, also on loopback', async () => {
    const { sent, get } = client('http://127.0.0.1:9000/bfl')
    await get('http://127.0.0.1:9000/bfl/v1/get_result?id=1')
    expect(await get('http://127.0.0.1:9001/other')).toMatchObject({ kind: 'LOST' })
    expect(sent).toEqual([{ url: 'http://127.0.0.1:9000/bfl/v1/get_result?id=1', key: 'ours' }])
  })
})

const sees = (host: string): boolean => bflRegistration.trustedHosts.some((trusted) => trusted.test(host))

it('only hosts that Black Forest Labs documents see its key', () => {
  expect(['api.bfl.ai', 'api.us1.bfl.ai', 'api.eu.bfl.ai'].every(sees)).toBe(true)
  expect(['api.bfl.ml', 'api.eu.bfl.ml', 'bfl.ai.example.com', 'api.bfl.ai.example.com', 'api.a.b.bfl.ai'].some(sees)).toBe(false)
})

it('no other company has trusted hosts outside its own domain', () => {
  const trusting = Object.entries<UpstreamRegistration>(registrations).filter(([, { trustedHosts }]) => trustedHosts)
  expect(trusting.map(([id]) => id)).toEqual(['bfl'])
})

const verdictOf = (status: number, json: unknown) =>
  verdictOfStatus({ kind: 'ANSWER', status, json, headers: new Headers(), bytes: new Uint8Array(), pieces: [], media: [], retryAfterSeconds: undefined } as unknown as Parameters<typeof verdictOfStatus>[0])

describe('a status that no table knows', () => {
  it('rings an alarm only where an operator can mend it, and is nobody\'s fault where nobody has told what it means', () => {
    for (let status = 300; status < 600; status += 1) {
      const verdict = verdictOf(status, {})
      expect(verdict.alarm).toBe({ 401: 'KEY', 402: 'BALANCE', 403: 'KEY', 404: 'KEY' }[status])
      expect(verdict.refusal).toBe(status === 429 ? 'BUSY' : [400, 413, 414, 415, 422, 431].includes(status) ? 'INVALID_INPUT' : 'UNAVAILABLE')
      expect(verdict.blameless ?? false).toBe(verdict.refusal === 'UNAVAILABLE' && !verdict.alarm && status < 500)
    }
    expect(verdictOf(403, undefined)).toEqual({ refusal: 'UNAVAILABLE', blameless: true })
  })
})
