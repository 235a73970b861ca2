// The body of a POST as text: JSON in UTF-8, of a bounded size, within a bounded time.
import { ApiError } from '../domain/errors.ts'
import { requireCoding } from './content-coding.ts'

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

/** @param signal ends the waiting @throws ApiError PAYLOAD_TOO_LARGE, REQUEST_TIMEOUT, or INVALID_INPUT for what is not UTF-8 */
export async function readBodyText(body: ReadableStream<Uint8Array> | null, signal: AbortSignal, mostBytes = MAX_BODY_BYTES): Promise<string> {
  if (!body) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  const reader = body.getReader()
  const { promise: tooSlow, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(new ApiError('REQUEST_TIMEOUT'))
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  let text = ''
  let bytes = 0
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
    if (error instanceof ApiError) throw error
    throw new ApiError('INVALID_INPUT', { sentence: { en: 'The body was cut off, is not UTF-8 or not what its Content-Encoding says.', hi: 'Body अधूरी है, UTF-8 में नहीं है या Content-Encoding के अनुसार नहीं है।' } })
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function tooLarge(limit: number): ApiError {
  return new ApiError('PAYLOAD_TOO_LARGE', { values: { limit } })
}
