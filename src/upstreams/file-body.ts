// A form with one file (multipart/form-data, RFC 7578) around bytes that are not copied: FormData would hold them two times more.
import { STREAM_FROM_BYTES, streamBody } from './stream-body.ts'

export interface FileUpload {
  /** The form's other fields, of plain words. */
  readonly fields?: Readonly<Record<string, string>>
  /** The file's own. */
  readonly field: string
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Stands in no medium by chance. */
const BOUNDARY = 'doitong-4f1c7a9be26d4c0f8a35'
const PIECE_BYTES = 64 * 1024

export const FILE_BODY_TYPE = `multipart/form-data; boundary=${BOUNDARY}`

export function fileBody({ fields = {}, field, name, contentType, bytes }: FileUpload): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const others = Object.entries(fields).map(([other, value]) => `${partOf(other)}\r\n\r\n${value}\r\n`)
  const head = encoder.encode(`${others.join('')}${partOf(field)}; filename="${name}"\r\nContent-Type: ${contentType}\r\n\r\n`)
  const tail = encoder.encode(`\r\n--${BOUNDARY}--\r\n`)
  const length = head.byteLength + bytes.byteLength + tail.byteLength
  if (length >= STREAM_FROM_BYTES) return streamBody(length, piecesOf(head, bytes, tail))
  const whole = new Uint8Array(length)
  whole.set(head)
  whole.set(bytes, head.byteLength)
  whole.set(tail, head.byteLength + bytes.byteLength)
  return whole
}

const partOf = (field: string): string => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"`

function* piecesOf(head: Uint8Array, bytes: Uint8Array, tail: Uint8Array): Generator<Uint8Array> {
  yield head
  // Copies: what is written to a stream may be taken away from its writer.
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) yield bytes.slice(at, at + PIECE_BYTES)
  yield tail
}
