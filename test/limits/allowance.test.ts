// One request's dealings with its account's gate: what it is asked, how often, and what goes back.
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { openAllowance, ONE_READ } from '../../src/limits/allowance.ts'
import type { Demand } from '../../src/limits/allowance.ts'
import type { Admission, Gate, LimitName } from '../../src/limits/gate.ts'
import { SLOT_LEASE_MS } from '../../src/jobs/schedule.ts'
import { openDatabase } from '../../src/store/database.ts'
import { jobs } from '../../src/store/tables.ts'
import { ACCOUNT, JOB, NOW_MS, job } from '../store/each-term.ts'
import { tellingOf } from '../../src/jobs/tell.ts'

const LIMITS = { perMinute: 5, concurrent: 5, perDay: null, readsPerMinute: 300, streams: 5 }
const FIGURES = { minute: { limit: 5, remaining: 4, resetSeconds: 60 }, concurrent: { limit: 5, remaining: 4, resetSeconds: 5 }, day: null, reads: { limit: 300, remaining: 299, resetSeconds: 60 } }
const ADMITTED: Admission = { kind: 'ADMITTED', figures: FIGURES }
const denied = (limit: LimitName, rest: object = {}): Admission => ({ kind: 'DENIED', limit, figure: 5, retryAfterSeconds: 7, figures: FIGURES, ...rest })
const away = new Error('the object is away')
const two: Demand = { ...ONE_READ, generatingFields: 2, reads: 0 }

beforeEach(() => openDatabase(env.DB).delete(jobs))

interface Answers {
  readonly look?: Admission | Error
  readonly admit?: readonly Admission[]
  readonly attach?: Admission | 'LINE' | Error
}

const answer = (given: Admission | Error): Promise<Admission> => (given instanceof Error ? Promise.reject(given) : Promise.resolve(given))

function open(demand: Demand, { look = ADMITTED, admit = [ADMITTED], attach = 'LINE' }: Answers = {}) {
  const asked: (readonly [call: string, facts: unknown])[] = []
  const logs: string[] = []
  let admits = 0
  let ids = 0
  const gate = {
    look: ({ reads, webhookCalls, jobId }: { readonly reads: number; readonly webhookCalls: number; readonly jobId?: string }) => (asked.push(['look', [reads, webhookCalls, jobId]]), answer(look)),
    admit: ({ jobIds, waits, leaseUntilMs, mayWait }: { readonly jobIds: readonly string[]; readonly waits: boolean; readonly leaseUntilMs: number; readonly mayWait?: readonly string[] }) => {
      asked.push(['admit', [jobIds, waits, leaseUntilMs - NOW_MS, ...(mayWait ? [mayWait] : [])]])
      return answer(admit[Math.min((admits += 1), admit.length) - 1] ?? ADMITTED)
    },
    attach: ({ jobId, reads, version, untilMs }: { readonly jobId: string; readonly reads: number; readonly version: number; readonly untilMs: number }) => {
      asked.push(['attach', [jobId, reads, version, untilMs]])
      return attach === 'LINE' ? Promise.resolve({ kind: 'ATTACHED', figures: FIGURES, place: 3, socket: new WebSocketPair()[0] }) : answer(attach)
    },
    giveBack: async ({ jobIds, asReadsOf }: { readonly jobIds: readonly string[]; readonly asReadsOf?: object }) => void asked.push(['giveBack', [jobIds, asReadsOf !== undefined]]),
    release: async ({ jobIds }: { readonly jobIds: readonly string[] }) => void asked.push(['release', jobIds]),
  } as unknown as Gate
  const allowance = openAllowance(
    { now: () => NOW_MS, database: openDatabase(env.DB), gate: () => gate, newId: (prefix) => `${prefix}_${(ids += 1)}`, random: (count) => new Uint8Array(count), queues: { submit: async () => undefined }, log: (event) => void logs.push(event), measure: () => undefined },
    { accountId: ACCOUNT, limits: LIMITS, endUser: null }, demand,
  )
  return { allowance, asked, logs }
}

/** Which policy stands first. */
const ratelimit = (policy: string) => expect.objectContaining({ ratelimit: expect.stringMatching(`^"${policy}"`) as string }) as Record<string, string>
const lower = (headers: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

describe('a request that reads', () => {
  it('looks once, however often it reads, and is told what remains of its reads', async () => {
    const { allowance, asked } = open({ ...ONE_READ, reads: 3, webhookCalls: 1 })
    expect([await allowance.read(), await allowance.read(), await allowance.enter()]).toEqual([FIGURES, FIGURES, true])
    const { headers, refusal } = await allowance.close()
    expect([lower(headers), refusal, asked]).toEqual([ratelimit('reads'), undefined, [['look', [3, 1, undefined]]]])
  })

  it('and is over its limit is refused, with how long to wait', async () => {
    const { allowance } = open(ONE_READ, { look: denied('reads', { share: 'END_USER' }) })
    await expect(allowance.read()).rejects.toMatchObject({ code: 'RATE_LIMIT', details: { retryAfterSeconds: 7, extra: { limit: 'reads', limitFigure: 5, share: 'END_USER' } } })
    const { headers, refusal } = await allowance.close()
    expect([lower(headers)['retry-after'], refusal?.details.sentence?.en]).toEqual(['7', 'One end user may use 5 reads a minute. Try again in 7 s.'])
  })

  it('fails while the object is away, but one that reads a single generation', async () => {
    await expect(open(ONE_READ, { look: away }).allowance.close()).rejects.toThrow('away')
    const { allowance, logs } = open({ ...ONE_READ, readsOne: true }, { look: away })
    expect([await allowance.close(), logs]).toEqual([{ headers: {} }, ['gate not reached']])
  })

  it('a generation that the object knows is answered by it', async () => {
    const known = job({ status: 'PROCESSING' })
    const { allowance, asked } = open({ ...ONE_READ, readsJobId: known.id }, { look: { ...ADMITTED, known: tellingOf(known).row } as Admission })
    expect([await allowance.known(known.id), await allowance.known('gen_other'), asked]).toEqual([known, undefined, [['look', [1, 0, known.id]]]])
    for (const look of [ADMITTED, denied('reads'), away]) expect(await open({ ...ONE_READ, readsJobId: known.id }, { look }).allowance.known(known.id)).toBeUndefined()
  })
})

describe('a request that changes something', () => {
  it.each([[ADMITTED, true], [denied('reads'), false]])('waits for the gate\'s word', async (look, enters) => {
    const { allowance, asked } = open({ ...ONE_READ, changesMore: true }, { look })
    expect([asked.length, await allowance.enter()]).toEqual([1, enters])
  })

  it('besides generating looks as well', async () => {
    const { asked } = open({ ...two, changesMore: true })
    expect([asked.length, open(two).asked.length]).toEqual([1, 0])
  })
})

describe('a request that waits', () => {
  const wait = { jobId: 'gen_w', untilMs: NOW_MS + 5 }

  it('for one that there is attaches itself: that is its look', async () => {
    const { allowance, asked } = open({ ...ONE_READ, wait })
    expect([await allowance.enter(), allowance.line()?.isOpen(), lower((await allowance.close()).headers), asked]).toEqual([true, true, ratelimit('reads'), [['attach', ['gen_w', 1, -1, NOW_MS + 5]]]])
  })

  it('is refused where there is no room, and answered by the rows while the object is away', async () => {
    const full = open({ ...ONE_READ, wait }, { attach: denied('streams') }).allowance
    expect([await full.enter(), full.line(), (await full.close()).refusal?.details.extra]).toEqual([false, undefined, { limit: 'streams', limitFigure: 5 }])
    const alone = open({ ...ONE_READ, wait }, { attach: away }).allowance
    expect([await alone.enter(), alone.line(), await alone.close()]).toEqual([true, undefined, { headers: {} }])
  })
})

describe('a request that generates', () => {
  it('is admitted once for all its fields; each has an id of its own', async () => {
    const { allowance, asked } = open({ ...two, wait: { untilMs: NOW_MS } })
    const ids = [(await allowance.lease(false)).jobId, (await allowance.lease(false)).jobId]
    await expect(allowance.lease(false)).rejects.toThrow('more generating fields')
    expect([ids, asked]).toEqual([['gen_1', 'gen_2'], [['admit', [['gen_1', 'gen_2'], true, SLOT_LEASE_MS]]]])
    expect(open(two).asked).toEqual([])
  })

  it.each<readonly [readonly ('spend' | 'unneeded' | 'doubt' | 'unused')[], readonly unknown[], readonly string[]]>([
    [['spend', 'spend'], [], ['gen_1', 'gen_2']], [['spend', 'unneeded'], [['giveBack', [['gen_2'], true]]], ['gen_1']], [['unused', 'spend'], [['giveBack', [['gen_1'], false]]], ['gen_2']],
    [['doubt', 'doubt'], [], []], [['unneeded', 'unused'], [['giveBack', [['gen_1'], true]], ['giveBack', [['gen_2'], false]]], []],
  ])('and of which became %j gives back what it did not need', async (became, given, spent) => {
    const { allowance, asked } = open(two)
    for (const one of became) {
      const { jobId } = await allowance.lease(false)
      if (one !== 'unused') allowance[one](jobId)
    }
    expect([lower((await allowance.close()).headers), allowance.spent(), asked.slice(1)]).toEqual([ratelimit('minute'), spent, given])
  })

  it('and is over a limit is refused for every field, and gives nothing back', async () => {
    const { allowance, asked } = open(two, { admit: [denied('day')] })
    for (const _ of [1, 2]) await expect(allowance.lease(false)).rejects.toMatchObject({ code: 'RATE_LIMIT', details: { sentence: { en: 'Your plan allows 5 generations a day. Try again in 7 s.' }, extra: { limit: 'day', limitFigure: 5 } } })
    const { headers, refusal } = await allowance.close()
    expect([lower(headers)['retry-after'], refusal, asked.length]).toEqual(['7', undefined, 1])
  })

  it.each<readonly [string, readonly Admission[], readonly string[], boolean]>([
    ['of which one is over is admitted then', [denied('concurrent', { held: [{ jobId: 'gen_j', admittedAtMs: NOW_MS }] }), ADMITTED], ['admit', 'release', 'admit'], true],
    ['that are all in use is not', [denied('concurrent', { held: [{ jobId: 'gen_k', admittedAtMs: NOW_MS }] })], ['admit'], false], ['of which none is named is not', [denied('concurrent')], ['admit'], false],
  ])('and finds all slots taken, %s', async (_, admit, calls, admitted) => {
    await openDatabase(env.DB).insert(jobs).values([{ ...JOB, id: 'gen_j', status: 'COMPLETED' }, { ...JOB, id: 'gen_k' }])
    const { allowance, asked } = open(two, { admit })
    expect([await allowance.lease(false).then(() => true, () => false), asked.map(([call]) => call)]).toEqual([admitted, calls])
  })

  it('nothing, since it was refused before, has its look counted', async () => {
    const { allowance, asked } = open({ ...two, reads: 1 })
    expect([lower((await allowance.close()).headers), asked]).toEqual([ratelimit('reads'), [['look', [1, 0, undefined]]]])
  })
  it('and may wait for a slot has ids for that, and is told its place', async () => {
    const { allowance, asked } = open({ ...two, patientFields: 1 }, { admit: [{ ...ADMITTED, order: ['gen_other', 'gen_1'] }] })
    expect([await allowance.lease(false), await allowance.lease(true)]).toEqual([{ jobId: 'gen_2', waits: false }, { jobId: 'gen_1', waits: true }])
    await expect(allowance.lease(true)).rejects.toThrow('more generating fields')
    expect([await allowance.placeOf('gen_1'), await allowance.placeOf('gen_2'), await allowance.waitingCount(), asked]).toEqual([2, null, 2, [['admit', [['gen_1', 'gen_2'], false, SLOT_LEASE_MS, ['gen_1']]]]])
  })
})

it('the place of what is waited for is told on its line, of others by the look', async () => {
  const { allowance } = open({ ...ONE_READ, wait: { jobId: 'gen_w', untilMs: NOW_MS + 5 } })
  await allowance.enter()
  expect([await allowance.placeOf('gen_w'), await allowance.placeOf('gen_x')]).toEqual([3, null])
  expect(await open(ONE_READ, { look: { ...ADMITTED, order: ['gen_x'] } as Admission }).allowance.placeOf('gen_x')).toBe(1)
  expect([await open(ONE_READ, { look: away }).allowance.placeOf('gen_x'), await open(ONE_READ, { look: denied('reads') }).allowance.waitingCount()]).toEqual([null, 0])
})
