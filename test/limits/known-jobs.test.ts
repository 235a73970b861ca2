import { expect, it } from 'vitest'
import { versionOf } from '../../src/jobs/tell.ts'
import { JOB_STATUSES } from '../../src/domain/job.ts'
import type { JobStatus } from '../../src/domain/job.ts'
import { learn, recall } from '../../src/limits/known-jobs.ts'
import type { KnownJobs } from '../../src/limits/known-jobs.ts'
import { MOVES } from '../../src/store/moves.ts'

const nowMs = Date.parse('2026-11-22T12:00:00.000Z')
const telling = (version: number, isOver = false) => ({ jobId: 'gen_a', version, isOver, row: `row ${version}` })

/** Callers see one and the same of these. */
const AT_WORK: ReadonlySet<JobStatus> = new Set(['SUBMITTING', 'HELD', 'PROCESSING'])

it('every move that callers can see has a higher version than what was before it', () => {
  for (const from of JOB_STATUSES) {
    for (const to of MOVES[from]) {
      // A claim begins the next attempt; the work before it may have come as far as it could.
      const attempt = from === 'QUEUED' && to === 'SUBMITTING' ? 2 : 1
      const [before, after] = [versionOf({ attempt: 1, status: from, progress: 1 }), versionOf({ attempt, status: to, progress: null })]
      if (!AT_WORK.has(from) || !AT_WORK.has(to)) expect(after, `${from} → ${to}`).toBeGreaterThan(before)
    }
  }
  expect(versionOf({ attempt: 1, status: 'PROCESSING', progress: 0.5 })).toBeGreaterThan(versionOf({ attempt: 1, status: 'PROCESSING', progress: null }))
})

it('what is older than what is known is not believed, and what is known already is no news', () => {
  const known: KnownJobs = new Map()
  expect([learn(known, telling(9), nowMs), learn(known, telling(9), nowMs), learn(known, telling(2), nowMs), learn(known, telling(11), nowMs)]).toEqual([true, false, false, true])
  expect(recall(known, 'gen_a', nowMs)?.row).toBe('row 11')
})

it('an older telling that comes late hides nothing that is known', () => {
  const known: KnownJobs = new Map()
  learn(known, telling(9), nowMs)
  learn(known, telling(2), nowMs)
  expect(recall(known, 'gen_a', nowMs)?.row).toBe('row 9')
  learn(known, telling(11, true), nowMs)
  learn(known, telling(9), nowMs)
  expect(recall(known, 'gen_a', nowMs)).toBeUndefined()
})

it('an open job is told of for 15 s, and then read again by one for all', () => {
  const known: KnownJobs = new Map()
  learn(known, telling(9), nowMs)
  const versions = (...laterMs: number[]) => laterMs.map((later) => recall(known, 'gen_a', nowMs + later)?.version)
  expect(versions(0, 14_999)).toEqual([9, 9])
  // The second is to read it; those beside it take what is known; and if nothing comes of it, another one reads.
  expect(versions(15_000, 15_001, 17_999, 18_000)).toEqual([undefined, 9, 9, undefined])
  learn(known, telling(9), nowMs + 18_500)
  expect(versions(18_500, 33_499, 33_500)).toEqual([9, 9, undefined])
})

it('an ended one is kept for a minute, so that nothing late is believed, and is read from its row', () => {
  const known: KnownJobs = new Map()
  learn(known, telling(12, true), nowMs)
  expect([recall(known, 'gen_a', nowMs), learn(known, telling(9), nowMs + 59_999), known.size]).toEqual([undefined, false, 1])
})

it('one whose end nobody told is kept for a minute too, whatever is told of others meanwhile', () => {
  const known: KnownJobs = new Map()
  const ids = (jobId: string, laterMs: number): readonly string[] => (learn(known, { ...telling(1), jobId }, nowMs + laterMs), [...known.keys()])
  expect([ids('a', 0), ids('b', 3750), ids('c', 59_999), ids('d', 60_000)]).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c'], ['b', 'c', 'd']])
})

it('of any number of jobs it knows a bounded number, the latest', () => {
  const known: KnownJobs = new Map()
  for (let number = 0; number < 2000; number += 1) learn(known, { ...telling(1), jobId: `gen_${number}` }, nowMs)
  expect(known.size).toBe(500)
  expect(recall(known, 'gen_1999', nowMs)?.version).toBe(1)
  learn(known, telling(1), nowMs + 60_000)
  expect(known.size).toBe(1)
})
