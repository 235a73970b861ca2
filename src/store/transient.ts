// Which of D1's errors pass by themselves, so that the same batch may succeed in a moment. The write may have happened all
// the same. https://developers.cloudflare.com/d1/observability/debug-d1/#error-list, read 2026-11-28. Left out is what the
// batch brings about itself: its memory, its CPU time, the size of the database.

/** What the triggers of fences.ts say of an account that is being moved: in a moment it is elsewhere. */
export const MOVING = 'the account is being moved'

const TRANSIENT = [
  'Network connection lost',
  'Replica disconnected from primary',
  'Cannot resolve D1 DB due to transient issue',
  "Can't read from request stream because client disconnected",
  'reset because its code was updated',
  // "Internal error in D1 DB storage caused …" and "Internal error while starting up D1 DB storage caused …".
  'storage caused object to be reset',
  'D1 DB storage operation exceeded timeout',
  // "Requests queued for too long." and "Too many requests queued."
  'D1 DB is overloaded',
  MOVING,
  // What the runtime says where nothing more is known.
  'internal error; reference =',
].map((words) => words.toLowerCase())

/** Errors of a batch come bare, those of a single query in Drizzle's `cause`. */
export function isTransient(error: unknown): boolean {
  const words = textOf(error).toLowerCase()
  return !words.includes('constraint failed') && TRANSIENT.some((known) => words.includes(known))
}

/** No repetition of the same batch helps: whoever made it has to look where the account is now. */
export const isMoving = (error: unknown): boolean => textOf(error).toLowerCase().includes(MOVING)

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message} ${textOf(error.cause)}`
}
