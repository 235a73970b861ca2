// One step of a task, by a message or by whoever has begun it. A message that comes late or twice finds nothing left to do.
import type { TaskKind } from '../domain/task.ts'
import type { WithQueues } from '../domain/messages.ts'
import { ACK } from '../jobs/end-job.ts'
import type { Disposition } from '../jobs/end-job.ts'
import type { Task } from '../store/task-tables.ts'
import { selectTask } from '../store/tasks.ts'
import type { TaskKey } from '../store/tasks.ts'
import { stepClosing } from './close-account.ts'
import type { CloseAccountNeeds } from './close-account.ts'
import { stepExport } from './export-account.ts'
import { stepMove } from './move-account.ts'
import type { MoveAccountNeeds } from './move-account.ts'
import type { ExportAccountNeeds } from './export-account.ts'
import { stepTakedown } from './take-down.ts'
import type { TakeDownNeeds } from './take-down.ts'

export type WorkAtTaskNeeds = CloseAccountNeeds & ExportAccountNeeds & MoveAccountNeeds & TakeDownNeeds & WithQueues<'dueAll'>

/** @throws whatever the step throws: the row is due again then */
export async function workAtTask(needs: WorkAtTaskNeeds, { accountId, id }: TaskKey): Promise<Disposition> {
  const [[task]] = await needs.database.batch([selectTask(needs.database, { accountId, id })])
  if (!task || task.dueAtMs === null) return ACK
  if (await STEPS[task.kind](needs, task)) await needs.queues.dueAll([{ kind: 'due', accountId, jobId: id }])
  return ACK
}

const STEPS: Readonly<Record<TaskKind, (needs: WorkAtTaskNeeds, task: Task) => Promise<boolean>>> = { takedown: stepTakedown, closing: stepClosing, export: stepExport, move: stepMove }
