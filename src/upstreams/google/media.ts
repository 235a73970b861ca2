// Images to and media from Google, which carries both as base64 inside JSON: neither Veo nor the image models take a web
// address, so an image given by its URL is fetched here first. https://ai.google.dev/gemini-api/docs/video, read 2026-11-22.
import type { SubmissionInput } from '../../domain/upstream.ts'
import { mediaRoom, MOST_INPUT_BYTES, readCallerMedia } from '../caller-media.ts'
import type { Refused } from '../contract.ts'
import type { UpstreamHttp } from '../http.ts'

export interface InlineImage {
  readonly mimeType: string
  /** Sent as base64. */
  readonly data: Uint8Array
}

export type Inlined = { readonly kind: 'INLINE'; readonly images: readonly InlineImage[] } | ({ readonly kind: 'REFUSED' } & Refused)

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
  const room = mediaRoom()
  const images: InlineImage[] = []
  for (const [field, source] of sources) {
    if (source === undefined) continue
    const media = await readCallerMedia(http, source, { field, maxBytes: MOST_INPUT_BYTES, types: mimeTypes }, room)
    if ('refusal' in media) return { kind: 'REFUSED', ...media }
    images.push({ mimeType: media.contentType, data: media.bytes })
  }
  return { kind: 'INLINE', images }
}
