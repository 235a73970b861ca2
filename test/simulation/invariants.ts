// What must hold of jobs and results after every run, whatever went wrong in it. Each breach is a sentence; a good run
// has none. money.ts judges the credits.
import type { UpstreamId, UpstreamRef } from '../../src/domain/upstream.ts'
import { audit } from '../../src/audit/audit.ts'
import { atHome, onEachShard } from '../../src/store/shards.ts'
import { isLate } from '../../src/jobs/generation.ts'
import { ONE_READ, openAllowance } from '../../src/limits/allowance.ts'
import { limitsOf } from '../../src/domain/plans.ts'
import { HELD_SLOT_MS, SUBMIT_LEASE_MS } from '../../src/jobs/schedule.ts'
import { EVENT_OF, deliveryIdOf } from '../../src/store/settlements.ts'
import { alarms } from '../../src/store/access-tables.ts'
import { isTaskId } from '../../src/domain/task.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { creditEntries, jobs } from '../../src/store/tables.ts'
import type { JobRow, attempts, webhookDeliveries } from '../../src/store/tables.ts'
import type { UpstreamRegistration } from '../../src/upstreams/contract.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import { RECEIVER } from '../world.ts'
import { ACCOUNTS, STILL, callerOf } from './callers.ts'
import { caseOf } from './cases.ts'
import { breachesOfEvents } from './events.ts'
import { breachesOfEndpoints } from './endpoints-judged.ts'
import { breachesOfDeletions } from './kept-media.ts'
import { breachesOfMoney } from './money.ts'
import { gateOf, isOpen, leases } from './next-due.ts'
import { healthObjects, storedKeys } from './seed.ts'
import { breachesOfOperations } from './operations-judged.ts'
import { rowsToJudge } from './remembered.ts'
import { isOtherText, requestOfJob } from './requests.ts'
import { readAll } from './shards.ts'
import { isWithin } from './times.ts'
import type { Live, Run } from './simulate.ts'
import { breachesOfStill } from './still.ts'
import { breachesOfUploads } from './uploads-judged.ts'
import { breachesOfWatchers } from './watchers-judged.ts'

/**
 * Whenever nothing runs: each job that is not over and does not wait for one holds a slot, so that no account has more than its plan allows. Who was held
 * for long has given it back, also where it was found then.
 */
export async function breachesBetween(nowMs: number): Promise<readonly string[]> {
  const held = await leases()
  const [rows] = await readAll((database) => database.batch([database.select({ id: jobs.id, status: jobs.status, claimedAtMs: jobs.claimedAtMs, startedAtMs: jobs.startedAtMs }).from(jobs)]))
  const hasGivenBack = (row: (typeof rows)[number]): boolean =>
    row.claimedAtMs !== null && (row.status === 'HELD' ? nowMs : (row.startedAtMs ?? 0)) >= row.claimedAtMs + HELD_SLOT_MS
  return rows.filter((row) => isOpen(row.status) && row.status !== 'WAITING' && !held.includes(row.id) && !hasGivenBack(row)).map(({ id, status }) => `${id} is ${status} and holds no slot`)
}

/** When all jobs are over: each account can use all its slots at once, and its day counts what was accepted. */
export async function breachesOfLimits(live: Live): Promise<readonly string[]> {
  // By then no request can still be about to make its job, and a minute's allowance is whole again.
  live.clock.nowMs += 120_000
  const [rows] = await readAll((database) => database.batch([database.select({ id: jobs.id, accountId: jobs.accountId, createdAtMs: jobs.createdAtMs }).from(jobs)]))
  const found = await Promise.all(ACCOUNTS.filter(({ id }) => id !== STILL.id).map(async ({ id, plan, limits }) => {
    const own = limitsOf(plan, limits)
    const { perMinute, perDay } = { ...own, perMinute: 1e6, perDay: 1e6 }
    const all = openAllowance(await atHome(live.services, id), { accountId: id, limits: { ...own, perMinute, perDay }, endUser: null }, { ...ONE_READ, generatingFields: own.concurrent })
    const isFree = await all.lease(false).then(() => true, () => false)
    await all.close()
    const { day, leases: left } = await gateOf(id)
    const made = rows.filter((row) => row.accountId === id && new Date(row.createdAtMs).toISOString().startsWith(day.date)).length
    return [
      ...(isFree ? [] : [`slots of ${id} stay leased after the end: ${Object.keys(left).join(', ')}`]),
      ...(day.count === made ? [] : [`the day of ${id} counts ${day.count} generations of ${made}`]),
    ]
  }))
  return found.flat()
}

export async function breachesAfter(run: Run): Promise<readonly string[]> {
  const rows = await rowsToJudge(run.remembered, run.operations.isClosing)
  const { jobs: jobRows, deliveries: deliveryRows, attempts: attemptRows } = rows
  const [entryRows, taskRows] = await readAll((database) => database.batch([database.select().from(creditEntries), database.select({ id: tasks.id }).from(tasks)]))
  const asked = jobRows.filter(({ accountId }) => accountId !== STILL.id)
  const breaches = [...run.submissions.complaints, ...(await breachesOfMoney(run, asked, entryRows)), ...(await breachesOfStill(run)), ...(await breachesOfEvents(rows)), ...(await breachesOfHealth(run))]
  breaches.push(...run.complaints, ...run.believed, ...(await breachesOfUploads(run)), ...(await breachesOfEndpoints(run, rows)), ...(await breachesOfWatchers(run)), ...(await breachesOfDeletions(run)), ...(await breachesOfOperations(run, rows)))
  const claim = (holds: boolean, sentence: string): void => void (holds || breaches.push(sentence))

  claim(run.isSettled, `not at rest after ${run.steps} steps`)
  const audited = await onEachShard(run.live.services, (own) => audit(own))
  const seen = audited.reduce((sum, one) => sum + one.jobs, 0)
  claim(audited.every(({ isComplete }) => isComplete) && seen === jobRows.length, `the audit saw ${seen} jobs of ${jobRows.length}`)
  for (const { accountId, jobId, breach } of audited.flatMap((one) => one.breaches)) breaches.push(`the audit says of ${jobId ?? accountId}: ${breach}`)
  const left = (await storedKeys()).filter((key) => jobRows.some(({ id }) => key.includes(`/${id}/`)))
  claim(left.length === 0, `files are left for ever: ${left.join(', ')}`)
  run.schedule.requests.forEach((request, index) => {
    if (!request.hasKey) return
    const made = asked.filter((job) => requestOfJob(job) === index)
    claim(made.length <= 1, `the key of request ${index} made ${made.length} jobs`)
  })
  for (const { request, isOther, id } of run.told) {
    if (id === undefined) continue
    const job = jobRows.find((row) => row.id === id)
    claim(job !== undefined && requestOfJob(job) === request && isOtherText(job) === isOther, `request ${request} was told of ${id}, which is not its own`)
  }
  const handedOver = new Set<string>()
  for (const { body, atMs, worked } of run.sent) {
    const exists =
      body.kind === 'events' ||
      (body.kind === 'webhook' ? deliveryRows.some(({ id }) => id === body.deliveryId) : [...jobRows, ...taskRows].some(({ id }) => id === body.jobId) || (run.schedule.uploads.length > 0 && body.jobId.startsWith('upl_')))
    claim(exists, `a ${body.kind} message was sent for what does not exist`)
    // A task's own next step is sent for like what is due. Who was worked at may be due anew at once, when his deadline is this very moment.
    if (body.kind !== 'due' || isTaskId(body.jobId)) continue
    const once = `${body.jobId} at ${atMs}, worked at ${worked} times`
    claim(!handedOver.has(once), `two sweeps handed over ${once}`)
    handedOver.add(once)
  }
  for (const { jobId, accountId, ref } of attemptRows) {
    if (accountId === STILL.id) continue
    const request = requestOfJob(jobRows.find(({ id }) => id === jobId) ?? { tags: [] })
    const strangers = run.submissions.ownersOf(ref).filter((owner) => owner !== request)
    claim(strangers.length === 0, `request ${request} goes by the work of request ${strangers.join(', ')}`)
  }
  for (const job of asked) {
    const last = attemptRows.find(({ jobId, number }) => jobId === job.id && number === job.attempt)
    breaches.push(...breachesOfEnd(job, run, last), ...breachesOfWebhooks(job, run, deliveryRows))
  }
  return breaches
}

/** How a job came to its end. @param last its last attempt */
function breachesOfEnd(job: JobRow, run: Run, last: typeof attempts.$inferSelect | undefined): readonly string[] {
  const request = requestOfJob(job)
  const { word, caller: name = 'large' } = run.schedule.requests[request] ?? {}
  const caller = callerOf(name)
  const outageMs = outageMsOf(run)
  const latestMs = Math.max(job.deadlineMs, (job.claimedAtMs ?? 0) + SUBMIT_LEASE_MS) + 60_000 * (2 + run.scheduler.fired()) + outageMs
  const endedMs = job.completedAtMs ?? 0
  const wishedAtMs = job.cancelAskedAtMs ?? Number.POSITIVE_INFINITY
  const keptMs = (run.schedule.requests[request]?.storeDays ?? DAYS_KEPT[caller.account.plan]) * 86_400_000
  // Three looks come after the company has made it: two faults cannot spoil them all.
  const isAwaited = word === '[[late]]' && caller.kind === 'live' && last?.ref && isLookedAt(last.upstream, last.ref) && run.scheduler.fired() <= 2
  const isDoomed = job.status === 'FAILED' && (job.errorReason === 'UPSTREAM' || job.errorReason === 'MODERATED')
  const sent = run.submissions.sentFor(request)
  const isWishIgnored = sent.some(({ company, invocation, atMs }) => company !== 'hedra' && company !== 'heygen' && atMs > wishedAtMs && run.scheduler.beganAtMs(invocation) > wishedAtMs)
  const isFailedByNobody = isDoomed && caller.kind === 'live' && sent.length === 0 && !isPrepared(run, request)
  const { keyless } = run.schedule
  const isFailedKeyless = isDoomed && caller.kind === 'live' && keyless !== null && run.scheduler.disturbed() === 0 && isWithin(endedMs, keyless) && !sent.some(({ atMs }) => isWithin(atMs, keyless))
  // The message that knows it comes a minute after D1 does, which may be too late.
  const isUnsent = job.errorReason === 'UNKNOWN_OUTCOME' && caller.kind === 'live' && sent.length === 0 && !run.scheduler.wasAway(job.deadlineMs - 120_000, job.deadlineMs)
  const isEarly = job.errorReason === 'UNKNOWN_OUTCOME' && endedMs < job.deadlineMs
  const rules: readonly (readonly [boolean | undefined, string])[] = [
    [!isOpen(job.status), `is still ${job.status}`],
    [job.accountId === caller.account.id && job.endUser === caller.endUser, `is of ${job.accountId} and was asked for by ${caller.account.id}`],
    [isLate(job) || endedMs <= latestMs, `ended ${(endedMs - job.deadlineMs) / 1000} s after its deadline`],
    [!isAwaited || !isGivenUp(job), 'was made too late and was not delivered'],
    [run.submissions.lastAtMs(request) <= latestMs, 'was submitted for after its end'],
    [!isDoomed || !run.submissions.isHopeful(request), 'was failed without a verdict of the upstream'],
    [!isDeliverable(run, job, request) || (job.status === 'COMPLETED' && !isLate(job)), `was made, could be fetched, and is ${job.status} ${job.errorReason}`],
    [!isUndisturbed(run, job, request) || (job.status === 'COMPLETED' && !isLate(job)), `met with no disturbance, and is ${job.status} ${job.errorCode} ${job.errorReason}`],
    [!isFailedKeyless, 'was failed while its company could not be asked'],
    [!isFailedByNobody, 'was failed, and no company was ever asked'],
    [!isWishIgnored, 'was submitted for after the wish to cancel it'],
    [job.status !== 'COMPLETED' || job.expiresAtMs === endedMs + keptMs || ((run.unwanted.has(job.id) || job.takenDownAtMs !== null) && (job.expiresAtMs ?? 0) <= endedMs + keptMs), `is kept until ${job.expiresAtMs}, having ended at ${endedMs}`],
    [!isUndisturbed(run, job, request) || !isEarlyRequest(run, request) || job.waitedUntilMs !== null || isInLine(run) || endedMs <= job.createdAtMs + 75_000 + (isSilent(run, request) ? LOST_CALLBACK_MS : 0), `met with no disturbance, and took ${(endedMs - job.createdAtMs) / 1000} s`],
    [!isUnsent || run.scheduler.died().size > 0 || run.scheduler.forgotten() > 0, 'was given up as unknown, and nothing was ever sent for it'],
    [!isEarly || last?.outcome === 'REJECTED', 'was given up as unknown before its deadline'],
  ]
  return rules.flatMap(([holds, breach]) => (holds ? [] : [`${job.id} ${breach}`]))
}

const outageMsOf = ({ schedule: { outages, keyless } }: Run): number => [...outages, ...(keyless ? [keyless] : [])].reduce((sum, { forSeconds }) => sum + forSeconds * 1000, 0)

/** As the contract says. */
const DAYS_KEPT = { FREE: 7, STARTER: 30, PRO: 90, ENTERPRISE: 365 } as const

/** A lost callback costs no more than the time in which it should have come. */
const LOST_CALLBACK_MS = 720_000
const isSilent = ({ schedule }: Run, request: number): boolean => schedule.callsBack && /lost|late/.test(schedule.requests[request]?.manner ?? '')

/** While the queues are not slow. */
const isEarlyRequest = ({ schedule }: Run, request: number): boolean => (schedule.requests[request]?.atSeconds ?? Infinity) <= 6

/** Something is fetched or uploaded, or a token is had, before it is submitted: that may be refused. */
const isPrepared = ({ schedule }: Run, request: number): boolean => schedule.hasServiceAccount || caseOf(schedule.requests[request]?.what ?? 'luma').with !== undefined

/** Words after which something is made. */
const HOPEFUL: ReadonlySet<string> = new Set(['', '[[withhold]]'])
const ROOM_MS = 590_000

/** Somebody wished it to end, or its account to. */
const isUnwished = ({ cancelled, operations }: Run, { id, accountId }: JobRow): boolean => cancelled.has(id) || operations.isClosing(accountId)

/** The company has made it or will, the service has heard of it and lived on, and little stood in the way of fetching it for ten minutes. */
function isDeliverable(run: Run, job: JobRow, request: number): boolean {
  const last = run.submissions.sentFor(request).at(-1)
  const word = run.schedule.requests[request]?.word
  return (
    last !== undefined && last.isHeard && HOPEFUL.has(word ?? '') &&
    !run.scheduler.died().has(last.invocation) && run.scheduler.fired() <= 2 && outageMsOf(run) <= 120_000 &&
    job.deadlineMs - last.atMs >= ROOM_MS && !isUnwished(run, job)
  )
}

/** Nothing at all went wrong, and nobody wished it otherwise. */
function isUndisturbed(run: Run, job: JobRow, request: number): boolean {
  const { schedule, scheduler } = run
  const asked = schedule.requests[request]
  const isQuiet = scheduler.disturbed() === 0 && schedule.keyless === null && schedule.health === 'WELL' && schedule.interferences.every(({ what }) => what !== 'bury')
  return isQuiet && asked !== undefined && !isKeptWaiting(schedule) && !caseOf(asked.what).isDoomed && HOPEFUL.has(asked.word) && !isUnwished(run, job)
}

/** Where a company has few places, one that hangs, or is not heard of, keeps others waiting for as long as they have patience. One that it takes no more of does not. */
const isKeptWaiting = ({ places, requests }: Run['schedule']): boolean =>
  places !== null && requests.some(({ word, manner }) => !(HOPEFUL.has(word) || word === '[[429]]') || /lost|late/.test(manner))

/** It may wait for a place, or for a company to rest. */
const isInLine = ({ schedule: { places } }: Run): boolean => places !== null

const isGivenUp = ({ status, errorReason }: JobRow): boolean => status === 'FAILED' && (errorReason === 'TIMEOUT' || errorReason === 'UNKNOWN_OUTCOME')

/** It was not stopped at the deadline, and a look at it begins nothing. */
function isLookedAt(upstreamId: UpstreamId, ref: UpstreamRef): boolean {
  const { upstream }: UpstreamRegistration = registrations[upstreamId]
  return upstream.poll !== undefined && !upstream.cancel && !upstream.mayBegin?.(ref)
}

/** Words after which no company has anything to be blamed for. */
const HARMLESS: ReadonlySet<string> = new Set(['', '[[moderated]]', '[[withhold]]', '[[429]]'])

/** Callers did no company harm, and nothing broke. */
const isQuiet = ({ scheduler, schedule }: Run): boolean =>
  scheduler.disturbed() === 0 && schedule.health !== 'OPEN' && schedule.keyless === null && schedule.requests.every(({ word }) => HARMLESS.has(word))

/** Then no circuit opens, and nobody is told of anything to mend. */
async function breachesOfHealth(run: Run): Promise<readonly string[]> {
  if (!isQuiet(run)) return []
  const known = await Promise.all(healthObjects().map(async ({ upstream, object }) => ({ upstream, circuit: (await object.look({ nowMs: run.clock.nowMs })).circuit })))
  const opened = known.filter(({ circuit }) => circuit.kind === 'OPEN').map(({ upstream }) => `the circuit of ${upstream} opened, and nothing was wrong with it`)
  const [rows] = await readAll((database) => database.batch([database.select().from(alarms)]))
  // A twin's film may have another length than was asked for; what is buried was buried on purpose.
  const raised = rows.filter(({ kind }) => kind !== 'PRICE' && (kind !== 'DEAD_LETTER' || run.schedule.interferences.every(({ what }) => what !== 'bury')))
  return [...opened, ...raised.map(({ kind, subject, detail }) => `nothing was wrong, and somebody was told of ${kind} ${subject}: ${detail}`)]
}

function breachesOfWebhooks(job: JobRow, run: Run, rows: readonly (typeof webhookDeliveries.$inferSelect)[]): readonly string[] {
  const own = rows.filter(({ jobId, endpointId }) => jobId === job.id && endpointId === null)
  const ids = new Set(run.endpoints.received.filter(({ subject, url }) => subject === job.id && url === RECEIVER).map(({ id }) => id))
  if (job.webhookUrl === null || isOpen(job.status)) return own.length + ids.size > 0 ? [`${job.id} has a webhook nobody asked for`] : []
  const events = [...(isLate(job) ? [EVENT_OF.FAILED] : []), EVENT_OF[job.status as keyof typeof EVENT_OF]]
  const expected = events.map((event) => deliveryIdOf(job.id, event))
  const isRight = own.length === expected.length && own.every(({ id, status }) => expected.includes(id) && status !== 'PENDING')
  const isTold = own.every(({ id, status }) => status !== 'DELIVERED' || ids.has(id))
  return isRight && isTold && [...ids].every((id) => expected.includes(id)) ? [] : [`${job.id} (${job.status}) has webhooks ${[...own.map(({ id, status }) => `${id} ${status}`), ...ids].join(', ')}`]
}
