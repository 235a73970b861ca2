// The audit of the archive: some chunks in each of the sweeper's minutes are read from R2 and held against their rows. It mends nothing: what
// is gone there is nowhere else.
import * as v from 'valibot'
import type { WithAlarm, WithClock, WithLog } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'
import type { ChunkPlace } from '../store/archive-tables.ts'
import { selectChunk, selectChunkPlaces } from '../store/archives.ts'
import type { WithDatabase } from '../store/database.ts'
import { putMark, selectMark } from '../store/marks.ts'
import { tellBreach } from './breach.ts'
import type { Breach } from './breach.ts'
import { breachesOfChunk } from './judge-chunk.ts'

/** As many as one run of the archive writes. */
const MOST_CHUNKS = 2
const PAUSE_MS = 20 * 3_600_000
const MARK = 'audited-archive'
const BEGINNING: ChunkPlace = { accountId: '', month: '', firstId: '' }

const Mark = v.pipe(v.string(), v.parseJson(), v.union([v.object({ finishedAtMs: v.number() }), v.object({ accountId: v.string(), month: v.string(), firstId: v.string() })]))

export interface ArchiveAudit {
  readonly chunks: number
  readonly breaches: readonly Breach[]
  /** False: the next run goes on. */
  readonly isComplete: boolean
}

type ArchiveAuditNeeds = WithAlarm & WithClock & WithDatabase & WithLog & WithMedia<'readArchive'>

/** The whole, from beginning to end. */
export async function auditArchive(needs: ArchiveAuditNeeds): Promise<ArchiveAudit> {
  const { chunks, breaches } = await walk(needs, BEGINNING, Number.MAX_SAFE_INTEGER)
  return { chunks, breaches, isComplete: true }
}

/** Goes on behind the last chunk that was read. A whole round may take weeks; the next begins the next day at the earliest. @throws where R2 or D1 is away */
export async function continueArchiveAudit(needs: ArchiveAuditNeeds, mostChunks = MOST_CHUNKS): Promise<ArchiveAudit> {
  const { database, now } = needs
  const [[mark]] = await database.batch([selectMark(database, MARK)])
  const read = v.safeParse(Mark, mark?.value)
  const at = read.success ? read.output : BEGINNING
  if ('finishedAtMs' in at && now() - at.finishedAtMs < PAUSE_MS) return { chunks: 0, breaches: [], isComplete: true }
  const { chunks, breaches, last } = await walk(needs, 'finishedAtMs' in at ? BEGINNING : at, mostChunks)
  const isComplete = last === undefined || chunks < mostChunks
  await database.batch([putMark(database, MARK, JSON.stringify(isComplete ? { finishedAtMs: now() } : last), now())])
  if (chunks > 0) needs.log('archive audit', { chunks, breaches: breaches.length, isComplete })
  return { chunks, breaches, isComplete }
}

async function walk(needs: ArchiveAuditNeeds, from: ChunkPlace, mostChunks: number) {
  const { database } = needs
  const [places] = await database.batch([selectChunkPlaces(database, from, mostChunks)])
  const breaches: Breach[] = []
  for (const place of places) {
    for (const sentence of await breachesAt(needs, place)) {
      const breach = { accountId: place.accountId, jobId: null, breach: `archive ${place.month}/${place.firstId}: ${sentence}` }
      await tellBreach(needs, breach, true)
      breaches.push(breach)
    }
  }
  return { chunks: places.length, breaches, last: places.at(-1) }
}

async function breachesAt(needs: ArchiveAuditNeeds, place: ChunkPlace): Promise<readonly string[]> {
  const { database } = needs
  try {
    const [[chunk]] = await database.batch([selectChunk(database, place)])
    const breaches = chunk ? await breachesOfChunk(needs, chunk) : []
    if (breaches.length === 0) return []
    // Its account may have been erased meanwhile.
    const [[still]] = await database.batch([selectChunk(database, place)])
    return still ? breaches : []
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return ['its row cannot be read']
  }
}
