// The bindings and the network as one invocation sees them: the real D1, gate and R2 and the emulated upstreams, with
// every effect handed to the scheduler first. An invocation that died gets no answer from any of them.
import { evictDurableObject } from 'cloudflare:test'
import type { World as OutsideWorld } from '../../src/compose.ts'
import type { Env } from '../../src/env.ts'
import type { QueueMessage } from '../../src/queues/messages.ts'
import { RECEIVER } from '../world.ts'
import type { EffectKind, FaultName } from './schedule.ts'
import type { Invocation, Scheduler } from './scheduler.ts'
import { textOfBody } from './submissions.ts'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface Outer {
  readonly scheduler: Scheduler
  readonly env: Env
  readonly clock: { readonly nowMs: number }
  readonly random: (byteCount: number) => Uint8Array
  readonly emulators: Fetch
  /** The webhooks' receiver. */
  readonly receive: (init: RequestInit) => Response
  readonly enqueue: (body: QueueMessage, delaySeconds: number) => void
  /** Told of each exchange with an upstream when it is wanted, and what it answers then of what the service saw. */
  readonly observe: (url: string, init: RequestInit) => (seen: Response) => Promise<void>
}

export function envOf(outer: Outer, invocation: Invocation): Env {
  const { env } = outer
  const sending = <Body extends QueueMessage>() => ({
    send: (body: Body, options?: QueueSendOptions) =>
      outer.scheduler.perform(invocation, 'send', `send ${body.kind}`, async () => outer.enqueue(structuredClone(body), options?.delaySeconds ?? 0)),
  }) as unknown as Queue<Body>
  return {
    ...env,
    DB: databaseOf(outer, invocation),
    ACCOUNT_GATE: gateOf(outer, invocation),
    MEDIA: mediaOf(outer, invocation),
    SUBMITS: sending(),
    POLLS: sending(),
    WEBHOOKS: sending(),
  }
}

/** Everything the service asks of D1 is a batch; anything else is refused here. */
function databaseOf({ scheduler, env }: Outer, invocation: Invocation): D1Database {
  return new Proxy(env.DB, {
    get: (target, name) => {
      if (name === 'prepare') return (query: string) => target.prepare(query)
      if (name !== 'batch') throw new Error(`D1 was asked to ${String(name)}, which is not simulated`)
      return (statements: D1PreparedStatement[]) => scheduler.perform(invocation, 'd1', 'D1 batch', () => target.batch(statements))
    },
  })
}

function gateOf({ scheduler, env }: Outer, invocation: Invocation): Env['ACCOUNT_GATE'] {
  return new Proxy(env.ACCOUNT_GATE, {
    get: (target, name) => {
      if (name !== 'get') return (id: string) => target.idFromName(id)
      return (id: DurableObjectId) => {
        const stub = target.get(id)
        const call = (method: 'admit' | 'look' | 'release' | 'giveBack') => (request: never) =>
          scheduler.perform(invocation, 'gate', `gate ${method}`, async (fault) => {
            if (fault === 'evict') await evictDurableObject(stub).catch(() => undefined)
            return stub[method](request)
          })
        return { admit: call('admit'), look: call('look'), release: call('release'), giveBack: call('giveBack') }
      }
    },
  })
}

function mediaOf({ scheduler, env }: Outer, invocation: Invocation): R2Bucket {
  return new Proxy(env.MEDIA, {
    get: (target, name) => {
      if (name === 'put') {
        return (key: string, value: ReadableStream, options: R2PutOptions) =>
          scheduler.perform(invocation, 'r2', 'R2 put', () => target.put(key, value, options))
      }
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

export function outsideOf(outer: Outer, invocation: Invocation): OutsideWorld {
  return {
    now: () => outer.clock.nowMs,
    random: outer.random,
    print: () => undefined,
    pause: (ms) => outer.scheduler.perform(invocation, 'pause', 'pause', async () => undefined, ms),
    fetch: async (url, init) => {
      const kind = kindOf(url, init)
      if (kind === 'webhook') return outer.scheduler.perform(invocation, kind, 'webhook', async (fault) => answerOf(fault) ?? outer.receive(init))
      const name = `${init.method ?? 'GET'} ${url.replace(/^.*\/emulators/, '')}`
      const saw = outer.observe(url, init)
      const seen = await outer.scheduler.perform(invocation, kind, name, (fault) => exchange(outer, url, init, fault))
      await saw(seen.clone())
      return seen
    },
  }
}

function kindOf(url: string, init: RequestInit): EffectKind {
  if (url.startsWith(RECEIVER)) return 'webhook'
  if (url.includes('/emulators/media/')) return 'media'
  return init.method === 'POST' ? 'submit' : 'look'
}

async function exchange(outer: Outer, url: string, init: RequestInit, fault: FaultName | undefined): Promise<Response> {
  const instead = answerOf(fault)
  if (instead && fault !== '502 after') return instead
  // Without its signal: an emulator that hangs is a time-out of the simulated clock, not of the real one.
  const { signal: _, ...rest } = init
  const answer = await outer.emulators(url, rest)
  if (textOfBody(init).includes('[[withhold]]')) return withhold(answer)
  return instead ?? answer
}

function answerOf(fault: FaultName | undefined): Response | undefined {
  const status = Number(/^\d+/.exec(fault ?? '')?.[0])
  return status ? Response.json({ message: 'a simulated fault' }, { status }) : undefined
}

/** MiniMax's content rules hold back one image of several. */
async function withhold(answer: Response): Promise<Response> {
  const text = answer.headers.get('content-type')?.includes('json') ? await answer.clone().text() : ''
  if (!text.includes('image_urls')) return answer
  const made = JSON.parse(text) as { data: { image_urls: string[] } }
  if (made.data.image_urls.length < 2) return answer
  made.data.image_urls.pop()
  return Response.json({ ...made, metadata: { failed_count: '1' } })
}
