// ElevenLabs' text-to-speech as an emulator: the answer is the sound, or an error with a `detail`.
// Errors and limits: help.elevenlabs.io article 19572237925521 and the SDK 2.73.0's wire, 2026-11-22; FastAPI's 422s.
// It records mp3 and wav only. An answer cannot come slowly here, so `[[slow]]` has no effect.
import { asked, isRecord, objection, type Asked } from './request.ts'
import { CLONES_SPEAK_AS, handleVoices } from './voices.ts'
import { forcedOutcome, hang, type Desk, type Emulator, type ForcedOutcome } from '../emulator.ts'
import { speech } from '../media.ts'

export const ELEVENLABS_EMULATOR_KEY = 'sk_7c1e0f5a9b3d42e68f01c7a4d95be2380f6a1d4c2b7e9053'
/** The key of an account whose quota is used up. */
export const ELEVENLABS_EMULATOR_KEY_WITHOUT_QUOTA = 'sk_00000000000042e68f01c7a4d95be2380f6a1d4c2b7e9053'

const RETRY_AFTER_SECONDS = 4

export const elevenlabsEmulator: Emulator = { mount: 'elevenlabs', handle }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const url = new URL(request.url)
  const voice = /^\/v1\/text-to-speech\/([^/]+)$/.exec(url.pathname)?.[1]
  const isOfVoices = url.pathname.startsWith('/v1/voices/')
  if (voice === undefined && !isOfVoices) return Response.json({ detail: 'Not Found' }, { status: 404 })
  if (voice !== undefined && request.method !== 'POST') return Response.json({ detail: 'Method Not Allowed' }, { status: 405 })
  const key = request.headers.get('xi-api-key')
  if (!key) return problem(401, 'needs_authorization', 'Neither authorization header nor xi-api-key received, please provide one.')
  if (key !== ELEVENLABS_EMULATOR_KEY && key !== ELEVENLABS_EMULATOR_KEY_WITHOUT_QUOTA) return problem(401, 'invalid_api_key', 'Invalid API key')
  if (voice === undefined) return handleVoices(request, url.pathname.slice('/v1/voices/'.length), desk)
  const body: unknown = await request.json().catch(() => undefined)
  const reading = asked(isRecord(body) ? body : undefined)
  if (reading.complaints) return Response.json({ detail: reading.complaints }, { status: 422 })
  const format = url.searchParams.get('output_format') ?? 'mp3_44100_128'
  const cloned = await desk.tasks.get(decodeURIComponent(voice))
  const wrong = objection(reading.asked, cloned ? CLONES_SPEAK_AS : decodeURIComponent(voice), format)
  if (wrong) return problem(wrong.status, wrong.slug, wrong.message)
  const characters = Array.from(reading.asked.text).length
  if (key === ELEVENLABS_EMULATOR_KEY_WITHOUT_QUOTA) {
    return problem(401, 'quota_exceeded', `This request exceeds your quota. You have 0 credits remaining, while ${characters} credits are required for this request.`)
  }
  const forced = forcedOutcome(reading.asked.text)
  return forced === 'hang' ? hang() : (refusalOf(forced) ?? sound(reading.asked, format, desk, forced === 'fail'))
}

function refusalOf(forced: ForcedOutcome | undefined): Response | undefined {
  if (forced === 'moderated') return problem(400, 'content_against_policy', 'The text you are trying to use may violate our Terms of Service.')
  if (forced === '500') return problem(500, 'internal_server_error', 'An unexpected error occurred on our side.')
  if (forced !== '429') return undefined
  const response = problem(429, 'system_busy', 'We are experiencing heavy traffic. Please try again later.')
  response.headers.set('retry-after', String(RETRY_AFTER_SECONDS))
  return response
}

/** A failure in the middle of the speech leaves a 200 without the rest; here, without anything. */
function sound({ model, text }: Asked, format: string, desk: Desk, isCutOff: boolean): Response {
  const { bytes, contentType } = speech(format.startsWith('wav') ? 'wav' : 'mp3', text)
  const characters = Array.from(text).length
  const headers = {
    'content-type': contentType,
    'request-id': desk.newId(),
    'history-item-id': desk.newId(),
    'character-cost': String(/flash|turbo/.test(model) ? Math.ceil(characters / 2) : characters),
  }
  return new Response(isCutOff ? new Uint8Array() : bytes, { headers })
}

function problem(status: number, slug: string, message: string): Response {
  return Response.json({ detail: { status: slug, message } }, { status })
}
