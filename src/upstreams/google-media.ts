// Images to and media from Google, which carries both as base64 inside JSON: neither Veo nor the image models take a web
// address, so an image given by its URL is fetched here first. https://ai.google.dev/gemini-api/docs/video, read 2026-11-22.
import { toBase64 } from './base64.ts'
import { readCallerMedia } from './caller-media.ts'
import type { Refused } from './contract.ts'
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
 * All of them, or why not: nothing has been submitted then. @param sources https or data URLs
 * @param mimeTypes those that the model takes
 */
export async function inlineImages(http: UpstreamHttp, sources: readonly string[], mimeTypes: readonly string[]): Promise<Inlined> {
  const read = await Promise.all(sources.map((source) => inlineImage(http, source, mimeTypes)))
  const images: InlineImage[] = []
  for (const one of read) {
    if ('refusal' in one) return { kind: 'REFUSED', ...one }
    images.push(one)
  }
  return { kind: 'INLINE', images }
}

async function inlineImage(http: UpstreamHttp, source: string, types: readonly string[]): Promise<InlineImage | Refused> {
  const media = await readCallerMedia(http, source, { maxBytes: MAX_IMAGE_BYTES, types })
  return 'refusal' in media ? media : { mimeType: media.contentType, data: toBase64(media.bytes) }
}
