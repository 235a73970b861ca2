// Bytes are taken down: the public record says so first, then every generation that came to them loses its files, some in each
// step. Who makes them later sees the record and takes his own down (jobs/end-job.ts).
import * as v from 'valibot'
import { takedownId } from '../domain/task.ts'
import { isoTime } from '../domain/times.ts'
import { takeDownJob } from '../jobs/take-down-job.ts'
import { REDRIVE_MS } from '../jobs/schedule.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'
import type { WithDatabase } from '../store/database.ts'
import { atHome } from '../store/shards.ts'
import type { WithShards } from '../store/shards.ts'
import type { Task } from '../store/task-tables.ts'
import { moveTask } from '../store/tasks.ts'

export type TakeDownNeeds = WithClock & WithDatabase & WithMedia<'delete' | 'makers' | 'markRecord'> & WithShards

/** Each is two batches and a deletion: far under what an invocation may ask. */
const GENERATIONS_OF_A_STEP = 50

const State = v.pipe(v.string(), v.parseJson(), v.object({
  /** Behind which maker it goes on. */
  after: v.string(),
  generations: v.number(),
}))

export const readTakedown = ({ state }: Task) => v.parse(State, state)

/** @param accountId whose generation it was named by */
export const newTakedown = (sha256: string, nowMs: number, accountId: string): Task => ({
  accountId, id: takedownId(sha256), kind: 'takedown', state: JSON.stringify({ after: '', generations: 0 }), createdAtMs: nowMs, dueAtMs: nowMs + REDRIVE_MS, faults: 0,
})

/** @returns whether there is more to do */
export async function stepTakedown(needs: TakeDownNeeds, task: Task): Promise<boolean> {
  const { database, media, now } = needs
  const sha256 = task.id.slice(takedownId('').length)
  const { after, generations } = readTakedown(task)
  await media.markRecord(sha256, isoTime(task.createdAtMs))
  const { makers, next } = await media.makers(sha256, after, GENERATIONS_OF_A_STEP)
  for (const { accountId, generationId } of makers) await takeDownJob(await atHome(needs, accountId), { accountId, id: generationId })
  const state = JSON.stringify({ after: next ?? after, generations: generations + makers.length })
  await database.batch([moveTask(database, task, state, next === undefined ? null : now() + REDRIVE_MS)])
  return next !== undefined
}
