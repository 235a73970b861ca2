// A request's body in pieces that are made when they are asked for, of a length that is known, since not every company takes a body
// without one.

/** With fewer bytes of media a body is made whole. */
export const STREAM_FROM_BYTES = 512 * 1024

export function streamBody(length: number, pieces: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(length)
  // What breaks off the request breaks this off too, and is told there.
  void pump(pieces, writable).catch(() => undefined)
  return readable
}

async function pump(pieces: Iterable<Uint8Array>, writable: WritableStream<Uint8Array>): Promise<void> {
  const writer = writable.getWriter()
  for (const piece of pieces) await writer.write(piece)
  await writer.close()
}
