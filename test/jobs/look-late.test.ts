// One look after the refund: each answer of the company, and whether anybody looks again.
import { describe, expect, it } from 'vitest'
import { lookLate } from '../../src/jobs/look-late.ts'
import type { IngestOutcome } from '../../src/media/ports.ts'
import type { FindOutcome, PollOutcome, Upstream } from '../../src/upstreams/contract.ts'
import { file, oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

const MINUTE_MS = 60_000
/** Half an hour after the last look that is planned. */
const LAST_MS = 24.5 * 60 * MINUTE_MS
const url = { kind: 'url', url: 'https://theirs.example/a.mp4' } as const
const DONE: PollOutcome = { kind: 'DONE', outputs: [url, url] }
const PENDING: PollOutcome = { kind: 'PENDING', started: true }
const STORED: IngestOutcome = { kind: 'STORED', output: file('late') }
const not = (kind: 'UNREACHABLE' | 'GONE' | 'UNUSABLE'): IngestOutcome => ({ kind, detail: 'd' })

/** @param agoMs since it was given up */
async function lookAfter(agoMs: number, upstream: Changes['upstream'], change: Pick<Changes, 'ref' | 'ingest'> = {}, completed = true) {
  const one = await oneJob({
    upstream, ...change,
    job: { status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', refunded: 50, dueFor: 'LATE' },
  })
  const completedAtMs = one.world.clock.nowMs
  one.world.clock.nowMs += agoMs
  await lookLate(one.needs, { ...one.job, completedAtMs: completed ? completedAtMs : null })
  const { status, dueAtMs } = (await one.read()) ?? {}
  const dueMinutes = typeof dueAtMs === 'number' ? (dueAtMs - completedAtMs) / MINUTE_MS : dueAtMs
  return { ...one, status, dueMinutes, isCleared: one.deleted.length > 0 }
}
const answering = (poll: PollOutcome, rest: Partial<Upstream> = {}): Changes['upstream'] => ({ poll: async () => poll, ...rest })
const dueAfterUnread = async (minutes: number) => (await lookAfter(minutes * MINUTE_MS, answering(DONE), { ingest: () => not('UNREACHABLE') })).dueMinutes
const OPEN = { status: 'FAILED', dueMinutes: 30, isCleared: false }
/** What is made is fetched again soon. */
const UNREAD = { ...OPEN, dueMinutes: 7 }
const OVER = { status: 'FAILED', dueMinutes: null, isCleared: true }
const MADE = { status: 'COMPLETED', isCleared: true }

const isAway = async (): Promise<void> => {
  throw new Error('R2 is away')
}

describe('a look', () => {
  it.each<readonly [string, PollOutcome, object, object]>([
    ['that finds nothing yet', PENDING, OPEN, OVER], ['that fails', { kind: 'UNREACHABLE', detail: 'd' }, OPEN, OVER], ['that finds no such work', { kind: 'MISSING', detail: 'd' }, OPEN, OVER],
    ['that hears that it failed', { kind: 'FAILED', refusal: 'FAILED', detail: 'd' }, OVER, OVER], ['that finds it made', DONE, MADE, MADE],
  ])('%s, first and last', async (_, outcome, first, last) => {
    expect([await lookAfter(5 * MINUTE_MS, answering(outcome)), await lookAfter(LAST_MS, answering(outcome))]).toMatchObject([first, last])
  })

  it.each<readonly [string, readonly IngestOutcome[], object, object]>([
    ['cannot be had now', [STORED, not('UNREACHABLE')], UNREAD, OVER], ['is gone in part', [STORED, not('GONE')], UNREAD, MADE], ['is gone', [not('GONE'), not('GONE')], UNREAD, OVER],
    ['is of no use in part', [not('UNUSABLE'), STORED], MADE, MADE], ['is of no use', [not('UNUSABLE'), not('UNUSABLE')], OPEN, OVER],
  ])('that finds what %s, first and last', async (_, outcomes, first, last) => {
    const ingest = (__: unknown, index: number): IngestOutcome => outcomes[index] ?? STORED
    expect([await lookAfter(5 * MINUTE_MS, answering(DONE), { ingest }), await lookAfter(LAST_MS, answering(DONE), { ingest })]).toMatchObject([first, last])
  })

  it('delivers free, and remembers why it had been given up', async () => {
    const { read, job } = await lookAfter(5 * MINUTE_MS, answering(DONE))
    expect(await read()).toMatchObject({ status: 'COMPLETED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', refunded: 50, outputs: [file('file0'), file('file1')], cost: job.cost })
  })

  it('that cannot fetch what is made comes again every two minutes, for half an hour after each that was planned', async () => {
    expect(await Promise.all([5, 29, 30, 57, 58, 60, 119, 120, 24 * 60, 24 * 60 + 27, 24 * 60 + 28].map(dueAfterUnread))).toEqual([7, 30, 32, 59, 120, 120, 120, 122, 1442, 1469, null])
  })

  it.each<readonly [string, number, PollOutcome, number]>([
    ['the last one', LAST_MS, PENDING, 24.5 * 60 + 2], ['one that hears that it failed', 5 * MINUTE_MS, { kind: 'FAILED', refusal: 'FAILED', detail: 'd' }, 30],
  ])('%s comes again while what was left cannot be deleted: the row is what remembers it', async (_, agoMs, outcome, dueMinutes) => {
    const one = await oneJob({ upstream: answering(outcome), job: { status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', refunded: 50, dueFor: 'LATE' } })
    const completedAtMs = one.world.clock.nowMs
    one.world.clock.nowMs += agoMs
    await expect(lookLate({ ...one.needs, media: { ...one.needs.media, deleteOthers: isAway } }, { ...one.job, completedAtMs })).rejects.toThrow('R2 is away')
    expect(((await one.read())?.dueAtMs ?? 0) - completedAtMs).toBe(dueMinutes * MINUTE_MS)
  })

  it('at what does not say when it was given up counts from now', async () => {
    expect(await lookAfter(0, answering(PENDING), {}, false)).toMatchObject({ status: 'FAILED', dueMinutes: 5 })
    expect(await lookAfter(31 * MINUTE_MS, answering(PENDING))).toMatchObject({ dueMinutes: 120 })
  })
})

const askedWithout = async (find: FindOutcome | undefined, rest: Partial<Upstream> = {}) => {
  const refs: unknown[] = []
  const { status } = await lookAfter(5 * MINUTE_MS, { poll: async (_, ref) => (refs.push(ref), DONE), ...(find && { find: async () => find }), ...rest }, { ref: null })
  return [status, refs]
}

describe('without a handle', () => {
  const found: FindOutcome = { kind: 'FOUND', ref: { taskId: 'found' } }
  it('the company is asked by our own id, and looked at by what it finds', async () => {
    expect(await askedWithout(found)).toEqual(['COMPLETED', [{ taskId: 'found' }]])
  })

  it.each<readonly [string, FindOutcome | undefined, Partial<Upstream>]>([
    ['it finds none', { kind: 'ABSENT' }, {}], ['it cannot be reached', { kind: 'UNREACHABLE', detail: 'd' }, {}], ['it cannot be asked', undefined, {}], ['asking would begin work', found, { mayBegin: () => true }],
  ])('nothing is looked at where %s', async (_, find, rest) => {
    expect(await askedWithout(find, rest)).toEqual(['FAILED', []])
  })
})

describe('with a handle', () => {
  it.each([[true, 'FAILED'], [false, 'COMPLETED']])('where asking may begin work (%s) it is %s', async (begins, status) => {
    const asked: unknown[] = []
    expect((await lookAfter(5 * MINUTE_MS, answering(DONE, { mayBegin: (ref) => (asked.push(ref), begins) }))).status).toBe(status)
    expect(asked).toEqual([{ taskId: 'theirs' }])
  })

  it('of a company that is not configured nothing is lost', async () => {
    const { alarms, ...look } = await lookAfter(5 * MINUTE_MS, null)
    expect(look).toMatchObject(OPEN)
    expect(alarms()).toEqual(['UPSTREAM_KEY luma'])
  })
})
