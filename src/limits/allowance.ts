// One request's dealings with its account's gate, in as few calls as can be: one for all its generating fields
// together, or one look for a request that generates nothing. What was admitted and then not used goes back.
import type { Caller } from '../auth/caller.ts'
import { ApiError } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import { SLOT_LEASE_MS } from '../jobs/schedule.ts'
import { toldJob } from '../jobs/tell.ts'
import type { Job } from '../store/tables.ts'
import type { Admission, LimitFigures, LimitName, WithGate, Party } from './gate.ts'
import { limitHeaders } from './headers.ts'
import type { Share } from './purse.ts'
import { NOTHING_KNOWN } from './follow-job.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import { reclaimSlots } from './reclaim-slots.ts'
import type { WithClock, WithIds, WithLog } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'

export type AllowanceNeeds = WithClock & WithDatabase & WithGate & WithIds & WithLog

/** What a request asks of the limits. */
export interface Demand {
  readonly generatingFields: number
  readonly reads: number
  /** Tests and redeliveries of webhooks. */
  readonly webhookCalls: number
  /** It changes something besides generating: then the gate has its word before any of it runs. */
  readonly changesMore: boolean
  /** It reads one generation: that is answered also while the object cannot be reached. */
  readonly readsOne?: boolean
  /** Which one, where the object may know it. */
  readonly readsJobId?: string | undefined
  /** What waits for a generation's end: for this one, or for the one it makes. */
  readonly wait?: { readonly jobId?: string | undefined; readonly untilMs: number } | undefined
}

/** Of what is refused before it runs. */
export const ONE_READ: Demand = { generatingFields: 0, reads: 1, webhookCalls: 0, changesMore: false }

export interface Allowance {
  /** Once it was entered: the line on which the generation that is waited for is told of; none where the object cannot be reached. */
  readonly line: () => Line | undefined
  /** The generation that is read, as the object knows it: undefined where it has to be read from the database. */
  readonly known: (jobId: string) => Promise<Job | undefined>
  /** Before anything runs: waits for the gate where something would be changed, or would be waited for. False: `close` has the refusal. */
  readonly enter: () => Promise<boolean>
  /** One read, for what comes before or instead of generating. @throws ApiError RATE_LIMIT */
  readonly read: () => Promise<LimitFigures>
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
  /** The leased id was not needed: the idempotency key named an earlier job, or the credits did not suffice. */
  readonly unneeded: (jobId: string) => void
  /** Ends the dealings. `refusal`: the reads' own allowance is used up, so that nothing may be answered. */
  readonly close: () => Promise<{ readonly headers: Record<string, string>; readonly refusal?: ApiError }>
}

export function openAllowance(needs: AllowanceNeeds, caller: Pick<Caller, 'accountId' | 'limits' | 'endUser'>, demand: Demand): Allowance {
  const gate = needs.gate(caller.accountId)
  const party: Party = { limits: caller.limits, endUser: caller.endUser }
  const jobIds = Array.from({ length: demand.generatingFields }, () => needs.newId('gen'))
  const waiting = [...jobIds]
  const settled = new Map<string, 'SPENT' | 'UNNEEDED' | 'IN_DOUBT'>()
  let admission: Promise<Admission> | undefined
  let looked: Promise<Admission> | undefined
  let line: Line | undefined
  const attach = async (jobId: string, untilMs: number): Promise<Admission> => {
    const answer = await gate.attach({ ...party, nowMs: needs.now(), reads: demand.reads, jobId, version: NOTHING_KNOWN, untilMs })
    if (answer.kind === 'DENIED') return answer
    line = openLine(answer.socket)
    return { kind: 'ADMITTED', figures: answer.figures }
  }
  const ask = (): Promise<Admission> => {
    const { reads, webhookCalls, wait, readsJobId: jobId } = demand
    return wait?.jobId === undefined ? gate.look({ ...party, nowMs: needs.now(), reads, webhookCalls, ...(jobId !== undefined && { jobId }) }) : attach(wait.jobId, wait.untilMs)
  }
  const look = (): Promise<Admission> => {
    looked ??= ask()
    return looked
  }
  const lookIfReached = async (): Promise<Admission | undefined> => {
    try {
      return await look()
    } catch (error) {
      needs.log('gate not reached', { error: String(error) })
      return undefined
    }
  }
  // Beside the reading itself. It may fail before anyone waits for it; `close` meets the failure.
  if (demand.generatingFields === 0 || demand.changesMore) look().catch(() => undefined)

  const enter = async (): Promise<boolean> => {
    if (demand.wait?.jobId === undefined) return !demand.changesMore || (await look()).kind === 'ADMITTED'
    return (await lookIfReached())?.kind !== 'DENIED'
  }

  const known = async (jobId: string): Promise<Job | undefined> => {
    const answer = demand.readsJobId === jobId ? await lookIfReached() : undefined
    return answer?.kind === 'ADMITTED' && answer.known !== undefined ? toldJob(answer.known) : undefined
  }

  const read = async (): Promise<LimitFigures> => {
    const answer = await look()
    if (answer.kind === 'DENIED') throw rateLimit(answer)
    return answer.figures
  }

  const admitAll = async (): Promise<Admission> => {
    const nowMs = needs.now()
    const request = { ...party, nowMs, jobIds, leaseUntilMs: nowMs + SLOT_LEASE_MS, waits: demand.wait !== undefined }
    const answer = await gate.admit(request)
    const isFull = answer.kind === 'DENIED' && answer.held !== undefined
    return isFull && (await reclaimSlots(needs, caller.accountId, answer.held)) ? gate.admit(request) : answer
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
    const nowMs = needs.now()
    const unneeded = jobIds.filter((id) => settled.get(id) === 'UNNEEDED')
    const unused = jobIds.filter((id) => !settled.has(id))
    if (unneeded.length > 0) await gate.giveBack({ jobIds: unneeded, nowMs, asReadsOf: party })
    if (unused.length > 0) await gate.giveBack({ jobIds: unused, nowMs })
  }

  const close: Allowance['close'] = async () => {
    if (!admission) {
      const answer = await (demand.wait?.jobId !== undefined || demand.readsOne ? lookIfReached() : look())
      if (!answer) return { headers: {} }
      if (answer.kind === 'ADMITTED') return { headers: limitHeaders(answer.figures, 'reads') }
      return { headers: limitHeaders(answer.figures, 'reads', answer.retryAfterSeconds), refusal: rateLimit(answer) }
    }
    const answer = await admission
    if (answer.kind === 'DENIED') return { headers: limitHeaders(answer.figures, 'generating', answer.retryAfterSeconds) }
    await giveBack()
    return { headers: limitHeaders(answer.figures, 'generating') }
  }

  return {
    line: () => line,
    known,
    enter,
    read,
    lease,
    spend: (jobId) => void settled.set(jobId, 'SPENT'),
    spent: () => jobIds.filter((id) => settled.get(id) === 'SPENT'),
    doubt: (jobId) => void settled.set(jobId, 'IN_DOUBT'),
    unneeded: (jobId) => void settled.set(jobId, 'UNNEEDED'),
    close,
  }
}

/** The refusal, with the facts that a client needs to wait and try again. */
function rateLimit(denied: Admission & { readonly kind: 'DENIED' }): ApiError {
  const { limit, figure, retryAfterSeconds, share } = denied
  const words = LIMIT_WORDS[limit]
  const whose = share ? SHARE_WORDS[share] : PLAN_WORDS
  return new ApiError('RATE_LIMIT', {
    sentence: {
      en: `${whose.en} ${figure} ${words.en}. Try again in ${retryAfterSeconds} s.`,
      hi: `${whose.hi} ${words.hi.replace('{figure}', String(figure))} की सीमा है। ${retryAfterSeconds} सेकंड बाद दोबारा प्रयास करें।`,
    },
    retryAfterSeconds,
    extra: { limit, limitFigure: figure, ...(share && { share }) },
  })
}

const PLAN_WORDS: Sentence = { en: 'Your plan allows', hi: 'आपके प्लान में' }

const SHARE_WORDS = {
  CLIENT_TOKENS: { en: 'Client tokens of this account may together use', hi: 'इस account के सभी client tokens के लिए कुल मिलाकर' },
  END_USER: { en: 'One end user may use', hi: 'एक end user के लिए' },
} as const satisfies Record<Share, Sentence>

const LIMIT_WORDS = {
  minute: { en: 'generations a minute', hi: 'प्रति मिनट {figure} generation' },
  concurrent: { en: 'generations at once', hi: 'एक साथ {figure} generation' },
  day: { en: 'generations a day', hi: 'प्रतिदिन {figure} generation' },
  reads: { en: 'reads a minute', hi: 'प्रति मिनट {figure} reads' },
  streams: { en: 'open waits and streams', hi: 'एक साथ {figure} खुले wait और stream' },
  webhooks: { en: 'tests and redeliveries of webhooks a minute', hi: 'प्रति मिनट {figure} webhook test और redelivery' },
} as const satisfies Record<LimitName, Sentence>
