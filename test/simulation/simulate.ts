// One simulated run: plays a schedule against the service until everything has come to rest.
import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { compose, composeBackground, newMemory } from '../../src/compose.ts'
import type { Env } from '../../src/env.ts'
import { audit } from '../../src/audit/audit.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import type { Services } from '../../src/services.ts'
import { memoryEmulators } from '../../emulators/memory-emulators.ts'
import { emulatorSettings } from '../../emulators/settings.ts'
import { callerOf } from './callers.ts'
import { caseOf } from './cases.ts'
import { createClients } from './clients.ts'
import { createDeliveries } from './deliveries.ts'
import { nextDue } from './next-due.ts'
import type { Interference, Schedule } from './schedule.ts'
import { createScheduler } from './scheduler.ts'
import type { Invocation } from './scheduler.ts'
import { gate, seed, worsenHealth } from './seed.ts'
import { googleByServiceAccount } from './service-account.ts'
import { envOf, outsideOf } from './simulated-env.ts'
import type { Outer } from './simulated-env.ts'
import { watchSubmissions } from './submissions.ts'
import { CALM_FROM_MS, PUBLIC_URL, START_MS } from './times.ts'
import { bodyText } from './wire.ts'

const AT_ONCE = 3
const MOST_STEPS = 12_000
const SWEEP_EVERY_MS = 60_000

export type Run = Awaited<ReturnType<typeof simulate>>

export interface Live {
  readonly clock: { nowMs: number }
  /** Without faults. */
  readonly services: Services
}

/** Asked in the course of a run, when nothing is under way. */
export interface Checks {
  /** After each fault. */
  readonly between: (nowMs: number) => Promise<void>
  /** Once, when all jobs are over; webhooks may still wait for hours. */
  readonly jobsOver: (live: Live) => Promise<void>
  /** Once, when nothing is left but files that will expire. */
  readonly keeping: (live: Live) => Promise<void>
}

export async function simulate(schedule: Schedule, check: Checks) {
  const clock = { nowMs: START_MS }
  const scheduler = createScheduler(clock, schedule.faults, schedule.outages)
  const submissions = watchSubmissions((request) => caseOf(schedule.requests[request]?.what ?? 'luma').images ?? 1, clock)
  const emulators = memoryEmulators(clock)
  const turns = [...schedule.turns]
  const received: { readonly id: string; readonly event: string; readonly jobId: string }[] = []
  const google = schedule.hasServiceAccount ? googleByServiceAccount(emulators.origin) : {}
  const bound: Env = { ...env, ...emulatorSettings(emulators.origin), ...google, PUBLIC_URL, ALLOW_LOOPBACK: 'true' }
  /** One isolate takes all requests. */
  const memory = newMemory()
  let chance = 1
  await seed(schedule.credits, schedule.due)
  if (schedule.health !== 'WELL') await worsenHealth(schedule.health, memory.health)

  const outer: Outer = {
    scheduler,
    env: bound,
    keyless: schedule.keyless,
    clock,
    random: (byteCount) => Uint8Array.from({ length: byteCount }, () => (chance = (chance * 48_271) % 2_147_483_647) >> 8),
    emulators: emulators.fetch,
    receive: (init) => {
      const { type, data } = JSON.parse(bodyText(init)) as { type: string; data: { id: string } }
      received.push({ id: new Headers(init.headers).get('webhook-id') ?? '', event: type, jobId: data.id })
      return new Response('ok')
    },
    enqueue: (body, delaySeconds) => deliveries.enqueue(body, delaySeconds),
    observe: submissions.observe,
  }
  const servicesOf = (invocation: Invocation): Services => composeBackground(envOf(outer, invocation), outsideOf(outer, invocation))
  const deliveries = createDeliveries({ clock, scheduler, servicesOf, schedule })
  const clients = createClients(outer, scheduler, memory, schedule.requests)
  const startSweep = (): Promise<void> => scheduler.start('sweep', async (invocation) => void (await sweep(servicesOf(invocation))), () => undefined)
  const startAudit = (): Promise<void> => scheduler.start('audit', async (invocation) => void (await audit(servicesOf(invocation))), () => undefined)
  const live: Live = { clock, services: compose(bound, { now: () => clock.nowMs, random: outer.random, pause: async () => undefined, fetch: emulators.fetch, print: () => undefined }) }

  const interfere = async ({ what, which, amid }: Interference): Promise<void> => {
    const index = which % schedule.requests.length
    const asked = schedule.requests[index]
    if (!asked) return
    scheduler.tell(`interference: ${what} ${which}`)
    if (what === 'redeliver' || what === 'bury') return deliveries.redeliver(which, what === 'bury')
    if (what === 'evict') return evictDurableObject(gate(callerOf(asked.caller).account.id)).catch(() => undefined)
    if (what === 'sweep') return startSweep()
    if (what === 'audit') return startAudit()
    if (what !== 'cancel') return asked.hasKey ? clients.generate(index, what === 'conflict') : undefined
    const storing = scheduler.storing()
    const stored = storing ? deliveries.jobsOf(storing) : []
    const id = amid === 'media' ? stored[which % Math.max(1, stored.length)] : clients.idOf(index)
    if (id !== undefined) await clients.cancel(id)
  }

  const plans: { readonly atMs: number; readonly begin: () => Promise<void> }[] =
    schedule.requests.map(({ atSeconds }, index) => ({ atMs: START_MS + atSeconds * 1000, begin: () => clients.generate(index, false) }))
  const interferences = [...schedule.interferences].toSorted((a, b) => a.afterEffects - b.afterEffects)

  /** When something is next due, of the messages, the plans, what is delayed, and the sweeper. */
  const nextMs = (dueAtMs: number): number => {
    const atMs = Math.min(scheduler.nextReadyAtMs(), deliveries.nextAtMs(), ...plans.map((one) => one.atMs), dueAtMs)
    return atMs < CALM_FROM_MS && clock.nowMs < CALM_FROM_MS ? atMs : Math.ceil(atMs / 60_000) * 60_000
  }
  const checked = { jobsOver: false, keeping: false }
  let sweptAtMs = START_MS
  let disturbedBefore = 0

  /** When nothing runs: time passes, or the sweeper comes. @returns false when nothing is left to do */
  const rest = async (): Promise<boolean> => {
    if (scheduler.disturbed() > disturbedBefore) await check.between(clock.nowMs)
    disturbedBefore = scheduler.disturbed()
    const soonMs = nextMs(Number.POSITIVE_INFINITY)
    if (soonMs < sweptAtMs + SWEEP_EVERY_MS) {
      clock.nowMs = Math.max(clock.nowMs, soonMs)
      return true
    }
    const next = await nextDue()
    const isIdle = !next.isOpen && plans.length === 0 && deliveries.isEmpty()
    const [left] = interferences.splice(0, isIdle ? 1 : 0)
    if (left) {
      await interfere(left)
      return true
    }
    if (isIdle && !checked.jobsOver) {
      checked.jobsOver = true
      await check.jobsOver(live)
    }
    if (isIdle && next.isDeletionAlone && !checked.keeping) {
      checked.keeping = true
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
    const begins = scheduler.running() >= AT_ONCE ? [] : [
      ...plans.filter(({ atMs }) => atMs <= clock.nowMs).map((plan) => () => (plans.splice(plans.indexOf(plan), 1), plan.begin())),
      ...deliveries.due(),
    ]
    const choices = [...scheduler.ready(), ...begins]
    const chosen = choices[(turns.shift() ?? 0) % choices.length]
    if (chosen) await chosen()
    else if (scheduler.running() > 0) clock.nowMs = Math.max(clock.nowMs, scheduler.nextReadyAtMs())
    else if (!(await rest())) break
  }
  const { told, cancelled } = clients
  return { clock, live, schedule, scheduler, submissions, told, cancelled, sent: deliveries.sent, received, isSettled: steps < MOST_STEPS && checked.keeping, steps }
}
