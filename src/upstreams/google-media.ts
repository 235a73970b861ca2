// Images to and media from Google, which carries both as base64 inside JSON: neither Veo nor the image models take a web
// address, so an image given by its URL is fetched here first. https://ai.google.dev/gemini-api/docs/video, read 2026-11-22.
import { toBase64 } from './base64.ts'
import { readCallerMedia } from './caller-media.ts'
import type { Refused, SubmissionInput } from './contract.ts'
import type { UpstreamHttp } from './http.ts'

export interface InlineImage {
  readonly mimeType: string
  /** Base64. */
  readonly data: string
}

export type Inlined = { readonly kind: 'INLINE'; readonly images: readonly InlineImage[] } | ({ readonly kind: 'REFUSED' } & Refused)

/** What a request may carry in all; more is refused by Google. */
const MAX_IMAGE_BYTES = 20_000_000

/**
 * All of them, or why not: nothing has been submitted then. In the order of first frame, last frame, references.
 * @param mimeTypes those that the model takes
 */
export async function inlineImages(http: UpstreamHttp, input: SubmissionInput, mimeTypes: readonly string[]): Promise<Inlined> {
  const sources: readonly (readonly [field: string, source: string | undefined])[] = [
    ['image', input.image],
    ['lastImage', input.lastImage],
    ...(input.images ?? []).map((source, index) => [`images.${index}`, source] as const),
  ]
  const read = await Promise.all(sources.flatMap(([field, source]) => (source === undefined ? [] : [inlineImage(http, field, source, mimeTypes)])))
  const images: InlineImage[] = []
  for (const one of read) {
    if ('refusal' in one) return { kind: 'REFUSED', ...one }
    images.push(one)
  }
  return { kind: 'INLINE', images }
}

async function inlineImage(http: UpstreamHttp, field: string, source: string, types: readonly string[]): Promise<InlineImage | Refused> {
  const media = await readCallerMedia(http, source, { field, maxBytes: MAX_IMAGE_BYTES, types })
  return 'refusal' in media ? media : { mimeType: media.contentType, data: toBase64(media.bytes) }
}
