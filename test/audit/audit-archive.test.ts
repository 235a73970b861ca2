// The audit of what has left the database: it reads what is in R2, and names what is gone or is not what its row says.
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { auditArchive, continueArchiveAudit } from '../../src/audit/audit-archive.ts'
import { chunkKey, linesOf, listKey, packLines, sha256Of } from '../../src/jobs/archive-chunk.ts'
import type { ArchivedGeneration } from '../../src/jobs/archive-chunk.ts'
import { archiveChunks } from '../../src/store/archive-tables.ts'
import { marks } from '../../src/store/access-tables.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { age, archive, emptyAround, live } from '../jobs/archiving.ts'

emptyAround()
beforeEach(() => env.DB.batch(['archive_chunks', 'marks'].map((table) => env.DB.prepare(`delete from ${table}`))))

const chunksOf = async ({ services: { database }, accountId }: World) =>
  (await database.select().from(archiveChunks).orderBy(archiveChunks.accountId, archiveChunks.month)).filter((chunk) => chunk.accountId === accountId)
const breachesOf = async (world: World) => (await auditArchive(world.services)).breaches.filter(({ accountId }) => accountId === world.accountId).map(({ breach }) => breach)

/** An account with a chunk of three. */
async function archived() {
  const world = await createWorld()
  await live(world, [1, 2, 0])
  await age(world, 400)
  expect(await archive(world)).toBe(3)
  const [chunk] = await chunksOf(world)
  if (!chunk) throw new Error('it has no chunk')
  const stored = (await (await env.MEDIA.get(chunkKey(chunk)))?.bytes()) ?? new Uint8Array()
  return { world, chunk, lines: await linesOf(chunk, stored), what: `archive ${chunk.month}/${chunk.firstId}` }
}
type Held = Awaited<ReturnType<typeof archived>>

/** As an archive would have left it that was wrong from the beginning: its row knows the bytes. */
async function wrong({ world, chunk }: Held, lines: readonly ArchivedGeneration[]): Promise<void> {
  const { bytes, members } = await packLines(lines)
  const sha256 = await sha256Of(bytes)
  const other = { ...chunk, sha256, members, bytes: bytes.byteLength }
  await env.MEDIA.put(chunkKey(other), bytes)
  await env.MEDIA.put(listKey(other), bytes)
  await world.services.database.update(archiveChunks).set({ sha256, members, bytes: bytes.byteLength })
}
const set = (sql: string) => env.DB.prepare(`update archive_chunks set ${sql}`).run()

describe('the audit of the archive', () => {
  it('finds nothing wrong with what has left, nor with what was erased', async () => {
    const { world } = await archived()
    expect(await auditArchive(world.services)).toMatchObject({ chunks: 1, breaches: [], isComplete: true })
    await set("members = '[]', bytes = 0")
    await env.DB.prepare('update accounts set erased_at_ms = 1').run()
    expect(await auditArchive(world.services)).toMatchObject({ breaches: [], isComplete: true })
  })

  it.each<readonly [string, (held: Held) => Promise<unknown>, string]>([
    ['whose object is gone', ({ chunk }) => env.MEDIA.delete(chunkKey(chunk)), 'its object is gone'],
    ['whose row names no object', () => set("members = '[]', bytes = 0"), 'its object is not what was written'],
    ['whose list is gone', ({ chunk }) => env.MEDIA.delete(listKey(chunk)), "its owner's list is gone"],
    ['whose object is another', ({ chunk }) => env.MEDIA.put(chunkKey(chunk), new Uint8Array(chunk.bytes)), 'its object is not what was written'],
    ['whose object lacks its end', ({ chunk }) => env.MEDIA.put(chunkKey(chunk), new Uint8Array([31, 139])), 'its object is not what was written'],
    ['whose digest is another', ({ chunk }) => set(`sha256 = '${chunk.sha256.slice(0, 8)}'`), 'its object is not what was written'],
    ['that lacks its last line', (held) => wrong(held, held.lines.slice(0, -1)), 'it holds 2 of 3 generations'],
    ['that lacks a line between', (held) => wrong(held, held.lines.filter((_, index) => index !== 1)), 'it holds 2 of 3 generations'],
    ['that holds one twice', (held) => wrong(held, held.lines.map((line, index) => held.lines[index === 1 ? 0 : index] ?? line)), 'its lines are not those of its row'],
    ['that holds them in another order', (held) => wrong(held, held.lines.toReversed()), 'its lines are not those of its row'],
    ['that begins elsewhere', async ({ chunk }) => {
      const firstId = `${chunk.firstId.slice(0, -1)}!`
      for (const keyOf of [chunkKey, listKey]) await env.MEDIA.put(keyOf({ ...chunk, firstId }), (await (await env.MEDIA.get(keyOf(chunk)))?.bytes()) ?? '')
      await set(`first_id = '${firstId}'`)
    }, 'its lines are not those of its row'],
    ['whose places are wrong', ({ chunk }) => set(`members = '[["${chunk.lastId}",0]]'`), 'its lines are not those of its row'],
    ['whose places are beyond its end', ({ chunk }) => set(`members = '[["${chunk.firstId}",${chunk.bytes}]]'`), 'its lines cannot be read'],
    ['without the entries of one', (held) => wrong(held, held.lines.map((line, index) => (index === 2 ? { ...line, entries: [] } : line))), 'its entries come to 0, and not to -50'],
    ['whose row cannot be read', () => set("members = 'broken'"), 'its row cannot be read'],
  ])('names a chunk %s', async (_, plant, breach) => {
    const held = await archived()
    await plant(held)
    const [said = ''] = await breachesOf(held.world)
    expect([said.slice(0, 15), said.slice(said.indexOf(':') + 2)]).toEqual([held.what.slice(0, 15), breach])
    expect(held.world.logs).toContainEqual(expect.objectContaining({ event: 'audit breach', accountId: held.world.accountId }))
  })
})

describe('that of every minute', () => {
  it('goes on behind what it read, in all accounts, and begins again the next day', async () => {
    await archived()
    const { world: { services, clock, logs }, chunk } = await archived()
    await env.MEDIA.delete(chunkKey(chunk))
    await services.database.delete(marks)
    const minutes: string[] = []
    for (let minute = 0; minute < 4; minute += 1) {
      const { chunks, breaches, isComplete } = await continueArchiveAudit(services, 1)
      minutes.push(`${chunks} ${breaches.length} ${isComplete}`)
    }
    expect(minutes.toSorted()).toEqual(['0 0 true', '0 0 true', '1 0 false', '1 1 false'])
    expect(logs.filter(({ event, kind }) => event === 'alarm' && kind === 'AUDIT')).toHaveLength(1)
    clock.nowMs += 20 * 3_600_000 - 1
    expect((await continueArchiveAudit(services)).chunks).toBe(0)
    clock.nowMs += 1
    expect((await continueArchiveAudit(services)).chunks).toBe(2)
  })

  it('is no breach while R2 or D1 is away: it is tried again', async () => {
    const { world } = await archived()
    const { services } = world
    await services.database.delete(marks)
    const away = { ...services, media: { ...services.media, readArchive: () => Promise.reject(new Error('R2 is away')) } }
    await expect(continueArchiveAudit(away)).rejects.toThrow('R2 is away')
    expect((await continueArchiveAudit(services)).chunks).toBeGreaterThan(0)
  })

  it('begins again where its mark cannot be read', async () => {
    const { world } = await archived()
    const { services } = world
    await services.database.update(marks).set({ value: '{' })
    expect((await continueArchiveAudit(services)).chunks).toBeGreaterThan(0)
  })
})
