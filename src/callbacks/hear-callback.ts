// POST /callbacks/<upstream>/<token>: a company says that something has happened to an attempt. Nothing that it says is believed or kept:
// at most it has us look, by a message. The answer tells nothing, not even whether there is such a job.
import { ApiError } from '../domain/errors.ts'
import type { WithClock, WithLog } from '../domain/effects.ts'
import { keepRecent } from '../domain/keep-recent.ts'
import type { WithQueues } from '../domain/messages.ts'
import { readBodyText } from '../http/read-body.ts'
import { withinTime } from '../net/time-limit.ts'
import type { WithUpstreams } from '../upstreams/ports.ts'
import type { AttemptName, WithCallbacks } from './ports.ts'

export type HearCallbackNeeds = WithCallbacks<'read'> & WithClock & WithLog & WithQueues<'look'> & WithUpstreams<'callbacksOf'> & {
  readonly heardLately: HeardLately
  /** Counts one more look of that name in this minute; false when there were too many. */
  readonly mayLook: (name: string) => Promise<boolean>
}

/** When an attempt was last to be looked at, and how often it was: per isolate, the oldest first. */
export type HeardLately = Map<string, { readonly lookAtMs: number; readonly looks: number }>

const MOST_BODY_BYTES = 64 * 1024
const BODY_TIMEOUT_MS = 5000
const LEAST_PAUSE_MS = 5000
const LONGEST_PAUSE_MS = 300_000

/** @throws ApiError NOT_FOUND for whatever is not of a company that we asked; PAYLOAD_TOO_LARGE, REQUEST_TIMEOUT */
export async function hearCallback(request: Request, address: { readonly upstream: string; readonly token: string }, needs: HearCallbackNeeds): Promise<Response> {
  const attempt = await needs.callbacks.read(address.upstream, address.token)
  const company = attempt && needs.upstreams.callbacksOf(attempt.upstream)
  if (!attempt || !company) throw new ApiError('NOT_FOUND')
  const text = await withinTime(BODY_TIMEOUT_MS, (signal) => readBodyText(request.body, signal, MOST_BODY_BYTES))
  const told = { url: request.url, headers: request.headers, text, json: jsonOf(text), secret: attempt.secret, nowMs: needs.now() }
  if (company.isGenuine && !(await company.isGenuine(told))) {
    needs.log('callback refused', { upstream: attempt.upstream, jobId: attempt.jobId })
    throw new ApiError('NOT_FOUND')
  }
  const answer = company.answerTo?.(told)
  if (answer) return Response.json(answer)
  if (!company.isOngoing(told)) await look(needs, attempt)
  return new Response(null)
}

async function look(needs: HearCallbackNeeds, { accountId, jobId, attempt }: AttemptName): Promise<void> {
  const name = `${jobId}-${attempt}`
  const delaySeconds = lookIn(needs.heardLately, name, needs.now())
  if (delaySeconds === undefined || !(await needs.mayLook(name))) return
  await needs.queues.look({ kind: 'look', accountId, jobId, attempt }, delaySeconds)
}

/**
 * In how many seconds to look; undefined where a look is to come anyway. The last of several is never dropped, since it may be the one
 * that counts; each pause between two looks is twice as long as the one before.
 */
export function lookIn(heard: HeardLately, name: string, nowMs: number): number | undefined {
  const { lookAtMs, looks } = heard.get(name) ?? { lookAtMs: Number.NEGATIVE_INFINITY, looks: 0 }
  if (lookAtMs > nowMs) return undefined
  const pauseMs = Math.min(LONGEST_PAUSE_MS, LEAST_PAUSE_MS * 2 ** Math.max(0, looks - 1))
  const atMs = Math.max(nowMs, lookAtMs + pauseMs)
  keepRecent(heard, name, { lookAtMs: atMs, looks: looks + 1 })
  return Math.ceil((atMs - nowMs) / 1000)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
