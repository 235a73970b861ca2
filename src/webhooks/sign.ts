// Signs what we send, to Standard Webhooks 1.0.0 (github.com/standard-webhooks/standard-webhooks, as of 2026-08-17): HMAC-SHA256 over
// `id.timestamp.body`, the exact bytes sent. Receivers verify it with the npm package `standardwebhooks`.

import { hmacKey } from '../domain/digest.ts'
import type { WebhookEndpoint } from '../store/event-tables.ts'

const SECRET_PREFIX = 'whsec_'
/** The specification asks for 24 to 64. */
const SECRET_BYTES = 32

/** @param random so many fresh random bytes */
export function newWebhookSecret(random: (byteCount: number) => Uint8Array): string {
  return SECRET_PREFIX + toBase64(random(SECRET_BYTES))
}

/**
 * The value of `webhook-signature`: one `v1,…` for each secret, so that a receiver keeps verifying while the account
 * rotates its secret.
 * @param secrets `whsec_` + base64, the current one first
 * @param timestampSeconds the time of this attempt
 * @param keys Ed25519: one `v1a,…` for each
 */
export async function signWebhook(
  secrets: readonly string[],
  message: { readonly id: string; readonly timestampSeconds: number; readonly body: string },
  keys: readonly CryptoKey[] = [],
): Promise<string> {
  const content: Uint8Array<ArrayBuffer> = Uint8Array.from(new TextEncoder().encode(`${message.id}.${message.timestampSeconds}.${message.body}`))
  const signatures = await Promise.all(secrets.map((secret) => sign(secret, content)))
  const asymmetric = await Promise.all(keys.map(async (key) => toBase64(new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, key, content)))))
  return [...signatures.map((signature) => `v1,${signature}`), ...asymmetric.map((signature) => `v1a,${signature}`)].join(' ')
}

async function sign(secret: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice(SECRET_PREFIX.length)), (character) => character.charCodeAt(0))
  return toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', await hmacKey(bytes), content)))
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

interface Secrets {
  readonly webhookSecret: string
  readonly previousWebhookSecret: string | null
  readonly previousWebhookSecretUntilMs: number | null
}

/** The secrets an account's webhooks are signed with now: two while it changes them. */
export function signingSecrets(account: Secrets, nowMs: number): readonly string[] {
  const { webhookSecret, previousWebhookSecret: previous, previousWebhookSecretUntilMs: untilMs } = account
  return previous !== null && untilMs !== null && nowMs < untilMs ? [webhookSecret, previous] : [webhookSecret]
}

export const endpointSecrets = ({ secret, previousSecret, previousSecretUntilMs }: Pick<WebhookEndpoint, 'secret' | 'previousSecret' | 'previousSecretUntilMs'>, nowMs: number): readonly string[] =>
  signingSecrets({ webhookSecret: secret, previousWebhookSecret: previousSecret, previousWebhookSecretUntilMs: previousSecretUntilMs }, nowMs)
