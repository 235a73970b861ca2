// What is looked for in the archive: the border by age, and what a look costs.
import { describe, expect, it } from 'vitest'
import { placeOf, readArchived, readChunk } from '../../src/jobs/archived.ts'
import { timePart } from '../../src/domain/new-id.ts'
import { KEY_KEPT_MS } from '../../src/store/idempotency.ts'
import type { ArchiveChunk } from '../../src/store/archive-tables.ts'
import { chunkKey, packLines, sha256Of } from '../../src/jobs/archive-chunk.ts'
import { archiveChunks } from '../../src/store/archive-tables.ts'
import { counting, noCounts } from '../counting.ts'
import { createWorld } from '../world.ts'

const NOW_MS = Date.UTC(2026, 10, 29)
const OLD_MS = NOW_MS - KEY_KEPT_MS
/** One made then; `last` tells it from others. */
const idAt = (ms: number, last = 'a'): string => `gen_${timePart(ms)}${'0'.repeat(15)}${last}`

describe('an id', () => {
  it.each<readonly [string, string, string | undefined]>([
    ['30 days old', idAt(OLD_MS), '2026-10'], ['a moment younger', idAt(OLD_MS + 1), undefined], ['a moment older', idAt(OLD_MS - 1), '2026-10'], ['of the first of a month', idAt(Date.UTC(2026, 9, 1)), '2026-10'],
    ['of the last moment of the one before', idAt(Date.UTC(2026, 9, 1) - 1), '2026-09'], ['of the first moment that there was', idAt(1), '1970-01'], ['of no time', idAt(0), undefined], ['of what is no time', `gen_${'u'.repeat(26)}`, undefined],
    ['of something else', idAt(OLD_MS).replace('gen', 'upl'), undefined], ['that is too short', idAt(OLD_MS).slice(0, -1), undefined],
  ])('%s, %s, may be in the archive of %s', (_, id, month) => {
    expect(placeOf(id, NOW_MS)).toEqual(month === undefined ? undefined : { id, month })
  })
})

/** An account with one chunk of such lines, and what reading it costs. */
async function chunkOf(ids: readonly string[], change: Partial<ArchiveChunk> = {}) {
  const counts = noCounts()
  const { services, accountId } = await createWorld({ bindings: counting(counts) })
  const { database } = services
  const packed = await packLines(ids.map((id) => ({ id, job: { id, takenDownAtMs: id.endsWith('t') ? 5 : null } })))
  const chunk: ArchiveChunk = {
    accountId, month: '2026-09', firstId: ids[0] ?? '', lastId: ids.at(-1) ?? '', generations: ids.length, bytes: packed.bytes.byteLength, sha256: await sha256Of(packed.bytes), members: packed.members, openingId: `opening ${accountId}`, credits: 0,
    takenDown: {}, archivedAtMs: NOW_MS, moveToken: 'token', ...change,
  }
  await database.batch([database.insert(archiveChunks).values(chunk)])
  const asked: string[] = []
  const readArchive = async (key: string, part?: { readonly offset: number; readonly length: number }) => {
    asked.push(`${key === chunkKey(chunk)} ${part?.offset}`)
    return part ? packed.bytes.slice(part.offset, part.offset + part.length) : packed.bytes
  }
  const needs = { database, now: () => NOW_MS, media: { readArchive } }
  counts.roundTrips = 0
  return { needs, accountId, chunk, packed, asked, counts, look: async (...some: readonly string[]) => [...(await readArchived(needs, accountId, some)).entries()].map(([id, { job }]) => [id, job.takenDownAtMs]) }
}

const MADE_MS = Date.UTC(2026, 8, 3)

describe('a look', () => {
  it('at what is young, or is no id, costs nothing', async () => {
    const { look, counts, asked } = await chunkOf([idAt(MADE_MS)])
    expect([await look(), await look(idAt(OLD_MS + 1), 'gen_none'), counts.roundTrips, asked]).toEqual([[], [], 0, []])
  })

  it('reads each part once for all that are in it, and none for what no chunk may hold', async () => {
    const ids = Array.from({ length: 150 }, (_, index) => idAt(MADE_MS + index))
    const { look, counts, asked, packed } = await chunkOf(ids)
    const [some, others] = [ids.slice(3, 5), ids.slice(120, 122)]
    expect(await look(...some, ...others, idAt(MADE_MS - 1), idAt(MADE_MS + 150), idAt(MADE_MS, '0'))).toEqual([...some, ...others].map((id) => [id, null]))
    expect([counts.roundTrips, asked]).toEqual([1, ['true 0', `true ${packed.members[1]?.[1]}`]])
  })

  it('reads nothing for what is beyond a chunk that another is in, or in one that was erased', async () => {
    const ids = Array.from({ length: 150 }, (_, index) => idAt(MADE_MS + index))
    const { look, asked } = await chunkOf(ids)
    expect([await look(ids[3] ?? '', idAt(MADE_MS + 150)), asked]).toEqual([[[ids[3], null]], ['true 0']])
    const erased = await chunkOf([idAt(MADE_MS)], { members: [], bytes: 0 })
    expect([await erased.look(idAt(MADE_MS)), erased.asked]).toEqual([[], []])
  })

  it('finds the first and the last, and not what is between them and was never there', async () => {
    const [first, last] = [idAt(MADE_MS), idAt(MADE_MS + 9)]
    const { look } = await chunkOf([first, last])
    expect(await look(last, idAt(MADE_MS + 5), first)).toEqual([[last, null], [first, null]])
  })

  it('tells what was taken down before it left, and what was since', async () => {
    const [before, since, never] = [idAt(MADE_MS, 't'), idAt(MADE_MS + 1), idAt(MADE_MS + 2)]
    const { look, needs, chunk } = await chunkOf([before, since, never], { takenDown: { [since]: 7 } })
    const told = [[before, 5], [since, 7], [never, null]]
    expect(await look(before, since, never)).toEqual(told)
    expect((await readChunk(needs, chunk)).map(({ id, job }) => [id, job.takenDownAtMs])).toEqual(told)
  })

  it('at a chunk that is gone fails, and says which', async () => {
    const { needs, accountId, chunk } = await chunkOf([idAt(MADE_MS)])
    const gone = { ...needs, media: { readArchive: async () => undefined } }
    await expect(readArchived(gone, accountId, [idAt(MADE_MS)])).rejects.toThrow(`a chunk of the archive is gone: ${chunkKey(chunk)}`)
  })
})
