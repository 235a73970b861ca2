// A request's body as JSON in which bytes (a Uint8Array) stand as base64. Where there are many, it is sent in pieces that are made
// when they are asked for: of 16 MB of media nothing holds a second copy.
import { base64Length, base64Pieces } from './base64.ts'

/** With fewer bytes of media the body is one text. */
const STREAM_FROM_BYTES = 512 * 1024

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

/** Of a length that is known, since not every company takes a body without one. */
function streamOf(texts: readonly string[], media: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const length =
    texts.reduce((sum, text) => sum + encoder.encode(text).byteLength, 0) + media.reduce((sum, { byteLength }) => sum + base64Length(byteLength) + 2, 0)
  const { readable, writable } = new FixedLengthStream(length)
  // What breaks off the request breaks this off too, and is told there.
  void pump(piecesOf(texts, media), writable, encoder).catch(() => undefined)
  return readable
}

async function pump(pieces: Iterable<string>, writable: WritableStream<Uint8Array>, encoder: TextEncoder): Promise<void> {
  const writer = writable.getWriter()
  for (const piece of pieces) await writer.write(encoder.encode(piece))
  await writer.close()
}
