// How MiniMax says yes and no, for its video and its image API alike: nearly always with HTTP 200, the verdict being in
// `base_resp.status_code`. Real 4xx and 5xx are understood too, since its own SDK handles them.
// https://platform.minimax.io/docs/api-reference/errorcode.md, read 2026-10-08; 1028, 1030, 2061 and the statuses: mmx-cli 1.0.27.
import * as v from 'valibot'
import type { Refusal, Refused } from './contract.ts'
import { isAmbiguous, type HttpOutcome } from './http.ts'

export type MinimaxReading =
  | { readonly kind: 'OK'; readonly json: unknown; readonly text: string }
  /** `spoken`: its own code said so; otherwise all there is is an HTTP status. */
  | { readonly kind: 'REFUSED'; readonly spoken: boolean; readonly json: unknown; readonly refused: Refused }
  /** Nobody can tell what it did: lost, a gateway's time-out, its own time-out, an answer of another shape. */
  | { readonly kind: 'UNCLEAR'; readonly detail: string }

interface Verdict {
  readonly refusal: Refusal
  readonly alarm?: true
}

const UNAVAILABLE: Verdict = { refusal: 'UNAVAILABLE' }
const NEEDS_OPERATOR: Verdict = { refusal: 'UNAVAILABLE', alarm: true }

/** Its own time-out: it may have begun. */
const TIMED_OUT = 1001

/** A code that is not here counts as 1000 does. mmx-cli calls 1002 and 1039 content rules: a mistake of that SDK. */
const CODES: Readonly<Record<number, Verdict>> = {
  1000: UNAVAILABLE, // unknown error
  1002: UNAVAILABLE, // requests per minute
  1004: NEEDS_OPERATOR, // key refused, or a key of the other region
  1008: NEEDS_OPERATOR, // balance empty
  1013: UNAVAILABLE, // internal, of the file service
  1024: UNAVAILABLE, // internal
  1026: { refusal: 'MODERATED' }, // the input
  1027: { refusal: 'MODERATED' }, // the output
  1028: NEEDS_OPERATOR, // quota of the plan
  1030: NEEDS_OPERATOR, // quota of the plan
  1033: UNAVAILABLE, // a system behind it
  1039: UNAVAILABLE, // tokens per minute
  1041: UNAVAILABLE, // connections
  1042: { refusal: 'INVALID_INPUT' }, // over a tenth invisible characters
  2013: { refusal: 'INVALID_INPUT' }, // parameters
  2038: NEEDS_OPERATOR, // the account is not verified
  2045: UNAVAILABLE, // requests grow too fast
  2049: NEEDS_OPERATOR, // invalid key
  2056: NEEDS_OPERATOR, // usage of the five-hour window
  2061: NEEDS_OPERATOR, // the model is not in the plan
}

const STATUSES: Readonly<Record<number, Verdict>> = {
  400: { refusal: 'INVALID_INPUT' },
  401: NEEDS_OPERATOR,
  402: NEEDS_OPERATOR,
  403: NEEDS_OPERATOR,
  413: { refusal: 'INVALID_INPUT' },
  422: { refusal: 'MODERATED' },
}

const Base = v.object({ base_resp: v.object({ status_code: v.number(), status_msg: v.nullish(v.string()) }) })

/** Reads any of its answers. `OK` is HTTP 2xx with `status_code` 0. */
export function readAnswer(outcome: HttpOutcome): MinimaxReading {
  if (outcome.kind === 'LOST') return { kind: 'UNCLEAR', detail: outcome.detail }
  const { status, json, bytes, retryAfterSeconds } = outcome
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
  const verdict = (spoken ? CODES[code] : STATUSES[status]) ?? UNAVAILABLE
  const refused = { ...verdict, detail, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
  return { kind: 'REFUSED', spoken, json, refused }
}

/** Its file links may come as http and are to be upgraded, as its SDK does; loopback and test names (RFC 6761) have no https. */
export function securedUrl(link: string): string {
  const url = URL.canParse(link) ? new URL(link) : undefined
  if (url?.protocol !== 'http:' || /^(127(\.\d+){3}|\[::1\]|(.+\.)?(localhost|test))$/.test(url.hostname)) return link
  url.protocol = 'https:'
  return url.href
}
