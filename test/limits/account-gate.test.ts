import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { gateOf } from '../../src/limits/attach.ts'
import type { AccountGateCalls } from '../../src/limits/gate.ts'
import type { AccountGate } from '../../src/limits/account-gate.ts'
import type { Limits } from '../../src/domain/plans.ts'

const gates: DurableObjectNamespace<AccountGate> = Reflect.get(env, 'ACCOUNT_GATE')
const nowMs = Date.parse('2026-11-22T12:00:00.000Z')
const leaseUntilMs = nowMs + 3_600_000
const roomy: Limits = { perMinute: 100, concurrent: 100, perDay: 1000, readsPerMinute: 300, streams: 100 }

const newGate = () => gates.getByName(crypto.randomUUID())
const generate = (gate: AccountGateCalls, limits: Limits, ...jobIds: string[]) => gate.admit({ nowMs, limits, jobIds, leaseUntilMs })

it('1,000 requests at once against a limit of 10 a minute: exactly 10 are admitted', async () => {
  const gate = newGate()
  const limits = { ...roomy, perMinute: 10 }
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, index) => generate(gate, limits, `gen_${index}`)))
  expect(answers.filter(({ kind }) => kind === 'ADMITTED')).toHaveLength(10)
  for (const answer of answers) {
    if (answer.kind === 'DENIED') expect(answer).toMatchObject({ limit: 'minute', figure: 10, retryAfterSeconds: 60 })
  }
})

it('1,000 requests at once against 3 slots: exactly 3 are admitted', async () => {
  const gate = newGate()
  const limits = { ...roomy, concurrent: 3, perMinute: 1000 }
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, index) => generate(gate, limits, `gen_${index}`)))
  expect(answers.filter(({ kind }) => kind === 'ADMITTED')).toHaveLength(3)
})

it('what is counted and leased survives an eviction', async () => {
  const gate = newGate()
  const limits = { ...roomy, concurrent: 2 }
  await generate(gate, limits, 'gen_a', 'gen_b')
  await evictDurableObject(gate)
  const after = await generate(gate, limits, 'gen_c')
  expect(after).toMatchObject({
    kind: 'DENIED',
    limit: 'concurrent',
    figures: { minute: { remaining: 98 }, concurrent: { remaining: 0 }, day: { remaining: 998 } },
  })
  await gate.release({ jobIds: ['gen_a'] })
  await evictDurableObject(gate)
  expect((await generate(gate, limits, 'gen_c')).kind).toBe('ADMITTED')
})

it('figures count what the request itself spent', async () => {
  const answer = await generate(newGate(), roomy, 'gen_a', 'gen_b')
  expect(answer.figures).toEqual({
    minute: { limit: 100, remaining: 98, resetSeconds: 60 },
    concurrent: { limit: 100, remaining: 98, resetSeconds: 5 },
    day: { limit: 1000, remaining: 998, resetSeconds: 12 * 3600 },
    reads: { limit: 300, remaining: 300, resetSeconds: 0 },
  })
})

it('a read spends only reads, and reads alone run out of them', async () => {
  const gate = newGate()
  const looks = await Promise.all(Array.from({ length: 301 }, () => gate.look({ nowMs, limits: roomy })))
  expect(looks.filter(({ kind }) => kind === 'ADMITTED')).toHaveLength(300)
  expect(looks.at(-1)).toMatchObject({ kind: 'DENIED', limit: 'reads', figure: 300, retryAfterSeconds: 60 })
  expect(await generate(gate, roomy, 'gen_a')).toMatchObject({
    kind: 'ADMITTED',
    figures: { minute: { remaining: 99 }, reads: { remaining: 0, resetSeconds: 60 } },
  })
})

it('what was given back can be had again; the minute only by a replay', async () => {
  const gate = newGate()
  const limits: Limits = { perMinute: 2, concurrent: 1, perDay: 1, readsPerMinute: 300, streams: 100 }
  await generate(gate, limits, 'gen_a')
  await gate.giveBack({ jobIds: ['gen_a'], nowMs, asReadsOf: { limits } })
  await gate.giveBack({ jobIds: ['gen_a'], nowMs, asReadsOf: { limits } })
  expect(await generate(gate, limits, 'gen_b')).toMatchObject({
    kind: 'ADMITTED',
    figures: { minute: { remaining: 1 }, concurrent: { remaining: 0 }, day: { remaining: 0 } },
  })
  await gate.giveBack({ jobIds: ['gen_b'], nowMs })
  expect((await gate.look({ nowMs, limits })).figures).toMatchObject({
    minute: { remaining: 1 }, concurrent: { remaining: 1 }, day: { remaining: 1 },
  })
})

it('a denied request, a read and a repeated release write nothing', async () => {
  const gate = newGate()
  const limits = { ...roomy, concurrent: 1 }
  await generate(gate, limits, 'gen_a')
  const stored = () => runInDurableObject(gate, (_, { storage }) => [...storage.kv.list()])
  const before = await stored()
  expect(before).toHaveLength(1)
  await generate(gate, limits, 'gen_b')
  await gate.look({ nowMs, limits })
  await gate.release({ jobIds: ['gen_b'] })
  expect(await stored()).toEqual(before)
})

it('whoever attaches is told its place among those that wait: the first is the first', async () => {
  const gate = newGate()
  const limits = { ...roomy, concurrent: 1 }
  await generate(gate, limits, 'gen_a')
  for (const jobId of ['gen_b', 'gen_c']) await gate.admit({ nowMs, limits, jobIds: [jobId], mayWait: [jobId], leaseUntilMs })
  const placeOf = async (jobId: string) => {
    const answer = await gateOf(gate).attach({ nowMs, limits, reads: 0, jobId, version: 0, untilMs: nowMs + 60_000 })
    return answer.kind === 'ATTACHED' ? answer.place : answer.kind
  }
  expect([await placeOf('gen_b'), await placeOf('gen_c'), await placeOf('gen_a')]).toEqual([1, 2, null])
})

it('an admission names whose turn has come by it, as once the plan has more slots, and else nobody', async () => {
  const gate = newGate()
  const patient = (concurrent: number, jobId: string) => gate.admit({ nowMs, limits: { ...roomy, concurrent }, jobIds: [jobId], mayWait: [jobId], leaseUntilMs })
  expect(await patient(1, 'gen_a')).not.toHaveProperty('next')
  expect(await patient(1, 'gen_b')).not.toHaveProperty('next')
  expect(await patient(2, 'gen_c')).toMatchObject({ order: ['gen_c'], next: [{ jobId: 'gen_b', admittedAtMs: nowMs }] })
})
