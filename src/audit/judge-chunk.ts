// Whether a chunk of the archive in R2 is what its row says: its bytes by their digest, and its lines as one who looks for one of them reads
// them.
import { chunkKey, listKey, partsOf, sha256Of } from '../jobs/archive-chunk.ts'
import type { WithMedia } from '../media/ports.ts'
import type { ArchiveChunk } from '../store/archive-tables.ts'

/** @returns sentences. @throws where R2 is away */
export async function breachesOfChunk({ media }: WithMedia<'readArchive'>, chunk: ArchiveChunk): Promise<readonly string[]> {
  const packed = await media.readArchive(chunkKey(chunk))
  if (!packed) return ['its object is gone']
  if (packed.byteLength !== chunk.bytes || (await sha256Of(packed)) !== chunk.sha256) return ['its object is not what was written']
  const held = await heldIn(chunk, packed).catch(() => undefined)
  if (!held) return ['its lines cannot be read']
  const { ids, credits, isInPlace } = held
  const isInOrder = ids.every((id, index) => id > (ids[index - 1] ?? ''))
  const list = await media.readArchive(listKey(chunk), { offset: 0, length: 1 })
  const rules: readonly (readonly [boolean, string])[] = [
    [ids.length === chunk.generations, `it holds ${ids.length} of ${chunk.generations} generations`],
    [isInOrder && isInPlace && ids[0] === chunk.firstId && ids.at(-1) === chunk.lastId, 'its lines are not those of its row'],
    [credits === chunk.credits, `its entries come to ${credits}, and not to ${chunk.credits}`],
    [list !== undefined, "its owner's list is gone"],
  ]
  return rules.flatMap(([holds, breach]) => (holds ? [] : [breach]))
}

interface Held {
  readonly ids: readonly string[]
  readonly credits: number
  /** Each part begins with the line that the row says. */
  readonly isInPlace: boolean
}

async function heldIn(chunk: ArchiveChunk, packed: Uint8Array): Promise<Held> {
  const ids: string[] = []
  const places: string[] = []
  let credits = 0
  for await (const lines of partsOf(chunk, packed)) {
    places.push(lines[0]?.id ?? '')
    for (const { id, entries } of lines) {
      ids.push(id)
      for (const { amount } of entries) credits += amount
    }
  }
  return { ids, credits, isInPlace: chunk.members.every(([firstId], index) => firstId === places[index]) }
}
