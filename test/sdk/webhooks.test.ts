// Whoever verifies webhooks by a library takes ours: standardwebhooks 1.1.1, svix 2.5.0, and the verifiers in the SDKs of OpenAI
// (openai 7.59.0) and Replicate (replicate 1.4.0). What is verified is signed by the service's own code.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import OpenAI from 'openai'
import { validateWebhook } from 'replicate'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { newWebhookSecret, signWebhook } from '../../src/webhooks/sign.ts'
import { openSigningKeys } from '../../src/webhooks/signing-keys.ts'

interface Signed {
  readonly secret: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const newSecret = (): string => newWebhookSecret((count) => new Uint8Array(randomBytes(count)))

/** As an endpoint gets it while its secret and the service's key change: by two of each. */
async function signed(): Promise<Signed> {
  const secret = newSecret()
  const body = JSON.stringify({ type: 'generation.completed', timestamp: new Date().toISOString(), data: { id: 'gen_1', tags: ['एक शेर 🦁'] } })
  const timestampSeconds = Math.floor(Date.now() / 1000)
  const keys = await openSigningKeys([1, 2].map(() => `whsk_${randomBytes(32).toString('base64')}`).join(','))()
  const signature = await signWebhook([newSecret(), secret], { id: 'msg_1', timestampSeconds, body }, keys.map(({ key }) => key))
  return { secret, body, headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': String(timestampSeconds), 'webhook-signature': signature } }
}

/** Each answers whether it takes the webhook. */
const VERIFIERS: Readonly<Record<string, (webhook: Signed) => Promise<boolean>>> = {
  standardwebhooks: async ({ secret, body, headers }) => isTaken(async () => new StandardWebhook(secret).verify(body, { ...headers })),
  svix: async ({ secret, body, headers }) => isTaken(async () => new SvixWebhook(secret).verify(body, { ...headers })),
  openai: async ({ secret, body, headers }) => isTaken(async () => new OpenAI({ apiKey: 'none' }).webhooks.verifySignature(body, { ...headers }, secret)),
  replicate: ({ secret, body, headers }) => validateWebhook(new Request('https://example.com', { method: 'POST', headers: { ...headers }, body }), secret),
}

async function isTaken(verify: () => Promise<unknown>): Promise<boolean> {
  try {
    await verify()
    return true
  } catch {
    return false
  }
}

for (const [name, verify] of Object.entries(VERIFIERS)) {
  test(`${name} takes what we sign, and nothing that was changed`, async () => {
    const webhook = await signed()
    assert.equal(await verify(webhook), true)
    assert.equal(await verify({ ...webhook, body: webhook.body.replace('gen_1', 'gen_2') }), false)
    assert.equal(await verify({ ...webhook, secret: newSecret() }), false)
    assert.equal(await verify({ ...webhook, headers: { ...webhook.headers, 'webhook-id': 'msg_2' } }), false)
  })
}
