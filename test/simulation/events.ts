// What must hold of the events after every run: each fact is told once, and the numbers of an account have no gaps.
import type { EventKind } from '../../src/domain/event.ts'
import { isLate } from '../../src/jobs/generation.ts'
import type { EventRow } from '../../src/store/event-tables.ts'
import { creditEntries } from '../../src/store/tables.ts'
import type { CreditEntry, JobRow } from '../../src/store/tables.ts'
import { STILL } from './callers.ts'
import type { Remembered } from './remembered.ts'
import { readAll } from './shards.ts'
import { START_MS } from './times.ts'

export async function breachesOfEvents({ accounts: accountRows, events: eventRows, jobs: jobRows }: Remembered): Promise<readonly string[]> {
  const [entryRows] = await readAll((database) => database.batch([database.select().from(creditEntries)]))
  return [
    ...accountRows.flatMap(({ id, eventSeq }) => breachesOfNumbers(id, eventSeq, eventRows.filter(({ accountId }) => accountId === id))),
    ...jobRows.flatMap((job) => breachesOfJob(job, eventRows.filter(({ accountId, subject, kind }) => accountId === job.accountId && subject === job.id && kind !== 'credits.low'))),
    ...accountRows.flatMap(({ id, creditsLowAt }) => breachesOfLow(id, creditsLowAt, eventRows, entryRows.filter(({ accountId }) => accountId === id))),
  ]
}

function breachesOfNumbers(accountId: string, latest: number, rows: readonly EventRow[]): readonly string[] {
  const numbers = rows.map(({ seq }) => seq).toSorted((a, b) => a - b)
  return numbers.length === latest && numbers.every((seq, index) => seq === index + 1) ? [] : [`the events of ${accountId} are ${numbers.join(', ')}, and its counter is ${latest}`]
}

/** What was before the run began is told of nowhere. */
function breachesOfJob(job: JobRow, rows: readonly EventRow[]): readonly string[] {
  const end: readonly EventKind[] = job.accountId === STILL.id ? [] : [...(isLate(job) ? ['generation.failed' as const] : []), END_OF[job.status as keyof typeof END_OF]]
  const expected = [...end, ...((job.expiredAtMs ?? 0) < START_MS ? [] : ['generation.expired' as const])]
  const told = rows.toSorted((a, b) => a.seq - b.seq).map(({ kind }) => kind)
  return String(told) === String(expected) ? [] : [`${job.id} (${job.status}) has the events ${told.join(', ')}, not ${expected.join(', ')}`]
}

const END_OF = { COMPLETED: 'generation.completed', FAILED: 'generation.failed', CANCELLED: 'generation.cancelled' } as const satisfies Partial<Record<JobRow['status'], EventKind>>

/** A charge is told of where it has brought the balance under the threshold, as the event says itself, and no charge is told of twice. */
function breachesOfLow(accountId: string, lowAt: number, rows: readonly EventRow[], entries: readonly CreditEntry[]): readonly string[] {
  const own = rows.filter((row) => row.accountId === accountId && row.kind === 'credits.low')
  const wrong = own.filter(({ subject, detail }) => {
    const amount = entries.find(({ jobId, kind }) => jobId === subject && kind === 'CHARGE')?.amount ?? 0
    return !detail || !('credits' in detail) || detail.credits >= lowAt || detail.credits - amount < lowAt
  })
  const isDouble = new Set(own.map(({ subject }) => subject)).size < own.length
  return wrong.length > 0 || isDouble ? [`${accountId} is told of a low balance by ${own.map(({ subject }) => subject).join(', ')}`] : []
}
