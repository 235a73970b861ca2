// Google Veo, by the Gemini API or Vertex AI: the same submission, two ways to ask after it. The operation's name tells
// which: Vertex AI's begins with the project. Neither has a cancel, an idempotency key or an id of ours.
// https://ai.google.dev/gemini-api/docs/video and
// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation, by the wire of
// @google/genai 2.32.0; 2026-11-22.
import * as v from 'valibot'
import type { SubmissionInput, UpstreamRef } from '../../domain/upstream.ts'
import { lengthOf, mediumIn } from '../answer-media.ts'
import type { PollOutcome, Submission, SubmitOutcome, Upstream, UpstreamRegistration } from '../contract.ts'
import { failureOf, operationError, refusedBy, said, unreachable } from './answers.ts'
import { authorizeGoogle, googleBaseUrl } from './auth.ts'
import { fetchFile } from './file.ts'
import { inlineImages, type InlineImage } from './media.ts'
import { isAmbiguous, MEDIA_ANSWER, type HttpOutcome, type UpstreamHttp } from '../http.ts'
import { UNMADE } from '../verdicts.ts'

const IMAGE_TYPES = ['image/jpeg', 'image/png'] as const
const SUBMIT_TIMEOUT_SECONDS = 60
/** Vertex AI's answer holds the video itself, and the Gemini API's file is one. */
const RESULT_TIMEOUT_SECONDS = 120

const Accepted = v.object({ name: v.pipe(v.string(), v.nonEmpty()) })
const Ref = v.object({ operation: v.string() })

const Filtered = {
  raiMediaFilteredCount: v.nullish(v.number()),
  raiMediaFilteredReasons: v.nullish(v.array(v.string())),
}
const GeminiVideo = v.object({ video: v.nullish(v.object({ uri: v.nullish(v.string()) })) })
const VertexVideo = v.object({ bytesBase64Encoded: v.nullish(v.string()), mimeType: v.nullish(v.string()) })
const Operation = v.object({
  done: v.nullish(v.boolean()),
  error: v.nullish(operationError),
  response: v.nullish(
    v.object({
      ...Filtered,
      videos: v.nullish(v.array(VertexVideo)),
      generateVideoResponse: v.nullish(v.object({ ...Filtered, generatedSamples: v.nullish(v.array(GeminiVideo)) })),
    }),
  ),
})

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const { input } = submission
  const inlined = await inlineImages(http, input, IMAGE_TYPES)
  if (inlined.kind === 'REFUSED') return { ...inlined, kind: 'REJECTED' }
  const instance = instanceOf(input, inlined.images)
  const switched = await start(http, submission, instance, { generateAudio: true })
  const outcome = hasNoSoundSwitch(switched) ? await start(http, submission, instance, {}) : switched
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (isAmbiguous(outcome.status)) return { kind: 'UNKNOWN', detail: said(outcome) }
  if (outcome.status < 200 || outcome.status >= 300) return { kind: 'REJECTED', ...refusedBy(outcome) }
  const accepted = v.safeParse(Accepted, outcome.json)
  if (!accepted.success) return { kind: 'UNKNOWN', detail: `no name in ${said(outcome)}` }
  return { kind: 'ACCEPTED', ref: { operation: accepted.output.name } }
}

function start(http: UpstreamHttp, submission: Submission, instance: object, sound: { generateAudio?: boolean }): Promise<HttpOutcome> {
  const { input, model, options } = submission
  return http.request({
    method: 'POST',
    url: `/models/${encodeURIComponent(model)}:predictLongRunning`,
    timeoutSeconds: SUBMIT_TIMEOUT_SECONDS,
    json: {
      instances: [instance],
      parameters: {
        sampleCount: 1,
        durationSeconds: options.duration,
        aspectRatio: options.aspectRatio,
        resolution: options.resolution,
        ...(input.negativeText !== undefined && { negativePrompt: input.negativeText }),
        ...sound,
      },
    },
  })
}

/**
 * Vertex AI requires that Veo 3 be told whether to make sound; the Gemini API, where sound is always on, refuses the very
 * word: "`generateAudio` isn't supported by this model." That is definite, so it is asked once more without.
 */
function hasNoSoundSwitch(outcome: HttpOutcome): boolean {
  return outcome.kind === 'ANSWER' && outcome.status === 400 && /generateAudio\W+(isn't|is not) supported/i.test(said(outcome))
}

/** @param inlined in the order of first frame, last frame, references */
function instanceOf({ text, image, lastImage }: SubmissionInput, inlined: readonly InlineImage[]): object {
  const frames = inlined.map(({ data, mimeType }) => ({ bytesBase64Encoded: data, mimeType }))
  return {
    ...(text !== undefined && { prompt: text }),
    ...(image !== undefined && { image: frames.shift() }),
    ...(lastImage !== undefined && { lastFrame: frames.shift() }),
    ...(frames.length > 0 && { referenceImages: frames.map((frame) => ({ image: frame, referenceType: 'asset' })) }),
  }
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const outcome = await look(http, v.parse(Ref, ref).operation)
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 404) return { kind: 'MISSING', detail: said(outcome) }
  const operation = v.safeParse(Operation, outcome.json)
  if (outcome.status !== 200 || !operation.success) return unreachable(outcome)
  const { done, error, response } = operation.output
  if (error) return { kind: 'FAILED', ...failureOf(error) }
  // Waiting and working are not told apart.
  if (!done) return { kind: 'PENDING', started: true }
  const gemini = response?.generateVideoResponse
  const uri = gemini?.generatedSamples?.[0]?.video?.uri
  if (uri) return fetchFile(http, uri)
  const inline = response?.videos?.[0]
  const bytes = mediumIn(outcome, inline?.bytesBase64Encoded ?? '')
  if (bytes && lengthOf(bytes) > 0) return { kind: 'DONE', outputs: [{ kind: 'bytes', bytes, contentType: inline?.mimeType ?? 'video/mp4' }] }
  // Done, without an error, and without a video: what the safety filters hold back looks like a success.
  const { raiMediaFilteredCount: count, raiMediaFilteredReasons: reasons } = gemini ?? response ?? {}
  if (reasons?.length || count) return { kind: 'FAILED', refusal: 'MODERATED', detail: reasons?.join('; ') ?? `${count} filtered` }
  return { kind: 'FAILED', ...UNMADE, detail: 'done, with neither a video nor a reason' }
}

function look(http: UpstreamHttp, operation: string): Promise<HttpOutcome> {
  const model = /^projects\/[^/]+\/locations\/[^/]+\/publishers\/google\/(models\/[^/]+)\/operations\//.exec(operation)?.[1]
  if (!model) return http.request({ method: 'GET', url: `/${operation}` })
  const url = `/${model}:fetchPredictOperation`
  return http.request({ method: 'POST', url, json: { operationName: operation }, timeoutSeconds: RESULT_TIMEOUT_SECONDS, ...MEDIA_ANSWER })
}

const veo: Upstream = { id: 'veo', company: 'Google', submit, poll }

export const veoRegistration = {
  upstream: veo,
  defaultBaseUrl: googleBaseUrl('VEO'),
  settings: 'GOOGLE',
  authorize: authorizeGoogle,
} satisfies UpstreamRegistration
