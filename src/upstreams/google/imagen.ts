// Google's image models, which took Imagen's place when all of it was shut down: one synchronous request makes one image, so
// a batch is several at once, and what the content rules hold back of it is counted. Nothing to poll, cancel or find. The
// Gemini API and Vertex AI take the same body.
// https://ai.google.dev/gemini-api/docs/image-generation, by the wire of @google/genai 2.32.0;
// https://firebase.google.com/docs/ai-logic/imagen-models-migration for the succession; read 2026-11-22.
import * as v from 'valibot'
import { lengthOf, mediumIn } from '../answer-media.ts'
import { base64Length } from '../../domain/base64.ts'
import type { Refused, Submission, SubmitOutcome, Upstream, UpstreamOutput, UpstreamRegistration } from '../contract.ts'
import { refusedBy, said } from './answers.ts'
import { authorizeGoogle, googleBaseUrl } from './auth.ts'
import { inlineImages, type InlineImage } from './media.ts'
import { isAmbiguous, MAX_MEDIA_BYTES, type HttpAnswer, type UpstreamHttp } from '../http.ts'
import { UNMADE } from '../verdicts.ts'

const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
/** The pro model thinks first; giving up early would leave a paid call unknown. */
const TIMEOUT_SECONDS = 180
/** Seeds are int32. */
const SEEDS = 2 ** 31

const MODERATED: ReadonlySet<string> = new Set([
  'SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT', 'IMAGE_RECITATION',
])

const Part = v.object({
  thought: v.nullish(v.boolean()),
  inlineData: v.nullish(v.object({ mimeType: v.string(), data: v.string() })),
})
const Content = v.object({
  candidates: v.nullish(
    v.array(v.object({ finishReason: v.nullish(v.string()), content: v.nullish(v.object({ parts: v.nullish(v.array(Part)) })) })),
  ),
  promptFeedback: v.nullish(v.object({ blockReason: v.nullish(v.string()) })),
})

/** What came of one image of the batch. */
type Drawing =
  | { readonly kind: 'IMAGE'; readonly output: UpstreamOutput }
  | ({ readonly kind: 'REFUSED' } & Refused)
  | { readonly kind: 'UNCLEAR'; readonly detail: string }

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const { input, model, options } = submission
  const inlined = await inlineImages(http, input, IMAGE_TYPES)
  if (inlined.kind === 'REFUSED') return { ...inlined, kind: 'REJECTED' }
  const indexes = Array.from({ length: Number(options.n ?? 1) }, (_, index) => index)
  // Of the batch together, in base64: what is decoded of it is held at once, beside what was given.
  const givenBytes = inlined.images.reduce((sum, { data }) => sum + data.byteLength, 0)
  const maxAnswerBytes = base64Length(Math.floor((MAX_MEDIA_BYTES - givenBytes) / indexes.length))
  return together(await Promise.all(indexes.map((index) => draw(http, model, bodyOf(submission, inlined.images, index), maxAnswerBytes))))
}

/** @param index within the batch, whose images would all be the same by one and the same seed */
function bodyOf({ input, options }: Submission, images: readonly InlineImage[], index: number): object {
  const { aspectRatio, resolution, seed } = options
  const parts = [...images.map((inlineData) => ({ inlineData })), { text: input.text ?? '' }]
  return {
    contents: [{ role: 'user', parts }],
    generationConfig: {
      ...(typeof seed === 'number' && { seed: (seed + index) % SEEDS }),
      responseModalities: ['IMAGE'],
      imageConfig: {
        ...(aspectRatio !== undefined && { aspectRatio }),
        // Only `2K` is understood, not `2k`.
        ...(resolution !== undefined && { imageSize: String(resolution).toUpperCase() }),
      },
    },
  }
}

async function draw(http: UpstreamHttp, model: string, json: object, maxAnswerBytes: number): Promise<Drawing> {
  const url = `/models/${encodeURIComponent(model)}:generateContent`
  const outcome = await http.request({ method: 'POST', url, json, timeoutSeconds: TIMEOUT_SECONDS, maxAnswerBytes, hasMediaInJson: true })
  if (outcome.kind === 'LOST') return { kind: 'UNCLEAR', detail: outcome.detail }
  if (isAmbiguous(outcome.status)) return { kind: 'UNCLEAR', detail: said(outcome) }
  if (outcome.status < 200 || outcome.status >= 300) return { kind: 'REFUSED', ...refusedBy(outcome) }
  const content = v.safeParse(Content, outcome.json)
  return content.success ? drawingOf(content.output, outcome) : { kind: 'UNCLEAR', detail: `an answer of another shape: ${said(outcome)}` }
}

function drawingOf({ candidates, promptFeedback }: v.InferOutput<typeof Content>, answer: HttpAnswer): Drawing {
  const candidate = candidates?.[0]
  // The pro model may show its sketches too, as thoughts.
  const image = candidate?.content?.parts?.find(({ inlineData, thought }) => inlineData && !thought)?.inlineData
  const bytes = image ? mediumIn(answer, image.data) : undefined
  if (image && bytes && lengthOf(bytes) > 0) return { kind: 'IMAGE', output: { kind: 'bytes', bytes, contentType: image.mimeType } }
  // Whatever the reason, a prompt that is blocked is blocked by content rules.
  if (promptFeedback?.blockReason) return { kind: 'REFUSED', refusal: 'MODERATED', detail: `blocked: ${promptFeedback.blockReason}` }
  const reason = candidate?.finishReason
  if (!reason) return { kind: 'UNCLEAR', detail: 'neither an image nor a reason' }
  // Words instead of an image are what some prompts ask for.
  return { kind: 'REFUSED', ...(MODERATED.has(reason) ? { refusal: 'MODERATED' } : UNMADE), detail: `no image: ${reason}` }
}

/** The images that were made are never thrown away for those that were not. Without any, what is worst to repeat decides. */
function together(drawings: readonly Drawing[]): SubmitOutcome {
  const outputs = drawings.flatMap((drawing) => (drawing.kind === 'IMAGE' ? [drawing.output] : []))
  const moderated = drawings.filter((drawing) => drawing.kind === 'REFUSED' && drawing.refusal === 'MODERATED')
  if (outputs.length > 0) return { kind: 'DONE', outputs, ...(moderated.length > 0 && { withheld: moderated.length }) }
  const unclear = drawings.find((drawing) => drawing.kind === 'UNCLEAR')
  if (unclear) return { kind: 'UNKNOWN', detail: unclear.detail }
  const refused = [...moderated, ...drawings].find((drawing) => drawing.kind === 'REFUSED')
  return refused ? { ...refused, kind: 'REJECTED' } : { kind: 'UNKNOWN', detail: 'nothing was asked for' }
}

const imagen: Upstream = { id: 'imagen', company: 'Google', submit }

export const imagenRegistration = {
  upstream: imagen,
  defaultBaseUrl: googleBaseUrl('IMAGE'),
  settings: 'GOOGLE',
  authorize: authorizeGoogle,
} satisfies UpstreamRegistration
