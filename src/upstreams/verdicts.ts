// What a refusal comes to, in the words of contract.ts: shared by the adapters, whose tables map their company's own words
// to these. The question behind each: could a caller have brought it about? Then it rings nothing and blames nobody.
import type { Refused } from './contract.ts'
import type { HttpAnswer } from './http.ts'

export type Verdict = Omit<Refused, 'detail'>

export const MODERATED: Verdict = { refusal: 'MODERATED' }
export const INVALID: Verdict = { refusal: 'INVALID_INPUT' }
export const BAD_MEDIA: Verdict = { refusal: 'INPUT_MEDIA' }
export const BUSY: Verdict = { refusal: 'BUSY' }
export const DOWN: Verdict = { refusal: 'UNAVAILABLE' }
export const FAILED: Verdict = { refusal: 'FAILED' }
/** It made nothing of this input; another model might. */
export const UNMADE: Verdict = { refusal: 'FAILED', blameless: true }
/** Refused for a reason that nobody has told us of. Another company may be tried. */
export const UNTOLD: Verdict = { refusal: 'UNAVAILABLE', blameless: true }
export const KEY_REFUSED: Verdict = { refusal: 'UNAVAILABLE', alarm: 'KEY' }
export const BALANCE_EMPTY: Verdict = { refusal: 'UNAVAILABLE', alarm: 'BALANCE' }

const INVALID_STATUSES: ReadonlySet<number> = new Set([400, 413, 414, 415, 422, 431])

/** For words that an adapter's table does not know. 404: a model or a route of ours is gone. */
export function verdictOfStatus(answer: HttpAnswer): Verdict {
  const { status } = answer
  if (status === 429) return BUSY
  if (status >= 500) return DOWN
  if (INVALID_STATUSES.has(status)) return INVALID
  if (status === 402) return BALANCE_EMPTY
  return status === 401 || status === 404 || (status === 403 && !isFromWall(answer)) ? KEY_REFUSED : UNTOLD
}

/** A page instead of the company's JSON: from a firewall in front of it, which words in a prompt can set off. */
const isFromWall = ({ status, json }: HttpAnswer): boolean => status === 403 && json === undefined

/** A look that was refused says nothing about the work; only what an operator must mend is passed on. */
export const alarmOfLook = (answer: HttpAnswer): Pick<Refused, 'alarm'> => {
  const { alarm } = verdictOfStatus(answer)
  return alarm && answer.status !== 404 ? { alarm } : {}
}

/** As a spread: what it asked us to wait, where it did. */
export const waitOf = ({ retryAfterSeconds }: { readonly retryAfterSeconds?: number | undefined }): Pick<Refused, 'retryAfterSeconds'> =>
  retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
