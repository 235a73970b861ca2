// An archive that is made page by page: each page is compressed and stored by itself, and in the end all are joined to one ZIP, of
// which no more than a part is in memory. ZIP wants each file's checksum and lengths, which the page has noted beside itself.
import type { Zip, ZipInputFile } from 'fflate'
import { crc32 } from '../domain/crc32.ts'

/** R2 wants all parts but the last of one length, and 5 MiB at least. */
const PART_BYTES = 8 * 1024 * 1024
const DEFLATED = 8

/** Repeating it stores the same again. @param name in the archive */
export async function putPage(bucket: R2Bucket, key: string, name: string, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text)
  const packed = await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))).bytes()
  await bucket.put(key, packed, { customMetadata: { name, crc: String(crc32(bytes)), size: String(bytes.byteLength) } })
}

/** Repeating it makes the same again. @param folder of the pages, in whose order they stand @returns how many bytes it has */
export async function joinPages(bucket: R2Bucket, folder: string, key: string, nowMs: number): Promise<number> {
  const upload = await bucket.createMultipartUpload(key, { httpMetadata: { contentType: 'application/zip' } })
  const parts = partsOf(upload)
  // Its tables would be made at every start of an isolate.
  const { Zip: Writer } = await import('fflate')
  const zip = new Writer((error, chunk) => {
    if (error) throw error
    parts.add(chunk)
  })
  try {
    for await (const page of pagesIn(bucket, folder)) await addPage(bucket, zip, page, nowMs, parts.flush)
    zip.end()
    await upload.complete(await parts.close())
  } catch (error) {
    await upload.abort().catch(() => undefined)
    throw error
  }
  return parts.bytes()
}

async function* pagesIn(bucket: R2Bucket, folder: string): AsyncGenerator<R2Object> {
  let cursor: string | undefined
  do {
    const page = await bucket.list({ prefix: folder, include: ['customMetadata'], ...(cursor !== undefined && { cursor }) })
    yield* page.objects
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
}

async function addPage(bucket: R2Bucket, zip: Zip, { key, customMetadata = {} }: R2Object, mtime: number, flush: () => Promise<void>): Promise<void> {
  const stored = await bucket.get(key)
  if (!stored) throw new Error('a page of an archive went away')
  const file: ZipInputFile = { filename: customMetadata['name'] ?? key, size: Number(customMetadata['size']), crc: Number(customMetadata['crc']), compression: DEFLATED, mtime }
  zip.add(file)
  for await (const chunk of stored.body) {
    file.ondata?.(null, chunk, false)
    await flush()
  }
  file.ondata?.(null, new Uint8Array(), true)
}

function partsOf(upload: R2MultipartUpload) {
  const done: R2UploadedPart[] = []
  let waiting: Uint8Array[] = []
  let length = 0
  let total = 0
  const send = async (bytes: Uint8Array): Promise<void> => void done.push(await upload.uploadPart(done.length + 1, bytes))
  const flush = async (): Promise<void> => {
    while (length >= PART_BYTES) {
      const whole = await new Blob(waiting).bytes()
      waiting = [whole.subarray(PART_BYTES)]
      length -= PART_BYTES
      await send(whole.subarray(0, PART_BYTES))
    }
  }
  return {
    add: (chunk: Uint8Array): void => {
      waiting.push(chunk)
      length += chunk.byteLength
      total += chunk.byteLength
    },
    flush,
    close: async (): Promise<R2UploadedPart[]> => {
      await flush()
      if (length > 0) await send(await new Blob(waiting).bytes())
      return done
    },
    bytes: () => total,
  }
}
