// Google's Gemini Omni: video by interactions, the successor of Veo. Without `background` the submission would last as long as
// the work. There is no idempotency key and no id of ours. https://ai.google.dev/gemini-api/docs/omni and
// https://ai.google.dev/api/interactions-api, with what public clients recorded of the wire; read 2026-11-28.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import { lengthOf, mediumIn } from '../answer-media.ts'
import type { CancelOutcome, PollOutcome, Submission, SubmitOutcome, Upstream, UpstreamRegistration } from '../contract.ts'
import { failureOf, refusedBy, said, unreachable } from './answers.ts'
import { authorizeGoogle, googleBaseUrl } from './auth.ts'
import { fetchFile } from './file.ts'
import { inlineImages, type InlineImage } from './media.ts'
import { isAmbiguous, MEDIA_ANSWER, type HttpAnswer, type UpstreamHttp } from '../http.ts'
import { BALANCE_EMPTY, FAILED, MODERATED, UNMADE } from '../verdicts.ts'

const IMAGE_TYPES = ['image/jpeg', 'image/png'] as const
const SUBMIT_TIMEOUT_SECONDS = 60
/** The answer may bring the video. */
const RESULT_TIMEOUT_SECONDS = 120

const Ref = v.object({ interaction: v.string() })
const Content = v.object({ type: v.string(), uri: v.nullish(v.string()), data: v.nullish(v.string()), mime_type: v.nullish(v.string()), text: v.nullish(v.string()) })
const Interaction = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  status: v.string(),
  steps: v.nullish(v.array(v.object({ type: v.string(), content: v.nullish(v.array(Content)) }))),
  error: v.nullish(v.object({ message: v.nullish(v.string()) })),
  usage: v.nullish(v.object({ output_tokens_by_modality: v.nullish(v.array(v.object({ modality: v.string(), tokens: v.number() }))) })),
})
type Interaction = v.InferOutput<typeof Interaction>

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const inlined = await inlineImages(http, submission.input, IMAGE_TYPES)
  if (inlined.kind === 'REFUSED') return { ...inlined, kind: 'REJECTED' }
  const outcome = await http.request({ method: 'POST', url: '/interactions', json: bodyOf(submission, inlined.images[0]), timeoutSeconds: SUBMIT_TIMEOUT_SECONDS })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  // It may have begun behind any 5xx.
  if (isAmbiguous(outcome.status) || outcome.status >= 500) return { kind: 'UNKNOWN', detail: said(outcome) }
  if (outcome.status < 200 || outcome.status >= 300) return { kind: 'REJECTED', ...refusedBy(outcome) }
  const begun = v.safeParse(Interaction, outcome.json)
  return begun.success ? { kind: 'ACCEPTED', ref: { interaction: begun.output.id } } : { kind: 'UNKNOWN', detail: `no id in ${said(outcome)}` }
}

function bodyOf({ model, input, options }: Submission, image: InlineImage | undefined): object {
  // There is no parameter for it.
  const text = [input.text ?? [], input.negativeText === undefined ? [] : `Without: ${input.negativeText}`].flat().join('\n')
  return {
    model,
    input: image ? [{ type: 'image', data: image.data, mime_type: image.mimeType }, ...(text === '' ? [] : [{ type: 'text', text }])] : text,
    background: true,
    response_format: {
      type: 'video',
      delivery: 'uri',
      aspect_ratio: options['aspectRatio'],
      resolution: options['resolution'],
      // A protobuf Duration as text: a number is refused.
      duration: `${String(options['duration'])}s`,
    },
  }
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const outcome = await http.request({ method: 'GET', url: pathOf(ref), timeoutSeconds: RESULT_TIMEOUT_SECONDS, ...MEDIA_ANSWER })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  const interaction = v.safeParse(Interaction, outcome.json)
  if (outcome.status === 200 && interaction.success) return standingOf(http, interaction.output, outcome)
  return isGone(outcome) ? { kind: 'MISSING', detail: said(outcome) } : unreachable(outcome)
}

async function cancel(http: UpstreamHttp, ref: UpstreamRef): Promise<CancelOutcome> {
  const outcome = await http.request({ method: 'POST', url: `${pathOf(ref)}/cancel`, json: {} })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  const interaction = v.safeParse(Interaction, outcome.json)
  if (outcome.status === 200 && interaction.success && interaction.output.status === 'cancelled') return { kind: 'CANCELLED' }
  return outcome.status === 400 || outcome.status === 404 || outcome.status === 200 ? { kind: 'TOO_LATE' } : { kind: 'UNREACHABLE', detail: said(outcome) }
}

const pathOf = (ref: UpstreamRef): string => `/interactions/${encodeURIComponent(v.parse(Ref, ref).interaction)}`

/** An id that it does not know is a 400 of these words; any other 400 at a look says nothing. */
const isGone = (answer: HttpAnswer): boolean => answer.status === 404 || (answer.status === 400 && /invalid interaction name/i.test(said(answer)))

async function standingOf(http: UpstreamHttp, interaction: Interaction, answer: HttpAnswer): Promise<PollOutcome> {
  const { status, error } = interaction
  switch (status) {
    case 'queued':
      return { kind: 'PENDING', started: false }
    case 'in_progress':
      return { kind: 'PENDING', started: true }
    case 'completed':
      return outputOf(http, interaction, answer)
    case 'failed':
      return { kind: 'FAILED', ...failureOf({ message: error?.message ?? '' }) }
    case 'cancelled':
      return { kind: 'FAILED', stopped: true, ...FAILED, detail: status }
    case 'incomplete':
    case 'requires_action':
      return { kind: 'FAILED', ...UNMADE, detail: status }
    case 'budget_exceeded':
      // Whose budget, ours or that of one request, it does not tell.
      return { kind: 'FAILED', ...BALANCE_EMPTY, blameless: true, detail: status }
    default:
      return { kind: 'UNREACHABLE', detail: `unknown status ${status}` }
  }
}

/**
 * A file of the Gemini API, which a token of Vertex AI does not open: there the video stands in the answer. What content rules
 * refuse is completed too, with words instead of a video, and no token of a video was billed.
 */
async function outputOf(http: UpstreamHttp, { steps, usage }: Interaction, answer: HttpAnswer): Promise<PollOutcome> {
  const contents = (steps ?? []).flatMap(({ type, content }) => (type === 'model_output' ? (content ?? []) : []))
  const video = contents.find(({ type }) => type === 'video')
  const bytes = mediumIn(answer, video?.data ?? '')
  if (bytes && lengthOf(bytes) > 0) return { kind: 'DONE', outputs: [{ kind: 'bytes', bytes, contentType: video?.mime_type ?? 'video/mp4' }] }
  if (video?.uri) return fetchFile(http, video.uri)
  const isMade = (usage?.output_tokens_by_modality ?? []).some(({ modality, tokens }) => modality.toLowerCase() === 'video' && tokens > 0)
  if (isMade || contents.length === 0) return { kind: 'UNREACHABLE', detail: 'completed, without a video that can be read' }
  return { kind: 'FAILED', ...MODERATED, detail: contents.map(({ text }) => text ?? '').join(' ').slice(0, 300) }
}

const omni: Upstream = { id: 'gemini-omni', company: 'Google', submit, poll, cancel }

export const geminiOmniRegistration = {
  upstream: omni,
  defaultBaseUrl: googleBaseUrl('OMNI'),
  settings: 'GOOGLE',
  authorize: authorizeGoogle,
} satisfies UpstreamRegistration
