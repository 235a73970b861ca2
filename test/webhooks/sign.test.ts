import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { nextDelaySeconds } from '../../src/webhooks/schedule.ts'
import { newWebhookSecret, signWebhook } from '../../src/webhooks/sign.ts'

const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))
const body = JSON.stringify({ type: 'generation.completed', data: { id: 'gen_1', prompt: 'एक शेर 🦁' } })

async function signed(secrets: readonly string[], content = body) {
  const timestampSeconds = Math.floor(Date.now() / 1000)
  const signature = await signWebhook(secrets, { id: 'msg_1', timestampSeconds, body: content })
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': String(timestampSeconds), 'webhook-signature': signature }
}

describe('a signature', () => {
  it('is the one of the official test vector that Kling publishes for Standard Webhooks', async () => {
    const signature = await signWebhook(['whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI='], {
      id: '9876543210',
      timestampSeconds: 1781080794,
      body: '{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}',
    })
    expect(signature).toBe('v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=')
  })

  it('is verified by the standardwebhooks package', async () => {
    const secret = newWebhookSecret(randomBytes)
    expect(new Webhook(secret).verify(body, await signed([secret]))).toEqual(JSON.parse(body))
  })

  it('is refused when a byte of the body or of the secret differs', async () => {
    const secret = newWebhookSecret(randomBytes)
    const headers = await signed([secret])
    expect(() => new Webhook(secret).verify(body.replace('gen_1', 'gen_2'), headers)).toThrow('No matching signature')
    expect(() => new Webhook(newWebhookSecret(randomBytes)).verify(body, headers)).toThrow('No matching signature')
  })

  it('is verified with the old and with the new secret while they rotate', async () => {
    const secrets = [newWebhookSecret(randomBytes), newWebhookSecret(randomBytes)]
    const headers = await signed(secrets)
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
    for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
  })
})

it('a new secret is 32 random bytes after its prefix', () => {
  expect(newWebhookSecret((count) => new Uint8Array(count).fill(255))).toBe(`whsec_${'/'.repeat(42)}8=`)
})

describe('the schedule', () => {
  it('is ten attempts over 75 h 35 min, then none', () => {
    const delays = Array.from({ length: 12 }, (_, attemptsMade) => nextDelaySeconds(attemptsMade, undefined))
    expect(delays).toEqual([0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, undefined, undefined])
  })

  it('is never earlier than the receiver asked, up to a day', () => {
    expect(nextDelaySeconds(1, 120)).toBe(120)
    expect(nextDelaySeconds(2, 120)).toBe(300)
    expect(nextDelaySeconds(1, 999_999)).toBe(86_400)
    expect(nextDelaySeconds(10, 120)).toBeUndefined()
  })
})
