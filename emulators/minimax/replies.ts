// What all answers of MiniMax's emulator share: HTTP 200 with a verdict in `base_resp`, also for refusals, and a Trace-Id.
import type { Desk } from '../emulator.ts'

export const SUCCESS = { status_code: 0, status_msg: 'success' }

const MESSAGES = {
  1002: 'rate limit exceeded(RPM)',
  1004: "login fail: Please carry the API secret key in the 'Authorization' field of the request header",
  1024: 'internal error',
  1026: 'input new_sensitive',
  1042: 'invalid characters ratio exceeds limit',
  2013: 'invalid params',
  2049: 'invalid api key',
} as const

export type Refusal = { readonly code: keyof typeof MESSAGES; readonly about?: string }

export const invalid = (about: string): Refusal => ({ code: 2013, about })

/** @param body in the order the real one has it; its text may carry int64 numbers */
export function reply(desk: Desk, body: string): Response {
  const traceId = desk.newId().replaceAll('-', '')
  return new Response(body, { headers: { 'content-type': 'application/json; charset=utf-8', 'trace-id': traceId } })
}

/** @param first what stands before `base_resp` in that endpoint's answers, e.g. an empty task_id */
export function refuse(desk: Desk, refusal: Refusal, first: Body = {}): Response {
  const message = MESSAGES[refusal.code] + (refusal.about ? `, ${refusal.about}` : '')
  return reply(desk, JSON.stringify({ ...first, base_resp: { status_code: refusal.code, status_msg: message } }))
}

export type Body = Readonly<Record<string, unknown>>

/** The body when it is declared as JSON and is an object. */
export async function bodyOf(request: Request): Promise<Body | undefined> {
  if (!/^application\/json\b/.test(request.headers.get('content-type') ?? '')) return undefined
  const body: unknown = await request.json().catch(() => undefined)
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.fromEntries(Object.entries(body)) : undefined
}

/** 1042: over a tenth of the prompt cannot be seen. */
export function isMostlyInvisible(prompt: string): boolean {
  const invisible = prompt.match(/[\p{Cc}\p{Cf}]/gu)?.filter((character) => !/[\n\r\t]/.test(character)).length ?? 0
  return invisible > prompt.length / 10
}

const MAX_IMAGE_BYTES = 20_000_000

/** A public address, or a data URL of JPEG, PNG or WebP below 20 MB. What is behind an address is not looked at. */
export function isImage(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const encoded = /^data:image\/(?:jpeg|jpg|png|webp);base64,([A-Za-z0-9+/]+=*)$/.exec(value)?.[1]
  return encoded === undefined ? isAddress(value) : encoded.length * 0.75 < MAX_IMAGE_BYTES
}

export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value)
}
