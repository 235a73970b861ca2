// The whole service inside a test: the real app, D1, R2 and gate, over a clock of the test's own, emulated upstreams
// and queues that deliver when the clock says so. Each world has an account of its own.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { eq, isNotNull } from 'drizzle-orm'
import { expect } from 'vitest'
import { createApp } from '../src/app.ts'
import { mintKey } from '../src/domain/key-format.ts'
import { compose } from '../src/compose.ts'
import type { World as OutsideWorld } from '../src/compose.ts'
import type { Env } from '../src/env.ts'
import { sha256Hex } from '../src/domain/digest.ts'
import { sweep } from '../src/jobs/sweep.ts'
import type { Limits, Plan } from '../src/domain/plans.ts'
import type { Services } from '../src/services.ts'
import { openDatabase } from '../src/store/database.ts'
import { accounts, apiKeys, creditEntries, jobs, webhookDeliveries } from '../src/store/tables.ts'
import { uploads, uploadShares } from '../src/store/upload-tables.ts'
import { memoryEmulators } from '../emulators/memory-emulators.ts'
import { emulatorSettings } from '../emulators/settings.ts'
import { createClock } from './clock.ts'
import { createQueues } from './queues.ts'

export const WEBHOOK_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
/** A receiver that only exists in the test's world. */
export const RECEIVER = 'https://receiver.example.com/hook'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: {
    readonly data?: Answer | null
    readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[]
    readonly extensions?: Record<string, unknown>
  }
}

export interface WorldOptions {
  readonly plan?: Plan
  readonly credits?: number
  readonly limits?: Partial<Limits>
  /** What its key has besides the usual. */
  readonly key?: Partial<typeof apiKeys.$inferInsert>
  /** Replaces the network for some URLs: answers, or undefined to let the emulators answer. */
  readonly network?: (url: string, init: RequestInit) => Promise<Response> | undefined
  /** Settings over the emulators' own. */
  readonly settings?: Readonly<Record<string, string>>
  /** What happens while the service lets time pass. */
  readonly passing?: () => Promise<void>
  /** Who lets time pass waits until the test moves the clock, instead of moving it. */
  readonly waitsForClock?: boolean
  /** Each request meets an isolate that knows nothing yet. */
  readonly isForgetful?: boolean
  /** Bindings instead of the real ones: for counting. */
  readonly bindings?: (env: Env) => Partial<Env>
}

/** Data of an answer, for tests to reach into. */
// oxlint-disable-next-line typescript/no-explicit-any -- the tests' own queries say what is in it
export type Answer = Record<string, any>

let worlds = 0

export async function createWorld(options: WorldOptions = {}) {
  worlds += 1
  const clock = createClock(Date.UTC(2026, 10, 22, 9, 30, worlds % 60) + worlds * 3_600_000)
  const emulators = memoryEmulators(clock, (request) => fetchApp(request.url.slice(new URL(request.url).origin.length), request))
  const received: { headers: Headers; body: string }[] = []
  const receiver = { answer: (): Response => new Response('ok') }
  const accountId = `acc_${String(worlds).padStart(4, '0')}${crypto.randomUUID().slice(0, 8)}`
  const key = mintKey('live', (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount)))
  await seed(accountId, key, options, clock.nowMs)

  const logs: Record<string, unknown>[] = []
  const outside: OutsideWorld = {
    now: () => clock.nowMs,
    random: (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount)),
    pause: async (ms) => {
      if (options.waitsForClock) return clock.until(clock.nowMs + ms)
      clock.nowMs += ms
      await options.passing?.()
    },
    fetch: async (url, init) => {
      const own = options.network?.(url, init)
      if (own) return own
      if (!url.startsWith(RECEIVER)) return emulators.fetch(url, init)
      received.push({ headers: new Headers(init.headers), body: typeof init.body === 'string' ? init.body : '' })
      return receiver.answer()
    },
    print: (line) => void logs.push(JSON.parse(line) as Record<string, unknown>),
  }
  const queues = createQueues(clock)
  const settings = { ...emulatorSettings(emulators.origin), PUBLIC_URL: 'http://127.0.0.1:8787', ALLOW_LOOPBACK: 'true', ...options.settings }
  const bound: Env = { ...env, ...settings, ...queues.bindings, UPSTREAM_HEALTH: ownObjects(env.UPSTREAM_HEALTH, accountId), UPSTREAM_PLACES: ownObjects(env.UPSTREAM_PLACES, accountId) }
  const testEnv: Env = { ...bound, ...options.bindings?.(bound) }
  const services = compose(testEnv, outside)
  const app = createApp(outside)
  const isolate = () => (options.isForgetful ? createApp(outside) : app)

  const fetchApp = async (path: string, init: RequestInit = {}, origin = 'http://127.0.0.1:8787'): Promise<Response> => {
    const context = createExecutionContext()
    const response = await isolate().fetch(new Request(origin + path, init), testEnv, context)
    await waitOnExecutionContext(context)
    return response
  }
  const post = async (body: unknown, headers: Record<string, string> = {}): Promise<Reply> => {
    const response = await fetchApp('/graphql', {
      method: 'POST',
      headers: { 'authorization': `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const sweepAs = async (its: Services): Promise<number> => {
    const seen = await sweep(its)
    await queues.runDue(its)
    return seen
  }
  return {
    accountId,
    key,
    clock,
    env: testEnv,
    services,
    queues,
    received,
    receiver,
    logs,
    emulators,
    fetchApp,
    post,
    /** Any operation; fails the test on errors. */
    ask: async (query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Answer> => {
      const reply = await post({ query, variables }, headers)
      expect(reply.body.errors).toBeUndefined()
      return reply.body.data ?? {}
    },
    /** Delivers what is due, and moves the clock from message to message for so many seconds. */
    run: (seconds: number) => queues.run(services, seconds, emulators.callbacks),
    /** The minute's sweep, and what it hands over at once. @returns how many rows were due */
    sweep: () => sweepAs(services),
    /** The same by another version of the service, or under other settings. */
    sweepAs,
    balance: async (): Promise<number> => (await database().select().from(accounts).where(eq(accounts.id, accountId)))[0]?.credits ?? Number.NaN,
    entries: async () => await database().select().from(creditEntries).where(eq(creditEntries.accountId, accountId)),
  }
}

/** Health and lines are of all accounts: in a test what one world's upstreams did must not be held against the next one's. */
function ownObjects<Held extends Rpc.DurableObjectBranded>(namespace: DurableObjectNamespace<Held>, prefix: string): DurableObjectNamespace<Held> {
  return new Proxy(namespace, {
    get: (target, name) => (name === 'idFromName' ? (upstream: string) => target.idFromName(`${prefix}/${upstream}`) : (id: DurableObjectId) => target.get(id)),
  })
}

export type World = Awaited<ReturnType<typeof createWorld>>

const database = () => openDatabase(env.DB)

async function seed(accountId: string, key: string, options: WorldOptions, nowMs: number): Promise<void> {
  const credits = options.credits ?? 1_000_000
  await database().batch([
    // The sweeper looks at all accounts: what an earlier world left open must not come due in this one.
    database().update(jobs).set({ dueAtMs: null }).where(isNotNull(jobs.dueAtMs)),
    database().delete(uploads),
    database().delete(uploadShares),
    database().update(webhookDeliveries).set({ dueAtMs: null }).where(isNotNull(webhookDeliveries.dueAtMs)),
    database().update(accounts).set({ eventsDueAtMs: null }).where(isNotNull(accounts.eventsDueAtMs)),
    database().insert(accounts).values({
      id: accountId,
      name: 'A test',
      plan: options.plan ?? 'ENTERPRISE',
      credits,
      limits: options.limits ?? null,
      webhookSecret: WEBHOOK_SECRET,
      createdAtMs: nowMs,
    }),
    database().insert(creditEntries).values({ accountId, id: '0.grant', kind: 'GRANT', amount: credits, createdAtMs: nowMs }),
    database().insert(apiKeys).values({
      hash: await sha256Hex(key),
      accountId,
      id: `key_${accountId}`,
      name: 'test',
      kind: 'live',
      lastFour: key.slice(-4),
      createdAtMs: nowMs,
      ...options.key,
    }),
  ])
}

export const GENERATE = `mutation Generate($input: GenerateInput!) {
  generate(input: $input) { id status type provider model url creditCost estimatedTime progress adjustments { option requested served reason } error { code reason message retryable } }
}`

export const READ = `query Read($id: ID!) {
  generation(id: $id) {
    id status type provider model url progress creditCost refundedCredits attempts completedAt pollAfterMs
    outputs { url metadata { format contentType width height duration bytes } }
    metadata { width height duration format resolution }
    error { code reason message retryable docsUrl }
  }
}`
