// The asymmetric signatures: whoever fetches the public keys can verify what an endpoint is sent.
import { describe, expect, it } from 'vitest'
import { openSigningKeys } from '../../src/webhooks/signing-keys.ts'
import { createEndpoint, openReceivers } from '../receivers/receivers.ts'
import { GENERATE, createWorld } from '../world.ts'

const A = 'https://a.receiver.example.com/hook'
const seed = (byte: number): string => `whsk_${btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)))}`

/** RFC 8032, 7.1, test 1. */
const RFC_SEED = `whsk_${btoa(String.fromCharCode(...Uint8Array.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'.match(/../g) ?? [], (pair) => parseInt(pair, 16))))}`

async function publishedKeys(world: Awaited<ReturnType<typeof createWorld>>) {
  const response = await world.fetchApp('/.well-known/webhooks/jwks.json')
  const { keys } = await response.json<{ keys: JsonWebKey[] }>()
  return { response, keys }
}

describe('the signing keys', () => {
  it('have the public half that the standard gives', async () => {
    const [{ publicJwk } = { publicJwk: undefined }] = await openSigningKeys(RFC_SEED)()
    expect(publicJwk).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', kid: expect.stringMatching(/^[0-9a-f]{16}$/) })
  })

  it('are refused where they are none', async () => {
    for (const setting of ['whsec_AAAA', 'whsk_AAAA', 'secret']) await expect(openSigningKeys(setting)()).rejects.toThrow('a signing key is whsk_')
    expect(await openSigningKeys(undefined)()).toEqual([])
    expect(await openSigningKeys('')()).toEqual([])
  })

  it('are published for everybody, and verify what endpoints are sent; old and new while one is changed', async () => {
    const receivers = openReceivers()
    const world = await createWorld({ network: receivers.network, settings: { WEBHOOK_SIGNING_KEY: `${seed(1)},${seed(2)}` } })
    const { response, keys } = await publishedKeys(world)
    expect([response.status, response.headers.get('access-control-allow-origin'), response.headers.get('cache-control'), keys.length]).toEqual([200, '*', 'public, max-age=300', 2])
    expect(keys.some((key) => 'd' in key)).toBe(false)
    await createEndpoint(world, { url: A })
    await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
    await world.run(60)
    const [got] = receivers.got(A)
    const signatures = (got?.headers.get('webhook-signature') ?? '').split(' ')
    expect(signatures.map((signature) => signature.split(',')[0])).toEqual(['v1', 'v1a', 'v1a'])
    const content = new TextEncoder().encode(`${got?.headers.get('webhook-id')}.${got?.headers.get('webhook-timestamp')}.${got?.body}`)
    for (const jwk of keys) {
      const key = await crypto.subtle.importKey('jwk', jwk, { name: 'Ed25519' }, false, ['verify'])
      const verdicts = await Promise.all(signatures.slice(1).map((signature) => crypto.subtle.verify({ name: 'Ed25519' }, key, Uint8Array.from(atob(signature.slice(4)), (one) => one.charCodeAt(0)), content)))
      expect(verdicts.filter(Boolean)).toHaveLength(1)
    }
  })

  it('sign nothing where none is set', async () => {
    const receivers = openReceivers()
    const world = await createWorld({ network: receivers.network })
    expect((await publishedKeys(world)).keys).toEqual([])
    const { endpoint } = await createEndpoint(world, { url: A })
    const { webhookExample } = await world.ask('mutation ($id: ID!) { webhookExample(endpointId: $id, event: "generation.completed") { delivered status } }', { id: endpoint.id })
    expect([webhookExample, receivers.got(A)[0]?.headers.get('webhook-signature')]).toEqual([{ delivered: true, status: 200 }, expect.stringMatching(/^v1,\S+$/)])
  })
})
