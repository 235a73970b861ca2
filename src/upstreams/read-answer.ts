// An answer's body, read as far as its limit and held once: in pieces, or as JSON whose media were taken out on the way.
import { answerSieve } from './answer-media.ts'
import type { SiftedAnswer } from './answer-media.ts'

export interface AnswerBody {
  /** The parsed body, or undefined when it is not JSON. */
  readonly json: unknown
  /** The body in the pieces it came in. */
  readonly pieces: readonly Uint8Array[]
  readonly media: SiftedAnswer['media']
}

/** @returns undefined for an answer over the limit */
export async function readAnswer(response: Response, limitBytes: number, hasMedia: boolean): Promise<AnswerBody | undefined> {
  const contentType = response.headers.get('content-type')
  const isJson = !contentType || /json|text/.test(contentType)
  if (Number(response.headers.get('content-length') ?? 0) > limitBytes) {
    await response.body?.cancel()
    return undefined
  }
  const pieces: Uint8Array[] = []
  const sieve = hasMedia && isJson ? answerSieve() : undefined
  const decoder = new TextDecoder()
  let length = 0
  const reader = response.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    length += next.value.byteLength
    if (length > limitBytes) {
      await reader?.cancel()
      return undefined
    }
    if (sieve) sieve.push(decoder.decode(next.value, { stream: true }))
    else pieces.push(next.value)
  }
  if (!sieve) return { pieces, media: [], json: isJson ? parseJson(new TextDecoder().decode(together(pieces))) : undefined }
  sieve.push(decoder.decode())
  const { text, media } = sieve.end()
  return { pieces: [new TextEncoder().encode(text)], media, json: parseJson(text) }
}

export function together(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.byteLength
  }
  return whole
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
