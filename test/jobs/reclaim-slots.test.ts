// Which of the slots that are held come free: of jobs that are over, and of those that were never made.
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { reclaimSlots } from '../../src/jobs/reclaim-slots.ts'
import type { Gate } from '../../src/limits/gate.ts'
import { openDatabase } from '../../src/store/database.ts'
import { jobs } from '../../src/store/tables.ts'
import { ACCOUNT, JOB, NOW_MS } from '../store/each-term.ts'

const STATUSES = ['WAITING', 'QUEUED', 'SUBMITTING', 'PROCESSING', 'HELD', 'COMPLETED', 'FAILED', 'CANCELLED'] as const

async function reclaimed(held: readonly (readonly [jobId: string, agoMs: number])[]) {
  const database = openDatabase(env.DB)
  await database.batch([database.delete(jobs), ...STATUSES.map((status) => database.insert(jobs).values({ ...JOB, id: status, status }))])
  const asked: unknown[] = []
  const gate = {
    release: async (request: unknown) => (asked.push(request), { next: [{ jobId: 'after the released', admittedAtMs: 1 }] }),
    giveBack: async (request: unknown) => void asked.push(request),
  } as unknown as Gate
  const { count, next } = await reclaimSlots({ database, now: () => NOW_MS, gate: () => gate }, ACCOUNT, held.map(([jobId, agoMs]) => ({ jobId, admittedAtMs: NOW_MS - agoMs })))
  return [count, next.length, asked]
}

it('those of jobs that are over are released', async () => {
  expect(await reclaimed([['WAITING', 9e9], ['QUEUED', 9e9], ['SUBMITTING', 9e9], ['PROCESSING', 9e9], ['HELD', 9e9], ['COMPLETED', 0], ['FAILED', 0], ['CANCELLED', 0]])).toEqual([3, 1, [{ jobIds: ['COMPLETED', 'FAILED', 'CANCELLED'], nowMs: NOW_MS }]])
})

it('those of jobs that were never made are given back, two minutes after they were admitted', async () => {
  expect(await reclaimed([['gen_young', 119_999], ['gen_old', 120_000], ['HELD', 9e9]])).toEqual([1, 0, [{ jobIds: ['gen_old'], nowMs: NOW_MS }]])
})

it('of what is open or young none comes free, and the gate is not asked', async () => {
  expect([await reclaimed([['QUEUED', 9e9], ['gen_young', 5]]), await reclaimed([])]).toEqual([[0, 0, []], [0, 0, []]])
})
