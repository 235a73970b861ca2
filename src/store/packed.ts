// JSON as it is stored where it is long: deflated, since people's words in Devanagari take three bytes a character and little of them is news.
import { customType } from 'drizzle-orm/sqlite-core'

/** D1 answers bytes as a list of numbers. */
export const packedColumn = customType<{ data: Uint8Array; driverData: Uint8Array | ArrayBuffer | number[] }>({
  dataType: () => 'blob',
  toDriver: (bytes) => bytes,
  fromDriver: (stored) => new Uint8Array(stored),
})

export const pack = (value: object): Promise<Uint8Array> => through(new TextEncoder().encode(JSON.stringify(value)), new CompressionStream('deflate-raw'))

export const unpack = async (packed: Uint8Array): Promise<unknown> => JSON.parse(new TextDecoder().decode(await through(packed, new DecompressionStream('deflate-raw'))))

/** Bytes as they come out of a stream that packs or unpacks them. */
export async function through(bytes: Uint8Array, way: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const writer = way.writable.getWriter()
  const [passed] = await Promise.all([new Response(way.readable).bytes(), writer.write(bytes), writer.close()])
  return passed
}
