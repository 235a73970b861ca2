// Following a job, step by step: what is waited for and for how long, on a line that tells, breaks, or is not there.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { tellingOf, versionOf } from '../../src/jobs/tell.ts'
import { awaitEnd, followJob } from '../../src/limits/follow-job.ts'
import type { FollowNeeds, Following, Seen } from '../../src/limits/follow-job.ts'
import type { Attachment } from '../../src/limits/gate.ts'
import type { Line } from '../../src/limits/line.ts'
import { openDatabase } from '../../src/store/database.ts'
import { jobs } from '../../src/store/tables.ts'
import type { Job } from '../../src/store/tables.ts'
import { JOB, job } from '../store/each-term.ts'

const database = openDatabase(env.DB)
const caller = { accountId: JOB.accountId, endUser: null, limits: { perMinute: 1, concurrent: 1, perDay: 1, readsPerMinute: 1, streams: 1 } }
const OPEN = job({ status: 'QUEUED' })
const AT_WORK = job({ status: 'PROCESSING', progress: 0.5 })
const DONE = job({ status: 'COMPLETED' })
const never = new Promise<never>(() => undefined)

/** A line on which these are waiting; once they are taken it stays open, or is closed. */
function lineOf(waiting: readonly Job[], stays: boolean) {
  const left = [...waiting]
  const line = { closed: 0, place: () => null, take: () => left.shift(), isOpen: () => stays || left.length > 0, news: () => (left.length > 0 ? Promise.resolve() : never), close: () => void (line.closed += 1) }
  return line satisfies Line & { closed: number }
}

/** A line that the gate gives, on which this is told. */
function attached(...told: readonly Job[]): Attachment {
  const { 0: theirs, 1: ours } = new WebSocketPair()
  ours.accept()
  for (const one of told) ours.send(tellingOf(one).row)
  return { kind: 'ATTACHED', place: null, socket: theirs } as Attachment
}
const denied = { kind: 'DENIED' } as Attachment

interface Scene {
  /** Answers of the gate, in their order; the last one stays. */
  readonly attach?: readonly (() => Attachment)[]
  /** As the database has it; null: there is none. */
  readonly row?: Job | null
  readonly chance?: number
  /** Of these lengths pauses never end. */
  readonly endless?: (ms: number) => boolean
  readonly onPause?: () => unknown
}

async function scene({ attach = [], row = OPEN, chance = 0, endless = () => false, onPause }: Scene) {
  await database.batch([database.delete(jobs)])
  if (row) await database.batch([database.insert(jobs).values({ ...JOB, ...row })])
  const told = { nowMs: 0, pauses: [] as number[], versions: [] as number[], logs: [] as string[] }
  const needs: FollowNeeds = {
    database, now: () => told.nowMs, media: { readArchive: async () => undefined }, random: () => Uint8Array.of(chance), log: (event) => void told.logs.push(event),
    pause: async (ms) => {
      told.pauses.push(ms)
      if (endless(ms)) return never
      told.nowMs += ms
      await onPause?.()
    },
    gate: () => ({
      attach: async ({ version }: { readonly version: number }) => {
        told.versions.push(version)
        const answer = attach[Math.min(told.versions.length, attach.length) - 1]
        if (!answer) throw new Error('away')
        return answer()
      },
    }) as unknown as ReturnType<FollowNeeds['gate']>,
  }
  return { needs, told }
}

const following = (change: Partial<Following> = {}): Following => ({ caller, jobId: JOB.id, untilMs: 60_000, signal: new AbortController().signal, line: undefined, ...change })
const words = (seen: Seen): string => (seen.kind === 'JOB' ? `${seen.job.status} ${versionOf(seen.job)}` : 'QUIET')

async function seenOf(needs: FollowNeeds, change: Partial<Following>): Promise<readonly string[]> {
  const seen: string[] = []
  for await (const one of followJob(needs, following(change))) seen.push(words(one))
  return seen
}
const told = (...list: readonly Job[]) => list.map((one) => words({ kind: 'JOB', job: one, place: null }))

describe('a job', () => {
  it('that has ended is told at once: nobody is asked', async () => {
    const { needs, told: asked } = await scene({ row: null })
    expect([await seenOf(needs, { job: DONE }), asked]).toEqual([told(DONE), { nowMs: 0, pauses: [], versions: [], logs: [] }])
  })

  it('that is not there is not told, and its line is hung up', async () => {
    const { needs, told: asked } = await scene({ row: null })
    const line = lineOf([], true)
    expect([await seenOf(needs, { line }), line.closed, asked.versions]).toEqual([[], 1, []])
  })

  it('is told as it stands and at each move that is news, until it ends', async () => {
    const { needs, told: asked } = await scene({})
    const line = lineOf([OPEN, AT_WORK, AT_WORK, OPEN, DONE, AT_WORK], true)
    expect([await seenOf(needs, { line, job: OPEN }), line.closed, asked.pauses, asked.versions]).toEqual([told(OPEN, AT_WORK, DONE).filter((_, index) => index !== 1), 1, [], []])
  })
})

describe('whoever waits', () => {
  it('hears that nothing has moved, until its time', async () => {
    const { needs, told: asked } = await scene({})
    expect(await seenOf(needs, { line: lineOf([], true), job: OPEN, untilMs: 35_000 })).toEqual([...told(OPEN), 'QUIET', 'QUIET', 'QUIET'])
    expect(asked.pauses).toEqual([15_000, 15_000, 5000])
  })

  it('is told once where its time is over', async () => {
    const { needs } = await scene({})
    expect(await seenOf(needs, { line: lineOf([DONE], true), job: OPEN, untilMs: 0 })).toEqual(told(OPEN))
  })

  it('and goes away leaves no line behind, at whatever it waits', async () => {
    const client = new AbortController()
    const { needs, told: asked } = await scene({ attach: [() => denied], onPause: () => client.abort() })
    expect([await seenOf(needs, { job: OPEN, signal: client.signal }), asked.versions.length, asked.pauses]).toEqual([told(OPEN), 1, [5000]])
    const [line, gone] = [lineOf([], true), new AbortController()]
    const steps = followJob((await scene({})).needs, following({ job: OPEN, line, signal: gone.signal }))
    await steps.next()
    gone.abort()
    expect([line.closed, await steps.next(), line.closed]).toEqual([1, { done: true, value: undefined }, 2])
  })
})

describe('a line that breaks', () => {
  it.each([[0, 500], [255, 2500]])('is attached anew a little later, by chance %i after %i ms, from what is known', async (chance, pauseMs) => {
    const { needs, told: asked } = await scene({ chance, attach: [() => attached(DONE)], endless: (ms) => ms > 10_000 })
    expect(await seenOf(needs, { line: lineOf([], false), job: OPEN })).toEqual(told(OPEN, DONE))
    expect([asked.versions, asked.pauses[0]]).toEqual([[versionOf(OPEN)], pauseMs])
  })

  it('shortly before the end of its time is waited for until then', async () => {
    const { needs, told: asked } = await scene({ attach: [() => denied] })
    asked.nowMs = 10_000
    expect([await seenOf(needs, { line: lineOf([], false), job: OPEN, untilMs: 10_300 }), asked.pauses]).toEqual([[...told(OPEN), 'QUIET'], [300]])
  })
})

/** On a line that tells these places, one after the other, and then this job. */
async function placesOf(first: Job, places: readonly (number | null)[], last: Job) {
  const [left, rows] = [[...places], [last]]
  const line: Line = { place: () => left[0] ?? null, take: () => (left.length > 1 ? void left.shift() : rows.shift()), isOpen: () => true, news: async () => undefined, close: () => undefined }
  const seen: string[] = []
  for await (const one of followJob((await scene({ endless: () => true })).needs, following({ job: first, line }))) seen.push(one.kind === 'JOB' ? `${one.job.status} ${String(one.place)}` : one.kind)
  return seen
}

describe('the place of a job', () => {
  it('that waits for a slot is told at first and whenever it moves', async () => {
    expect(await placesOf(job({ status: 'WAITING' }), [3, 3, 2, 1], DONE)).toEqual(['WAITING 3', 'WAITING 2', 'WAITING 1', 'COMPLETED null'])
  })

  it('that does not wait is nothing, whatever the line says', async () => {
    expect(await placesOf(OPEN, [3, 2, null], DONE)).toEqual(['QUEUED null', 'COMPLETED null'])
  })
})

describe('without a line', () => {
  it.each([[0, 5000], [255, 7000]])('the row is read now and then, by chance %i after %i ms', async (chance, pauseMs) => {
    const { needs, told: asked } = await scene({
      chance, attach: [() => denied],
      onPause: async () => asked.pauses.length === 3 && database.batch([database.update(jobs).set({ status: 'COMPLETED' }).where(eq(jobs.id, JOB.id))]),
    })
    expect(await seenOf(needs, {})).toEqual([...told(OPEN), 'QUIET', 'QUIET', 'QUIET', ...told(DONE)])
    expect([asked.pauses, asked.versions, asked.logs]).toEqual([[pauseMs, pauseMs, pauseMs], [-1, versionOf(OPEN), versionOf(OPEN), versionOf(OPEN)], []])
  })

  it('since the object is away, that is logged', async () => {
    const { needs, told: asked } = await scene({})
    await seenOf(needs, { job: OPEN, untilMs: 5000 })
    expect([asked.logs, asked.versions]).toEqual([['not attached', 'not attached'], [versionOf(OPEN), versionOf(OPEN)]])
  })
})

describe('the end', () => {
  it.each<readonly [string, Partial<Following>, Job | null, JobRowStatus]>([
    ['is what was told', { job: OPEN, line: lineOf([DONE], true) }, OPEN, 'COMPLETED'], ['is read where it was told to nobody', { job: OPEN, line: lineOf([], true), untilMs: 0 }, DONE, 'COMPLETED'],
    ['is what is known where there is no row any more', { job: OPEN, line: lineOf([], true), untilMs: 0 }, null, 'QUEUED'], ['is nothing where there is none', { line: lineOf([], true) }, null, undefined],
    ['is known beforehand', { job: DONE }, null, 'COMPLETED'],
  ])('%s', async (_, change, row, status) => {
    expect((await awaitEnd((await scene({ row })).needs, following(change)))?.job.status).toBe(status)
  })

  it('is what is known while the database is away', async () => {
    const { needs } = await scene({})
    const away = Object.assign(Object.create(database) as typeof database, { batch: () => Promise.reject(new Error('away')) })
    expect((await awaitEnd({ ...needs, database: away }, following({ job: OPEN, line: lineOf([], true), untilMs: 0 })))?.job.status).toBe('QUEUED')
  })
})

type JobRowStatus = Job['status'] | undefined
