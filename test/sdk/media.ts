// The check at the end of every SDK's way: bytes that are a whole medium. The probe is the service's own, which has
// tests of its own against files of other makers.
import assert from 'node:assert/strict'
import type { MediaFacts } from '../../src/domain/media.ts'
import { probe } from '../../src/formats/probe.ts'

export async function assertMedia(bytes: Uint8Array, expected: Partial<MediaFacts>): Promise<void> {
  const read = async (offset: number, length: number) => bytes.slice(offset, offset + length)
  const facts = await probe({ size: bytes.byteLength, read })
  assert.ok(facts, `${bytes.byteLength} bytes are no media`)
  assert.partialDeepStrictEqual(facts, expected)
}

/** Of a link that needs no key. */
export async function fetched(url: string | URL): Promise<Uint8Array> {
  const response = await fetch(url)
  assert.equal(response.status, 200, String(url))
  return new Uint8Array(await response.arrayBuffer())
}

/** As `ai` wants its `download`: its own refuses every address on this machine. */
export async function download({ url }: { readonly url: URL }): Promise<{ data: Uint8Array; mediaType: string | undefined }> {
  return { data: await fetched(url), mediaType: undefined }
}
