// One request's dealings with its account's gate, in as few calls as can be: one for all its generating fields
// together, or one look for a request that generates nothing. What was admitted and then not used goes back.
import type { Caller } from '../auth/caller.ts'
import { ApiError } from '../errors.ts'
import type { Sentence } from '../errors.ts'
import { SLOT_LEASE_MS } from '../jobs/schedule.ts'
import type { Services } from '../services.ts'
import type { Admission, LimitFigures } from './account-gate.ts'
import { limitHeaders } from './headers.ts'
import { reclaimSlots } from './reclaim-slots.ts'

export interface Allowance {
  /**
   * A job's id that holds a slot. The first call asks the gate for all generating fields at once.
   * @throws ApiError RATE_LIMIT, for every field alike: a request over a limit starts nothing
   */
  readonly lease: () => Promise<string>
  /** The leased id became a job. */
  readonly spend: (jobId: string) => void
  /** The ids that did. */
  readonly spent: () => readonly string[]
  /** Nobody can tell whether the leased id became a job: its slot is kept, until reclaiming finds out. */
  readonly doubt: (jobId: string) => void
  /** The leased id was not needed: the idempotency key named an earlier job. */
  readonly replay: (jobId: string) => void
  /** Ends the dealings. `refusal`: the reads' own allowance is used up, so that nothing may be answered. */
  readonly close: () => Promise<{ readonly headers: Record<string, string>; readonly refusal?: ApiError }>
}

export function openAllowance(services: Services, caller: Pick<Caller, 'accountId' | 'limits'>, generatingFields: number): Allowance {
  const gate = services.gate(caller.accountId)
  const { limits } = caller
  const jobIds = Array.from({ length: generatingFields }, () => services.newId('gen'))
  const waiting = [...jobIds]
  const settled = new Map<string, 'SPENT' | 'REPLAYED' | 'IN_DOUBT'>()
  let admission: Promise<Admission> | undefined
  const look = generatingFields === 0 ? gate.look({ nowMs: services.now(), limits }) : undefined
  // It may fail before anyone waits for it; `close` meets the failure.
  look?.catch(() => undefined)

  const admitAll = async (): Promise<Admission> => {
    const nowMs = services.now()
    const request = { nowMs, limits, jobIds, leaseUntilMs: nowMs + SLOT_LEASE_MS }
    const answer = await gate.admit(request)
    const isFull = answer.kind === 'DENIED' && answer.held !== undefined
    return isFull && (await reclaimSlots(services, caller.accountId, answer.held)) ? gate.admit(request) : answer
  }

  const lease = async (): Promise<string> => {
    admission ??= admitAll()
    const answer = await admission
    if (answer.kind === 'DENIED') throw rateLimit(answer)
    const jobId = waiting.shift()
    if (jobId === undefined) throw new Error('more generating fields were executed than counted')
    return jobId
  }

  const giveBack = async (): Promise<void> => {
    const nowMs = services.now()
    const replayed = jobIds.filter((id) => settled.get(id) === 'REPLAYED')
    const unused = jobIds.filter((id) => !settled.has(id))
    if (replayed.length > 0) await gate.giveBack({ jobIds: replayed, nowMs, replayed: true })
    if (unused.length > 0) await gate.giveBack({ jobIds: unused, nowMs, replayed: false })
  }

  const close: Allowance['close'] = async () => {
    if (!admission) {
      const answer = await (look ?? gate.look({ nowMs: services.now(), limits }))
      if (answer.kind === 'ADMITTED') return { headers: limitHeaders(answer.figures, 'reads') }
      return { headers: limitHeaders(answer.figures, 'reads', answer.retryAfterSeconds), refusal: rateLimit(answer) }
    }
    const answer = await admission
    if (answer.kind === 'DENIED') return { headers: limitHeaders(answer.figures, 'generating', answer.retryAfterSeconds) }
    await giveBack()
    return { headers: limitHeaders(answer.figures, 'generating') }
  }

  return {
    lease,
    spend: (jobId) => void settled.set(jobId, 'SPENT'),
    spent: () => jobIds.filter((id) => settled.get(id) === 'SPENT'),
    doubt: (jobId) => void settled.set(jobId, 'IN_DOUBT'),
    replay: (jobId) => void settled.set(jobId, 'REPLAYED'),
    close,
  }
}

/** The refusal, with the facts that a client needs to wait and try again. */
function rateLimit(denied: Admission & { readonly kind: 'DENIED' }): ApiError {
  const { limit, figure, retryAfterSeconds } = denied
  const words = LIMIT_WORDS[limit]
  return new ApiError('RATE_LIMIT', {
    sentence: {
      en: `Your plan allows ${figure} ${words.en}. Try again in ${retryAfterSeconds} s.`,
      hi: `आपके प्लान में ${words.hi.replace('{figure}', String(figure))} की सीमा है। ${retryAfterSeconds} सेकंड बाद दोबारा प्रयास करें।`,
    },
    retryAfterSeconds,
    extra: { limit, limitFigure: figure },
  })
}

const LIMIT_WORDS = {
  minute: { en: 'generations a minute', hi: 'प्रति मिनट {figure} generation' },
  concurrent: { en: 'generations at once', hi: 'एक साथ {figure} generation' },
  day: { en: 'generations a day', hi: 'प्रतिदिन {figure} generation' },
  reads: { en: 'requests a minute', hi: 'प्रति मिनट {figure} request' },
} as const satisfies Record<keyof LimitFigures, Sentence>
