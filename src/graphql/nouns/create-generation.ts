// The one way from a generating field to a generation, whatever the field is called. Everything that can be refused
// without asking anyone is refused first; then come the gate, the batch, and the answer.
import type { Choice } from '../../routing/choose.ts'
import type { GenerationRequest } from '../../routing/serve.ts'
import { chooseFor } from '../../routing/test-market.ts'
import { ApiError, invalidInput } from '../../domain/errors.ts'
import { tellWaiting } from '../../jobs/tell-waiting.ts'
import { currentRoute } from '../../jobs/schedule.ts'
import { createJob, findReplay, mayBeStored } from '../../jobs/create-job.ts'
import type { Created, Idempotency } from '../../jobs/create-job.ts'
import { firstFingerprintOf, operationIdentity, requestIdentity } from '../../jobs/fingerprint.ts'
import { readIdempotencyKey } from '../../http/idempotency-key.ts'
import { takeInputs } from '../../jobs/take-inputs.ts'
import { withHashes } from '../../jobs/upload-inputs.ts'
import { checkPublicUrl } from '../../net/public-address.ts'
import { awaitEnd } from '../../limits/follow-job.ts'
import type { Job } from '../../store/tables.ts'
import type { Trial } from '../../health/ports.ts'
import type { Context, PlannedRequest } from '../types/context.ts'
import { mayWait, requestFrom, storeDaysOf, tagsOf } from './generate-input.ts'
import type { GenerateInput } from './generate-input.ts'
import { shown } from './shown-generation.ts'
import type { ShownGeneration } from './shown-generation.ts'

/** @param path the field's response path, `generate` or an alias */
export async function createGeneration(input: GenerateInput, path: string, context: Context): Promise<ShownGeneration> {
  const { services, caller, allowance } = context
  const asked = requestFrom(input, caller)
  const { request: taken, files, uploadIds } = await takeInputs(asked, context.decoded, context.findUploads)
  const request = { ...taken, chance: chanceOf(services.random(4)) }
  const tags = tagsOf(input)
  const retentionDays = storeDaysOf(input, caller)
  const webhookUrl = webhookUrlOf(input, services.allowLoopback)
  const idempotency = await idempotencyOf(input, await withHashes(asked, context.findUploads), path, context)
  const admitted = await admitOrReplay(context, idempotency, request, mayWait(input))
  if ('replayed' in admitted) return answerReplay(admitted, path, context)
  const { choice, trial, jobId, waits } = admitted
  const { accountId, keyId, endUser, spendingIds } = caller
  const fresh = { accountId, retentionDays, jobId, waits, request, files, uploadIds, choice, idempotency, webhookUrl, tags, keyId, endUser, spendingIds }
  const created = await createJob(services, fresh).catch((error: unknown) => {
    trial?.giveBack()
    // What we did not refuse ourselves may have been stored all the same, its answer lost: then it runs and needs its slot.
    if (mayBeStored(error)) allowance.doubt(jobId)
    else if (error instanceof ApiError && (error.code === 'INSUFFICIENT_CREDITS' || error.code === 'INVALID_INPUT' || error.code === 'FORBIDDEN')) allowance.unneeded(jobId)
    throw error
  })
  if (idempotency) services.usedKeys.note(accountId, idempotency.key)
  if (created.replayed) {
    trial?.giveBack()
    allowance.unneeded(jobId)
    return answerReplay(created, path, context)
  }
  allowance.spend(jobId)
  if (!waits) services.places.letIn(currentRoute(created.job).upstream, accountId)
  if (trial) context.defer(trial.begin())
  context.defer(waits ? tellWaiting(services, created.job) : send(services, created.job))
  return onceEnded(created.job, path, context)
}

/** The sweeper sends again what was not sent. */
async function send({ queues, log }: Context['services'], job: Job): Promise<void> {
  const { accountId, id: jobId } = job
  await queues.submit({ kind: 'submit', accountId, jobId, upstream: currentRoute(job).upstream }).catch((error: unknown) => log('submit not sent', { jobId, error: String(error) }))
}

const chanceOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)

interface Admitted {
  readonly choice: Choice
  /** Where the choice fell on a half-open upstream. */
  readonly trial: Trial | undefined
  readonly jobId: string
  /** For a slot. */
  readonly waits: boolean
}

/**
 * A replay is answered even when nothing could be created now: when a limit is used up, often by the first request
 * itself, or when its provider has begun to fail since.
 */
async function admitOrReplay(
  { allowance, services, caller }: Context,
  idempotency: Idempotency | undefined,
  request: GenerationRequest,
  isPatient: boolean,
): Promise<Admitted | Created> {
  const isKnown = idempotency !== undefined && services.usedKeys.has(caller.accountId, idempotency.key)
  // Where no read is left it is admitted as a new one is, and told apart by the batch.
  const known = isKnown && (await lookForReplay(idempotency, { allowance, services, caller }).catch(unlessLimited))
  if (known) return known
  let trial: Trial | undefined
  try {
    const choice = chooseFor(caller, request, services)
    trial = services.health.claimTrial(choice.candidates[0].route.upstream)
    return { choice, trial, ...(await allowance.lease(isPatient)) }
  } catch (error) {
    trial?.giveBack()
    const isDenied = error instanceof ApiError && (error.code === 'RATE_LIMIT' || error.code === 'PROVIDER_UNAVAILABLE')
    if (!isDenied || !idempotency) throw error
    const replay = await lookForReplay(idempotency, { allowance, services, caller })
    if (!replay) throw error
    return replay
  }
}

/** It is a read, so that a limit on generating cannot be pressed against for nothing. @throws ApiError RATE_LIMIT, IDEMPOTENCY_KEY_REUSED */
async function lookForReplay(idempotency: Idempotency, { allowance, services, caller }: Pick<Context, 'allowance' | 'services' | 'caller'>): Promise<Created | undefined> {
  await allowance.read()
  return findReplay(services, caller.accountId, idempotency)
}

function unlessLimited(error: unknown): undefined {
  if (error instanceof ApiError && error.code === 'RATE_LIMIT') return undefined
  throw error
}

async function answerReplay({ job }: Created, path: string, context: Context): Promise<ShownGeneration> {
  context.noteReplay()
  return onceEnded(job, path, context)
}

/** At once, where the field does not wait. */
async function onceEnded(job: Job, path: string, context: Context): Promise<ShownGeneration> {
  const { services, caller, wait, signal } = context
  if (wait?.path !== path) return shown(context, job)
  const seen = await awaitEnd(services, { caller, jobId: job.id, job, untilMs: wait.untilMs, signal, line: undefined })
  return shown(context, seen?.job ?? job, seen?.place)
}

function webhookUrlOf(input: GenerateInput, allowLoopback: boolean): string | undefined {
  if (!input.webhookUrl) return undefined
  const verdict = checkPublicUrl(input.webhookUrl, { allowLoopback })
  if (verdict.kind === 'PUBLIC') return verdict.url.href
  throw invalidInput('input.webhookUrl', {
    en: `Give a public https URL. ${verdict.reason.en}`,
    hi: `webhook के लिए एक public https URL दें। ${verdict.reason.hi}`,
  })
}

async function idempotencyOf(input: GenerateInput, request: GenerationRequest, path: string, { idempotencyKey: header, generatingFields, operation, findUploads, caller }: Context): Promise<Idempotency | undefined> {
  const own = input.idempotencyKey === null || input.idempotencyKey === undefined ? undefined : readIdempotencyKey(input.idempotencyKey, 'input.idempotencyKey')
  if (own !== undefined && header !== undefined && own !== header) {
    throw invalidInput('input.idempotencyKey', {
      en: 'The header Idempotency-Key and input.idempotencyKey differ. Send one of them.',
      hi: 'header Idempotency-Key और input.idempotencyKey अलग-अलग हैं। इनमें से एक ही भेजें।',
    })
  }
  // Of a client token the end user's own, whose generations are no other's. A space is in no key that a caller can send.
  const keyOf = (key: string): string => (caller.endUser === null ? key : `${caller.endUser} ${key}`)
  const given = header ?? own
  if (given === undefined) return undefined
  if (header === undefined || generatingFields <= 1) return { key: keyOf(given), identity: requestIdentity(request) }
  const requests: PlannedRequest[] = []
  for (const planned of operation()) requests.push({ ...planned, request: await withHashes(planned.request, findUploads) })
  const isFirst = path === requests[0]?.path
  return {
    key: keyOf(isFirst ? header : `${header}\t${path}`),
    identity: isFirst ? operationIdentity(requests) : requestIdentity(request),
    // Until the header stood for the whole operation, it was combined with each field's path.
    earlier: { key: keyOf(`${header}:${path}`), fingerprint: await firstFingerprintOf(request) },
  }
}
