// What a company's callback leads to: by where the job stands when its message comes, and how often that has come.
import { describe, expect, it } from 'vitest'
import { lookWhenTold } from '../../src/jobs/look-when-told.ts'
import { attempts } from '../../src/store/tables.ts'
import type { FindOutcome } from '../../src/upstreams/contract.ts'
import { REF, oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

const HOUR_MS = 3_600_000
const ACK = { kind: 'ACK' }
const done = async () => ({ kind: 'DONE', outputs: [{ kind: 'url', url: 'https://theirs.example/a.mp4' }] }) as const
const again = (delaySeconds: number) => ({ kind: 'RETRY', delaySeconds })

async function told({ deliveries = 1, laterMs = 0, attempt = 2, find, ...change }: Omit<Changes, 'upstream'> & { readonly deliveries?: number; readonly laterMs?: number; readonly attempt?: number; readonly find?: FindOutcome }) {
  const looks: unknown[] = []
  const one = await oneJob({
    ...change,
    upstream: { poll: async (_, ref) => (looks.push(ref), { kind: 'PENDING', started: true }), ...(find && { find: async () => (looks.push('found'), find) }) },
  })
  one.world.clock.nowMs += laterMs
  const disposition = await lookWhenTold(one.needs, { kind: 'look', accountId: one.job.accountId, jobId: one.job.id, attempt }, deliveries)
  return { ...one, looks, disposition }
}

describe('a callback about what is worked on', () => {
  it.each([[1, again(5)], [2, again(5)], [3, ACK]])('has us look, three times at most: by delivery %i', async (deliveries, disposition) => {
    const one = await told({ deliveries })
    expect([one.disposition, one.looks]).toEqual([disposition, [REF]])
  })

  it.each([[HOUR_MS - 1, 1], [HOUR_MS, 0]])('%i ms later, of an hour, leads to %i looks: at its deadline it is given up by who sees to that', async (laterMs, count) => {
    expect((await told({ laterMs })).looks).toHaveLength(count)
  })

  it('of an attempt that was superseded, without a handle, or of what is not there leads to nothing', async () => {
    const one = await told({ attempt: 1 })
    const { database } = one.needs
    const message = { kind: 'look', accountId: one.job.accountId, jobId: one.job.id, attempt: 1 } as const
    await database.batch([database.insert(attempts).values({ accountId: message.accountId, jobId: message.jobId, number: 1, upstream: 'luma', model: 'ray-2', outcome: 'ACCEPTED', ref: REF, createdAtMs: 1 })])
    expect([await lookWhenTold(one.needs, message, 1), await lookWhenTold(one.needs, { ...message, jobId: 'gen_gone' }, 1), one.looks]).toEqual([ACK, ACK, []])
    expect(await told({ ref: null })).toMatchObject({ disposition: ACK, looks: [] })
  })

  it('counts as so many looks as it came, once its attempt has ended', async () => {
    const { read, needs, job } = await told({ deliveries: 2, job: { polls: 4 } })
    expect((await read())?.polls).toBe(4)
    const get: typeof needs.upstreams.get = (id) => {
      const reached = needs.upstreams.get(id)
      return reached && { ...reached, upstream: { ...reached.upstream, poll: done } }
    }
    await lookWhenTold({ ...needs, upstreams: { ...needs.upstreams, get } }, { kind: 'look', accountId: job.accountId, jobId: job.id, attempt: 2 }, 3)
    expect(await read()).toMatchObject({ status: 'COMPLETED', polls: 7 })
  })
})

describe('a callback that comes before the answer to the submission is written down', () => {
  const SUBMITTING = { status: 'SUBMITTING' } as const

  it.each([[1, again(2)], [2, again(4)], [5, again(32)], [6, again(60)], [8, again(60)], [9, ACK]])('is waited with, longer each time and nine times at most: at delivery %i', async (deliveries, disposition) => {
    const one = await told({ deliveries, job: SUBMITTING, ref: null })
    expect([one.disposition, one.looks]).toEqual([disposition, []])
  })

  it('leaves to its consumer what has a handle already', async () => {
    const one = await told({ job: SUBMITTING })
    expect([one.disposition, one.looks]).toEqual([ACK, []])
  })
})

describe('a callback about what nobody could tell', () => {
  const HELD = { job: { status: 'HELD' }, ref: null } as const

  it.each([[1, again(1)], [2, again(1)], [3, ACK]])('has its company asked for it by our id: by delivery %i', async (deliveries, disposition) => {
    const one = await told({ ...HELD, deliveries, find: { kind: 'FOUND', ref: REF } })
    expect([one.disposition, one.looks, (await one.read())?.status]).toEqual([disposition, ['found'], 'PROCESSING'])
  })

  it('leads to nothing where that cannot be', async () => {
    const one = await told(HELD)
    expect([one.disposition, (await one.read())?.dueAtMs]).toEqual([ACK, one.job.dueAtMs])
  })
})

describe('a callback about what is over', () => {
  const given = { status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', refunded: 50, dueFor: 'LATE' } as const

  it.each<readonly [string, Changes['job'], number]>([
    ['was given up is looked at: it may have come late', given, 1], ['failed for good is not', { ...given, errorReason: 'MODERATED' }, 0],
    ['owes something still is not yet', { ...given, dueFor: 'OWED' }, 0], ['is made is not', { status: 'COMPLETED', dueFor: 'LATE' }, 0],
  ])('and %s', async (_, job, count) => {
    const one = await told(job ? { job } : {})
    expect([one.disposition, one.looks.length]).toEqual([ACK, count])
  })
})
