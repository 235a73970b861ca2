// What must hold after every run, whatever went wrong in it. Each breach is a sentence; a good run has none.
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { modelById } from '../../src/catalog/catalog.ts'
import { isLate } from '../../src/jobs/generation.ts'
import { ONE_READ, openAllowance } from '../../src/limits/allowance.ts'
import { SUBMIT_LEASE_MS } from '../../src/jobs/schedule.ts'
import { OPEN_STATUSES } from '../../src/store/jobs.ts'
import { EVENT_OF, deliveryIdOf } from '../../src/store/settlements.ts'
import { accounts, attempts, creditEntries, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import type { Job } from '../../src/store/tables.ts'
import type { UpstreamId, UpstreamRef, UpstreamRegistration } from '../../src/upstreams/contract.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import { ACCOUNT, LIMITS } from './seed.ts'
import { database, gate, leases } from './simulate.ts'
import type { Live, Run } from './simulate.ts'
import { requestIn, textOf } from './submissions.ts'

const CALLER = { accountId: ACCOUNT, limits: LIMITS, endUser: null } as const

/** Whenever nothing runs: each job that is not over holds a slot, so that no account has more than its plan allows. */
export async function breachesBetween(): Promise<readonly string[]> {
  const held = await leases()
  const [rows] = await database().batch([database().select({ id: jobs.id, status: jobs.status }).from(jobs)])
  return rows.filter(({ id, status }) => isOpen(status) && !held.includes(id)).map(({ id, status }) => `${id} is ${status} and holds no slot`)
}

/** When all jobs are over: the account can use all its slots at once, and its day counts what was accepted. */
export async function breachesOfLimits(run: Live): Promise<readonly string[]> {
  // By then no request can still be about to make its job.
  run.clock.nowMs += 120_000
  const all = openAllowance(run.services, CALLER, { ...ONE_READ, generatingFields: LIMITS.concurrent })
  const isFree = await all.lease().then(() => true, () => false)
  await all.close()
  const [rows] = await database().batch([database().select({ id: jobs.id }).from(jobs)])
  const state = await runInDurableObject(gate(), (_, { storage }) => storage.kv.get<{ day: { count: number } }>('state'))
  const counted = state?.day.count ?? 0
  return [
    ...(isFree ? [] : [`slots stay leased after the end: ${(await leases()).join(', ')}`]),
    ...(counted === rows.length ? [] : [`the day counts ${counted} generations of ${rows.length}`]),
  ]
}

export async function breachesAfter(run: Run): Promise<readonly string[]> {
  const [[account], jobRows, entryRows, deliveryRows, attemptRows] = await database().batch([
    database().select().from(accounts),
    database().select().from(jobs),
    database().select().from(creditEntries),
    database().select().from(webhookDeliveries),
    database().select().from(attempts),
  ])
  const credits = account?.credits ?? Number.NaN
  const total = entryRows.reduce((sum, { amount }) => sum + amount, 0)
  const breaches = [...run.submissions.complaints]
  const claim = (holds: boolean, sentence: string): void => void (holds || breaches.push(sentence))

  claim(run.isSettled, `not at rest after ${run.steps} steps`)
  claim(credits === total && credits >= 0, `the balance is ${credits}, its entries add up to ${total}`)
  run.schedule.requests.forEach((asked, index) => {
    if (!asked.hasKey) return
    const texts = [textOf(index, '', false), textOf(index, '', true)].map((text) => text.trim())
    const made = jobRows.filter(({ input }) => texts.some((text) => input.text?.startsWith(text)))
    claim(made.length <= 1, `the key of request ${index} made ${made.length} jobs`)
  })
  for (const { request, isOther, id } of run.told) {
    if (id === undefined) continue
    const job = jobRows.find((row) => row.id === id)
    claim(job?.input.text?.startsWith(textOf(request, '', isOther).trim()) === true, `request ${request} was told of ${id}, which is not its own`)
  }
  for (const message of run.sent) {
    const exists = message.kind === 'webhook' ? deliveryRows.some(({ id }) => id === message.deliveryId) : jobRows.some(({ id }) => id === message.jobId)
    claim(exists, `a ${message.kind} message was sent for what does not exist`)
  }
  for (const { jobId, ref } of attemptRows) {
    const request = requestIn(jobRows.find(({ id }) => id === jobId)?.input.text)
    const strangers = run.submissions.ownersOf(ref).filter((owner) => owner !== request)
    claim(strangers.length === 0, `request ${request} goes by the work of request ${strangers.join(', ')}`)
  }
  for (const job of jobRows) {
    const entries = entryRows.filter(({ jobId }) => jobId === job.id)
    const sum = entries.reduce((amount, entry) => amount + entry.amount, 0)
    const earned = job.status === 'CANCELLED' ? keptBy(job) : job.status === 'COMPLETED' && !isLate(job) ? earnedBy(job) : 0
    claim(entries.filter(({ kind }) => kind === 'CHARGE').length === 1, `${job.id} has not one charge`)
    claim(earned === 0 || earned === job.cost || job.status !== 'CANCELLED', `${job.id} was cancelled, and ${earned} of ${job.cost} kept`)
    claim(sum === -earned && job.refunded === job.cost - earned, `${job.id} is ${job.status}, earned ${earned}, and its entries add up to ${sum}`)
    claim(!isOpen(job.status), `${job.id} is still ${job.status}`)
    const latestMs = Math.max(job.deadlineMs, (job.claimedAtMs ?? 0) + SUBMIT_LEASE_MS) + 60_000 * (2 + run.scheduler.fired())
    claim(isLate(job) || (job.completedAtMs ?? 0) <= latestMs, `${job.id} ended ${((job.completedAtMs ?? 0) - job.deadlineMs) / 1000} s after its deadline`)
    const last = attemptRows.find(({ jobId, number }) => jobId === job.id && number === job.attempt)
    // Three looks come after the company has made it: two faults cannot spoil them all.
    const isAwaited = job.input.text?.includes('[[late]]') && last?.ref && isLookedAt(last.upstream, last.ref) && run.scheduler.fired() <= 2
    claim(!isAwaited || !isGivenUp(job), `${job.id} was made too late and was not delivered`)
    claim(run.submissions.lastAtMs(requestIn(job.input.text)) <= latestMs, `something was submitted for ${job.id} after its end`)
    const isDoomed = job.status === 'FAILED' && (job.errorReason === 'UPSTREAM' || job.errorReason === 'MODERATED')
    claim(!isDoomed || !run.submissions.isHopeful(requestIn(job.input.text)), `${job.id} was failed without a verdict of the upstream`)
    const isEarly = job.errorReason === 'UNKNOWN_OUTCOME' && (job.completedAtMs ?? 0) < job.deadlineMs
    claim(!isEarly || last?.outcome === 'REJECTED', `${job.id} was given up as unknown before its deadline`)
    for (const breach of [...(await breachesOfMedia(job)), ...breachesOfWebhooks(job, run, deliveryRows)]) breaches.push(breach)
  }
  return breaches
}

const isOpen = (status: Job['status']): boolean => OPEN_STATUSES.some((open) => open === status)

const isGivenUp = ({ status, errorReason }: Job): boolean => status === 'FAILED' && (errorReason === 'TIMEOUT' || errorReason === 'UNKNOWN_OUTCOME')
/** It was not stopped at the deadline, and a look at it begins nothing. */
function isLookedAt(upstreamId: UpstreamId, ref: UpstreamRef): boolean {
  const { upstream }: UpstreamRegistration = registrations[upstreamId]
  return upstream.poll !== undefined && !upstream.cancel && !upstream.mayBegin?.(ref)
}

/** By the price of the route that served it and the share of the outputs that came. */
function earnedBy(job: Job): number {
  const route = job.routes[job.route]
  if (!route || !job.outputs) return Number.NaN
  return Math.min(job.cost, Math.ceil((route.credits * Math.min(job.outputs.length, route.outputs)) / route.outputs))
}

/** Of what was cancelled: by the row of the model, of what a company may have begun; else nothing. */
function keptBy(job: Job): number {
  const model = modelById(job.routes[job.route]?.model ?? '')
  return job.startedAtMs !== null && model?.cancelRefund === 'NOTHING' ? job.cost - job.refunded : 0
}

async function breachesOfMedia(job: Job): Promise<readonly string[]> {
  if (job.status !== 'COMPLETED') return []
  if (!job.outputs || job.outputs.length === 0) return [`${job.id} is COMPLETED without an output`]
  const breaches: string[] = []
  for (const { key, sha256 } of job.outputs) {
    const object = await env.MEDIA.get(key)
    const digest = object && new Uint8Array(await crypto.subtle.digest('SHA-256', await object.arrayBuffer()))
    if (!digest || hexOf(digest) !== sha256) breaches.push(`${job.id} is COMPLETED and ${key} is not stored as it should be`)
  }
  return breaches
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

function breachesOfWebhooks(job: Job, run: Run, rows: readonly (typeof webhookDeliveries.$inferSelect)[]): readonly string[] {
  const own = rows.filter(({ jobId }) => jobId === job.id)
  const ids = new Set(run.received.filter(({ jobId }) => jobId === job.id).map(({ id }) => id))
  if (job.webhookUrl === null || isOpen(job.status)) return own.length + ids.size > 0 ? [`${job.id} has a webhook nobody asked for`] : []
  const events = [...(isLate(job) ? [EVENT_OF.FAILED] : []), EVENT_OF[job.status as keyof typeof EVENT_OF]]
  const expected = events.map((event) => deliveryIdOf(job.id, event))
  const isRight = own.length === expected.length && own.every(({ id, status }) => expected.includes(id) && status !== 'PENDING')
  const isTold = own.every(({ id, status }) => status !== 'DELIVERED' || ids.has(id))
  return isRight && isTold && [...ids].every((id) => expected.includes(id)) ? [] : [`${job.id} (${job.status}) has webhooks ${[...own.map(({ id, status }) => `${id} ${status}`), ...ids].join(', ')}`]
}
