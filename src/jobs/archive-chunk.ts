// A chunk of the archive: a line for each generation with all that there was of it, compressed by hundreds, so that one is read without
// the rest. Whoever unpacks the whole gets the same lines.
import { toHex } from '../domain/digest.ts'
import { believed, readOwnJson } from '../domain/own-json.ts'
import type { ArchiveChunk, Member } from '../store/archive-tables.ts'
import { through } from '../store/packed.ts'
import type { CreditEntry, Job, KeptInput, attempts, webhookDeliveries } from '../store/tables.ts'

/** What there was of a generation, and is read again as it was. */
export interface ArchivedGeneration {
  readonly id: string
  readonly job: Job
  readonly input: KeptInput
  readonly attempts: readonly (typeof attempts.$inferSelect)[]
  readonly entries: readonly CreditEntry[]
  readonly deliveries: readonly (typeof webhookDeliveries.$inferSelect)[]
}

const LINES_OF_A_MEMBER = 100
const Line = believed<ArchivedGeneration>()

export interface PackedLines {
  readonly bytes: Uint8Array
  readonly members: readonly Member[]
}

/** In the order of their ids. */
export async function packLines(lines: readonly { readonly id: string }[]): Promise<PackedLines> {
  const parts: Uint8Array[] = []
  const members: Member[] = []
  let offset = 0
  for (let at = 0; at < lines.length; at += LINES_OF_A_MEMBER) {
    const some = lines.slice(at, at + LINES_OF_A_MEMBER)
    const part = await through(new TextEncoder().encode(some.map((line) => `${JSON.stringify(line)}\n`).join('')), new CompressionStream('gzip'))
    members.push([some[0]?.id ?? '', offset])
    parts.push(part)
    offset += part.byteLength
  }
  return { bytes: await new Blob(parts).bytes(), members }
}

/** Where the lines stand among which that one is, if it is in the chunk. */
export function memberOf({ members, bytes }: Pick<ArchiveChunk, 'members' | 'bytes'>, id: string): { readonly offset: number; readonly length: number } | undefined {
  const next = members.findIndex(([firstId]) => firstId > id)
  const index = (next === -1 ? members.length : next) - 1
  const [, offset] = members[index] ?? []
  return offset === undefined ? undefined : { offset, length: (members[index + 1]?.[1] ?? bytes) - offset }
}

/** The lines of each member, one after the other: no more than those are held at once. */
export async function* partsOf(chunk: Pick<ArchiveChunk, 'members' | 'bytes'>, packed: Uint8Array): AsyncGenerator<readonly ArchivedGeneration[]> {
  for (const [firstId] of chunk.members) {
    const { offset, length } = memberOf(chunk, firstId) ?? { offset: 0, length: 0 }
    yield await readLines(packed.subarray(offset, offset + length))
  }
}

/** All lines of a whole chunk. */
export async function linesOf(chunk: Pick<ArchiveChunk, 'members' | 'bytes'>, packed: Uint8Array): Promise<readonly ArchivedGeneration[]> {
  const lines: ArchivedGeneration[] = []
  for await (const some of partsOf(chunk, packed)) lines.push(...some)
  return lines
}

/** @param packed one member */
export async function readLines(packed: Uint8Array): Promise<readonly ArchivedGeneration[]> {
  const text = new TextDecoder().decode(await through(packed, new DecompressionStream('gzip')))
  return text.split('\n').filter((line) => line !== '').map((line) => readOwnJson(Line, line))
}

export async function sha256Of(bytes: Uint8Array): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', bytes))
}

type Named = Pick<ArchiveChunk, 'accountId' | 'month' | 'firstId' | 'lastId' | 'sha256'>

export const archiveFolder = (accountId: string): string => `archive/${accountId}/`

/** Its digest is in the name: what two make of different rows does not overwrite each other. */
export const chunkKey = (chunk: Named): string => `${nameOf(chunk)}.ndjson.gz`
/** What its owner may see of it: no company's words, no inner workings. */
export const listKey = (chunk: Named): string => `${nameOf(chunk)}.list.ndjson.gz`

const nameOf = ({ accountId, month, firstId, lastId, sha256 }: Named): string => `${archiveFolder(accountId)}${month}/${firstId}-${lastId}-${sha256.slice(0, 8)}`
