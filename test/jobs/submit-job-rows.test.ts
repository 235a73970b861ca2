// One submission of a row as it may stand: what is left alone, what ends, who is asked for a place, and how long the claim holds.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { JobMessage } from '../../src/domain/messages.ts'
import { REDRIVE_MS } from '../../src/jobs/schedule.ts'
import { reject, submitJob } from '../../src/jobs/submit-job.ts'
import { accounts, attempts, jobs } from '../../src/store/tables.ts'
import type { FindOutcome, Refused, SubmitOutcome } from '../../src/upstreams/contract.ts'
import type { Plan } from '../../src/domain/plans.ts'
import { LOST } from '../store/faulty-d1.ts'
import { ROUTE, oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

const ACK = { kind: 'ACK' }
const REFUSED: Refused = { refusal: 'BUSY', detail: 'd' }
const WAITING = { status: 'QUEUED', attempt: 0, claimedAtMs: null, startedAtMs: null } as const
interface Told {
  readonly waitSeconds?: number | null
  readonly restSeconds?: number
}

/** What is sent there, asked of its line, and told it. */
async function submission({ outcome = { kind: 'REJECTED', ...REFUSED }, waitSeconds = null, restSeconds = 0, ...change }: Changes & Told & { readonly outcome?: SubmitOutcome } = {}) {
  const log: string[] = []
  const one = await oneJob({
    ref: null, ...change,
    job: (nowMs) => ({ ...WAITING, createdAtMs: nowMs, ...(typeof change.job === 'function' ? change.job(nowMs) : change.job) }),
    ...(change.upstream !== null && { upstream: { submit: async () => (log.push('sent'), outcome), ...change.upstream } }),
  })
  const places: typeof one.needs.places = {
    ...one.needs.places,
    ask: async (upstream, { isPaid }) => (log.push(`asked ${upstream} ${isPaid}`), { waitSeconds, next: [] }),
    free: async (upstream, { attempt, ending }) => (log.push(`freed ${upstream} ${attempt} ${ending}`), { restSeconds, next: [] }),
  }
  const needs = { ...one.needs, places }
  const message: JobMessage = { kind: 'submit', accountId: one.job.accountId, jobId: one.job.id, upstream: 'luma' }
  return { ...one, log, needs, deliver: (more: Partial<JobMessage> = {}) => submitJob(needs, { ...message, ...more }) }
}

describe('a message', () => {
  it.each(['WAITING', 'PROCESSING', 'HELD', 'SUBMITTING'] as const)('about what is %s changes nothing, and asks for no place', async (status) => {
    const { deliver, log, read } = await submission({ job: { status } })
    expect([await deliver(), log, (await read())?.status]).toEqual([ACK, [], status])
  })

  it.each(['COMPLETED', 'FAILED', 'CANCELLED'] as const)('about what is %s has it leave the line: whoever sent for it does not know', async (status) => {
    const { deliver, log, read } = await submission({ job: { status } })
    expect([await deliver(), log, (await read())?.status]).toEqual([ACK, ['freed luma null NEITHER'], status])
  })

  it('about what its caller wished cancelled cancels it, with all of its cost, and sends nothing', async () => {
    const { deliver, log, read } = await submission({ job: (nowMs) => ({ ...WAITING, cancelAskedAtMs: nowMs }) })
    expect([await deliver(), log.includes('sent'), await read()]).toMatchObject([ACK, false, { status: 'CANCELLED', refunded: 50 }])
  })

  it.each([[0, 'FAILED', false], [1, 'QUEUED', true]])('with %i ms left is %s, and sent: %s', async (moreMs, status, isSent) => {
    const { deliver, log, read } = await submission({ job: (nowMs) => ({ ...WAITING, deadlineMs: nowMs + moreMs }) })
    await deliver()
    expect([(await read())?.status, log.includes('sent')]).toEqual([status, isSent])
    if (!isSent) expect(await read()).toMatchObject({ errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT', refunded: 50 })
  })

  it('that says that nothing was sent under its claim has it sent again, under no other one', async () => {
    const claimed = { status: 'SUBMITTING', moveToken: 'ours' } as const
    const { deliver, log } = await submission({ job: claimed })
    await deliver({ unsentToken: 'another' })
    expect(log).toEqual([])
    await deliver({ unsentToken: 'ours' })
    expect(log).toContain('sent')
  })

  it('about a company that cannot be asked now leaves it to the sweeper', async () => {
    const { deliver, log, read } = await submission({ upstream: null })
    expect([await deliver(), log, await read()]).toMatchObject([ACK, [], { status: 'QUEUED', attempt: 0 }])
  })
})

describe('what holds media in memory', () => {
  const veo = { routes: [{ ...ROUTE, provider: 'veo-3', upstream: 'veo' } as const] }
  it('goes to the queue of its own, and is worked on where it comes from there', async () => {
    const { deliver, log, sent, world } = await submission({ job: { ...WAITING, ...veo } })
    expect([await deliver(), log, sent()]).toEqual([ACK, [], ['submit 0']])
    expect(world.queues.waiting().map(({ body }) => 'upstream' in body && body.upstream)).toEqual(['veo'])
    await deliver({ upstream: 'veo' })
    expect(log).toContain('sent')
  })
})

describe('a place', () => {
  it.each<readonly [Plan, boolean]>([['FREE', false], ['PRO', true]])('is asked for as of the plan %s: paid %s', async (plan, isPaid) => {
    const { deliver, log, world } = await submission()
    await world.services.database.update(accounts).set({ plan }).where(eq(accounts.id, world.accountId))
    await deliver()
    expect(log.slice(0, 2)).toEqual([`asked luma ${isPaid}`, 'sent'])
  })

  it('that there is none of has it wait, unclaimed', async () => {
    const { deliver, log, read, world } = await submission({ waitSeconds: 600 })
    expect([await deliver(), log]).toEqual([ACK, ['asked luma true']])
    expect(await read()).toMatchObject({ status: 'QUEUED', attempt: 0, dueAtMs: world.clock.nowMs + 660_000 })
  })
})

/** Something happens as it is about to be claimed. */
async function disturbed(act: (one: Awaited<ReturnType<typeof submission>>) => Promise<unknown>) {
  const one = await submission()
  const ask: typeof one.needs.places.ask = async () => (await act(one), one.log.push('asked'), { waitSeconds: null, next: [] })
  const disposition = await submitJob({ ...one.needs, places: { ...one.needs.places, ask } }, { kind: 'submit', accountId: one.job.accountId, jobId: one.job.id, upstream: 'luma' })
  return { ...one, disposition }
}

describe('a claim', () => {
  it.each([[REDRIVE_MS, REDRIVE_MS], [REDRIVE_MS - 1, REDRIVE_MS - 1], [REDRIVE_MS + 1, REDRIVE_MS], [null, REDRIVE_MS]])('of what is due in %s ms is looked at by the sweeper in %i ms, should its consumer die', async (dueMs, sweptMs) => {
    const { deliver, read, world } = await submission({
      job: (nowMs) => ({ ...WAITING, dueAtMs: dueMs === null ? null : nowMs + dueMs }), upstream: { submit: () => Promise.reject(new Error('died')) },
    })
    await expect(deliver()).rejects.toThrow('died')
    expect([(await read())?.status, ((await read())?.dueAtMs ?? 0) - world.clock.nowMs]).toEqual(['SUBMITTING', sweptMs])
  })

  it('of what was ended meanwhile is given up, and its place with it', async () => {
    const { disposition, log, read } = await disturbed(({ world, job }) => world.services.database.update(jobs).set({ status: 'CANCELLED' }).where(eq(jobs.id, job.id)))
    expect([disposition, log, (await read())?.status]).toEqual([ACK, ['asked', 'freed luma null NEITHER'], 'CANCELLED'])
  })

  it('of what another consumer has is given up, and the place is that one\'s', async () => {
    const { disposition, log, read } = await disturbed(({ world, job }) => world.services.database.update(jobs).set({ status: 'SUBMITTING', attempt: 1 }).where(eq(jobs.id, job.id)))
    expect([disposition, log, (await read())?.status]).toEqual([ACK, ['asked'], 'SUBMITTING'])
  })

  it('whose answer is lost is said by a message, and nothing is sent, also while D1 stays away', async () => {
    const one = await submission()
    let batches = 0
    const batch: typeof one.needs.database.batch = (statements) => ((batches += 1) >= 3 ? Promise.reject(new Error(LOST)) : one.needs.database.batch(statements))
    const database = Object.assign(Object.create(one.needs.database) as typeof one.needs.database, { batch })
    expect(await submitJob({ ...one.needs, database }, { kind: 'submit', accountId: one.job.accountId, jobId: one.job.id, upstream: 'luma' })).toEqual(ACK)
    expect([one.log, one.sent(), one.world.queues.waiting().map(({ body }) => 'unsentToken' in body && typeof body.unsentToken)]).toEqual([['asked luma true'], ['submit 0'], ['string']])
  })
})

async function rejected(refused: Partial<Refused>, change: Changes & Told = {}) {
  const one = await submission({ ...change, job: (nowMs) => ({ status: 'SUBMITTING', attempt: 1, claimedAtMs: nowMs - 60_000, ...(typeof change.job === 'function' ? change.job(nowMs) : change.job) }) })
  const disposition = await reject(one.needs, one.job, { ...REFUSED, ...refused })
  const rows = await one.world.services.database.select().from(attempts).where(eq(attempts.jobId, one.job.id))
  return { ...one, disposition, refusals: rows.map(({ outcome, refusal }) => `${outcome} ${refusal}`) }
}

describe('a refusal', () => {
  it.each([[{}, 'BUSY'], [{ blameless: true }, 'CALLER']] as const)('is written down with who brought it about: %o', async (more, who) => {
    expect((await rejected(more)).refusals).toEqual([`REJECTED ${who}`])
  })

  it.each([[{ alarm: 'KEY' }, ['UPSTREAM_KEY luma']], [{}, []]] as const)('with %o tells an operator: %o', async (more, told) => {
    expect((await rejected({ refusal: 'UNAVAILABLE', ...more })).alarms()).toEqual(told)
  })

  const two = { routes: [ROUTE, { ...ROUTE, model: 'ray-flash-2' }] }
  it.each<readonly [string, Partial<Refused>, Changes & Told, number]>([
    ['at the end of the rest, where its company is busy', {}, { restSeconds: 77 }, 77], ['after its own pause, where nobody rests', {}, { restSeconds: 0 }, 5], ['after its own pause, where its company is not busy', { refusal: 'UNAVAILABLE' }, { restSeconds: 77 }, 5],
    ['at once, where it goes elsewhere', {}, { restSeconds: 77, job: two }, 0],
  ])('has it come again %s', async (_, refused, change, delaySeconds) => {
    const { disposition, read, health } = await rejected(refused, change)
    expect([disposition, (await read())?.status, health.length]).toEqual([{ kind: 'RETRY', delaySeconds }, 'QUEUED', 1])
  })

  it('of what was worked on has it go elsewhere by a message of its own', async () => {
    const { disposition, sent, read } = await rejected({ refusal: 'FAILED' }, { job: { status: 'PROCESSING', ...two } })
    expect([disposition, sent(), await read()]).toMatchObject([ACK, ['submit 0'], { status: 'QUEUED', route: 1 }])
  })

  it('that ends it is told its company\'s health once, however often it comes', async () => {
    const { health, needs, job, read, sent } = await rejected({ refusal: 'MODERATED' })
    expect([health, await read()]).toMatchObject([['NEITHER 60'], { status: 'FAILED', errorReason: 'MODERATED', refunded: 50 }])
    expect(await reject(needs, job, { ...REFUSED, refusal: 'MODERATED' })).toEqual(ACK)
    expect([health, sent()]).toEqual([['NEITHER 60'], []])
  })

  it('of what was wished cancelled ends it, with all of its cost', async () => {
    const { disposition, read, health, sent } = await rejected({}, { job: { cancelAskedAtMs: 1 } })
    expect([disposition, health, sent(), await read()]).toMatchObject([ACK, [], [], { status: 'CANCELLED', refunded: 50 }])
  })

  it.each<readonly [string, Partial<typeof jobs.$inferInsert>]>([['that has gone on meanwhile', { moveToken: 'theirs' }], ['that was wished cancelled under a later attempt', { attempt: 2, cancelAskedAtMs: 1 }]])('of what %s changes nothing', async (_, change) => {
    const one = await submission({ job: { status: 'SUBMITTING', attempt: 1 } })
    await one.world.services.database.update(jobs).set(change).where(eq(jobs.id, one.job.id))
    expect([await reject(one.needs, one.job, REFUSED), one.sent(), one.health, (await one.read())?.status]).toEqual([ACK, [], [], 'SUBMITTING'])
  })
})

describe('an answer that is lost', () => {
  const unknown: SubmitOutcome = { kind: 'UNKNOWN', detail: 'd' }
  it.each<readonly [string, FindOutcome | undefined, string, readonly string[], boolean]>([
    ['of what its company knows goes on', { kind: 'FOUND', ref: { taskId: 't' } }, 'PROCESSING', ['poll 5'], true], ['of what it does not know yet is held, and asked for soon', { kind: 'ABSENT' }, 'HELD', [], true],
    ['at a company that cannot be asked is held', undefined, 'HELD', [], false],
  ])('%s', async (_, found, status, messages, isSoon) => {
    const { deliver, read, sent, world } = await submission({ outcome: unknown, upstream: found ? { find: async () => found } : {} })
    expect([await deliver(), (await read())?.status, sent()]).toEqual([ACK, status, messages])
    expect(((await read())?.dueAtMs ?? 0) - world.clock.nowMs <= 2 * REDRIVE_MS).toBe(isSoon)
  })
})
