// All that there is of generations that are to leave the database: read a few at a time, so that neither D1's answer nor what is held is
// ever large, and no more of them than one chunk may hold.
import type { WithLog } from '../domain/effects.ts'
import { selectIsStill, selectWhole } from '../store/archives.ts'
import type { OldJob } from '../store/archives.ts'
import type { WithDatabase } from '../store/database.ts'
import { inputOf } from '../store/job-columns.ts'
import type { JobKey } from '../store/jobs.ts'
import { isTransient } from '../store/transient.ts'
import type { ArchivedGeneration } from './archive-chunk.ts'
import { currentRoute } from './schedule.ts'

/** Of a chunk's lines, before they are packed. They are held as they are read, as text, and packed: some 40 MB of a Worker's 128. */
export const MOST_BYTES = 8_000_000
/** Of one answer of D1, as it is reckoned beforehand. */
const MOST_ANSWERED = 4_000_000

export interface Whole {
  /** By their ids; none of an account that nothing may leave now. */
  readonly lines: readonly ArchivedGeneration[]
  /** The last one before those that have no room; undefined: all had. */
  readonly next: JobKey | undefined
}

/** One that cannot be read is told of, and stays. @param group of one account, by their ids */
export async function readWhole(needs: WithDatabase & WithLog, group: readonly OldJob[]): Promise<Whole> {
  const lines: ArchivedGeneration[] = []
  let bytes = 0
  let before: JobKey | undefined
  for (const part of partsOf(group)) {
    const read = new Map((await readPart(needs, part)).map((line) => [line.id, line]))
    for (const job of part) {
      const line = read.get(job.id)
      bytes += line ? bytesOf(line) : 0
      if (bytes > MOST_BYTES && lines.length > 0) return { lines, next: before }
      if (line) lines.push(line)
      before = job
    }
  }
  return { lines, next: undefined }
}

/** Of its line. */
const bytesOf = (line: ArchivedGeneration): number => ENCODER.encode(JSON.stringify(line)).byteLength + 1
const ENCODER = new TextEncoder()

/** As many at once as D1 may answer of. */
function partsOf(group: readonly OldJob[]): readonly (readonly OldJob[])[] {
  const parts: OldJob[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const job of group) {
    bytes += job.bytes ?? 0
    if (bytes > MOST_ANSWERED) {
      parts.push([])
      bytes = job.bytes ?? 0
    }
    parts.at(-1)?.push(job)
  }
  return parts
}

/** One that cannot be read is found by halves. */
async function readPart(needs: WithDatabase & WithLog, part: readonly JobKey[]): Promise<readonly ArchivedGeneration[]> {
  try {
    return await readRows(needs, part)
  } catch (error) {
    const [first] = part
    if (isTransient(error) || !first) throw error
    if (part.length > 1) {
      const half = Math.ceil(part.length / 2)
      return [...(await readPart(needs, part.slice(0, half))), ...(await readPart(needs, part.slice(half)))]
    }
    needs.log('not archived', { accountId: first.accountId, jobId: first.id, error: String(error) })
    return []
  }
}

async function readRows({ database }: WithDatabase, part: readonly JobKey[]): Promise<readonly ArchivedGeneration[]> {
  const [{ accountId } = { accountId: '' }] = part
  const [still, rows, attempts, entries, deliveries] = await database.batch([selectIsStill(database, accountId), ...selectWhole(database, accountId, part.map(({ id }) => id))])
  if (still.length === 0) return []
  const [attemptsOf, entriesOf, deliveriesOf] = [byJob(attempts), byJob(entries), byJob(deliveries)]
  const lines = rows.map(async ({ input, packed, ...job }) => {
    // Who reads it will need its route.
    currentRoute(job)
    return { id: job.id, job, input: await inputOf({ input, packed }), attempts: attemptsOf.get(job.id) ?? [], entries: entriesOf.get(job.id) ?? [], deliveries: deliveriesOf.get(job.id) ?? [] }
  })
  return Promise.all(lines)
}

const byJob = <Row extends { readonly jobId: string | null }>(rows: readonly Row[]) => Map.groupBy(rows, ({ jobId }) => jobId)
