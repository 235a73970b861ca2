// ElevenLabs text-to-speech: one synchronous request whose answer is the sound itself. Nothing to poll, cancel or find.
// https://elevenlabs.io/docs/api-reference/text-to-speech/convert and its error list at
// https://help.elevenlabs.io/hc/en-us/articles/19572237925521, both by way of the SDK 2.73.0's wire, 2026-11-22.
import * as v from 'valibot'
import type { OptionValue } from '../../domain/model.ts'
import { lengthOf } from '../answer-media.ts'
import { cloneVoice, deleteVoice } from './clone.ts'
import type { Refused, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import { isAmbiguous, MAX_MEDIA_BYTES, type HttpAnswer, type UpstreamHttp } from '../http.ts'
import { BALANCE_EMPTY, BUSY, FAILED, INVALID, KEY_REFUSED, MODERATED, UNMADE, UNTOLD, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'
import { ownValue } from '../../domain/own-value.ts'

/** Long texts are spoken whole before the last byte comes. */
const TIMEOUT_SECONDS = 180

/** 44.1 kHz mp3 at 128 kbit/s is open to every plan; WAV at 44.1 kHz is not, at 24 kHz it is. */
const OUTPUT_FORMATS: Readonly<Record<string, string>> = { mp3: 'mp3_44100_128', wav: 'wav_24000' }

interface Delivery {
  readonly stability: number
  /** Exaggeration of the voice's manner; only Multilingual v2 heeds it. */
  readonly style: number
}

/** The API has no emotion but on v3; this is how near its two dials come. 0.5 and 0 are its defaults. */
const DELIVERIES: Readonly<Record<string, Delivery>> = {
  neutral: { stability: 0.5, style: 0 },
  calm: { stability: 0.75, style: 0 },
  serious: { stability: 0.7, style: 0.1 },
  sad: { stability: 0.6, style: 0.3 },
  happy: { stability: 0.4, style: 0.4 },
  excited: { stability: 0.3, style: 0.6 },
  angry: { stability: 0.3, style: 0.7 },
  dramatic: { stability: 0.25, style: 0.8 },
}

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const { input, options, externalId } = submission
  if (input.audio === undefined) return speak(http, submission, String(options.voice))
  const voice = await cloneVoice(http, input.audio, externalId, refusal)
  if (typeof voice !== 'string') return { kind: 'REJECTED', ...voice }
  const outcome = await speak(http, submission, voice)
  await deleteVoice(http, voice)
  return outcome
}

async function speak(http: UpstreamHttp, submission: Submission, voice: string): Promise<SubmitOutcome> {
  const outcome = await http.request({
    method: 'POST',
    url: `/v1/text-to-speech/${encodeURIComponent(voice)}`,
    query: { output_format: ownValue(OUTPUT_FORMATS, String(submission.options.outputFormat)) ?? 'mp3_44100_128' },
    headers: { accept: 'audio/*' },
    json: body(submission),
    timeoutSeconds: TIMEOUT_SECONDS,
    maxAnswerBytes: MAX_MEDIA_BYTES,
  })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (outcome.status >= 200 && outcome.status < 300) return sound(outcome)
  if (isAmbiguous(outcome.status)) return { kind: 'UNKNOWN', detail: `HTTP ${outcome.status}` }
  return { kind: 'REJECTED', ...refusal(outcome) }
}

function body({ model, input, options }: Submission): Readonly<Record<string, unknown>> {
  const text = input.text ?? ''
  const emotion = textOption(options.emotion)
  const isV3 = model === 'eleven_v3'
  // On v3 an emotion is an audio tag, and a tag colours what stands after it.
  const spoken = isV3 && emotion ? `[${emotion}] ${text}` : text
  const settings = voiceSettings(options, isV3 ? undefined : ownValue(DELIVERIES, emotion ?? ''), model === 'eleven_multilingual_v2')
  return {
    text: spoken,
    model_id: model,
    ...(options.language !== undefined && { language_code: options.language }),
    ...(Object.keys(settings).length > 0 && { voice_settings: settings }),
    ...(options.seed !== undefined && { seed: options.seed }),
  }
}

/** What the caller set itself goes before what an emotion suggests. */
function voiceSettings(options: Submission['options'], delivery: Delivery | undefined, hasStyle: boolean): Record<string, OptionValue> {
  const settings: Record<string, OptionValue> = {}
  const stability = options.stability ?? delivery?.stability
  if (stability !== undefined) settings.stability = stability
  if (options.similarity !== undefined) settings.similarity_boost = options.similarity
  if (hasStyle && delivery) settings.style = delivery.style
  if (options.speed !== undefined) settings.speed = options.speed
  return settings
}

function textOption(value: OptionValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A 200 may still be no sound: an error as JSON, or nothing at all after a failure in the middle. */
function sound(answer: HttpAnswer): SubmitOutcome {
  const contentType = (answer.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? ''
  if (contentType.startsWith('audio/')) {
    if (lengthOf(answer.pieces) === 0) return { kind: 'REJECTED', ...UNMADE, detail: 'HTTP 200 without a byte of audio' }
    return { kind: 'DONE', outputs: [{ kind: 'bytes', bytes: answer.pieces, contentType }] }
  }
  const problem = problemOf(answer.json)
  if (!problem) return { kind: 'UNKNOWN', detail: `HTTP 200 with ${contentType || 'no content type'}` }
  return { kind: 'REJECTED', ...refusal(answer) }
}

// `detail` is an object with a slug, FastAPI's list of complaints, or a bare sentence.
const Problem = v.object({
  detail: v.union([
    v.object({ status: v.nullish(v.string(), ''), message: v.nullish(v.string(), '') }),
    v.array(v.unknown()),
    v.string(),
  ]),
})

function problemOf(json: unknown): { readonly slug: string; readonly words: string } | undefined {
  const parsed = v.safeParse(Problem, json)
  if (!parsed.success) return undefined
  const { detail } = parsed.output
  if (typeof detail === 'string') return { slug: '', words: detail }
  if (Array.isArray(detail)) return { slug: 'validation', words: JSON.stringify(detail) }
  return { slug: detail.status, words: detail.message }
}

/** In order: the first that fits decides. */
export const VERDICTS: readonly (readonly [RegExp, Verdict])[] = [
  // An exhausted quota is a 401 here, not a 402.
  [/^quota_exceeded/, BALANCE_EMPTY],
  [/^(invalid_api_key|missing_permissions|needs_authorization|detected_unusual_activity|model_not_found)/, KEY_REFUSED],
  // Our account's room for voices, which as many clonings at once fill up; and what our plan leaves out.
  [/^(voice_\w*limit_reached|payment_required|can_not_use_)/, { ...BALANCE_EMPTY, blameless: true }],
  [/policy|moderat|blocked|prohibited/, MODERATED],
  [/^(too_many_concurrent_requests|system_busy|rate_limit)/, BUSY],
  // A voice of somebody else, or of a dearer plan: callers may name any id.
  [/^only_for_|voice/, INVALID],
]

function refusal(answer: HttpAnswer): Refused {
  const problem = problemOf(answer.json)
  const slug = problem?.slug ?? ''
  const known = VERDICTS.find(([pattern]) => pattern.test(slug))?.[1]
  return { ...(known ?? verdictOf(answer, slug)), detail: `HTTP ${answer.status} ${slug} ${problem?.words ?? ''}`.trim(), ...waitOf(answer) }
}

function verdictOf(answer: HttpAnswer, slug: string): Verdict {
  const { status } = answer
  if (status >= 200 && status < 300) return FAILED
  // The voice is part of the path. A 403 is said of a voice too, unless it comes as a page of somebody else's.
  if (status === 404 || (status === 403 && answer.json !== undefined)) return INVALID
  // Their own key words are above; any other may be of the voice that was named.
  if (status === 402) return { ...BALANCE_EMPTY, blameless: true }
  return status === 401 && slug !== '' ? UNTOLD : verdictOfStatus(answer)
}

export const elevenlabsRegistration = {
  upstream: { id: 'elevenlabs', company: 'ElevenLabs', submit },
  defaultBaseUrl: 'https://api.elevenlabs.io',
  settings: 'ELEVENLABS',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ 'xi-api-key': key }) : undefined
  },
} satisfies UpstreamRegistration
