// What has been over for 30 days leaves the database for R2: accounts are gone through by the key, some rows in each of the sweeper's
// minutes. A chunk is written, read back and compared, and only then its rows go, in one guarded batch: whoever dies before that has
// changed nothing, and the next run makes the same chunk again.
import * as v from 'valibot'
import { monthOf, monthStartMs } from '../domain/month.ts'
import { isIdOf, newMoveToken, timeOf, timePart } from '../domain/new-id.ts'
import { openingIdOf } from '../domain/opening.ts'
import type { WithAlarm, WithChance, WithClock, WithLog } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'
import type { ArchiveChunk } from '../store/archive-tables.ts'
import { isAnyRow } from '../store/batch.ts'
import { letGo, selectOldJobs } from '../store/archives.ts'
import type { OldJob } from '../store/archives.ts'
import type { Database, WithDatabase } from '../store/database.ts'
import { KEY_KEPT_MS } from '../store/idempotency.ts'
import type { JobKey } from '../store/jobs.ts'
import { putMark, selectMark } from '../store/marks.ts'
import { selectAccountIds } from '../store/usage.ts'
import { chunkKey, listKey, packLines, partsOf, sha256Of } from './archive-chunk.ts'
import type { ArchivedGeneration } from './archive-chunk.ts'
import { listedGeneration } from './listed-generation.ts'
import { readWhole } from './read-whole.ts'

export type ArchiveJobsNeeds = WithAlarm & WithChance & WithClock & WithDatabase & WithLog & WithMedia<'putArchive' | 'readArchive'>

/** Of one chunk. Its rows leave in one batch of some 6,000 deletions at most, which others wait for. */
const MOST_ROWS = 1000
/** Of one run: a million and a half leave a day. */
const MOST_CHUNKS = 2
const LOOKED_AT_ONCE = 1000
const MOST_LOOKS = 5
const ACCOUNTS_AT_ONCE = 100
/** All accounts having been gone through, how long until they are again. */
const PAUSE_MS = 20 * 3_600_000
const MARK = 'archived'

const Mark = v.pipe(v.string(), v.parseJson(), v.object({ accountId: v.string(), id: v.string(), finishedAtMs: v.exactOptional(v.number()) }))
type Place = v.InferOutput<typeof Mark>

/** What fails is tried again in the next minute. @returns how many generations have left */
export async function archiveJobs(needs: ArchiveJobsNeeds): Promise<number> {
  try {
    const left = await archiveSome(needs)
    if (left > 0) needs.log('archived', { generations: left })
    return left
  } catch (error) {
    needs.log('archive failed', { error: String(error) })
    await needs.alarm({ kind: 'STORAGE', subject: 'archive', detail: 'what is old could not leave the database' })
    return 0
  }
}

async function archiveSome(needs: ArchiveJobsNeeds): Promise<number> {
  const { database, now } = needs
  const [[mark]] = await database.batch([selectMark(database, MARK)])
  let place: Place = mark ? v.parse(Mark, mark.value) : BEGINNING
  if (place.finishedAtMs !== undefined) {
    if (now() - place.finishedAtMs < PAUSE_MS) return 0
    place = BEGINNING
  }
  let left = 0
  let chunks = 0
  for (let looks = 0; looks < MOST_LOOKS && chunks < MOST_CHUNKS && place.finishedAtMs === undefined; looks += 1) {
    const { jobs, next } = await lookOn(database, place, now())
    place = next
    if (jobs.length > 0) {
      const archived = await archiveGroup(needs, jobs)
      left += archived.left
      chunks += 1
      if (archived.next) place = placeOf(archived.next)
    }
    await database.batch([putMark(database, MARK, JSON.stringify(place), now())])
  }
  return left
}

const BEGINNING: Place = { accountId: '', id: '' }

interface Look {
  /** Of one account and one month, all over. */
  readonly jobs: readonly OldJob[]
  readonly next: Place
}

/** The next that may leave together, and behind what the run after it goes on. */
async function lookOn(database: Database, { accountId, id }: Place, nowMs: number): Promise<Look> {
  const [accounts] = await database.batch([selectAccountIds(database, accountId, ACCOUNTS_AT_ONCE)])
  const ids = accounts.map((one) => one.id)
  const beforeId = `gen_${timePart(nowMs - KEY_KEPT_MS)}`
  const [rows] = await database.batch([selectOldJobs(database, { accountId, id }, ids, beforeId, nowMs, LOOKED_AT_ONCE)])
  const over = rows.filter((row) => row.bytes !== null && isIdOf('gen', row.id))
  const first = over[0]
  const jobs = first ? over.filter((job) => isOfOneChunk(first, job)).slice(0, MOST_ROWS) : []
  const last = jobs.at(-1)
  const isAll = over.length === jobs.length
  if (!isAll && last) return { jobs, next: placeOf(last) }
  const end = rows.at(-1)
  if (rows.length === LOOKED_AT_ONCE && end) return { jobs, next: placeOf(end) }
  // Of these accounts there is no more that is old enough.
  const lastAccount = ids.at(-1)
  return { jobs, next: ids.length < ACCOUNTS_AT_ONCE || lastAccount === undefined ? { ...BEGINNING, finishedAtMs: nowMs } : { accountId: lastAccount, id: '' } }
}

const placeOf = ({ accountId, id }: JobKey): Place => ({ accountId, id })
const monthOfId = (id: string): string => monthOf(timeOf(id.slice(id.indexOf('_') + 1)))
const isOfOneChunk = (one: JobKey, other: JobKey): boolean => one.accountId === other.accountId && monthOfId(one.id) === monthOfId(other.id)

interface Archived {
  /** How many. */
  readonly left: number
  /** Behind what the next chunk goes on; undefined: it was all. */
  readonly next: JobKey | undefined
}

async function archiveGroup(needs: ArchiveJobsNeeds, group: readonly OldJob[]): Promise<Archived> {
  const { database, media, now } = needs
  const { lines, next } = await readWhole(needs, group)
  const [first, last] = [lines[0], lines.at(-1)]
  if (!first || !last) return { left: 0, next }
  const packed = await packLines(lines)
  const month = monthOfId(first.id)
  const chunk: ArchiveChunk = {
    accountId: first.job.accountId, month, firstId: first.id, lastId: last.id, generations: lines.length, bytes: packed.bytes.byteLength, sha256: await sha256Of(packed.bytes),
    members: packed.members, openingId: openingIdOf(month), credits: lines.flatMap(({ entries }) => entries).reduce((sum, { amount }) => sum + amount, 0), takenDown: {}, archivedAtMs: now(),
    moveToken: newMoveToken(needs.random),
  }
  await media.putArchive(listKey(chunk), (await packLines(lines.map(listedGeneration))).bytes, CONTENT_TYPE)
  await media.putArchive(chunkKey(chunk), packed.bytes, CONTENT_TYPE)
  await compare(needs, chunk, lines)
  const answers = await database.batch(letGo(database, chunk, lines.map(({ id, job }) => ({ id, takenDownAtMs: job.takenDownAtMs })), monthStartMs(month)))
  return { left: isAnyRow(answers.at(-1)) ? lines.length : 0, next }
}

const CONTENT_TYPE = 'application/gzip'

/** What is in R2, as whoever looks for one of them will read it. @throws where it is not what it must be */
async function compare(needs: ArchiveJobsNeeds, chunk: ArchiveChunk, lines: readonly ArchivedGeneration[]): Promise<void> {
  const stored = await needs.media.readArchive(chunkKey(chunk))
  if (!stored || (await sha256Of(stored)) !== chunk.sha256) throw new Error('a chunk of the archive is not what was written')
  const ids: string[] = []
  for await (const some of partsOf(chunk, stored)) ids.push(...some.map(({ id }) => id))
  if (ids.join() !== lines.map(({ id }) => id).join()) throw new Error('a chunk of the archive does not hold what it must')
}
