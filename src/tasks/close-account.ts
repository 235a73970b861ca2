// An account is closed: its open jobs end as by cancel, and 30 days later what is personal is deleted, page by page. What stays is
// a number's: the ledger, and what each generation cost and came to.
import * as v from 'valibot'
import { ERASED_AFTER_MS } from '../domain/closing.ts'
import { closingId } from '../domain/task.ts'
import { testAccountId, withTestAccount } from '../domain/test-account.ts'
import { archiveFolder } from '../jobs/archive-chunk.ts'
import { cancelJob } from '../jobs/cancel-job.ts'
import type { CancelJobNeeds } from '../jobs/cancel-job.ts'
import { REDRIVE_MS } from '../jobs/schedule.ts'
import type { WithMedia } from '../media/ports.ts'
import { eraseChunks } from '../store/archives.ts'
import { isAnyRow, runBatch } from '../store/batch.ts'
import { beginErasure, eraseAccount, eraseJobs, erasePersonal, selectIsPersonal, selectJobIds, selectOpenJobs } from '../store/closings.ts'
import { selectAccount } from '../store/credits.ts'
import { deleteFindersOf } from '../store/homes.ts'
import type { WithShards } from '../store/shards.ts'
import type { Task } from '../store/task-tables.ts'
import { moveTask } from '../store/tasks.ts'

export type CloseAccountNeeds = CancelJobNeeds & WithMedia<'deletePage'> & WithShards

/** Each may ask a company and wait for it. */
const CANCELLED_IN_A_STEP = 10
const ROWS_OF_A_PAGE = 200

const STAGES = ['CANCEL', 'WAIT', 'FILES', 'JOBS', 'ROWS'] as const
const State = v.pipe(v.string(), v.parseJson(), v.object({
  stage: v.picklist(STAGES),
  /** Which of the two accounts, which kind of files, and behind which job it goes on. */
  accountId: v.string(),
  files: v.number(),
  afterId: v.string(),
}))
type State = v.InferOutput<typeof State>

export const newClosing = (accountId: string, nowMs: number): Task => ({
  accountId, id: closingId(accountId), kind: 'closing', state: write({ stage: 'CANCEL', accountId, files: 0, afterId: '' }), createdAtMs: nowMs, dueAtMs: nowMs + REDRIVE_MS, faults: 0,
})

const write = (state: State): string => JSON.stringify(state)

/** @returns whether there is more to do now */
export async function stepClosing(needs: CloseAccountNeeds, task: Task): Promise<boolean> {
  const state = v.parse(State, task.state)
  const next = await STEPS[state.stage](needs, task, state)
  const isWaiting = next?.stage === 'WAIT'
  const dueAtMs = isWaiting ? task.createdAtMs + ERASED_AFTER_MS : needs.now() + REDRIVE_MS
  await needs.database.batch([moveTask(needs.database, task, write(next ?? state), next ? dueAtMs : null)])
  return next !== undefined && !isWaiting
}

type Step = (needs: CloseAccountNeeds, task: Task, state: State) => Promise<State | undefined>

const STEPS: Readonly<Record<(typeof STAGES)[number], Step>> = {
  CANCEL: cancelOpen,
  WAIT: beginToErase,
  FILES: eraseFiles,
  JOBS: eraseJobsOf,
  ROWS: eraseRows,
}

/** What cannot be cancelled now runs to its end like anything that is too late to cancel. */
async function cancelOpen(needs: CloseAccountNeeds, task: Task, state: State): Promise<State> {
  const { database } = needs
  const [page] = await database.batch([selectOpenJobs(database, task.accountId, { accountId: state.accountId, id: state.afterId }, CANCELLED_IN_A_STEP)])
  for (const { accountId, id } of page) {
    await cancelJob(needs, { accountId, endUser: null }, id).catch((error: unknown) => needs.log('not cancelled', { jobId: id, error: String(error) }))
  }
  const last = page.at(-1)
  return last && page.length === CANCELLED_IN_A_STEP ? { ...state, accountId: last.accountId, afterId: last.id } : { ...state, stage: 'WAIT', accountId: task.accountId, afterId: '' }
}

/** Only what is closed still, and has been for so long. */
async function beginToErase(needs: CloseAccountNeeds, { accountId }: Task, state: State): Promise<State | undefined> {
  const { database, now } = needs
  const nowMs = now()
  const [, [account]] = await database.batch([beginErasure(database, accountId, nowMs - ERASED_AFTER_MS, nowMs), selectAccount(database, accountId)])
  if (account?.closedAtMs === null || !account) return undefined
  return account.erasedAtMs === null ? state : { ...state, stage: 'FILES' }
}

const foldersOf = (accountId: string): readonly string[] => withTestAccount(accountId).flatMap((id) => [`${id}/`, `inputs/${id}/`, `uploads/${id}/`, `exports/${id}/`, archiveFolder(id)])

async function eraseFiles({ media }: CloseAccountNeeds, task: Task, state: State): Promise<State> {
  const folder = foldersOf(task.accountId)[state.files]
  if (folder === undefined) return { ...state, stage: 'JOBS' }
  return (await media.deletePage(folder)) ? state : { ...state, files: state.files + 1 }
}

async function eraseJobsOf({ database }: CloseAccountNeeds, task: Task, state: State): Promise<State> {
  const [page] = await database.batch([selectJobIds(database, state.accountId, state.afterId, ROWS_OF_A_PAGE)])
  const last = page.at(-1)
  if (last) await database.batch(eraseJobs(database, state.accountId, state.afterId, last.id))
  if (last && page.length === ROWS_OF_A_PAGE) return { ...state, afterId: last.id }
  return state.accountId === task.accountId ? { ...state, accountId: testAccountId(task.accountId), afterId: '' } : { ...state, stage: 'ROWS', accountId: task.accountId }
}

async function eraseRows({ database, shards }: CloseAccountNeeds, task: Task, state: State): Promise<State | undefined> {
  const { accountId } = state
  const answers = await runBatch(database, [...erasePersonal(database, accountId, ROWS_OF_A_PAGE), selectIsPersonal(database, accountId)])
  if (isAnyRow(answers.at(-1))) return state
  await database.batch([eraseChunks(database, accountId), eraseAccount(database, accountId)])
  if (accountId === task.accountId) return { ...state, accountId: testAccountId(task.accountId) }
  await shards.directory.batch([deleteFindersOf(shards.directory, task.accountId)])
  return undefined
}
