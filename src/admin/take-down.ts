// Taking down what was made: by a generation or by the digest of its bytes, which comes to the same; the same bytes are not left standing elsewhere.
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { ApiError, invalidInput } from '../domain/errors.ts'
import { isIdOf } from '../domain/new-id.ts'
import { OF_NO_ACCOUNT, takedownId } from '../domain/task.ts'
import { recordOutputs } from '../jobs/record-outputs.ts'
import { currentRoute } from '../jobs/schedule.ts'
import { takeDownJob } from '../jobs/take-down-job.ts'
import { placeOf, readArchived } from '../jobs/archived.ts'
import type { ArchivedPlace } from '../store/archives.ts'
import { isArchivedUp, selectChunksOfAnybody, takeArchivedDown } from '../store/archives.ts'
import { isUp, selectJobOfAnybody, takeJobDown } from '../store/jobs.ts'
import { atHome, readEach } from '../store/shards.ts'
import { hasTask, insertTask, selectTasks } from '../store/tasks.ts'
import type { Job } from '../store/tables.ts'
import { newTakedown, readTakedown } from '../tasks/take-down.ts'
import { workAtTask } from '../tasks/work-at-task.ts'
import type { WorkAtTaskNeeds } from '../tasks/work-at-task.ts'
import { makeChange } from './make-change.ts'
import type { Operator } from './make-change.ts'
import type { WithIds } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'

export type AdminTakeDownNeeds = WorkAtTaskNeeds & WithIds & WithMedia<'readArchive' | 'record'>

export interface Takedown {
  readonly sha256: readonly string[]
  /** So many have lost their files. */
  readonly generations: number
  /** False: the rest follows by itself. */
  readonly done: boolean
}

/** Repeating it writes no second row of the log and goes on where it was cut off. @throws ApiError NOT_FOUND, INVALID_INPUT for what has no files */
export async function takeDown(given: AdminTakeDownNeeds, operator: Operator, target: string, reason: string): Promise<Takedown> {
  const { job, archived } = isIdOf('gen', target) ? await findJob(given, target) : {}
  const ofAccount = job?.accountId ?? OF_NO_ACCOUNT
  const needs = await atHome(given, ofAccount)
  const { database } = needs
  const sha256 = job ? hashesOf(job) : [await findHash(needs, target)]
  const nowMs = needs.now()
  const [only = ''] = sha256
  await makeChange(needs, operator, {
    accountId: job?.accountId ?? null, action: 'media.takedown', target: job?.id ?? only, detail: { before: { takenDown: false }, after: { takenDown: true }, sha256, reason },
    condition: job ? isJobUp(job, archived) : sql`not ${hasTask({ accountId: ofAccount, id: takedownId(only) })}`,
    statements: (logged) => [...(job ? [archived ? takeArchivedDown(database, job.accountId, archived, nowMs, logged) : takeJobDown(database, job, nowMs, logged)] : []), ...sha256.map((one) => insertTask(database, newTakedown(one, nowMs, ofAccount), logged))],
  })
  if (job) {
    // Its record first: it may not be written yet, and without one nobody would know these bytes again.
    await recordOutputs(needs, job)
    await takeDownJob(needs, job)
  }
  const ids = sha256.map(takedownId)
  for (const id of ids) await workAtTask(needs, { accountId: ofAccount, id })
  const [tasks] = await database.batch([selectTasks(database, ofAccount, ids)])
  const generations = tasks.reduce((sum, task) => sum + readTakedown(task).generations, 0)
  return { sha256, generations: Math.max(generations, job ? 1 : 0), done: tasks.every(({ dueAtMs }) => dueAtMs === null) }
}

interface Found {
  readonly job: Job
  /** Where its row is no more in the database. */
  readonly archived?: ArchivedPlace
}

const isJobUp = (job: Job, archived: ArchivedPlace | undefined): SQL => (archived ? isArchivedUp(job.accountId, archived) : isUp(job))

async function findJob(needs: AdminTakeDownNeeds, id: string): Promise<Found> {
  const [stored] = (await readEach(needs, (database) => selectJobOfAnybody(database, id))).flat()
  const archived = stored ? undefined : placeOf(id, needs.now())
  const job = archived ? await findArchived(needs, archived) : stored
  if (!job) throw new ApiError('NOT_FOUND', { field: 'target' })
  if (job.status !== 'COMPLETED') throw invalidInput('target', { en: 'This generation has no files.', hi: 'इस generation की कोई फ़ाइल नहीं है।' })
  return { job, ...(archived && { archived }) }
}

async function findArchived(needs: AdminTakeDownNeeds, place: ArchivedPlace): Promise<Job | undefined> {
  const chunks = await readEach(needs, (database) => selectChunksOfAnybody(database, place))
  for (const { accountId } of chunks.flat()) {
    const found = (await readArchived(await atHome(needs, accountId), accountId, [place.id])).get(place.id)
    if (found) return found.job
  }
  return undefined
}

/** What the test upstream delivers is the same for all and recorded for nobody: of it the generation alone is taken down. */
const hashesOf = (job: Job): readonly string[] => (currentRoute(job).upstream === 'test' ? [] : [...new Set((job.outputs ?? []).map(({ sha256 }) => sha256))])

async function findHash({ media }: WithMedia<'makers'>, target: string): Promise<string> {
  const sha256 = target.toLowerCase()
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw invalidInput('target', { en: 'Give the id of a generation, or a SHA-256 of 64 hexadecimal digits.', hi: 'generation का id दें, या 64 hexadecimal अंकों का SHA-256।' })
  }
  if ((await media.makers(sha256, '', 1)).makers.length === 0) throw new ApiError('NOT_FOUND', { field: 'target' })
  return sha256
}
