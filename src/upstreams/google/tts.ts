// Google Cloud Text-to-Speech v1: one synchronous request, the sound comes back as base64 in JSON. Nothing to poll, cancel
// or find. https://docs.cloud.google.com/text-to-speech/docs/reference/rest/v1/text/synthesize by way of the protos of
// npm @google-cloud/text-to-speech 6.4.1, and https://docs.cloud.google.com/text-to-speech/quotas, 2026-11-22.
import * as v from 'valibot'
import { defaultGoogleVoice, GOOGLE_FAMILIES, type GoogleFamily } from '../../catalog/google-voices.ts'
import { isSsml, isWellFormedSsml } from '../../domain/ssml.ts'
import { lengthOf, mediumIn } from '../answer-media.ts'
import type { Refused, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import { authorizeGoogle } from './auth.ts'
import { verdictOfPrecondition } from './answers.ts'
import { isAmbiguous, MAX_MEDIA_BYTES, type HttpAnswer, type UpstreamHttp } from '../http.ts'
import { INVALID, KEY_REFUSED, MODERATED, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'
import { ownValue } from '../../domain/own-value.ts'

/** The longest text the API takes is minutes of speech, made whole before the answer begins. */
const TIMEOUT_SECONDS = 120

/** WAV is linear PCM with a header; MP3 is 24 kHz at 32 kbit/s, whatever one asks. */
const FORMATS: Readonly<Record<string, { readonly encoding: string; readonly contentType: string }>> = {
  mp3: { encoding: 'MP3', contentType: 'audio/mpeg' },
  wav: { encoding: 'LINEAR16', contentType: 'audio/wav' },
  ogg: { encoding: 'OGG_OPUS', contentType: 'audio/ogg' },
}
const MP3 = { encoding: 'MP3', contentType: 'audio/mpeg' }

/** The API has no emotion: this is how near speed (a factor) and pitch (semitones) come. */
const DELIVERIES: Readonly<Record<string, { readonly speed: number; readonly pitch: number }>> = {
  neutral: { speed: 1, pitch: 0 },
  calm: { speed: 0.92, pitch: -1 },
  serious: { speed: 0.95, pitch: -2 },
  sad: { speed: 0.85, pitch: -3 },
  happy: { speed: 1.05, pitch: 2 },
  excited: { speed: 1.12, pitch: 3 },
  angry: { speed: 1.1, pitch: -1 },
  dramatic: { speed: 0.9, pitch: 1 },
}

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const { text = '' } = submission.input
  // Whatever let it pass: markup that may name a dearer voice is not sent.
  if (isSsml(text) && !isWellFormedSsml(text)) return { kind: 'REJECTED', refusal: 'INVALID_INPUT', detail: 'SSML that is not well-formed' }
  const format = ownValue(FORMATS, String(submission.options.outputFormat)) ?? MP3
  const json = body(submission, format.encoding)
  const outcome = await http.request({
    method: 'POST',
    url: '/v1/text:synthesize',
    json,
    timeoutSeconds: TIMEOUT_SECONDS,
    maxAnswerBytes: (MAX_MEDIA_BYTES * 4) / 3,
    hasMediaInJson: true,
  })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (outcome.status >= 200 && outcome.status < 300) return sound(outcome, format.contentType)
  if (isAmbiguous(outcome.status)) return { kind: 'UNKNOWN', detail: `HTTP ${outcome.status}` }
  return { kind: 'REJECTED', ...refusal(outcome) }
}

function body({ model, input, options }: Submission, encoding: string): Readonly<Record<string, unknown>> {
  const text = input.text ?? ''
  return {
    input: isSsml(text) ? { ssml: text } : { text },
    voice: voiceOf(model, options),
    audioConfig: { audioEncoding: encoding, ...delivery(options) },
  }
}

/** The language must be the one the voice's id begins with, or it is refused. */
function voiceOf(model: string, { voice, language }: Submission['options']): { readonly languageCode: string; readonly name: string } {
  const family: GoogleFamily = GOOGLE_FAMILIES.find((one) => one === model) ?? 'Standard'
  if (typeof voice === 'string' && voice.includes('-')) {
    return { languageCode: typeof language === 'string' ? language : voice.split('-', 2).join('-'), name: voice }
  }
  const languageCode = typeof language === 'string' ? language : 'en-US'
  return { languageCode, name: typeof voice === 'string' ? `${languageCode}-${family}-${voice}` : defaultGoogleVoice(family, languageCode) }
}

/** A row without a pitch is of voices that refuse one, also from an emotion. */
function delivery({ speed, pitch, emotion }: Submission['options']): Readonly<Record<string, number>> {
  const manner = ownValue(DELIVERIES, String(emotion)) ?? { speed: 1, pitch: 0 }
  const speakingRate = Math.min(2, Math.max(0.25, Number(((typeof speed === 'number' ? speed : 1) * manner.speed).toFixed(4))))
  if (typeof pitch !== 'number') return { speakingRate }
  return { speakingRate, pitch: Math.min(20, Math.max(-20, pitch + manner.pitch)) }
}

const Sound = v.object({ audioContent: v.string() })

function sound(answer: HttpAnswer, contentType: string): SubmitOutcome {
  const parsed = v.safeParse(Sound, answer.json)
  const bytes = parsed.success ? mediumIn(answer, parsed.output.audioContent) : undefined
  if (!bytes) return { kind: 'UNKNOWN', detail: `HTTP ${answer.status} in another shape` }
  // What punctuation alone comes to.
  if (lengthOf(bytes) === 0) return { kind: 'REJECTED', refusal: 'INVALID_INPUT', detail: 'nothing in the text could be spoken' }
  return { kind: 'DONE', outputs: [{ kind: 'bytes', bytes, contentType }] }
}

const Problem = v.object({ error: v.object({ status: v.nullish(v.string(), ''), message: v.nullish(v.string(), '') }) })

function refusal(answer: HttpAnswer): Refused {
  const parsed = v.safeParse(Problem, answer.json)
  const { status, message } = parsed.success ? parsed.output.error : { status: '', message: '' }
  return { ...verdict(answer, status ?? '', message ?? ''), detail: `HTTP ${answer.status} ${status} ${message}`.trim(), ...waitOf(answer) }
}

function verdict(answer: HttpAnswer, status: string, message: string): Verdict {
  // A wrong key is a 400 here, told by its words alone; so is a project without billing, by its status.
  if (/api key (?:not valid|expired|not found)/i.test(message)) return KEY_REFUSED
  if (status === 'FAILED_PRECONDITION') return /safety|blocked|prohibited|policy/i.test(message) ? MODERATED : verdictOfPrecondition(message)
  // A caller may name any voice.
  return answer.status === 404 ? INVALID : verdictOfStatus(answer)
}

const PLACELESS: Readonly<Record<string, string>> = { PROJECT: '-' }

export const googleTtsRegistration = {
  upstream: { id: 'google-tts', company: 'Google Cloud', submit },
  defaultBaseUrl: 'https://texttospeech.googleapis.com',
  settings: 'GOOGLE_TTS',
  // By API key, or by a service account (GOOGLE_TTS_SERVICE_ACCOUNT). Unlike Vertex AI's, this address names no project.
  authorize: (setting, fetcher) => authorizeGoogle((name) => setting(name) ?? ownValue(PLACELESS, name), fetcher),
} satisfies UpstreamRegistration
