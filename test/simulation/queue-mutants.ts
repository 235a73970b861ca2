// Deliberate faults in what waits for a slot. The simulation of it must catch them, or the test that is named beside them.
import { one } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const PLAYED = 'test/simulation/queueing.test.ts'

export const queueMutants: readonly Mutant[] = [
  one('queue: call one more than there are slots', 'src/limits/calls.ts', 'nextOf(state.turns, held.length,', 'nextOf(state.turns, held.length - 1,', PLAYED),
  one('queue: never wake who is next', 'src/jobs/end-job.ts', '  await beginJobs(needs, accountId, called)\n', '', 'test/jobs/queueing.test.ts'),
  one('queue: who came last is next', 'src/limits/turns.ts', 'turns.waiting.toSpliced(at, 0, joined)', 'turns.waiting.toSpliced(0, 0, joined)', 'test/limits/turns.test.ts'),
  one('queue: let the row begin without its slot', 'src/jobs/create-job.ts', "    status: fresh.waits ? 'WAITING' : 'QUEUED',", "    status: 'QUEUED',", PLAYED),
  one('queue: forget who waits when the object sleeps', 'src/limits/account-gate.ts', 'this.ctx.storage.kv.put(TURNS_KEY, turns)', 'this.#toldHoldersAtMs = 0', 'test/jobs/queueing-survives.test.ts'),
  one('queue: keep the place of what is over', 'src/limits/arithmetic.ts', 'turns: leave(state.turns, ended) }', 'turns: state.turns }', 'test/jobs/queueing.test.ts'),
  one('queue: let several begin the same row', 'src/store/jobs.ts', ".where(and(isJob(key), eq(jobs.status, 'WAITING'), sql`not", '.where(and(isJob(key), sql`not', 'test/store/terms-of-jobs.test.ts'),
  one('queue: begin what waits of a closed account', 'src/store/jobs.ts', "eq(jobs.status, 'WAITING'), sql`not", "eq(jobs.status, 'WAITING'), sql`true or not", 'test/auth/closing.test.ts'),
  one('queue: look for nobody whom no one has woken', 'src/jobs/sweep.ts', "    if (status !== 'WAITING' || nowMs >= deadlineMs) return false\n", "    if (status === 'WAITING' && nowMs < deadlineMs) return true\n", 'test/jobs/queueing-survives.test.ts'),
]
