// The sweeper's look at those of an account that wait for a slot, by one of them: whether its turn has come and nobody told it,
// whether who holds the slots still needs them, and whether the object knows of it at all. One call of the object for all of them.
import { timePart } from '../domain/new-id.ts'
import { limitsOf } from '../domain/plans.ts'
import { liveAccountId } from '../domain/test-account.ts'
import { selectAccount } from '../store/credits.ts'
import type { WithDatabase } from '../store/database.ts'
import { selectOpen } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { beginJobs } from './begin-jobs.ts'
import type { BeginJobsNeeds } from './begin-jobs.ts'
import { failJob } from './end-job.ts'
import type { EndJobNeeds } from './end-job.ts'
import { reclaimSlots } from './reclaim-slots.ts'
import { HELD_SLOT_MS, LONGEST_TURN_MS, SLOT_LEASE_MS } from './schedule.ts'
import type { OpenRows } from './slots.ts'

/** More than can wait, and than any plan runs at once. */
const MOST_OPEN = 1000

export async function lookAtTurn(needs: BeginJobsNeeds & EndJobNeeds, job: Job): Promise<void> {
  const { accountId, id: jobId } = job
  const nowMs = needs.now()
  if (nowMs >= job.deadlineMs) return void (await failJob(needs, job, { code: 'GENERATION_FAILED', reason: 'TIMEOUT' }))
  const [[account]] = await needs.database.batch([selectAccount(needs.database, liveAccountId(accountId))])
  // Whose account is gone has no turn.
  if (!account) return
  const asked = { nowMs, concurrent: limitsOf(account.plan, account.limits).concurrent, jobId }
  const gate = needs.gate(accountId)
  const told = await gate.turns(asked)
  const answer = told.isKnown ? told : await gate.turns({ ...asked, rows: await openRows(needs, accountId, nowMs) })
  // Its row says that it waits, and it has a slot: its claim was taken back before the slot was.
  await beginJobs(needs, accountId, { next: [...answer.next, ...answer.held.filter((slot) => slot.jobId === jobId)] })
  const isStillWaiting = answer.waiting.some((slot) => slot.jobId === jobId)
  if (isStillWaiting) await beginJobs(needs, accountId, await reclaimSlots(needs, accountId, [...answer.held, ...answer.waiting]))
}

/** Of an object that has lost what it stored. */
async function openRows({ database }: WithDatabase, accountId: string, nowMs: number): Promise<OpenRows> {
  const [rows] = await database.batch([selectOpen(database, accountId, `gen_${timePart(nowMs - LONGEST_TURN_MS - SLOT_LEASE_MS)}`, MOST_OPEN)])
  const open = rows.map(({ createdAtMs, ...row }) => ({ ...row, createdAtMs, admittedAtMs: createdAtMs }))
  return {
    waiting: open.filter(({ status }) => status === 'WAITING'),
    running: open.filter(({ status, claimedAtMs }) => status !== 'WAITING' && (status !== 'HELD' || nowMs < (claimedAtMs ?? 0) + HELD_SLOT_MS)),
  }
}
