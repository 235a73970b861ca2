// What a generation's leaving for the archive uses, as counted by test/jobs/archive-cost.test.ts: its rows are read, and read again as they
// go, and each that is deleted is one written. Objects are of a chunk.
export const ARCHIVED = {
  rowsRead: 69,
  rowsWritten: 5,
  /** The chunk, and its owner's list. */
  chunkWrites: 2,
  /** Read back once, and for one round of the audit: the chunk, and whether the list is there. */
  chunkReads: 3,
  /** MOST_ROWS of src/jobs/archive-jobs.ts: with ordinary rows a chunk ends by them. */
  chunkGenerations: 1000,
} as const
