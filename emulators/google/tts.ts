// Google Cloud Text-to-Speech as an emulator: POST /v1/text:synthesize and GET /v1/voices, with a key in the header or in
// the query, or a token that a service account signs itself or gets at /token, which is a host of its own in truth. It
// records MP3, WAV and Ogg Opus only; an answer cannot come slowly, so `[[slow]]` has no effect; the moderation of
// `[[moderated]]` is that of the Gemini voices. cloud_tts.proto of npm @google-cloud/text-to-speech 6.4.1, 2026-11-22.
import { forcedOutcome, hang, type Desk, type Emulator, type ForcedOutcome } from '../emulator.ts'
import { refusalOfToken, tokenAnswer } from './auth.ts'
import { problem } from './replies.ts'
import { asked, type Asked } from './tts-request.ts'
import { VOICES } from './voices.ts'
import { speech } from '../media.ts'

export const GOOGLE_TTS_EMULATOR_KEY = 'AIzaSyD3m0-5peech_0fTheLocalEmulator4You'
/** The key of a project where the API is not enabled. */
export const GOOGLE_TTS_EMULATOR_KEY_OF_DISABLED_SERVICE = 'AIzaSyD3m0-5peech_0fADisabledService4You'

export const googleTtsEmulator: Emulator = { mount: 'google-tts', handle }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const url = new URL(request.url)
  if (url.pathname === '/token' && request.method === 'POST') return tokenAnswer(request, desk)
  const isList = url.pathname === '/v1/voices'
  if (!isList && url.pathname !== '/v1/text:synthesize') return problem(404, 'NOT_FOUND', 'Requested entity was not found.')
  if (request.method !== (isList ? 'GET' : 'POST')) return problem(404, 'NOT_FOUND', 'Requested entity was not found.')
  const denied = request.headers.has('authorization')
    ? await refusalOfToken(request, desk, 'texttospeech.googleapis.com')
    : refusalOfKey(request.headers.get('x-goog-api-key') ?? url.searchParams.get('key'))
  if (denied) return denied
  const hasNumbers = /enum-encoding=int/.test(url.searchParams.get('$alt') ?? '')
  if (isList) return Response.json({ voices: voicesOf(url.searchParams.get('languageCode'), hasNumbers) })
  const reading = asked(await request.json().catch(() => undefined))
  if (typeof reading === 'string') return problem(400, 'INVALID_ARGUMENT', reading)
  const forced = forcedOutcome(reading.text)
  return forced === 'hang' ? hang() : (refusalOf(forced) ?? spoken(reading))
}

function refusalOfKey(key: string | null): Response | undefined {
  if (!key) {
    return problem(403, 'PERMISSION_DENIED', "Method doesn't allow unregistered callers (callers without established identity).")
  }
  if (key === GOOGLE_TTS_EMULATOR_KEY) return undefined
  if (key === GOOGLE_TTS_EMULATOR_KEY_OF_DISABLED_SERVICE) {
    const words = 'Cloud Text-to-Speech API has not been used in project 000000000000 before or it is disabled.'
    return problem(403, 'PERMISSION_DENIED', words, [because('SERVICE_DISABLED')])
  }
  return problem(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [because('API_KEY_INVALID')])
}

function because(reason: string): object {
  return { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }
}

function voicesOf(language: string | null, hasNumbers: boolean): readonly object[] {
  return [...VOICES]
    .filter((name) => !language || name.toLowerCase().startsWith(language.toLowerCase()))
    .map((name) => ({
      languageCodes: [name.split('-', 2).join('-')],
      name,
      ssmlGender: hasNumbers ? 3 : 'NEUTRAL',
      naturalSampleRateHertz: 24_000,
    }))
}

function refusalOf(forced: ForcedOutcome | undefined): Response | undefined {
  if (forced === 'moderated') return problem(400, 'FAILED_PRECONDITION', 'The input was blocked by the safety filters.')
  if (forced === '429') {
    return problem(429, 'RESOURCE_EXHAUSTED', "Quota exceeded for limit 'Requests per minute' of service 'texttospeech.googleapis.com'.")
  }
  // What fails here fails at once: there is no work that could fail later.
  return forced === '500' || forced === 'fail' ? problem(500, 'INTERNAL', 'Internal error encountered.') : undefined
}

function spoken({ text, encoding }: Asked): Response {
  const words = text.replace(/<[^>]*>/g, '')
  const bytes = /[\p{L}\p{N}]/u.test(words) ? recorded(encoding, words) : new Uint8Array()
  if (!bytes) return problem(400, 'INVALID_ARGUMENT', `Audio encoding ${encoding} is not supported for this voice.`)
  return Response.json({ audioContent: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) })
}

function recorded(encoding: string, text: string): Uint8Array | undefined {
  if (encoding === 'MP3') return speech('mp3', text).bytes
  if (encoding === 'LINEAR16') return speech('wav', text).bytes
  return encoding === 'OGG_OPUS' ? speech('ogg', text).bytes : undefined
}
