// A request's body as JSON in which bytes (a Uint8Array) stand as base64. Where there are many, it is sent in pieces that are made
// when they are asked for: of 16 MB of media nothing holds a second copy.
import { base64Length, base64Pieces } from '../domain/base64.ts'
import { STREAM_FROM_BYTES, streamBody } from './stream-body.ts'

/** A string that begins so is in nothing a caller can send: NUL is refused at the edge. */
const PLACE = '\u0000bytes'

/** @param value without cycles */
export function jsonBody(value: unknown): string | ReadableStream<Uint8Array> {
  const media: Uint8Array[] = []
  const text = JSON.stringify(value, (_name, part: unknown) => {
    if (!(part instanceof Uint8Array)) return part
    media.push(part)
    return PLACE
  })
  const texts = text.split(JSON.stringify(PLACE))
  const total = media.reduce((sum, { byteLength }) => sum + byteLength, 0)
  return total < STREAM_FROM_BYTES ? [...piecesOf(texts, media)].join('') : streamOf(texts, media)
}

function* piecesOf(texts: readonly string[], media: readonly Uint8Array[]): Generator<string> {
  for (const [index, text] of texts.entries()) {
    yield text
    const bytes = media[index]
    if (!bytes) continue
    yield '"'
    yield* base64Pieces(bytes)
    yield '"'
  }
}

function streamOf(texts: readonly string[], media: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const length =
    texts.reduce((sum, text) => sum + encoder.encode(text).byteLength, 0) + media.reduce((sum, { byteLength }) => sum + base64Length(byteLength) + 2, 0)
  return streamBody(length, encoded(piecesOf(texts, media), encoder))
}

function* encoded(pieces: Iterable<string>, encoder: TextEncoder): Generator<Uint8Array> {
  for (const piece of pieces) yield encoder.encode(piece)
}
