// Copies an upstream's outputs into R2, since upstreams' own URLs die within hours. Nothing is kept but whole media of
// the kind that was asked for, and never under a name that is taken: repeating an ingest reads what is there.
import { repeat } from '../net/repeat.ts'
import type { Patience } from '../net/repeat.ts'
import type { IngestOutcome, MediaStore } from './ports.ts'
import { formOf, sniff } from '../formats/containers.ts'
import { toHex } from '../domain/digest.ts'
import type { MediaKind } from '../domain/media.ts'
import { joinPages, putPage } from './archive.ts'
import { MEDIA_PATH, signedLink, signedPath } from './links.ts'
import { openOutput, unusable } from './open-output.ts'
import type { OpenDependencies, OpenOutput } from './open-output.ts'
import { digestStored, iterate, pump, readHead, sourceOf } from './pour.ts'
import { probe } from '../formats/probe.ts'
import { keysOf, posterKey, putPoster } from './poster.ts'
import { markRecord, putRecord, readMakers } from './record.ts'

export interface MediaDependencies extends OpenDependencies {
  readonly bucket: R2Bucket
  /** How long bytes that cannot be stored are held. */
  readonly patience: Patience
  /** Where media are served, without a trailing slash. */
  readonly publicUrl: string
  readonly linkSecret: string
  readonly now: () => number
}

const KINDS = { VIDEO: 'video', AVATAR: 'video', IMAGE: 'image', AUDIO: 'audio' } as const
/** R2 deletes this many keys in one operation. */
const KEYS_PER_DELETE = 1000

export function mediaStore(dependencies: MediaDependencies): MediaStore {
  const { bucket, patience, publicUrl, linkSecret, now } = dependencies
  const room = { heldBytes: 0 }
  return {
    ingest: async (output, keyPrefix, type) => {
      const kind = KINDS[type]
      const once = async (): Promise<IngestOutcome> => {
        const earlier = (await bucket.list({ prefix: `${keyPrefix}.`, limit: 1 })).objects[0]
        if (earlier) return describe(bucket, earlier, kind)
        const opened = await openOutput(output, kind, dependencies, room)
        if (opened.kind !== 'OPEN') return opened
        try {
          return await store(bucket, opened, keyPrefix, kind)
        } finally {
          room.heldBytes -= opened.heldBytes ?? 0
        }
      }
      try {
        // A link can be read again later. Bytes are in this memory alone.
        return output.kind === 'url' ? await once() : await repeat(patience, () => true, once)
      } catch (error) {
        // The network, a body that breaks off, or R2: nothing says that the next try must fail too.
        return { kind: 'UNREACHABLE', detail: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' }
      }
    },
    link: (key, fileExpiresAtMs, fileName) => signedLink({ publicUrl, key, fileExpiresAtMs, ...(fileName !== undefined && { fileName }) }, linkSecret, now()),
    posterLink: (key, fileExpiresAtMs) => signedLink({ publicUrl, key: posterKey(key), fileExpiresAtMs }, linkSecret, now()),
    linkUntil: async (key, untilMs) => (await signedPath(publicUrl, MEDIA_PATH + key, linkSecret, untilMs)).url,
    find: async (keysPrefix, type) => {
      const { objects } = await bucket.list({ prefix: keysPrefix })
      const inOrder = objects.toSorted((one, other) => one.key.localeCompare(other.key, 'en', { numeric: true }))
      const outcomes: IngestOutcome[] = []
      for (const object of inOrder) outcomes.push(await describe(bucket, object, KINDS[type]))
      return outcomes.flatMap((outcome) => (outcome.kind === 'STORED' ? [outcome.output] : []))
    },
    delete: (keys) => deleteKeys(bucket, keys.flatMap(keysOf)),
    poster: (url, key) => putPoster(bucket, url, key, dependencies, room),
    record: (record) => putRecord(bucket, record),
    markRecord: (sha256, takenDownAt) => markRecord(bucket, sha256, takenDownAt),
    makers: (sha256, after, limit) => readMakers(bucket, sha256, after, limit),
    deleteOthers: async (keysPrefix, keptKeys) => {
      const { objects } = await bucket.list({ prefix: keysPrefix })
      const kept = new Set(keptKeys.flatMap(keysOf))
      await deleteKeys(bucket, objects.map(({ key }) => key).filter((key) => !kept.has(key)))
    },
    putPage: (key, name, text) => putPage(bucket, key, name, text),
    joinPages: (folder, key, nowMs) => joinPages(bucket, folder, key, nowMs),
    deletePage: async (folder) => {
      const { objects, truncated } = await bucket.list({ prefix: folder, limit: KEYS_PER_DELETE })
      await deleteKeys(bucket, objects.map(({ key }) => key))
      return truncated
    },
    putArchive: (key, bytes, contentType) => putBytes(bucket, key, bytes, contentType),
    readArchive: async (key, part) => (await bucket.get(key, part && { range: part }))?.bytes(),
    putInput: (key, bytes, contentType) => putBytes(bucket, key, bytes, contentType),
    readInput: async (key) => (await bucket.get(key))?.bytes(),
  }
}

async function putBytes(bucket: R2Bucket, key: string, bytes: Uint8Array, contentType: string): Promise<void> {
  await bucket.put(key, bytes, { httpMetadata: { contentType } })
}

async function deleteKeys(bucket: R2Bucket, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += KEYS_PER_DELETE) await bucket.delete(keys.slice(at, at + KEYS_PER_DELETE))
}

async function store(bucket: R2Bucket, opened: OpenOutput, keyPrefix: string, kind: MediaKind): Promise<IngestOutcome> {
  const chunks = iterate(opened.chunks)
  const head = await readHead(chunks)
  const container = sniff(head)
  const form = container && formOf(container, kind)
  if (!form) {
    await chunks.return(undefined)
    return unusable(`not a ${kind} we serve: ${container ?? 'unknown bytes'}`)
  }
  const body = new FixedLengthStream(opened.length)
  const digest = new crypto.DigestStream('SHA-256')
  const putting = bucket.put(`${keyPrefix}.${form.extension}`, body.readable, {
    onlyIf: new Headers({ 'if-none-match': '*' }),
    httpMetadata: { contentType: form.contentType },
  })
  const pumping = pump(head, chunks, body.writable, digest)
  // Where the name is taken, R2 may answer without reading on, and then the pump would wait for ever.
  const written = await Promise.race([putting, pumping.then(() => putting)])
  if (!written) {
    const other = (await bucket.list({ prefix: `${keyPrefix}.`, limit: 1 })).objects[0]
    return other ? describe(bucket, other, kind) : { kind: 'UNREACHABLE', detail: 'taken and gone again' }
  }
  return describe(bucket, written, kind, toHex(await digest.digest))
}

/** Reads the facts from what is stored, and deletes it when it is not what it must be. @param sha256 where it is known */
async function describe(bucket: R2Bucket, object: R2Object, kind: MediaKind, sha256?: string): Promise<IngestOutcome> {
  const facts = await probe(sourceOf(bucket, object))
  if (facts?.kind !== kind) {
    await bucket.delete(object.key)
    return unusable(facts ? `${facts.kind} where ${kind} was wanted` : 'broken or cut off')
  }
  return {
    kind: 'STORED',
    output: {
      key: object.key,
      contentType: facts.contentType,
      bytes: object.size,
      sha256: sha256 ?? (await digestStored(bucket, object.key)),
      facts,
    },
  }
}
