// Jobs that have waited for a slot and got one begin: the row moves, and its message goes out. Any number may be told of the
// same slot: the row lets one of them move it. What is not begun now is told of again by the object, or asked for by the sweeper.
import type { WithChance, WithClock, WithLog } from '../domain/effects.ts'
import type { WithMeasures } from '../domain/measure.ts'
import type { WithQueues } from '../domain/messages.ts'
import { newMoveToken } from '../domain/new-id.ts'
import type { WithDatabase } from '../store/database.ts'
import { beginJob, selectJob, selectMoved } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { measureMove } from './measure-move.ts'
import { REDRIVE_MS, currentModel, currentRoute } from './schedule.ts'
import { patienceSeconds } from '../domain/model.ts'
import type { Called, HeldSlot, WithSlots } from './slots.ts'
import { isOpen } from './tell.ts'

export type BeginJobsNeeds = WithChance & WithClock & WithDatabase & WithLog & WithMeasures & WithQueues<'submit'> & WithSlots

/** No request is still about to make its job so long after it was admitted. */
export const UNMADE_AFTER_MS = 120_000

/** Never fails. */
export async function beginJobs(needs: BeginJobsNeeds, accountId: string, called: Called | undefined): Promise<void> {
  const told = [...(called?.next ?? [])]
  const seen = new Set<string>()
  for (let slot = told.shift(); slot; slot = told.shift()) {
    if (seen.has(slot.jobId)) continue
    seen.add(slot.jobId)
    try {
      told.push(...((await begin(needs, accountId, slot))?.next ?? []))
    } catch (error) {
      needs.log('not begun', { jobId: slot.jobId, error: String(error) })
    }
  }
}

/** @returns whose turn it is instead, where this one needs no slot */
async function begin(needs: BeginJobsNeeds, accountId: string, { jobId, admittedAtMs }: HeldSlot): Promise<Called | undefined> {
  const nowMs = needs.now()
  const key = { accountId, id: jobId }
  const [[job]] = await needs.database.batch([selectJob(needs.database, key)])
  const gate = needs.gate(accountId)
  // Its request may still be about to make it, and tells the object of it then.
  if (!job) return nowMs - admittedAtMs < UNMADE_AFTER_MS ? undefined : gate.giveBack({ jobIds: [jobId], nowMs })
  if (!isOpen(job)) return gate.release({ jobIds: [jobId], nowMs })
  if (job.status === 'WAITING') await move(needs, job, nowMs)
  return undefined
}

/** Its time to wait for the company and its deadline count from now. */
async function move(needs: BeginJobsNeeds, job: Job, nowMs: number): Promise<void> {
  const { database, random, queues } = needs
  const moveToken = newMoveToken(random)
  const deadlineMs = nowMs + patienceSeconds(currentModel(job)) * 1000
  const [, moved] = await database.batch([
    beginJob(database, job, { deadlineMs, dueAtMs: nowMs + REDRIVE_MS, waitedUntilMs: nowMs }, moveToken),
    selectMoved(database, job, moveToken),
  ])
  if (moved.length === 0) return
  measureMove(needs, job, 'QUEUED')
  await queues.submit({ kind: 'submit', accountId: job.accountId, jobId: job.id, upstream: currentRoute(job).upstream })
}
