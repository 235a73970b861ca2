// One submission: by one consumer only, and what becomes of results that came with the answer.
import { describe, expect, it } from 'vitest'
import { waitingUntilMs } from '../../src/jobs/schedule.ts'
import { reject, submitJob } from '../../src/jobs/submit-job.ts'
import type { SubmitOutcome, UpstreamOutput } from '../../src/upstreams/contract.ts'
import { ROUTE, file, oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

const ACK = { kind: 'ACK' }
const LINK: UpstreamOutput = { kind: 'url', url: 'https://theirs.example/a.mp4' }

const BYTES: UpstreamOutput = { kind: 'bytes', bytes: new Uint8Array([1]), contentType: 'video/mp4' }

async function submitted(outcome: SubmitOutcome, change: Omit<Changes, 'upstream'> = {}) {
  const asked: string[] = []
  const submit = async ({ externalId }: { readonly externalId: string }): Promise<SubmitOutcome> => (asked.push(externalId), outcome)
  const one = await oneJob({ ...change, job: (nowMs) => ({ status: 'QUEUED', attempt: 0, claimedAtMs: null, startedAtMs: null, createdAtMs: nowMs }), ref: null, upstream: { submit: async (_http, submission) => submit(submission) } })
  const message = { kind: 'submit', accountId: one.job.accountId, jobId: one.job.id, upstream: 'luma' } as const
  return { ...one, asked, deliver: () => submitJob(one.needs, message) }
}

describe('a message that comes twice at once', () => {
  it('has one consumer submit, and the other leave it', async () => {
    const { asked, deliver } = await submitted({ kind: 'ACCEPTED', ref: { taskId: 'theirs' } })
    expect(await Promise.all([deliver(), deliver()])).toEqual([ACK, ACK])
    expect(asked).toHaveLength(1)
  })
})

describe('results that came with the answer and cannot be stored now', () => {
  const away: Changes = { ingest: () => ({ kind: 'UNREACHABLE', detail: 'away' }) }

  it('are fetched later where all of them are links', async () => {
    const { deliver, read, sent } = await submitted({ kind: 'DONE', outputs: [LINK, LINK] }, away)
    expect([await deliver(), (await read())?.status]).toEqual([ACK, 'PROCESSING'])
    expect(sent()).toEqual([expect.stringMatching(/^poll /)])
  })

  it('are gone and refunded where one of them was bytes', async () => {
    const { deliver, read, sent } = await submitted({ kind: 'DONE', outputs: [LINK, BYTES] }, away)
    expect(await deliver()).toEqual(ACK)
    expect(await read()).toMatchObject({ status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'MEDIA', refunded: 50 })
    expect(sent().filter((message) => message.startsWith('poll'))).toEqual([])
  })
})

describe('a refusal that cannot be written down', () => {
  const refused: SubmitOutcome = { kind: 'REJECTED', refusal: 'UNAVAILABLE', detail: 'no' }
  const failing = async (words: string) => {
    const one = await submitted(refused)
    const needs = { ...one.needs, redact: (): never => { throw new Error(words) } }
    return { ...one, deliver: () => submitJob(needs, { kind: 'submit', accountId: one.job.accountId, jobId: one.job.id, upstream: 'luma' }) }
  }

  it('because D1 is away is said by a message, so that it is sent again', async () => {
    const { deliver, sent } = await failing('D1_ERROR: Network connection lost')
    expect(await deliver()).toEqual(ACK)
    expect(sent()).toEqual([expect.stringMatching(/^submit /)])
  })

  it('by a mistake of ours is not sent again at once, which would go on without end', async () => {
    const { deliver, sent, asked } = await failing('a mistake')
    await expect(deliver()).rejects.toThrow('a mistake')
    expect([asked.length, sent()]).toEqual([1, []])
  })
})

async function repeated(status: 'SUBMITTING' | 'HELD' | 'PROCESSING', outputs: number) {
  const one = await oneJob({ job: { status, routes: [{ ...ROUTE, outputs }] }, ref: null })
  const needs = { ...one.needs, media: { ...one.needs.media, find: async () => [file('a')] } }
  const disposition = await submitJob(needs, { kind: 'submit', accountId: one.job.accountId, jobId: one.job.id, upstream: 'luma' })
  return [disposition, (await one.read())?.status]
}

describe('a message about a submission whose consumer died', () => {
  it.each(['SUBMITTING', 'HELD'] as const)('delivers what it had stored: %s', async (status) => {
    expect(await repeated(status, 1)).toEqual([ACK, 'COMPLETED'])
  })

  it('leaves a part of the result to whoever may still be storing the rest', async () => {
    expect(await repeated('SUBMITTING', 2)).toEqual([ACK, 'SUBMITTING'])
  })

  it('leaves alone what is worked on', async () => {
    expect(await repeated('PROCESSING', 1)).toEqual([ACK, 'PROCESSING'])
  })
})

describe('the line of a company that refuses', () => {
  it.each([
    ['SUBMITTING', 'BUSY', 'BUSY'], ['SUBMITTING', 'UNAVAILABLE', 'NEITHER'], ['SUBMITTING', 'MODERATED', 'NEITHER'], ['PROCESSING', 'BUSY', 'MADE'], ['PROCESSING', 'FAILED', 'MADE'], ['HELD', 'UNAVAILABLE', 'MADE'],
  ] as const)('is told of what was %s and is %s: %s', async (status, refusal, ending) => {
    const { needs, job } = await oneJob({ job: { status } })
    const freed: string[] = []
    const free: typeof needs.places.free = async (upstream, { attempt, ending: told, retryAfterSeconds }) => {
      freed.push(`${upstream} ${attempt} ${told} ${retryAfterSeconds}`)
      return { next: [], restSeconds: 0 }
    }
    await reject({ ...needs, places: { ...needs.places, free } }, job, { refusal, detail: 'd', retryAfterSeconds: 7 })
    expect(freed[0]).toBe(`luma 2 ${ending} 7`)
  })
})

describe('what is to be sent again', () => {
  it.each([[undefined, 5], [30, 30]])('asked to wait for %s s comes after %i, and is brought by the sweeper should that be lost', async (retryAfterSeconds, delaySeconds) => {
    const { deliver, read, world } = await submitted({ kind: 'REJECTED', refusal: 'BUSY', detail: 'd', ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) })
    expect(await deliver()).toEqual({ kind: 'RETRY', delaySeconds })
    const row = await read()
    expect([row?.status, ((row?.dueAtMs ?? 0) - world.clock.nowMs) / 1000]).toEqual(['QUEUED', delaySeconds + 90])
  })

  it('is due at the end of its patience at the latest', async () => {
    const { deliver, read, world, job } = await submitted({ kind: 'REJECTED', refusal: 'BUSY', detail: 'd' })
    const untilMs = waitingUntilMs(job)
    world.clock.nowMs = untilMs - 60_000
    await deliver()
    expect(await read()).toMatchObject({ status: 'QUEUED', dueAtMs: untilMs, deadlineMs: untilMs })
  })
})
