// What the account's object is told when it has lost what it stored: who waits, and who still holds a slot.
import { expect, it } from 'vitest'
import { timePart } from '../../src/domain/new-id.ts'
import { lookAtTurn } from '../../src/jobs/look-at-turn.ts'
import { HELD_SLOT_MS } from '../../src/jobs/schedule.ts'
import type { OpenRows } from '../../src/jobs/slots.ts'
import { jobs } from '../../src/store/tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import { JOB } from '../store/each-term.ts'
import { oneJob } from './one-job.ts'

it('hears of those that wait, those that run, and of a held one for ten minutes', async () => {
  const { needs, job, world } = await oneJob({ job: (madeAtMs) => ({ id: `gen_${timePart(madeAtMs)}`, status: 'WAITING', attempt: 0, claimedAtMs: null, startedAtMs: null }), ref: null })
  const nowMs = world.clock.nowMs
  const { database } = needs
  const other = (name: string, change: Partial<JobRow>): JobRow => ({ ...JOB, accountId: job.accountId, createdAtMs: nowMs, deadlineMs: job.deadlineMs, id: `${job.id}${name}`, ...change })
  await database.batch([
    database.insert(jobs).values(other('1', { status: 'QUEUED' })),
    database.insert(jobs).values(other('2', { status: 'PROCESSING', claimedAtMs: nowMs - 2 * HELD_SLOT_MS })),
    database.insert(jobs).values(other('3', { status: 'HELD', claimedAtMs: nowMs - HELD_SLOT_MS + 1 })),
    database.insert(jobs).values(other('4', { status: 'HELD', claimedAtMs: nowMs - HELD_SLOT_MS })),
    database.insert(jobs).values(other('5', { status: 'COMPLETED' })),
  ])
  const told: (OpenRows | undefined)[] = []
  const nothing = { isKnown: false, held: [], waiting: [], next: [] }
  const gate = (id: string) => ({
    ...needs.gate(id),
    turns: async ({ rows }: { readonly rows?: OpenRows }) => (told.push(rows), nothing),
  })
  await lookAtTurn({ ...needs, gate }, job)
  const ids = (rows: OpenRows['waiting'] | undefined) => rows?.map(({ jobId }) => jobId.slice(job.id.length)).toSorted()
  expect(told).toHaveLength(2)
  expect(ids(told[1]?.waiting)).toEqual([''])
  expect(ids(told[1]?.running)).toEqual(['1', '2', '3'])
})
