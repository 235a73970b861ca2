// Reading what has left the database: the account's chunks that may hold an id, and of each the few lines among which it must be.
import { isIdOf, timeOf } from '../domain/new-id.ts'
import { monthOf } from '../domain/month.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'
import { selectChunksOf } from '../store/archives.ts'
import type { ArchivedPlace } from '../store/archives.ts'
import type { ArchiveChunk } from '../store/archive-tables.ts'
import type { WithDatabase } from '../store/database.ts'
import { KEY_KEPT_MS } from '../store/idempotency.ts'
import { chunkKey, linesOf, memberOf, readLines } from './archive-chunk.ts'
import type { ArchivedGeneration } from './archive-chunk.ts'

export type ReadArchivedNeeds = WithClock & WithDatabase & WithMedia<'readArchive'>

/** Undefined for what is too young to be there, or no id. */
export function placeOf(id: string, nowMs: number): ArchivedPlace | undefined {
  if (!isIdOf('gen', id)) return undefined
  const madeAtMs = timeOf(id.slice('gen_'.length))
  return madeAtMs > 0 && madeAtMs <= nowMs - KEY_KEPT_MS ? { id, month: monthOf(madeAtMs) } : undefined
}

/** Those of the account that are in the archive, by their ids. What is young costs nothing. */
export async function readArchived(needs: ReadArchivedNeeds, accountId: string, ids: readonly string[]): Promise<ReadonlyMap<string, ArchivedGeneration>> {
  const { database } = needs
  const nowMs = needs.now()
  const places = ids.map((id) => placeOf(id, nowMs)).filter((place) => place !== undefined)
  if (places.length === 0) return new Map()
  const [chunks] = await database.batch([selectChunksOf(database, accountId, places)])
  const read = reader(needs)
  const found = await Promise.all(
    places.map(async ({ id }) => {
      for (const chunk of chunks.filter(({ firstId, lastId }) => firstId <= id && id <= lastId)) {
        const one = (await read(chunk, id)).find((line) => line.id === id)
        if (one) return [[id, withTakedown(one, chunk)] as const]
      }
      return []
    }),
  )
  return new Map(found.flat())
}

const withTakedown = (one: ArchivedGeneration, { takenDown }: ArchiveChunk): ArchivedGeneration => {
  const takenDownAtMs = takenDown[one.id] ?? one.job.takenDownAtMs
  return { ...one, job: { ...one.job, takenDownAtMs } }
}

/** Reads each part once. */
function reader(needs: ReadArchivedNeeds) {
  const parts = new Map<string, Promise<readonly ArchivedGeneration[]>>()
  return (chunk: ArchiveChunk, id: string): Promise<readonly ArchivedGeneration[]> => {
    const part = memberOf(chunk, id)
    if (!part) return Promise.resolve([])
    const name = `${chunkKey(chunk)} ${part.offset}`
    const known = parts.get(name)
    if (known) return known
    const reading = bytesOf(needs, chunk, part).then(readLines)
    parts.set(name, reading)
    return reading
  }
}

/** A whole chunk, for who is handed all that there is. */
export async function readChunk(needs: ReadArchivedNeeds, chunk: ArchiveChunk): Promise<readonly ArchivedGeneration[]> {
  return (await linesOf(chunk, await bytesOf(needs, chunk))).map((one) => withTakedown(one, chunk))
}

async function bytesOf({ media }: ReadArchivedNeeds, chunk: ArchiveChunk, part?: { readonly offset: number; readonly length: number }): Promise<Uint8Array> {
  const bytes = await media.readArchive(chunkKey(chunk), part)
  if (!bytes) throw new Error(`a chunk of the archive is gone: ${chunkKey(chunk)}`)
  return bytes
}
