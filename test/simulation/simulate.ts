// One simulated run: plays a schedule against the service until everything has come to rest.
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { compose, composeBackground } from '../../src/compose.ts'
import type { Env } from '../../src/env.ts'
import { newMemory } from '../../src/isolate-memory.ts'
import { audit } from '../../src/audit/audit.ts'
import { sweepAll } from '../../src/jobs/sweep-all.ts'
import { onEachShard } from '../../src/store/shards.ts'
import type { Services } from '../../src/services.ts'
import { memoryEmulators } from '../../emulators/memory-emulators.ts'
import { emulatorSettings } from '../../emulators/settings.ts'
import { callerOf } from './callers.ts'
import { caseOf } from './cases.ts'
import { createApp } from '../../src/app.ts'
import { createAsking } from './asking.ts'
import { createClients } from './clients.ts'
import { CALLBACK_SECRET } from '../callbacks/secret.ts'
import { createCompanies, patientCounter } from './companies.ts'
import { createDeliveries } from './deliveries.ts'
import { createEndpoints } from './endpoints.ts'
import { createLines } from './lines.ts'
import { nextDue } from './next-due.ts'
import { createOperations } from './operations.ts'
import { rememberRows } from './remembered.ts'
import type { Remembered } from './remembered.ts'
import type { Interference, Schedule } from './schedule.ts'
import { createScheduler } from './scheduler.ts'
import type { Invocation } from './scheduler.ts'
import { concurrencyOf } from './places.ts'
import { gate, seed, worsenHealth } from './seed.ts'
import { googleByServiceAccount } from './service-account.ts'
import { OTHER } from './shards.ts'
import { envOf, outsideOf } from './simulated-env.ts'
import type { Outer } from './simulated-env.ts'
import { watchSubmissions } from './submissions.ts'
import type { Submissions } from './submissions.ts'
import { createUploads } from './uploads.ts'
import { createWatchers } from './watchers.ts'
import { CALM_FROM_MS, PUBLIC_URL, START_MS } from './times.ts'

const AT_ONCE = 3
const MOST_STEPS = 12_000
const SWEEP_EVERY_MS = 60_000
/** For an upload that something is to be made from. */
const MOST_LOOKS = 20

export type Run = Awaited<ReturnType<typeof simulate>>

export interface Live {
  readonly clock: { nowMs: number }
  /** Without faults. */
  readonly services: Services
  readonly fetch: (request: Request) => Promise<Response>
}

/** Asked in the course of a run, when nothing is under way. */
export interface Checks {
  /** After each fault. */
  readonly between: (nowMs: number, submissions: Submissions) => Promise<void>
  /** Once, when all jobs are over; webhooks may still wait for hours. */
  readonly jobsOver: (live: Live) => Promise<void>
  /** Once, when nothing is left but files that will expire. */
  readonly keeping: (live: Live) => Promise<void>
}

export async function simulate(schedule: Schedule, check: Checks) {
  const clock = { nowMs: START_MS }
  const scheduler = createScheduler(clock, schedule.faults, schedule.outages)
  /** One isolate takes all requests. */
  const memory = newMemory()
  const submissions = watchSubmissions((request) => caseOf(schedule.requests[request]?.what ?? 'luma').images ?? 1, clock)
  const companies = createCompanies(() => outer, scheduler, memory)
  const emulators = memoryEmulators(clock, companies.post)
  const turns = [...schedule.turns]
  const complaints = new Set<string>()
  const google = schedule.hasServiceAccount ? googleByServiceAccount(emulators.origin) : {}
  const bound: Env = { ...env, ...emulatorSettings(emulators.origin), ...google, PUBLIC_URL, ALLOW_LOOPBACK: 'true', CALLBACKS: patientCounter, ...concurrencyOf(schedule.places), ...(schedule.isSharded && OTHER), ...(schedule.callsBack && { CALLBACK_SECRET }) }
  let chance = 1
  await seed(schedule.credits, schedule.due, schedule.isSharded)
  if (schedule.health !== 'WELL') await worsenHealth(schedule.health, memory.health)

  const outer: Outer = {
    scheduler,
    env: bound,
    keyless: schedule.keyless,
    clock,
    random: (byteCount) => Uint8Array.from({ length: byteCount }, () => (chance = (chance * 48_271) % 2_147_483_647) >> 8),
    emulators: emulators.fetch,
    receive: (url, init, invocation) => endpoints.receive(url, init, scheduler.beganAtMs(invocation)),
    enqueue: (body, delaySeconds) => deliveries.enqueue(body, delaySeconds),
    observe: submissions.observe,
    watchFiles: (invocation, url, init) => uploads.watchFiles(invocation, url, init),
    noteDeleted: (keys) => uploads.noteDeleted(keys),
    lines: createLines(scheduler, clock),
    tellsEnd: (jobId) => watchers.tellsEnd(jobId),
    complain: (sentence) => void complaints.add(sentence),
  }
  const plans: { readonly atMs: number; readonly begin: () => Promise<void> }[] = []
  const later = (atMs: number, begin: () => Promise<void>): void => void plans.push({ atMs, begin })
  const servicesOf = (invocation: Invocation): Services => composeBackground(envOf(outer, invocation), outsideOf(outer, invocation))
  const deliveries = createDeliveries({ clock, scheduler, servicesOf, schedule })
  const asking = createAsking(outer, scheduler, memory)
  const passive = { now: () => clock.nowMs, random: outer.random, pause: async () => undefined, fetch: emulators.fetch, print: () => undefined }
  const fetchDirectly = async (request: Request): Promise<Response> =>
    createApp(passive).fetch(request, bound, { waitUntil: () => undefined, passThroughOnException: () => undefined } as unknown as ExecutionContext)
  const uploads = createUploads({ clock, asking, later, fetchLink: (url) => fetchDirectly(new Request(url)) }, schedule.uploads)
  const endpoints = createEndpoints({ clock, asking, later }, schedule.endpoints)
  const clients = createClients(scheduler, asking, clock, schedule.requests, (request) => imageOf(request))
  const watchers = createWatchers({ clock, asking, later, idOf: clients.idOf }, schedule.watches, schedule.requests)
  const operations = createOperations({ clock, asking, scheduler, servicesOf, later, idOf: clients.idOf }, schedule.operations, schedule.requests)
  let remembered: Remembered | undefined
  const startSweep = (): Promise<void> => scheduler.start('sweep', async (invocation) => void (await sweepAll(servicesOf(invocation))), () => undefined)
  const startAudit = (): Promise<void> => scheduler.start('audit', async (invocation) => void (await onEachShard(servicesOf(invocation), (own) => audit(own))), () => undefined)
  const live: Live = { clock, services: compose(bound, passive), fetch: fetchDirectly }

  /** What it is made from is decided once: by its upload, if that is there in time. */
  const images = new Map<number, string | undefined>()
  const imageOf = (request: number): string | undefined => {
    const number = schedule.requests[request]?.upload
    if (!images.has(request)) images.set(request, number === null || number === undefined ? undefined : uploads.sent[number]?.id)
    return images.get(request)
  }
  const ask = async (request: number, looks: number): Promise<void> => {
    const number = schedule.requests[request]?.upload
    const isAwaited = number !== null && number !== undefined && uploads.sent[number]?.isOver === false && looks < MOST_LOOKS
    if (isAwaited) later(clock.nowMs + 5000, () => ask(request, looks + 1))
    else await clients.generate(request, false)
  }

  /** Its lines sleep, or, as by a deploy, break. */
  const evict = async (accountId: string, which: number): Promise<void> => {
    const stub = gate(accountId)
    await evictDurableObject(stub, { webSockets: which % 2 === 0 ? 'hibernate' : 'close' }).catch(() => undefined)
    await outer.lines.settle(accountId, stub)
  }

  const interfere = async ({ what, which, amid }: Interference): Promise<void> => {
    const index = which % schedule.requests.length
    const asked = schedule.requests[index]
    if (!asked) return
    scheduler.tell(`interference: ${what} ${which}`)
    if (what === 'redeliver' || what === 'bury') return deliveries.redeliver(which, what === 'bury')
    if (what === 'forge') return companies.forge(callerOf(asked.caller).account.id, clients.idOf(index) ?? 'gen_none')
    if (what === 'evict') return evict(callerOf(asked.caller).account.id, which)
    if (what === 'sweep') return startSweep()
    if (what === 'audit') return startAudit()
    if (what !== 'cancel' && what !== 'delete') return asked.hasKey ? clients.generate(index, what === 'conflict') : undefined
    const storing = scheduler.storing()
    const stored = storing ? deliveries.jobsOf(storing) : []
    const id = amid === 'media' ? stored[which % Math.max(1, stored.length)] : clients.idOf(index)
    if (id !== undefined) await (what === 'delete' ? clients.deleteMedia(id) : clients.cancel(id))
  }

  schedule.requests.forEach(({ atSeconds }, index) => later(START_MS + atSeconds * 1000, () => ask(index, 1)))
  const interferences = [...schedule.interferences].toSorted((a, b) => a.afterEffects - b.afterEffects)

  /** When something is next due, of the messages, the plans, what is delayed, and the sweeper. */
  const nextMs = (dueAtMs: number): number => {
    const atMs = Math.min(scheduler.nextReadyAtMs(), deliveries.nextAtMs(), emulators.callbacks.nextAtMs(), ...plans.map((one) => one.atMs), dueAtMs)
    return atMs < CALM_FROM_MS && clock.nowMs < CALM_FROM_MS ? atMs : Math.ceil(atMs / 60_000) * 60_000
  }
  const checked = { jobsOver: false, keeping: false }
  let sweptAtMs = START_MS
  let disturbedBefore = 0

  /** When nothing runs: time passes, or the sweeper comes. @returns false when nothing is left to do */
  const rest = async (): Promise<boolean> => {
    if (scheduler.disturbed() > disturbedBefore) await check.between(clock.nowMs, submissions)
    disturbedBefore = scheduler.disturbed()
    const soonMs = nextMs(Number.POSITIVE_INFINITY)
    if (soonMs < sweptAtMs + SWEEP_EVERY_MS) {
      clock.nowMs = Math.max(clock.nowMs, soonMs)
      return true
    }
    const next = await nextDue()
    const isIdle = !next.isOpen && plans.length === 0 && deliveries.isEmpty() && !scheduler.isAnyWaiting()
    const [left] = interferences.splice(0, isIdle ? 1 : 0)
    if (left) {
      await interfere(left)
      return true
    }
    if (isIdle && !checked.jobsOver) {
      checked.jobsOver = true
      await check.jobsOver(live)
    }
    if (isIdle && next.isDeletionAlone && next.atMs > clock.nowMs && !checked.keeping) {
      checked.keeping = true
      remembered = operations.done.length === 0 ? undefined : await rememberRows()
      await check.keeping(live)
    }
    if (next.atMs <= clock.nowMs && clock.nowMs - sweptAtMs >= SWEEP_EVERY_MS) {
      sweptAtMs = clock.nowMs
      for (let sweeps = 0; sweeps < schedule.sweeps; sweeps += 1) await startSweep()
      return true
    }
    const atMs = nextMs(Math.max(next.atMs, sweptAtMs + SWEEP_EVERY_MS))
    if (atMs === Number.POSITIVE_INFINITY) return false
    clock.nowMs = Math.max(clock.nowMs, atMs)
    return true
  }

  let steps = 0
  for (; steps < MOST_STEPS; steps += 1) {
    const due = interferences.find(({ amid, afterEffects }) => afterEffects <= scheduler.performed(amid))
    if (due) {
      interferences.splice(interferences.indexOf(due), 1)
      await interfere(due)
      continue
    }
    if (emulators.callbacks.nextAtMs() <= clock.nowMs) await emulators.callbacks.run()
    const begins = scheduler.running() >= AT_ONCE ? [] : [
      ...companies.begins(),
      ...plans.filter(({ atMs }) => atMs <= clock.nowMs).map((plan) => () => (plans.splice(plans.indexOf(plan), 1), plan.begin())),
      ...deliveries.due(),
    ]
    const choices = [...scheduler.ready(), ...begins]
    const chosen = choices[(turns.shift() ?? 0) % choices.length]
    if (chosen) await chosen()
    else if (scheduler.running() > 0) clock.nowMs = Math.max(clock.nowMs, scheduler.nextReadyAtMs())
    else if (!(await rest())) break
  }
  const { told, cancelled, unwanted, deletions } = clients
  return { clock, live, schedule, scheduler, submissions, told, cancelled, unwanted, deletions, uploads, endpoints, watchers, operations, remembered, complaints, believed: companies.believed, sent: deliveries.sent, isSettled: steps < MOST_STEPS && checked.keeping, steps }
}
