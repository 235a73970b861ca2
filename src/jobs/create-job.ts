// A request becomes a job: row, charge and ledger entry in one batch, which is rolled back whole when the credits do
// not suffice. The row with its dueAt is the outbox: the queue message that follows may be lost.
import type { Choice } from '../routing/choose.ts'
import type { GenerationRequest } from '../routing/serve.ts'
import { ApiError } from '../domain/errors.ts'
import type { Sentence } from '../domain/errors.ts'
import { haltedError } from '../domain/suspended.ts'
import { USED_LIFE_MS } from '../domain/upload.ts'
import { chargeAccount, insertCharge, lowEvent } from '../store/credits.ts'
import { isOverdraft } from '../store/database.ts'
import { countSpending, exceededLimit } from '../store/spending.ts'
import type { SpendingLimitName } from '../store/spending.ts'
import { forgetKey, selectReplay } from '../store/idempotency.ts'
import type { EarlierKey } from '../store/idempotency.ts'
import { insertJob, insertWords, selectJob, selectMade, selectView } from '../store/jobs.ts'
import { pack } from '../store/packed.ts'
import type { Job, NewJobRow, ViewedJob } from '../store/tables.ts'
import { renewUsed } from '../store/uploads.ts'
import { isTransient } from '../store/transient.ts'
import { readArchived } from './archived.ts'
import type { ReadArchivedNeeds } from './archived.ts'
import { fingerprintOf, isFingerprintOf, requestIdentity } from './fingerprint.ts'
import type { Identity } from './fingerprint.ts'
import { dropJobInput, keepJobInput } from './job-input.ts'
import { measureMove } from './measure-move.ts'
import { LONGEST_TURN_MS, REDRIVE_MS } from './schedule.ts'
import { patienceSeconds } from '../domain/model.ts'
import type { InputFile } from './take-inputs.ts'
import type { WithClock, WithLog } from '../domain/effects.ts'
import type { WithMeasures } from '../domain/measure.ts'
import type { WithMedia } from '../media/ports.ts'
import type { WithDatabase } from '../store/database.ts'

export type CreateJobNeeds = WithClock & WithDatabase & WithLog & WithMeasures & WithMedia<'delete' | 'putInput'>

/** By what a repeated request is known. */
export interface Idempotency {
  readonly key: string
  /** What the key stands for: the request, or the whole operation. */
  readonly identity: Identity
  /** Under which key and fingerprint an earlier release would have stored the same, where it did otherwise. */
  readonly earlier?: EarlierKey
}

export interface NewJob {
  readonly accountId: string
  /** Days its media will be kept. */
  readonly retentionDays: number
  readonly jobId: string
  /** For a slot of its account. */
  readonly waits: boolean
  readonly request: GenerationRequest
  /** Media of the request that came as bytes. */
  readonly files: readonly InputFile[]
  /** Those that were sent beforehand. */
  readonly uploadIds: readonly string[]
  readonly choice: Choice
  readonly idempotency: Idempotency | undefined
  readonly webhookUrl: string | undefined
  readonly tags: readonly string[]
  /** The key that asks, or the person. */
  readonly keyId: string
  readonly endUser: string | null
  /** Spending limits that the cost counts against. */
  readonly spendingIds: readonly string[]
}

export interface Created {
  readonly job: Job
  /** The account has used the idempotency key before: nothing was created or charged. */
  readonly replayed: boolean
}

/**
 * @throws ApiError INSUFFICIENT_CREDITS, IDEMPOTENCY_KEY_REUSED, FORBIDDEN for who was suspended or closed just now, or INVALID_INPUT for what cannot be kept; nothing is stored then
 * and the key stays as it was. INTERNAL where nobody can tell whether it was stored
 */
export async function createJob(needs: CreateJobNeeds, fresh: NewJob): Promise<Created> {
  const job = await keepJobInput(needs, await newRow(fresh, needs.now()), fresh.files)
  try {
    const created = await insertAndCharge(needs, job, fresh)
    if (created.replayed) await dropJobInput(needs, job)
    else measureMove(needs, job, 'ORDERED')
    return created
  } catch (error) {
    // What was not refused may have been stored all the same, and then needs it.
    if (!mayBeStored(error)) await dropJobInput(needs, job)
    throw error
  }
}

/** Of what `createJob` throws: it was no refusal of ours. */
export const mayBeStored = (error: unknown): boolean => !(error instanceof ApiError) || error.code === 'INTERNAL'

/** The entry comes last: where it stands, all of it has happened, and the batch played again does nothing. */
async function insertAndCharge({ database }: WithDatabase, job: NewJobRow, { idempotency, uploadIds }: NewJob): Promise<Created> {
  const made = [insertJob(database, job, idempotency?.earlier), insertWords(database, { ...job, packed: await pack(job.input) })] as const
  const renewal = uploadIds.length > 0 ? [renewUsed(database, job.accountId, uploadIds, job.createdAtMs + USED_LIFE_MS)] : []
  const charge = [
    ...renewal,
    chargeAccount(database, job, job.cost, job.createdAtMs),
    lowEvent(database, job, job.cost, job.createdAtMs),
    ...countSpending(database, job),
    insertCharge(database, job, job.cost, job.createdAtMs),
  ]
  if (!idempotency) {
    const [, , stored] = await charging(job, () => database.batch([...made, selectMade(database, job), ...charge]))
    if (stored.length === 0) throw haltedError()
    return { job, replayed: false }
  }
  const keyed = { accountId: job.accountId, key: idempotency.key, nowMs: job.createdAtMs }
  const [, , , [stored]] = await charging(job, () => database.batch([forgetKey(database, keyed), ...made, selectReplay(database, keyed, idempotency.earlier), ...charge]))
  if (!stored) throw haltedError()
  return stored.id === job.id ? { job, replayed: false } : replay(stored, idempotency)
}

/** The generation that an idempotency key means, if any. @throws ApiError IDEMPOTENCY_KEY_REUSED */
export async function findReplay({ database, now }: WithClock & WithDatabase, accountId: string, idempotency: Idempotency): Promise<Created | undefined> {
  const [rows] = await database.batch([selectReplay(database, { accountId, key: idempotency.key, nowMs: now() }, idempotency.earlier)])
  return rows[0] && replay(rows[0], idempotency)
}

export interface JobOwner {
  readonly accountId: string
  /** Null: whoever the job was made for. */
  readonly endUser: string | null
}

/** Also from the archive. @returns undefined for an id that is not the owner's */
export async function readJob(needs: ReadArchivedNeeds, { accountId, endUser }: JobOwner, id: string): Promise<Job | undefined> {
  const [[stored]] = await needs.database.batch([selectJob(needs.database, { accountId, id })])
  const job = stored ?? (await readArchived(needs, accountId, [id])).get(id)?.job
  return endUser === null || job?.endUser === endUser ? job : undefined
}

/** The same as callers see it, which is less to read. */
export async function viewJob(needs: ReadArchivedNeeds, { accountId, endUser }: JobOwner, id: string): Promise<ViewedJob | undefined> {
  const [[stored]] = await needs.database.batch([selectView(needs.database, { accountId, id })])
  const job: ViewedJob | undefined = stored ?? (await readArchived(needs, accountId, [id])).get(id)?.job
  return endUser === null || job?.endUser === endUser ? job : undefined
}

async function replay(stored: Job & Pick<NewJobRow, 'fingerprint'> & { readonly isEarlier: number }, { identity }: Idempotency): Promise<Created> {
  const isSame = stored.isEarlier === 1 || (await isFingerprintOf(stored.fingerprint, identity))
  if (!isSame) throw new ApiError('IDEMPOTENCY_KEY_REUSED', { values: { id: stored.id }, extra: { generationId: stored.id } })
  return { job: stored, replayed: true }
}

async function charging<Result>({ cost, id }: Job, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (isTransient(error)) throw new ApiError('INTERNAL', { sentence: IN_DOUBT, extra: { generationId: id } })
    if (isOverdraft(error)) throw new ApiError('INSUFFICIENT_CREDITS', { values: { cost }, extra: { creditCost: cost } })
    const limit = exceededLimit(error)
    if (limit) throw new ApiError('INSUFFICIENT_CREDITS', { sentence: LIMIT_WORDS[limit], values: { cost }, extra: { creditCost: cost, limit } })
    throw error
  }
}

/** Its batch may have happened, its answer lost again and again: that nothing was charged would be a guess. */
const IN_DOUBT: Sentence = {
  en: 'Our database did not answer, so it is not known yet whether this generation was made. Repeat the request with the same idempotency key, or look for it by extensions.generationId.',
  hi: 'हमारे database से जवाब नहीं मिला, इसलिए अभी पता नहीं कि यह generation बनी या नहीं। वही idempotency key देकर request दोहराएँ, या extensions.generationId से देखें।',
}

const LIMIT_WORDS = {
  'key-day': {
    en: 'This generation costs {cost} credits, more than this key may still spend today (UTC).',
    hi: 'इस generation के लिए {cost} क्रेडिट चाहिए; यह key आज (UTC) इतने और खर्च नहीं कर सकती।',
  },
  'key-total': {
    en: 'This generation costs {cost} credits, more than this key may still spend.',
    hi: 'इस generation के लिए {cost} क्रेडिट चाहिए; यह key इतने और खर्च नहीं कर सकती।',
  },
  'token-total': {
    en: 'This generation costs {cost} credits, more than this client token may still spend.',
    hi: 'इस generation के लिए {cost} क्रेडिट चाहिए; यह client token इतने और खर्च नहीं कर सकता।',
  },
} as const satisfies Record<SpendingLimitName, Sentence>

async function newRow({ choice, request, ...fresh }: NewJob, nowMs: number): Promise<NewJobRow> {
  const [best] = choice.candidates
  return {
    accountId: fresh.accountId,
    id: fresh.jobId,
    status: fresh.waits ? 'WAITING' : 'QUEUED',
    type: request.type,
    input: request.input,
    routes: choice.candidates.map((candidate) => candidate.route),
    route: 0,
    reasons: choice.reasons,
    idempotencyKey: fresh.idempotency?.key ?? null,
    fingerprint: await fingerprintOf(fresh.idempotency?.identity ?? requestIdentity(request)),
    cost: best.route.credits,
    refunded: 0,
    webhookUrl: fresh.webhookUrl ?? null,
    tags: fresh.tags,
    keyId: fresh.keyId,
    endUser: fresh.endUser,
    spendingIds: fresh.spendingIds.length > 0 ? fresh.spendingIds : null,
    retentionDays: fresh.retentionDays,
    attempt: 0,
    chain: 0,
    progress: null,
    outputs: null,
    errorCode: null,
    errorReason: null,
    errorField: null,
    createdAtMs: nowMs,
    waitedUntilMs: null,
    claimedAtMs: null,
    startedAtMs: null,
    completedAtMs: null,
    deadlineMs: nowMs + (fresh.waits ? LONGEST_TURN_MS : patienceSeconds(best.model) * 1000),
    expiresAtMs: null,
    expiredAtMs: null,
    takenDownAtMs: null,
    dueAtMs: nowMs + REDRIVE_MS,
    dueFor: fresh.waits ? 'TURN' : 'WORK',
    faults: 0,
    moveToken: null,
    cancelAskedAtMs: null,
    missing: null,
    refusals: 0,
    storedInputs: 0,
    polls: 0,
  }
}
