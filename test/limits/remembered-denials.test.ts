import { expect, it } from 'vitest'
import type { Gate, Admission } from '../../src/limits/gate.ts'
import { EMPTY_STATE } from '../../src/limits/gate-state.ts'
import { figures, spendReads } from '../../src/limits/arithmetic.ts'
import { EMPTY_PURSE } from '../../src/limits/purse.ts'
import { rememberingGate } from '../../src/limits/remembered-denials.ts'
import type { Denials } from '../../src/limits/remembered-denials.ts'

const nowMs = Date.parse('2026-11-22T12:00:00.000Z')
const limits = { perMinute: 2, concurrent: 1, perDay: 100, readsPerMinute: 300, streams: 100 }

/** A gate of which so many reads are left, and no generation fits in the minute; told how often it was asked. */
function countedGate(left: number) {
  const asked = { count: 0 }
  const told = figures(EMPTY_STATE, EMPTY_PURSE, { limits }, nowMs)
  const answer = (limit: 'reads' | 'minute' | 'concurrent', isDenied: boolean): Admission => {
    asked.count += 1
    return isDenied ? { kind: 'DENIED', limit, figure: 1, retryAfterSeconds: 30, figures: { ...told, reads: { limit: 300, remaining: left, resetSeconds: 30 } } } : { kind: 'ADMITTED', figures: told }
  }
  const gate: Gate = {
    admit: async ({ jobIds }) => answer(jobIds[0] === 'slot' ? 'concurrent' : 'minute', true),
    look: async ({ reads = 1 }) => answer('reads', reads > left),
    tell: async () => undefined,
    attach: () => Promise.reject(new Error('not asked for')),
    release: async () => undefined,
    turns: () => Promise.reject(new Error('not asked for')),
    giveBack: async () => undefined,
  }
  return { gate, asked }
}

it('a denial holds for as much or more, for the same figures and the same end user, until its time', async () => {
  const { gate, asked } = countedGate(3)
  const own = rememberingGate(gate, new Map(), 'acc_1')
  const look = async (reads: number, laterMs: number, given = limits, endUser: string | null = null) => (await own.look({ nowMs: nowMs + laterMs, limits: given, reads, endUser })).kind
  expect([await look(4, 0), await look(4, 1000), await look(20, 29_000), asked.count]).toEqual(['DENIED', 'DENIED', 'DENIED', 1])
  expect([await look(3, 1000), asked.count]).toEqual(['ADMITTED', 2])
  expect([await look(4, 1000, { ...limits, readsPerMinute: 600 }), asked.count]).toEqual(['DENIED', 3])
  expect([await look(4, 1000, limits, 'asha'), asked.count]).toEqual(['DENIED', 4])
  expect([await look(4, 30_000), asked.count]).toEqual(['DENIED', 5])
})

it('what is told of a denial gets shorter as its time comes', async () => {
  const own = rememberingGate(countedGate(0).gate, new Map(), 'acc_1')
  await own.look({ nowMs, limits })
  expect(await own.look({ nowMs: nowMs + 12_500, limits })).toMatchObject({ retryAfterSeconds: 18, figures: { minute: { resetSeconds: 0 }, reads: { remaining: 0, resetSeconds: 18 } } })
})

/** Of a denial that is remembered, 12.5 s later. */
const dayOf = async (perDay: number | null) => {
  const told = figures(EMPTY_STATE, EMPTY_PURSE, { limits: { ...limits, perDay } }, nowMs)
  const gate: Gate = { ...countedGate(0).gate, look: async () => ({ kind: 'DENIED', limit: 'reads', figure: 1, retryAfterSeconds: 30, figures: told }) }
  const own = rememberingGate(gate, new Map(), 'acc_1')
  await own.look({ nowMs, limits })
  return (await own.look({ nowMs: nowMs + 12_500, limits })).figures.day
}

it('what is told of a day gets shorter too, and is nothing where the plan has no such limit', async () => {
  expect([await dayOf(100), await dayOf(null)]).toEqual([{ limit: 100, remaining: 100, resetSeconds: 12 * 3600 - 12 }, null])
})

it('a denial of tests of webhooks keeps nobody from reading, and is remembered beside that of the reads', async () => {
  const { gate, asked } = countedGate(1)
  const look: Gate['look'] = async (request) => {
    const answer = await gate.look(request)
    return (request.webhookCalls ?? 0) === 0 ? answer : { kind: 'DENIED', limit: 'webhooks', figure: 10, retryAfterSeconds: 30, figures: answer.figures }
  }
  const own = rememberingGate({ ...gate, look }, new Map(), 'acc_1')
  const kinds = [await own.look({ nowMs, limits, webhookCalls: 1 }), await own.look({ nowMs, limits }), await own.look({ nowMs, limits, webhookCalls: 0 }), await own.look({ nowMs, limits, webhookCalls: 1 })].map(({ kind }) => kind)
  expect([kinds, asked.count]).toEqual([['DENIED', 'ADMITTED', 'ADMITTED', 'DENIED'], 3])
})

it('full slots are asked for each time, since one may come free', async () => {
  const { gate, asked } = countedGate(0)
  const own = rememberingGate(gate, new Map(), 'acc_1')
  const admitted = (jobId: string) => own.admit({ nowMs, limits, jobIds: [jobId], leaseUntilMs: nowMs })
  for (const jobId of ['slot', 'slot', 'minute', 'minute']) await admitted(jobId)
  expect(asked.count).toBe(3)
})

it('5,000 denials are kept at most, however many callers press', async () => {
  const denials: Denials = new Map()
  const { gate } = countedGate(0)
  for (let index = 0; index < 6000; index += 1) await rememberingGate(gate, denials, `acc_${index}`).look({ nowMs, limits })
  expect(denials.size).toBe(5000)
})

it('nobody is denied from memory whom the gate would admit when the time is over', async () => {
  let reads = EMPTY_PURSE
  const gate: Gate = {
    ...countedGate(0).gate,
    look: async (request) => {
      const verdict = spendReads(reads, request, request.reads ?? 1, request.nowMs)
      if (verdict.kind === 'ADMITTED') reads = verdict.reads
      const told = figures(EMPTY_STATE, reads, request, request.nowMs)
      return verdict.kind === 'ADMITTED' ? { kind: 'ADMITTED', figures: told } : { ...verdict, figures: told }
    },
  }
  const own = rememberingGate(gate, new Map(), 'acc_1')
  await own.look({ nowMs, limits, reads: 300 })
  const denied = await own.look({ nowMs: nowMs + 20_000, limits })
  const waitMs = denied.kind === 'DENIED' ? denied.retryAfterSeconds * 1000 : Number.NaN
  expect((await own.look({ nowMs: nowMs + 20_000 + waitMs, limits })).kind).toBe('ADMITTED')
})

it('a denial of many tests of webhooks is none of fewer', async () => {
  const asked: number[] = []
  const { gate } = countedGate(300)
  const own = rememberingGate({
    ...gate,
    look: async (request) => {
      const { webhookCalls = 0 } = request
      asked.push(webhookCalls)
      const answer = await gate.look(request)
      return webhookCalls <= 2 ? answer : { kind: 'DENIED', limit: 'webhooks', figure: 10, retryAfterSeconds: 30, figures: answer.figures }
    },
  }, new Map(), 'acc_1')
  const kinds: string[] = []
  for (const webhookCalls of [5, 5, 6, 2]) kinds.push((await own.look({ nowMs, limits, webhookCalls })).kind)
  expect([kinds, asked]).toEqual([['DENIED', 'DENIED', 'DENIED', 'ADMITTED'], [5, 2]])
})
