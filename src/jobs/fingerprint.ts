// What makes two requests the same request: SHA-256 over the canonical JSON (RFC 8785) of what decides the result.
// The webhook's address and the tags do not.
import canonicalize from 'canonicalize'
import type { GenerationRequest } from '../catalog/serve.ts'

/** @returns 64 hex digits */
export async function fingerprintOf(request: GenerationRequest): Promise<string> {
  const { type, provider, model, input, options, priority, strict } = request
  const canonical = canonicalize({ type, provider: provider ?? null, model: model ?? null, input, options, priority, strict })
  return sha256Hex(canonical ?? '')
}

/** @returns 64 hex digits */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
