// A request becomes a job: row, charge and ledger entry in one batch, which is rolled back whole when the credits do
// not suffice. The row with its dueAt is the outbox: the queue message that follows may be lost.
import type { Choice } from '../catalog/choose.ts'
import type { GenerationRequest } from '../catalog/serve.ts'
import { ApiError } from '../errors.ts'
import type { Services } from '../services.ts'
import { chargeAccount, insertCharge } from '../store/credits.ts'
import { isOverdraft } from '../store/database.ts'
import { insertJob, selectJob, selectJobByIdempotencyKey } from '../store/jobs.ts'
import type { Job } from '../store/tables.ts'
import { fingerprintOf } from './fingerprint.ts'
import { REDRIVE_MS } from './schedule.ts'

export interface NewJob {
  readonly accountId: string
  /** Days its media will be kept. */
  readonly retentionDays: number
  readonly jobId: string
  readonly request: GenerationRequest
  readonly choice: Choice
  readonly idempotencyKey: string | undefined
  readonly webhookUrl: string | undefined
  readonly tags: readonly string[]
}

export interface Created {
  readonly job: Job
  /** The account has used the idempotency key before: nothing was created or charged. */
  readonly replayed: boolean
}

/** @throws ApiError INSUFFICIENT_CREDITS or IDEMPOTENCY_KEY_REUSED; nothing is stored then and the key stays as it was */
export async function createJob(services: Services, fresh: NewJob): Promise<Created> {
  const { database } = services
  const nowMs = services.now()
  const { idempotencyKey } = fresh
  const job = await newRow(fresh, nowMs)
  const insert = [insertJob(database, job), chargeAccount(database, job, job.cost), insertCharge(database, job, job.cost, nowMs)] as const
  if (idempotencyKey === undefined) {
    await charging(job.cost, () => database.batch([...insert]))
    return { job, replayed: false }
  }
  const existing = selectJobByIdempotencyKey(database, fresh.accountId, idempotencyKey)
  const [, , , rows] = await charging(job.cost, () => database.batch([...insert, existing]))
  const stored = rows[0] ?? job
  return stored.id === job.id ? { job, replayed: false } : replay(stored, job.fingerprint)
}

/** The generation that an idempotency key made before, if any. @throws ApiError IDEMPOTENCY_KEY_REUSED */
export async function findReplay(
  services: Services,
  accountId: string,
  idempotencyKey: string,
  request: GenerationRequest,
): Promise<Created | undefined> {
  const [rows] = await services.database.batch([selectJobByIdempotencyKey(services.database, accountId, idempotencyKey)])
  return rows[0] && replay(rows[0], await fingerprintOf(request))
}

/** @returns undefined for an id that is not the account's */
export async function readJob(services: Services, accountId: string, id: string): Promise<Job | undefined> {
  const [rows] = await services.database.batch([selectJob(services.database, { accountId, id })])
  return rows[0]
}

function replay(stored: Job, fingerprint: string): Created {
  if (stored.fingerprint !== fingerprint) {
    throw new ApiError('IDEMPOTENCY_KEY_REUSED', { values: { id: stored.id }, extra: { generationId: stored.id } })
  }
  return { job: stored, replayed: true }
}

async function charging<Result>(cost: number, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (isOverdraft(error)) throw new ApiError('INSUFFICIENT_CREDITS', { values: { cost }, extra: { creditCost: cost } })
    throw error
  }
}

async function newRow({ choice, request, ...fresh }: NewJob, nowMs: number): Promise<Job> {
  const [best] = choice.candidates
  return {
    accountId: fresh.accountId,
    id: fresh.jobId,
    status: 'QUEUED',
    type: request.type,
    input: request.input,
    routes: choice.candidates.map((candidate) => candidate.route),
    route: 0,
    reasons: choice.reasons,
    idempotencyKey: fresh.idempotencyKey ?? null,
    fingerprint: await fingerprintOf(request),
    cost: best.route.credits,
    refunded: 0,
    webhookUrl: fresh.webhookUrl ?? null,
    tags: fresh.tags,
    retentionDays: fresh.retentionDays,
    attempt: 0,
    chain: 0,
    progress: null,
    outputs: null,
    errorCode: null,
    errorReason: null,
    createdAtMs: nowMs,
    claimedAtMs: null,
    startedAtMs: null,
    completedAtMs: null,
    deadlineMs: nowMs + best.model.deadlineSeconds * 1000,
    expiresAtMs: null,
    expiredAtMs: null,
    dueAtMs: nowMs + REDRIVE_MS,
  }
}
