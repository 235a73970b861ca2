// MiniMax's image API: one request that answers with the images, one to nine of them. What its content rules hold back
// is missing from the list and counted in `failed_count`.
// https://platform.minimax.io/docs/api-reference/image-generation-t2i.md, with the shapes of mmx-cli 1.0.27; read 2026-11-22.
import * as v from 'valibot'
import type { Submission, SubmitOutcome, Upstream, UpstreamRegistration } from '../contract.ts'
import type { UpstreamHttp } from '../http.ts'
import { readAnswer, securedUrl } from './answers.ts'
import { authorizeMinimax, MINIMAX_BASE_URL } from './adapter.ts'

/** Nine images take a multiple of the 10 to 30 seconds of one; giving up early would leave a paid call unknown. */
const TIMEOUT_SECONDS = 180

/** Documented as an integer, sent as a string. */
const Count = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer())

const Made = v.object({
  data: v.nullish(v.object({ image_urls: v.nullish(v.array(v.pipe(v.string(), v.url()))), failed_count: v.nullish(Count) })),
  metadata: v.nullish(v.object({ failed_count: v.nullish(Count) })),
})

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const outcome = await http.request({
    method: 'POST',
    url: '/v1/image_generation',
    json: requestBody(submission),
    timeoutSeconds: TIMEOUT_SECONDS,
  })
  const reading = readAnswer(outcome)
  if (reading.kind === 'UNCLEAR') return { kind: 'UNKNOWN', detail: reading.detail }
  if (reading.kind === 'REFUSED') return { kind: 'REJECTED', ...reading.refused }
  const made = v.safeParse(Made, reading.json)
  if (!made.success) return { kind: 'UNKNOWN', detail: 'an answer of another shape' }
  const { data, metadata } = made.output
  const outputs = (data?.image_urls ?? []).map((url) => ({ kind: 'url', url: securedUrl(url) }) as const)
  const withheld = metadata?.failed_count ?? data?.failed_count ?? 0
  if (outputs.length > 0) return { kind: 'DONE', outputs, ...(withheld > 0 && { withheld }) }
  if (data || withheld > 0) return { kind: 'REJECTED', refusal: 'MODERATED', detail: `no image is left, ${withheld} withheld` }
  return { kind: 'UNKNOWN', detail: 'neither images nor a count of those withheld' }
}

function requestBody({ model, input, options }: Submission): Readonly<Record<string, unknown>> {
  return {
    model,
    prompt: input.text ?? '',
    aspect_ratio: options.aspectRatio,
    n: options.n,
    response_format: 'url',
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(input.image !== undefined && { subject_reference: [{ type: 'character', image_file: input.image }] }),
  }
}

const minimaxImage: Upstream = { id: 'minimax-image', company: 'MiniMax', submit }

export const minimaxImageRegistration = {
  upstream: minimaxImage,
  defaultBaseUrl: MINIMAX_BASE_URL,
  settings: 'MINIMAX',
  authorize: authorizeMinimax,
} satisfies UpstreamRegistration
