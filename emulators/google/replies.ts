// What all answers of Google's emulator share: google.rpc.Status for refusals, and reading a body as JSON.
import type { ForcedOutcome } from '../emulator.ts'

export type Body = Readonly<Record<string, unknown>>

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function problem(code: number, status: string, message: string, details: readonly object[] = []): Response {
  return Response.json({ error: { code, message, status, ...(details.length > 0 && { details }) } }, { status: code })
}

export function invalid(message: string): Response {
  return problem(400, 'INVALID_ARGUMENT', message)
}

export async function bodyOf(request: Request): Promise<Body | undefined> {
  const body: unknown = await request.json().catch(() => undefined)
  return isBody(body) ? body : undefined
}

/** The first field that is not among those that are known. */
export function unknownField(body: Body, known: readonly string[]): string | undefined {
  return Object.keys(body).find((name) => !known.includes(name))
}

/** What a submission is refused with at once. */
export function forcedRefusal(forced: ForcedOutcome | undefined): Response | undefined {
  if (forced === '500') return problem(500, 'INTERNAL', 'An internal error has occurred. Please retry.')
  if (forced !== '429') return undefined
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '17s' }
  return problem(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota. Please retry in 17s.', [retry])
}

const IMAGE_TYPES = ['image/jpeg', 'image/png']

/** Base64 that decodes, of a known type. */
export function isInlineImage(data: unknown, mimeType: unknown, types: readonly string[] = IMAGE_TYPES): boolean {
  return typeof data === 'string' && /^[A-Za-z0-9+/]+={0,2}$/.test(data) && data.length % 4 === 0 && types.includes(String(mimeType))
}

export function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  return btoa(parts.join(''))
}
