// One simulated run: plays a schedule against the service until everything has come to rest.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createApp } from '../../src/app.ts'
import { compose, newMemory } from '../../src/compose.ts'
import type { Env } from '../../src/env.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { consume, consumeDead } from '../../src/queues/consume.ts'
import type { QueueMessage } from '../../src/queues/messages.ts'
import type { Services } from '../../src/services.ts'
import { openDatabase } from '../../src/store/database.ts'
import { OPEN_STATUSES } from '../../src/store/jobs.ts'
import { jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { memoryEmulators } from '../emulators/memory-emulators.ts'
import { emulatorSettings } from '../emulators/settings.ts'
import { caseOf } from './cases.ts'
import { googleByServiceAccount } from './service-account.ts'
import { bodyOf, cancelBody } from './requests.ts'
import type { Interference, RequestCase, Schedule } from './schedule.ts'
import { createScheduler } from './scheduler.ts'
import type { Invocation } from './scheduler.ts'
import { ACCOUNT, KEY, makeTrouble, seed } from './seed.ts'
import { envOf, outsideOf } from './simulated-env.ts'
import type { Outer } from './simulated-env.ts'
import { watchSubmissions } from './submissions.ts'
import { bodyText } from './wire.ts'

interface Message {
  readonly body: QueueMessage
  readonly atMs: number
  readonly attempts: number
  readonly isDead: boolean
}

/** What a client was told. */
export interface Told {
  readonly request: number
  readonly isOther: boolean
  readonly id: string | undefined
  readonly code: string | undefined
}

export const START_MS = Date.UTC(2026, 10, 22, 9, 30)
/** From here on the queues are slow and deliver by the minute: it spares hundreds of polls. */
const CALM_FROM_MS = START_MS + 120_000
const MAX_RETRIES = { submit: 20, poll: 100, webhook: 20 } as const
const AT_ONCE = 3
const MOST_STEPS = 6000

export type Run = Awaited<ReturnType<typeof simulate>>

export interface Checks {
  /** After each fault, as soon as nothing runs. */
  readonly between: () => Promise<void>
  /** Once, when all jobs are over; webhooks may still wait for hours. */
  readonly jobsOver: (run: Live) => Promise<void>
}

export async function simulate(schedule: Schedule, check: Checks) {
  const clock = { nowMs: START_MS }
  const scheduler = createScheduler(clock, schedule.faults)
  const submissions = watchSubmissions((request) => imagesOf(schedule.requests[request]), clock)
  const emulators = memoryEmulators(clock)
  const turns = [...schedule.turns]
  const messages: Message[] = []
  const delivered: Message[] = []
  const sent: QueueMessage[] = []
  const told: Told[] = []
  const received: { readonly id: string; readonly event: string; readonly jobId: string }[] = []
  const google = schedule.hasServiceAccount ? googleByServiceAccount(emulators.origin) : {}
  const settings = { ...emulatorSettings(emulators.origin), ...google, PUBLIC_URL: 'http://127.0.0.1:8787', ALLOW_LOOPBACK: 'true' }
  const bound: Env = { ...env, ...settings }
  /** One isolate takes all requests. */
  const memory = newMemory()
  let chance = 1
  await seed(schedule.credits, START_MS)
  if (schedule.hasTrouble) await makeTrouble(memory.health, START_MS)

  const outer: Outer = {
    scheduler,
    env: bound,
    clock,
    random: (byteCount) => Uint8Array.from({ length: byteCount }, () => (chance = (chance * 48_271) % 2_147_483_647) >> 8),
    emulators: emulators.fetch,
    receive: (init) => {
      const { type, data } = JSON.parse(bodyText(init)) as { type: string; data: { id: string } }
      received.push({ id: new Headers(init.headers).get('webhook-id') ?? '', event: type, jobId: data.id })
      return new Response('ok')
    },
    enqueue: (body, delaySeconds) => {
      sent.push(body)
      messages.push({ body, atMs: clock.nowMs + delaySeconds * 1000, attempts: 0, isDead: false })
    },
    observe: submissions.observe,
  }
  const servicesOf = (invocation: Invocation) => ({ ...compose(envOf(outer, invocation), outsideOf(outer, invocation)), log: () => undefined })

  const take = async (message: Message): Promise<void> => {
    messages.splice(messages.indexOf(message), 1)
    const fault = scheduler.faultOf('delivery')
    const { body } = message
    delivered.push(message)
    if (fault) scheduler.tell(`queue: ${body.kind} — ${fault}`)
    if (fault === 'lose') return
    if (fault === 'late') return void messages.push({ ...message, atMs: clock.nowMs + 75_000 })
    if (fault === 'duplicate') messages.push({ ...message, atMs: clock.nowMs + 4000 })
    if (fault === 'bury') return void messages.push({ body, atMs: clock.nowMs + 5000, attempts: 0, isDead: true })
    return deliver(message)
  }
  const jobOf = new Map<Invocation, string>()
  const deliver = (message: Message): Promise<void> => {
    const { body } = message
    const attempts = message.attempts + 1
    let retryAtMs: number | undefined
    const again = (delaySeconds: number): void => {
      const isDead = message.isDead || attempts > MAX_RETRIES[body.kind]
      messages.push({ body, atMs: clock.nowMs + delaySeconds * 1000, attempts: isDead ? 0 : attempts, isDead })
    }
    const handed = [{ body, attempts, ack: () => undefined, retry: ({ delaySeconds }: { delaySeconds: number }) => void (retryAtMs = delaySeconds) }]
    return scheduler.start(
      `${message.isDead ? 'dead ' : ''}${body.kind}`,
      async (invocation) => {
        if (body.kind !== 'webhook') jobOf.set(invocation, body.jobId)
        await (message.isDead ? consumeDead : consume)(servicesOf(invocation), handed)
        if (!invocation.isDead && retryAtMs !== undefined) again(retryAtMs)
      },
      () => again(10),
    )
  }

  const ask = (name: string, payload: { readonly query: string; readonly variables: unknown }, answered: (json: Answer) => void): Promise<void> =>
    scheduler.start(name, async (invocation) => {
      const deferred: Promise<unknown>[] = []
      const context = { waitUntil: (work: Promise<unknown>) => void deferred.push(work), passThroughOnException: () => undefined }
      const response = await createApp(outsideOf(outer, invocation), memory).fetch(
        new Request('http://127.0.0.1:8787/graphql', {
          method: 'POST',
          headers: { 'authorization': `Bearer ${KEY}`, 'content-type': 'application/json' },
          body: JSON.stringify(payload),
        }),
        envOf(outer, invocation),
        context as unknown as ExecutionContext,
      )
      const json: Answer = await response.json()
      scheduler.tell(`${name} is answered ${response.status} ${json.errors?.[0]?.extensions.code ?? ''}`)
      answered(json)
      await Promise.allSettled(deferred)
    }, () => undefined)

  const generate = (request: number, isOther: boolean): Promise<void> => {
    const asked = schedule.requests[request]
    if (!asked) return Promise.resolve()
    return ask(`request ${request}${isOther ? ' with another text' : ''}`, bodyOf(asked, request, isOther), ({ data, errors }) =>
      void told.push({ request, isOther, id: data?.generate?.id, code: errors?.[0]?.extensions.code }))
  }
  const interfere = async ({ what, which, amid }: Interference): Promise<void> => {
    const index = which % schedule.requests.length
    scheduler.tell(`interference: ${what} ${which}`)
    if (what === 'redeliver' || what === 'bury') {
      const earlier = delivered.at(-1 - which)
      return earlier && deliver({ ...earlier, isDead: what === 'bury' })
    }
    if (what === 'evict') return evictDurableObject(gate()).catch(() => undefined)
    if (what === 'sweep') return startSweep()
    if (what !== 'cancel') return schedule.requests[index]?.hasKey ? generate(index, what === 'conflict') : undefined
    const storing = scheduler.storing()
    const id = amid === 'media' ? storing && jobOf.get(storing) : told.find((one) => one.request === index && one.id !== undefined)?.id
    if (id !== undefined) await ask(`cancel ${index}`, cancelBody(id), () => undefined)
  }
  const startSweep = (): Promise<void> => scheduler.start('sweep', async (invocation) => void (await sweep(servicesOf(invocation))), () => undefined)

  const plans: { readonly atMs: number; readonly begin: () => Promise<void> }[] =
    schedule.requests.map(({ atSeconds }, index) => ({ atMs: START_MS + atSeconds * 1000, begin: () => generate(index, false) }))
  const interferences = [...schedule.interferences].toSorted((a, b) => a.afterEffects - b.afterEffects)
  const live: Live = { clock, services: compose(bound, { now: () => clock.nowMs, random: outer.random, pause: async () => undefined, fetch: emulators.fetch, print: () => undefined }) }

  /** When something is next due, of the messages, the plans, what is delayed, and the sweeper. */
  const nextMs = (dueAtMs: number): number => {
    const atMs = Math.min(scheduler.nextReadyAtMs(), ...messages.map((one) => one.atMs), ...plans.map((one) => one.atMs), dueAtMs)
    return atMs < CALM_FROM_MS && clock.nowMs < CALM_FROM_MS ? atMs : Math.ceil(atMs / 60_000) * 60_000
  }

  let sweptAtMs = START_MS
  let isChecked = false
  let steps = 0
  let firedBefore = 0
  for (; steps < MOST_STEPS; steps += 1) {
    const due = interferences.find(({ amid, afterEffects }) => afterEffects <= scheduler.performed(amid))
    if (due) {
      interferences.splice(interferences.indexOf(due), 1)
      await interfere(due)
      continue
    }
    const begins = scheduler.running() >= AT_ONCE ? [] : [
      ...plans.filter(({ atMs }) => atMs <= clock.nowMs).map((plan) => () => (plans.splice(plans.indexOf(plan), 1), plan.begin())),
      ...messages.filter(({ atMs }) => atMs <= clock.nowMs).map((message) => () => take(message)),
    ]
    const choices = [...scheduler.ready(), ...begins]
    const chosen = choices[(turns.shift() ?? 0) % choices.length]
    if (chosen) {
      await chosen()
      continue
    }
    if (scheduler.running() === 0) {
      if (scheduler.fired() > firedBefore) await check.between()
      firedBefore = scheduler.fired()
      const soonMs = nextMs(Number.POSITIVE_INFINITY)
      if (soonMs < sweptAtMs + 60_000) {
        clock.nowMs = Math.max(clock.nowMs, soonMs)
        continue
      }
      const next = await nextDue()
      const isIdle = !next.isOpen && plans.length === 0 && messages.length === 0
      const [left] = interferences.splice(0, isIdle ? 1 : 0)
      if (left) {
        await interfere(left)
        continue
      }
      if (isIdle && !isChecked) {
        isChecked = true
        await check.jobsOver(live)
      }
      if (next.atMs <= clock.nowMs && clock.nowMs - sweptAtMs >= 60_000) {
        sweptAtMs = clock.nowMs
        await startSweep()
        continue
      }
      const atMs = nextMs(Math.max(next.atMs, sweptAtMs + 60_000))
      if (atMs === Number.POSITIVE_INFINITY) break
      clock.nowMs = Math.max(clock.nowMs, atMs)
    } else clock.nowMs = Math.max(clock.nowMs, scheduler.nextReadyAtMs())
  }
  return { clock, schedule, scheduler, submissions, told, sent, received, isSettled: steps < MOST_STEPS && isChecked, steps }
}

export interface Live {
  readonly clock: { nowMs: number }
  /** Without faults. */
  readonly services: Services
}

interface Answer {
  readonly data?: { readonly generate?: { readonly id: string } | null } | null
  readonly errors?: readonly { readonly extensions: { readonly code?: string } }[]
}

/** How many images it asks for: each may be a submission of its own. */
const imagesOf = (asked: RequestCase | undefined): number => (asked && caseOf(asked.what).images) ?? 1

export const database = () => openDatabase(env.DB)
export const gate = () => env.ACCOUNT_GATE.get(env.ACCOUNT_GATE.idFromName(ACCOUNT))

/** What of the rows still wants the sweeper. The deletion of media after months is left out. */
async function nextDue(): Promise<{ readonly isOpen: boolean; readonly atMs: number }> {
  const [jobRows, deliveryRows] = await database().batch([
    database().select({ status: jobs.status, dueAtMs: jobs.dueAtMs }).from(jobs),
    database().select({ dueAtMs: webhookDeliveries.dueAtMs }).from(webhookDeliveries),
  ])
  const open = jobRows.filter(({ status }) => OPEN_STATUSES.some((one) => one === status))
  const failed = jobRows.filter(({ status }) => status === 'FAILED')
  const due = [...open, ...failed, ...deliveryRows].map(({ dueAtMs }) => dueAtMs ?? Number.POSITIVE_INFINITY)
  return { isOpen: open.length > 0, atMs: Math.min(Number.POSITIVE_INFINITY, ...due) }
}

/** The slots that are leased, by job. */
export async function leases(): Promise<readonly string[]> {
  const state = await runInDurableObject(gate(), (_, { storage }) => storage.kv.get<{ leases: Record<string, unknown>; day: { count: number } }>('state'))
  return Object.keys(state?.leases ?? {})
}
