// What the webhooks' part reckons in the page: whether a signature is right, and the request for an endpoint.
import { describe, expect, it } from 'vitest'
import { newWebhookSecret, signWebhook } from '../../src/webhooks/sign.ts'
import { openSigningKeys } from '../../src/webhooks/signing-keys.ts'
import { exampleOf, verdictOf } from '../../portal/islands/dashboard/webhooks/check-signature.ts'
import { badHeaderOf, endpointInputOf, formOf } from '../../portal/islands/dashboard/webhooks/endpoint-form.ts'

const NOW_MS = Date.parse('2026-11-28T09:30:00Z')
const keysOf = (...seeds: readonly number[]) => openSigningKeys(seeds.map((seed) => `whsk_${btoa(String.fromCharCode(...new Uint8Array(32).fill(seed)))}`).join(','))
const ours = async () => (await keysOf(8, 9)()).map(({ publicJwk }) => publicJwk)
const secretOf = (seed: number): string => newWebhookSecret((count) => new Uint8Array(count).fill(seed))

async function received(secrets: readonly string[], seeds: readonly number[] = []) {
  const [body, timestampSeconds] = ['{"type":"generation.completed"}', NOW_MS / 1000]
  const signature = await signWebhook(secrets, { id: 'evt_1', timestampSeconds, body }, (await keysOf(...seeds)()).map(({ key }) => key))
  return { secret: secrets[0] ?? '', body, headers: `Content-Type: application/json\nWebhook-Id: evt_1\nwebhook-timestamp: ${timestampSeconds}\nwebhook-signature: ${signature}` }
}

describe('a signature', () => {
  it('of the service is right by its secret, by either one while it changes, and by no other', async () => {
    const told = await received([secretOf(1), secretOf(2)])
    expect(await verdictOf(told, NOW_MS, ours)).toBe('right')
    expect(await verdictOf({ ...told, secret: ` ${secretOf(2)} ` }, NOW_MS, ours)).toBe('right')
    expect(await verdictOf({ ...told, secret: secretOf(3) }, NOW_MS, ours)).toBe('wrong')
  })

  it('is wrong for a body that differs by a space, and too old after five minutes', async () => {
    const told = await received([secretOf(1)])
    expect(await verdictOf({ ...told, body: `${told.body} ` }, NOW_MS, ours)).toBe('wrong')
    expect(await verdictOf(told, NOW_MS + 300_000, ours)).toBe('right')
    expect(await verdictOf(told, NOW_MS + 301_000, ours)).toBe('old')
  })

  it('cannot be judged without all that it takes', async () => {
    const told = await received([secretOf(1)])
    expect(await verdictOf({ secret: '', headers: '', body: '' }, NOW_MS, ours)).toBeUndefined()
    expect(await verdictOf({ ...told, secret: 'whsec_%%%' }, NOW_MS, ours)).toBe('no-secret')
    expect(await verdictOf({ ...told, secret: 'dt_live_x' }, NOW_MS, ours)).toBe('no-secret')
    expect(await verdictOf({ ...told, headers: 'webhook-id: evt_1' }, NOW_MS, ours)).toBe('no-headers')
  })

  it('of the service\'s own keys is right without a secret, by any that is published, and by no other', async () => {
    const told = { ...(await received([secretOf(1)], [9, 7])), secret: '' }
    expect(await verdictOf(told, NOW_MS, ours)).toBe('by-key')
    expect(await verdictOf(told, NOW_MS + 301_000, ours)).toBe('old')
    expect(await verdictOf({ ...told, body: `${told.body} ` }, NOW_MS, ours)).toBe('wrong')
    expect(await verdictOf({ ...(await received([secretOf(1)], [7])), secret: '' }, NOW_MS, ours)).toBe('wrong')
    expect(await verdictOf({ ...(await received([secretOf(1)])), secret: '' }, NOW_MS, ours)).toBe('no-secret')
  })

  it('of the example is right', async () => {
    expect(await verdictOf(await exampleOf(NOW_MS), NOW_MS, ours)).toBe('right')
  })
})

describe('an endpoint', () => {
  it('is asked for with the headers that were typed, and without any where none were', () => {
    expect(endpointInputOf({ url: ' https://a.example/h ', events: ['generation.failed'], description: '', headers: 'Authorization: Bearer a:b\n\nX-Shop: 1' })).toEqual({
      url: 'https://a.example/h', events: ['generation.failed'], description: '', headers: { 'Authorization': 'Bearer a:b', 'X-Shop': '1' },
    })
    expect(endpointInputOf(formOf(undefined))).toEqual({ url: '', events: [], description: '' })
    expect(badHeaderOf('A: 1\nno header')).toBe('no header')
    expect(badHeaderOf('A: 1')).toBeUndefined()
  })
})
