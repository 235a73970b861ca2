// The body of a POST as text: JSON in UTF-8, of a bounded size, within a bounded time.
import { ApiError } from '../domain/errors.ts'
import { decodedBody, requireCoding } from './content-coding.ts'

export const MAX_BODY_BYTES = 1024 * 1024
export const BODY_TIMEOUT_MS = 30_000

/** Judged by the head alone, before anything is looked up or read. @throws ApiError */
export function checkBodyHead(headers: Headers): void {
  const [type, ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';').map((part) => part.trim())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replaceAll('"', '')
  if (type !== 'application/json' || (charset !== undefined && !['utf-8', 'utf8'].includes(charset))) throw new ApiError('UNSUPPORTED_MEDIA_TYPE')
  requireCoding(headers)
  if (Number(headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge(MAX_BODY_BYTES)
}

/** More is read piece by piece, so that a lie about its length costs no memory. */
const SMALL_BYTES = 64 * 1024

/**
 * Of a request, without its coding; at once where it says that it is small and has none.
 * @param signal ends the waiting @throws ApiError as readBodyText
 */
export async function readRequestText(request: Request, pause: (ms: number) => Promise<void>, signal: AbortSignal): Promise<string> {
  const length = request.headers.get('content-length')
  if (length === null || Number(length) > SMALL_BYTES || request.headers.has('content-encoding')) return readBodyText(decodedBody(request, pause), signal)
  return unlessStopped(signal, async (tooSlow) => {
    const bytes = await Promise.race([request.arrayBuffer(), tooSlow])
    if (bytes.byteLength > MAX_BODY_BYTES) throw tooLarge(MAX_BODY_BYTES)
    return UTF8.decode(bytes)
  })
}

/** @param signal ends the waiting @throws ApiError PAYLOAD_TOO_LARGE, REQUEST_TIMEOUT, or INVALID_INPUT for what is not UTF-8 */
export async function readBodyText(body: ReadableStream<Uint8Array> | null, signal: AbortSignal, mostBytes = MAX_BODY_BYTES): Promise<string> {
  if (!body) return ''
  const decoder = new TextDecoder('utf-8', AS_UTF8)
  const reader = body.getReader()
  let text = ''
  let bytes = 0
  return unlessStopped(signal, async (tooSlow) => {
    try {
      for (;;) {
        const { done, value } = await Promise.race([reader.read(), tooSlow])
        if (done) return text + decoder.decode()
        bytes += value.byteLength
        if (bytes > mostBytes) throw tooLarge(mostBytes)
        text += decoder.decode(value, { stream: true })
      }
    } catch (error) {
      // Not awaited: a body that is late may be as late to be cancelled.
      reader.cancel().catch(() => undefined)
      throw error
    }
  })
}

const AS_UTF8 = { fatal: true, ignoreBOM: false } as const
const UTF8 = new TextDecoder('utf-8', AS_UTF8)

/** @throws ApiError REQUEST_TIMEOUT where the signal comes first, and INVALID_INPUT for whatever else fails */
async function unlessStopped(signal: AbortSignal, read: (tooSlow: Promise<never>) => Promise<string>): Promise<string> {
  const { promise: tooSlow, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(new ApiError('REQUEST_TIMEOUT'))
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    return await read(tooSlow)
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError('INVALID_INPUT', { sentence: { en: 'The body was cut off, is not UTF-8 or not what its Content-Encoding says.', hi: 'Body अधूरी है, UTF-8 में नहीं है या Content-Encoding के अनुसार नहीं है।' } })
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function tooLarge(limit: number): ApiError {
  return new ApiError('PAYLOAD_TOO_LARGE', { values: { limit } })
}
