// One request's dealings with its account's gate, in as few calls as can be: one for all its generating fields
// together, or one look for a request that generates nothing. What was admitted and then not used goes back.
import type { Caller } from '../auth/caller.ts'
import type { ApiError } from '../domain/errors.ts'
import { beginJobs } from '../jobs/begin-jobs.ts'
import { reclaimSlots } from '../jobs/reclaim-slots.ts'
import { SLOT_LEASE_MS } from '../jobs/schedule.ts'
import { toldJob } from '../jobs/tell.ts'
import type { Job } from '../store/tables.ts'
import type { Admission, LimitFigures, Party, WithGate } from './gate.ts'
import { limitHeaders } from './headers.ts'
import { rateLimit } from './rate-limit.ts'
import { NOTHING_KNOWN } from './follow-job.ts'
import { openLine } from './line.ts'
import type { Line } from './line.ts'
import type { WithChance, WithClock, WithIds, WithLog } from '../domain/effects.ts'
import type { WithMeasures } from '../domain/measure.ts'
import type { WithQueues } from '../domain/messages.ts'
import type { WithDatabase } from '../store/database.ts'

export type AllowanceNeeds = WithChance & WithClock & WithDatabase & WithGate & WithIds & WithLog & WithMeasures & WithQueues<'submit'>

/** What a request asks of the limits. */
export interface Demand {
  readonly generatingFields: number
  /** Those of them that wait where there is no slot. */
  readonly patientFields?: number
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

export interface Leased {
  readonly jobId: string
  /** For a slot. */
  readonly waits: boolean
}

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
   * A job's id that holds a slot, or where it may wait has a place among those that wait for one. The first call asks the gate for all generating fields at once.
   * @throws ApiError RATE_LIMIT, for every field alike: a request over a limit starts nothing
   */
  readonly lease: (mayWait: boolean) => Promise<Leased>
  /** Its place among those that wait for a slot, 1 is next; null: it does not wait, or nobody knows. Costs no call. */
  readonly placeOf: (jobId: string) => Promise<number | null>
  /** So many wait for a slot. */
  readonly waitingCount: () => Promise<number>
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
  const patient = jobIds.slice(0, demand.patientFields ?? 0)
  const unleased = { patient: [...patient], firm: jobIds.slice(patient.length) }
  const settled = new Map<string, 'SPENT' | 'UNNEEDED' | 'IN_DOUBT'>()
  let admission: Promise<Admission> | undefined
  let looked: Promise<Admission> | undefined
  let line: Line | undefined
  const attach = async (jobId: string, untilMs: number): Promise<Admission> => {
    const answer = await gate.attach({ ...party, nowMs: needs.now(), reads: demand.reads, jobId, version: NOTHING_KNOWN, untilMs })
    if (answer.kind === 'DENIED') return answer
    line = openLine(answer.socket, answer.place)
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
    const request = { ...party, nowMs, jobIds, leaseUntilMs: nowMs + SLOT_LEASE_MS, waits: demand.wait !== undefined, ...(patient.length > 0 && { mayWait: patient }) }
    const answer = await gate.admit(request)
    if (answer.kind === 'ADMITTED') return begun(answer)
    const reclaimed = answer.held && (await reclaimSlots(needs, caller.accountId, answer.held))
    if (!reclaimed || reclaimed.count === 0) return answer
    await beginJobs(needs, caller.accountId, reclaimed)
    return begun(await gate.admit(request))
  }
  /** Whose turn has come on the way. */
  const begun = async (answer: Admission): Promise<Admission> => {
    if (answer.kind === 'ADMITTED' && answer.next) await beginJobs(needs, caller.accountId, { next: answer.next })
    return answer
  }

  const lease = async (mayWait: boolean): Promise<Leased> => {
    admission ??= admitAll()
    const answer = await admission
    if (answer.kind === 'DENIED') throw rateLimit(answer)
    const jobId = (mayWait ? unleased.patient : unleased.firm).shift()
    if (jobId === undefined) throw new Error('more generating fields were executed than counted')
    return { jobId, waits: answer.order?.includes(jobId) ?? false }
  }

  const order = async (): Promise<readonly string[]> => {
    const admitted = await admission
    const answer = admitted?.kind === 'ADMITTED' ? admitted : await lookIfReached()
    return (answer?.kind === 'ADMITTED' && answer.order) || []
  }

  const placeOf = async (jobId: string): Promise<number | null> => {
    if (line && demand.wait?.jobId === jobId) return line.place()
    const index = (await order()).indexOf(jobId)
    return index < 0 ? null : index + 1
  }

  const giveBack = async (): Promise<void> => {
    const nowMs = needs.now()
    const unneeded = jobIds.filter((id) => settled.get(id) === 'UNNEEDED')
    const unused = jobIds.filter((id) => !settled.has(id))
    if (unneeded.length > 0) await beginJobs(needs, caller.accountId, await gate.giveBack({ jobIds: unneeded, nowMs, asReadsOf: party }))
    if (unused.length > 0) await beginJobs(needs, caller.accountId, await gate.giveBack({ jobIds: unused, nowMs }))
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
    placeOf,
    waitingCount: async () => (await order()).length,
    spend: (jobId) => void settled.set(jobId, 'SPENT'),
    spent: () => jobIds.filter((id) => settled.get(id) === 'SPENT'),
    doubt: (jobId) => void settled.set(jobId, 'IN_DOUBT'),
    unneeded: (jobId) => void settled.set(jobId, 'UNNEEDED'),
    close,
  }
}
