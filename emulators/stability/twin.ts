// Stability's Stable Image v2beta as an emulator: generate/{ultra,core,sd3} and control/{sketch,structure,style}. It always
// answers at once, so `[[slow]]` has no effect. OpenAPI document in github.com/tryAGI/StabilityAI (mid-2026), 2026-11-22. Moderation comes as both of the real ones: a text is flagged (403), what comes of an image is blurred (200).
import { forcedOutcome, hang, type Desk, type Emulator, type ForcedOutcome } from '../emulator.ts'
import { paintedImage } from '../media.ts'
import { asked, ROUTES, type Asked } from './request.ts'

export const STABILITY_EMULATOR_KEY = 'sk-Em1ulat0rStab1l1tyKeyF0rL0calUseAl0neN0tARealOne'
/** The key of an account that has no credits left. */
export const STABILITY_EMULATOR_KEY_WITHOUT_CREDITS = 'sk-Em1ulat0rStab1l1tyKeyW1thN0Cred1tsLeftAtAllN0ne'

const MAX_BODY_BYTES = 10 * 1024 * 1024

export const stabilityEmulator: Emulator = { mount: 'stability', handle }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const route = /^\/v2beta\/stable-image\/(.+)$/.exec(new URL(request.url).pathname)?.[1] ?? ''
  if (!Object.hasOwn(ROUTES, route) || request.method !== 'POST') {
    return problem(desk, 404, 'not_found', 'the specified resource could not be found')
  }
  const key = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key !== STABILITY_EMULATOR_KEY && key !== STABILITY_EMULATOR_KEY_WITHOUT_CREDITS) {
    return problem(desk, 401, 'unauthorized', 'authorization: invalid or missing header value')
  }
  const accept = request.headers.get('accept') ?? 'image/*'
  if (!/^(?:image\/\*|application\/json|\*\/\*)$/.test(accept)) {
    return problem(desk, 400, 'bad_request', "accept: must be 'image/*' or 'application/json'")
  }
  const contentType = request.headers.get('content-type') ?? ''
  if (!contentType.startsWith('multipart/form-data; boundary=')) {
    return problem(desk, 400, 'bad_request', 'content-type: must be multipart/form-data')
  }
  const body = await request.arrayBuffer()
  if (body.byteLength > MAX_BODY_BYTES) return problem(desk, 413, 'payload_too_large', 'body: payloads cannot be larger than 10MiB in size')
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData().catch(() => undefined)
  if (!form) return problem(desk, 400, 'bad_request', 'body: could not be parsed')
  const reading = await asked(route, form)
  if (reading.errors) return problem(desk, 400, 'bad_request', ...reading.errors)
  if (key === STABILITY_EMULATOR_KEY_WITHOUT_CREDITS) {
    const where = 'Please purchase more credits at https://platform.stability.ai/account/credits and try again.'
    return problem(desk, 402, 'payment_required', `You lack sufficient credits to make this request. ${where}`)
  }
  return answer(reading.asked, accept === 'application/json', desk)
}

async function answer(wanted: Asked, isJson: boolean, desk: Desk): Promise<Response> {
  const { prompt, hasImage } = wanted
  // Devanagari stands for every language that is not English.
  if (/\p{Script=Devanagari}/u.test(prompt)) return problem(desk, 422, 'invalid_language', 'English is the only supported language for this service.')
  const forced = forcedOutcome(prompt)
  if (forced === 'hang') return hang()
  const refusal = refusalOf(forced, hasImage, desk)
  if (refusal) return refusal
  const seed = wanted.seed === 0 ? Number.parseInt(desk.newId().slice(0, 7), 16) : wanted.seed
  const media = await paintedImage(wanted.size.width, wanted.size.height, wanted.format, seed, prompt)
  const reason = forced === 'moderated' ? 'CONTENT_FILTERED' : 'SUCCESS'
  const requestId = { 'x-request-id': desk.newId().replaceAll('-', '') }
  if (isJson) {
    const image = btoa(Array.from(media.bytes, (byte) => String.fromCharCode(byte)).join(''))
    const headers = { 'content-type': `application/json; type=${media.contentType}`, ...requestId }
    return new Response(JSON.stringify({ image, finish_reason: reason, seed }), { headers })
  }
  const headers = { 'content-type': media.contentType, 'finish-reason': reason, seed: String(seed), ...requestId }
  return new Response(media.bytes, { headers })
}

function refusalOf(forced: ForcedOutcome | undefined, hasImage: boolean, desk: Desk): Response | undefined {
  if (forced === 'moderated' && !hasImage) {
    const words = 'Your request was flagged by our content moderation system, as a result your request was denied and you were not charged.'
    return problem(desk, 403, 'content_moderation', words)
  }
  if (forced === '429') {
    const words = 'You have exceeded the rate limit of 150 requests within a 10 second period, and have been timed out for 60 seconds.'
    return problem(desk, 429, 'rate_limit_exceeded', words)
  }
  if (forced !== '500' && forced !== 'fail') return undefined
  // What fails here fails at once: there is no work that could fail later.
  return problem(desk, 500, 'internal_error', 'An unexpected server error has occurred, please try again later.')
}

function problem(desk: Desk, status: number, name: string, ...errors: readonly string[]): Response {
  return Response.json({ id: desk.newId().replaceAll('-', ''), name, errors }, { status })
}
