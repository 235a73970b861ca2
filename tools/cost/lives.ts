// What one generation uses: a video of two minutes with a webhook, its file fetched once. Counted by test/budget.test.ts where that
// counts it (docs/budgets.md); what it does not count is said here. A month later it leaves for the archive.
import { ARCHIVED } from './archived.ts'
import type { Metered } from './prices.ts'

export interface Life {
  readonly name: string
  readonly uses: Readonly<Record<Metered, number>>
}

interface Kind {
  readonly name: string
  /** Status reads by its caller. */
  readonly looks: number
  /** Of queues. A message is three operations, one that waits is one more each time. */
  readonly deliveries: number
  readonly queueOperations: number
  readonly rowsWritten: number
  readonly rowsReadByLooks: number
  /** Of the account's object and the company's. */
  readonly objectRequests: number
  readonly objectRowsWritten: number
  /** Of the Worker, for one request of a caller: a little more than measured. */
  readonly requestMs: number
  /** Whether it leaves the database. */
  readonly isArchived: boolean
}

/** Of a message's work, and of copying 20 MB with their digest: reckoned, not measured. */
const DELIVERY_MS = 3
const COPY_MS = 40
/** Of its line, which is packed, read back and audited. */
const ARCHIVE_MS = 1
/** Of the rest of its life: reckoned generously, a row costs nearly nothing. */
const ROWS_READ = 50
/** An object is at work for as long as a call takes, and sleeps on its sockets. */
const CALL_SECONDS = 0.002
const OBJECT_GB = 0.128
/** The file, and its public record. */
const FILES_WRITTEN = 2
const FETCHES = 1
/** Beside the looks: the life's three, what the company's object of its health is told, and the four of its line. */
const OTHER_CALLS = 8

/** 34 calls and 4 rows for 30 looks a minute. */
const callsOf = (looks: number): number => Math.round((looks * 34) / 30) + OTHER_CALLS
const rowsOf = (looks: number): number => Math.ceil((looks * 4) / 30)

/** A slot taken and given back, and the company's health; a place in its line, and its share, when it is given and when it comes back. */
const BY_POLLS = { deliveries: 12, queueOperations: 18, rowsWritten: 18, objectRowsWritten: 3 + 4, requestMs: 1, isArchived: true }

const KINDS: readonly Kind[] = [
  { name: '60 looks', ...BY_POLLS, looks: 60, rowsReadByLooks: rowsOf(60), objectRequests: callsOf(60) },
  { name: '60 looks, with callbacks', ...BY_POLLS, deliveries: 4, queueOperations: 12, looks: 60, rowsReadByLooks: rowsOf(60), objectRequests: callsOf(60) },
  { name: 'a stream or waits', ...BY_POLLS, looks: 2, rowsReadByLooks: 4, objectRequests: 2 + OTHER_CALLS },
  // Each look was a call and a row; the life was 16 rows, and at most 12 calls. There were no lines, and no archive.
  { name: '60 looks at b3119da', ...BY_POLLS, rowsWritten: 16, objectRowsWritten: 3, requestMs: 2, isArchived: false, looks: 60, rowsReadByLooks: 60, objectRequests: 60 + 12 + 1 },
]

export const LIVES: readonly Life[] = KINDS.map((kind) => {
  const asked = 1 + kind.looks
  const archived = kind.isArchived ? 1 : 0
  return {
    name: kind.name,
    uses: {
      requests: asked + kind.deliveries + FETCHES,
      cpuMs: asked * kind.requestMs + kind.deliveries * DELIVERY_MS + COPY_MS + archived * ARCHIVE_MS,
      rowsRead: ROWS_READ + kind.rowsReadByLooks + archived * ARCHIVED.rowsRead,
      rowsWritten: kind.rowsWritten + archived * ARCHIVED.rowsWritten,
      objectRequests: kind.objectRequests,
      objectRowsWritten: kind.objectRowsWritten,
      objectGbSeconds: kind.objectRequests * CALL_SECONDS * OBJECT_GB,
      queueOperations: kind.queueOperations,
      writes: FILES_WRITTEN + (archived * ARCHIVED.chunkWrites) / ARCHIVED.chunkGenerations,
      reads: FETCHES + (archived * ARCHIVED.chunkReads) / ARCHIVED.chunkGenerations,
    },
  }
})
