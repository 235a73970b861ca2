// What becomes of a company's results: each stored under its attempt, fetched again where it cannot be had now, refunded where it never can.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { copyOutputs, storeOutputs } from '../../src/jobs/store-outputs.ts'
import type { IngestOutcome } from '../../src/media/ports.ts'
import { jobs } from '../../src/store/tables.ts'
import type { UpstreamOutput } from '../../src/upstreams/contract.ts'
import { ROUTE, file, oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

const link = (name: string, posterUrl?: string): UpstreamOutput => ({ kind: 'url', url: `https://theirs.example/${name}.mp4`, ...(posterUrl !== undefined && { posterUrl }) })
const BYTES: UpstreamOutput = { kind: 'bytes', bytes: new Uint8Array([1]), contentType: 'video/mp4' }
const not = (kind: 'UNREACHABLE' | 'GONE' | 'UNUSABLE'): IngestOutcome => ({ kind, detail: 'd' })
const stored = (index: number): IngestOutcome => ({ kind: 'STORED', output: file(`file${index}`) })
const LATER = { kind: 'RETRY', delaySeconds: 9 } as const
const ACK = { kind: 'ACK' }

/** Each output's fate, by its place. */
async function storing(fates: readonly IngestOutcome[], change: Changes = {}, outputs: readonly UpstreamOutput[] = fates.map((_, index) => link(String(index)))) {
  const one = await oneJob({ ...change, ingest: (_, index) => fates[index] ?? stored(index) })
  const asked: (number | undefined)[] = []
  const store = () => storeOutputs(one.needs, one.job, outputs, { retry: async (seconds) => (asked.push(seconds), LATER) })
  return { ...one, asked, store, outputs }
}

describe('results', () => {
  it('are stored and paid for by what there is of them, the others refunded, and the company has done it', async () => {
    const { store, read, health, asked, logged } = await storing([stored(0), not('UNUSABLE')], { job: { routes: [{ ...ROUTE, outputs: 2 }] } })
    expect([await store(), await read(), health, asked]).toMatchObject([ACK, { status: 'COMPLETED', outputs: [file('file0')], refunded: 25 }, ['SUCCESS 60'], []])
    expect(logged().filter((event) => event === 'output not stored')).toHaveLength(1)
  })

  it.each([[[]], [[not('UNUSABLE')]]])('that are of no use, %o, are refunded, and the company has failed', async (fates) => {
    const { store, read, health, asked } = await storing(fates)
    expect([await store(), await read(), health, asked]).toMatchObject([ACK, { status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'MEDIA', refunded: 50 }, ['FAILURE 60'], []])
  })

  it('of what has ended by another say nothing of its company', async () => {
    const { store, health } = await storing([stored(0)])
    expect([await store(), await store(), health]).toEqual([ACK, ACK, ['SUCCESS 60']])
  })

  it('that cannot be had now are had later, as soon as it likes', async () => {
    const { store, read, health, asked } = await storing([stored(0), not('UNREACHABLE'), stored(2)])
    expect([await store(), (await read())?.status, health, asked]).toEqual([LATER, 'PROCESSING', [], [undefined]])
  })
})

describe('results that cannot be had now', () => {
  it.each(['CANCELLED', 'COMPLETED'] as const)('leave nothing where the job was %s meanwhile: an answer of the storage may have been lost', async (status) => {
    const { store, deleted, world, job } = await storing([not('UNREACHABLE')])
    await world.services.database.update(jobs).set({ status, outputs: status === 'COMPLETED' ? [file('a')] : null, expiresAtMs: world.clock.nowMs + 1 }).where(eq(jobs.id, job.id))
    expect([await store(), deleted]).toEqual([LATER, [`/${job.id}/ but ${status === 'COMPLETED' ? 'a' : ''}`]])
  })

  it('stay where it was given up, since it is looked for again', async () => {
    const { store, deleted, world, job } = await storing([not('UNREACHABLE')])
    await world.services.database.update(jobs).set({ status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT' }).where(eq(jobs.id, job.id))
    expect([await store(), deleted]).toEqual([LATER, []])
  })
})

describe('a link that leads nowhere', () => {
  it.each<readonly [string, number, number, boolean]>([['the first time', 0, 0, true], ['a third time, too soon', 2, 29_999, true], ['a third time, half a minute later', 2, 30_000, false]])('%s is asked for again: %s times before, for %i ms: %s', async (_, count, sinceMs, isLater) => {
    const { store, read, asked } = await storing([not('GONE')], { job: (nowMs) => ({ missing: count === 0 ? null : { count, sinceMs: nowMs - sinceMs } }) })
    expect([await store(), (await read())?.status, asked]).toEqual(isLater ? [LATER, 'PROCESSING', [15]] : [ACK, 'FAILED', []])
  })

  it('in the end leaves the others, which are paid for', async () => {
    const { store, read } = await storing([not('GONE'), stored(1)], { job: (nowMs) => ({ missing: { count: 2, sinceMs: nowMs - 30_000 }, routes: [{ ...ROUTE, outputs: 2 }] }) })
    expect([await store(), await read()]).toMatchObject([ACK, { status: 'COMPLETED', outputs: [file('file1')], refunded: 25 }])
  })

  it('that came with the answer to a submission is looked at again, and nothing is counted yet', async () => {
    const { store, read, asked } = await storing([not('GONE')], { job: (nowMs) => ({ status: 'SUBMITTING', missing: { count: 2, sinceMs: nowMs - 30_000 } }) })
    expect([await store(), asked, (await read())?.missing?.count]).toEqual([LATER, [15], 2])
  })
})

describe('what is copied', () => {
  it('stands under its attempt and its place, each with the picture that its company gave', async () => {
    const { needs, job, outputs } = await storing([stored(0), not('UNUSABLE'), stored(2), stored(3)], {}, [link('a'), link('b', 'b.png'), link('c', 'c.png'), BYTES])
    const names: string[] = []
    const ingest = (output: UpstreamOutput, name: string) => (names.push(name), needs.media.ingest(output))
    expect(await copyOutputs({ ...needs, media: { ...needs.media, ingest } }, job, outputs)).toEqual({ stored: [file('file0'), file('file2'), file('file3')], posters: [undefined, 'c.png', undefined], isGone: false })
    expect(names).toEqual([0, 1, 2, 3].map((index) => `${job.accountId}/${job.id}/2-${index}`))
  })

  it('has no pictures where no company gave one, and says what is gone', async () => {
    const { needs, job, outputs } = await storing([stored(0), not('GONE')])
    expect(await copyOutputs(needs, job, outputs)).toEqual({ stored: [file('file0')], posters: [], isGone: true })
  })
})

/** With which it is made, and what of them can be had. */
async function pictured(had: readonly string[], change: Changes = {}) {
  const one = await storing([stored(0), stored(1), stored(2)], { ...change, job: { routes: [{ ...ROUTE, outputs: 3 }], ...(typeof change.job === 'object' && change.job) } }, [link('a', 'a.png'), link('b'), link('c', 'c.png')])
  const asked: string[] = []
  const poster = async (url: string, key: string) => (asked.push(`${url} ${key}`), had.includes(url))
  const store = () => storeOutputs({ ...one.needs, media: { ...one.needs.media, poster } }, one.job, one.outputs, { retry: async () => LATER })
  return { ...one, store, pictures: asked }
}

describe('a picture of what was made', () => {
  it('is kept with its output, where it can be had', async () => {
    const { store, read, pictures, deleted, job } = await pictured(['c.png'])
    await store()
    expect(pictures).toEqual(['a.png file0', 'c.png file2'])
    expect((await read())?.outputs).toEqual([file('file0'), file('file1'), { ...file('file2'), poster: true }])
    expect(deleted).toEqual([`/${job.id}/ but file0,file1,file2`])
  })

  it('that none can be had of leaves them as they were', async () => {
    const { store, read } = await pictured([])
    await store()
    expect(await read()).toMatchObject({ status: 'COMPLETED', outputs: [file('file0'), file('file1'), file('file2')], dueFor: 'DELETE' })
  })

  it('that comes when its files are over goes with them', async () => {
    const { store, deleted } = await pictured(['a.png'], { job: { retentionDays: 0 } })
    await store()
    expect(deleted.slice(-3)).toEqual(['file0', 'file1', 'file2'])
  })
})
