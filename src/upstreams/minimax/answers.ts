// How MiniMax says yes and no, for its video and its image API alike: nearly always with HTTP 200, the verdict being in
// `base_resp.status_code`. Real 4xx and 5xx are understood too, since its own SDK handles them.
// https://platform.minimax.io/docs/api-reference/errorcode.md, read 2026-10-08; 1028, 1030, 2061 and the statuses: mmx-cli 1.0.27.
import * as v from 'valibot'
import type { Refused } from '../contract.ts'
import { isAmbiguous, type HttpOutcome } from '../http.ts'
import { BAD_MEDIA, BALANCE_EMPTY, BUSY, DOWN, INVALID, KEY_REFUSED, MODERATED, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'

export type MinimaxReading =
  | { readonly kind: 'OK'; readonly json: unknown; readonly text: string }
  /** `spoken`: its own code said so; otherwise all there is is an HTTP status. */
  | { readonly kind: 'REFUSED'; readonly spoken: boolean; readonly json: unknown; readonly refused: Refused }
  /** Nobody can tell what it did: lost, a gateway's time-out, its own time-out, an answer of another shape. */
  | { readonly kind: 'UNCLEAR'; readonly detail: string }

/** Its own time-out: it may have begun. */
const TIMED_OUT = 1001

/** A code that is not here counts as 1000 does. mmx-cli calls 1002 and 1039 content rules: a mistake of that SDK. */
export const CODES: Readonly<Record<number, Verdict>> = {
  1000: DOWN, // unknown error
  1002: BUSY, // requests per minute
  1004: KEY_REFUSED, // key refused, or a key of the other region
  1008: BALANCE_EMPTY, // balance empty
  1013: DOWN, // internal, of the file service
  1024: DOWN, // internal
  1026: MODERATED, // the input
  1027: MODERATED, // the output
  1028: BALANCE_EMPTY, // quota of the plan
  1030: BALANCE_EMPTY, // quota of the plan
  1033: DOWN, // a system behind it
  1039: BUSY, // tokens per minute
  1041: BUSY, // connections
  1042: INVALID, // over a tenth invisible characters
  2013: INVALID, // parameters
  2038: KEY_REFUSED, // the account is not verified
  2045: BUSY, // requests grow too fast
  2049: KEY_REFUSED, // invalid key
  2056: BALANCE_EMPTY, // usage of the five-hour window
  2061: KEY_REFUSED, // the model is not in the plan
}

/** Words of 2013 about a frame that it could not get, read or take. */
const OF_A_FILE = /image|picture|file|base64|url|frame/i

const Base = v.object({ base_resp: v.object({ status_code: v.number(), status_msg: v.nullish(v.string()) }) })

/** Reads any of its answers. `OK` is HTTP 2xx with `status_code` 0. */
export function readAnswer(outcome: HttpOutcome): MinimaxReading {
  if (outcome.kind === 'LOST') return { kind: 'UNCLEAR', detail: outcome.detail }
  const { status, json, bytes } = outcome
  if (isAmbiguous(status)) return { kind: 'UNCLEAR', detail: `HTTP ${status}` }
  const base = v.safeParse(Base, json)
  const code = base.success ? base.output.base_resp.status_code : undefined
  const words = base.success ? (base.output.base_resp.status_msg ?? '') : 'no base_resp'
  const detail = `HTTP ${status}, code ${code ?? 'none'}: ${words}`.slice(0, 300)
  if (code === TIMED_OUT) return { kind: 'UNCLEAR', detail }
  const spoken = code !== undefined && code !== 0
  const isSuccess = status >= 200 && status < 300
  if (!spoken && isSuccess) {
    return code === 0 ? { kind: 'OK', json, text: new TextDecoder().decode(bytes) } : { kind: 'UNCLEAR', detail }
  }
  // An HTTP 422 is how its SDK knows content rules.
  const known = spoken ? (CODES[code] ?? DOWN) : status === 422 ? MODERATED : verdictOfStatus(outcome)
  const verdict = known === INVALID && OF_A_FILE.test(words) ? BAD_MEDIA : known
  const refused = { ...verdict, detail, ...waitOf(outcome) }
  return { kind: 'REFUSED', spoken, json, refused }
}

/** Its file links may come as http and are to be upgraded, as its SDK does; loopback and test names (RFC 6761) have no https. */
export function securedUrl(link: string): string {
  const url = URL.canParse(link) ? new URL(link) : undefined
  if (url?.protocol !== 'http:' || /^(127(\.\d+){3}|\[::1\]|(.+\.)?(localhost|test))$/.test(url.hostname)) return link
  url.protocol = 'https:'
  return url.href
}
