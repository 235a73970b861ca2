// Bodies that clients compress (RFC 9110, 8.4). The platform decodes gzip and deflate (no Brotli), but takes in whatever is
// written to it at once: a megabyte of zeros a thousand times over would stand in memory before the first byte is read.
// So it is given a little at a time, and nothing more while there is something to read.
import { ApiError } from '../domain/errors.ts'

export const CONTENT_CODINGS = ['gzip', 'deflate'] as const
type ContentCoding = (typeof CONTENT_CODINGS)[number]

const FIELD = 'Content-Encoding'
/** Deflate makes at most 1,032 bytes of one. */
const SLICE_BYTES = 8192

/** @returns null for a body as it is, undefined for what nobody here can read */
function codingOf(headers: Headers): ContentCoding | null | undefined {
  const coding = (headers.get(FIELD) ?? '').trim().toLowerCase().replace(/^x-gzip$/, 'gzip')
  return coding === '' || coding === 'identity' ? null : CONTENT_CODINGS.find((known) => known === coding)
}

/** @throws ApiError UNSUPPORTED_MEDIA_TYPE */
export function requireCoding(headers: Headers): void {
  if (codingOf(headers) !== undefined) return
  throw new ApiError('UNSUPPORTED_MEDIA_TYPE', {
    field: FIELD,
    sentence: { en: 'Send the body as it is, or compressed with gzip or deflate.', hi: 'Body को बिना compress किए, या gzip या deflate से compress करके भेजें।' },
    allowed: CONTENT_CODINGS,
  })
}

export const isCodingRefusal = (error: Error): boolean => error instanceof ApiError && error.code === 'UNSUPPORTED_MEDIA_TYPE' && error.details.field === FIELD

/**
 * The body without its coding. Whoever reads it stops when it has enough, and nothing more is decoded.
 * @param pause lets what is decoded come first
 */
export function decodedBody({ body, headers }: Request, pause: (ms: number) => Promise<void>): ReadableStream<Uint8Array> | null {
  const coding = codingOf(headers)
  return body && coding ? decode(body, coding, pause) : body
}

function decode(body: ReadableStream<Uint8Array>, coding: ContentCoding, pause: (ms: number) => Promise<void>): ReadableStream<Uint8Array> {
  const { writable, readable } = new DecompressionStream(coding)
  const writer = writable.getWriter()
  const decoded = readable.getReader()
  const slices = slicesOf(body)
  let reading = decoded.read()
  let isWritten = false
  const writeNext = async (): Promise<void> => {
    const { done, value } = await slices.next()
    isWritten = done === true
    await (done ? writer.close() : writer.write(value))
  }
  const next = async (): Promise<ReadableStreamReadResult<Uint8Array>> => {
    for (;;) {
      const ready = await (isWritten ? reading : Promise.race([reading, pause(0)]))
      if (ready) return ready
      await writeNext()
    }
  }
  // Each tells of a broken body; who reads hears of it once, below.
  for (const one of [writer.closed, decoded.closed, reading]) one.catch(() => undefined)
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await next()
      if (done) return controller.close()
      reading = decoded.read()
      reading.catch(() => undefined)
      controller.enqueue(value)
    },
    cancel: async () => void (await Promise.allSettled([slices.return(), writer.abort()])),
  })
}

async function* slicesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of body) {
    for (let at = 0; at < chunk.byteLength; at += SLICE_BYTES) yield chunk.subarray(at, at + SLICE_BYTES)
  }
}
