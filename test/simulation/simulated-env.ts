// The bindings and the network as one invocation sees them: the real D1, gate and R2 and the emulated upstreams, with
// every effect handed to the scheduler first. An invocation that died gets no answer from any of them.
import { evictDurableObject } from 'cloudflare:test'
import type { World as OutsideWorld } from '../../src/compose.ts'
import type { Env } from '../../src/env.ts'
import type { QueueMessage } from '../../src/domain/messages.ts'
import { paintedImage, speech } from '../../emulators/media.ts'
import { RECEIVER } from '../world.ts'
import { mostLinesOf } from './callers.ts'
import { CALLERS_FILES } from './cases.ts'
import type { Lines } from './lines.ts'
import { protocolOf } from './protocols.ts'
import type { EffectKind, FaultName, Span } from './schedule.ts'
import type { Invocation, Scheduler } from './scheduler.ts'
import { healthObjectName, placesObjectName } from './seed.ts'
import type { Submissions } from './submissions.ts'
import { isWithin } from './times.ts'
import { bodyText, requestOf } from './wire.ts'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface Outer {
  readonly scheduler: Scheduler
  readonly env: Env
  /** When its secrets of companies are not set. */
  readonly keyless: Span | null
  readonly clock: { readonly nowMs: number }
  readonly random: (byteCount: number) => Uint8Array
  readonly emulators: Fetch
  /** The webhooks' receivers. */
  readonly receive: (url: string, init: RequestInit, invocation: number) => Response
  readonly enqueue: (body: QueueMessage, delaySeconds: number) => void
  /** Told of each exchange with an upstream. */
  readonly observe: Submissions['observe']
  /** Told of what a company is sent. */
  readonly watchFiles: (invocation: number, url: string, init: RequestInit) => Promise<void>
  /** Told of what is deleted from storage. */
  readonly noteDeleted: (keys: readonly string[]) => void
  readonly lines: Lines
  /** The account's object has been told of a job's end. */
  readonly tellsEnd: (jobId: string) => void
  /** What must not be, whenever it is seen. */
  readonly complain: (sentence: string) => void
}

export function envOf(outer: Outer, invocation: Invocation): Env {
  const { env } = outer
  const sending = <Body extends QueueMessage>() => ({
    send: (body: Body, options?: QueueSendOptions) =>
      outer.scheduler.perform(invocation, 'send', `send ${body.kind}`, async () => outer.enqueue(structuredClone(body), options?.delaySeconds ?? 0)),
    sendBatch: (messages: readonly MessageSendRequest<Body>[]) =>
      outer.scheduler.perform(invocation, 'send', `send ${messages.length} of ${messages[0]?.body.kind}`, async () => {
        for (const { body } of messages) outer.enqueue(structuredClone(body), 0)
      }),
  }) as unknown as Queue<Body>
  const isKeyless = outer.keyless !== null && isWithin(outer.clock.nowMs, outer.keyless)
  return {
    ...(isKeyless ? withoutSecrets(env) : env),
    DB: databaseOf(outer, invocation, env.DB),
    ...(env.DB_1 && { DB_1: databaseOf(outer, invocation, env.DB_1) }),
    ACCOUNT_GATE: gateOf(outer, invocation),
    UPSTREAM_HEALTH: healthOf(outer, invocation),
    UPSTREAM_PLACES: placesOf(outer, invocation),
    MEDIA: mediaOf(outer, invocation),
    ASSETS: assetsOf(outer, invocation),
    SUBMITS: sending(),
    POLLS: sending(),
    HEAVY: sending(),
    WEBHOOKS: sending(),
    WEBHOOKS_SLOW: sending(),
    DUE: sending(),
    // It counts by the real minute.
    KEY_LOOKUPS: { limit: async () => ({ success: true }) },
  }
}

/** As by a deploy that forgot to set them. */
const withoutSecrets = (env: Env): Env =>
  Object.fromEntries(Object.entries(env).map(([name, value]: [string, unknown]) => [name, /_(?:API_KEY|ACCESS_KEY|SECRET_KEY|SERVICE_ACCOUNT)$/.test(name) ? '' : value])) as unknown as Env

/** Everything the service asks of D1 is a batch; anything else is refused here. */
function databaseOf({ scheduler }: Outer, invocation: Invocation, binding: D1Database): D1Database {
  return new Proxy(binding, {
    get: (target, name) => {
      if (name === 'prepare') return (query: string) => target.prepare(query)
      if (name !== 'batch') throw new Error(`D1 was asked to ${String(name)}, which is not simulated`)
      return (statements: D1PreparedStatement[]) => scheduler.perform(invocation, 'd1', 'D1 batch', () => target.batch(statements))
    },
  })
}

function gateOf(outer: Outer, invocation: Invocation): Env['ACCOUNT_GATE'] {
  const { scheduler, env, lines } = outer
  return new Proxy(env.ACCOUNT_GATE, {
    get: (target, name) => {
      if (name !== 'get') return (id: string) => target.idFromName(id)
      return (id: DurableObjectId) => {
        const stub = target.get(id)
        const gate = id.name ?? ''
        const call = (method: 'admit' | 'look' | 'tell' | 'release' | 'giveBack' | 'turns') => (request: never) =>
          scheduler.perform(invocation, 'gate', `gate ${method}`, async (fault) => {
            if (fault === 'evict') await evictDurableObject(stub).catch(() => undefined)
            if (method === 'admit') await lines.agree(gate, stub)
            const answer = await stub[method](request)
            await lines.settle(gate, stub)
            noteTold(outer, method, request)
            return answer
          })
        const attach = (url: string, init: RequestInit) =>
          scheduler.perform(invocation, 'gate', 'gate attach', async (fault) => {
            if (fault === 'evict') await evictDurableObject(stub).catch(() => undefined)
            await lines.agree(gate, stub)
            const answer = await stub.fetch(url, init)
            if (!answer.webSocket) return answer
            const asked = JSON.parse(new URL(url).searchParams.get('request') ?? '') as { readonly untilMs: number }
            const webSocket = lines.attach(invocation, { gate, untilMs: asked.untilMs }, answer.webSocket)
            // Its answer does not arrive: nobody holds the line.
            if (fault?.endsWith(' after')) webSocket.close()
            await lines.settle(gate, stub)
            const count = lines.openOf(gate)
            if (count > mostLinesOf(gate)) outer.complain(`${gate} has ${count} lines open`)
            return { webSocket, headers: answer.headers }
          })
        return { admit: call('admit'), look: call('look'), tell: call('tell'), release: call('release'), giveBack: call('giveBack'), turns: call('turns'), fetch: attach }
      }
    },
  })
}

/** Whoever reads from then on must see the end. */
function noteTold({ tellsEnd }: Outer, method: string, request: { readonly ended?: { readonly telling: { readonly jobId: string } } }): void {
  const jobId = method === 'release' ? request.ended?.telling.jobId : undefined
  if (jobId !== undefined) tellsEnd(jobId)
}

/** What is told to it may be lost. Reading it has no turn of its own: nobody waits for that, and a choice may read eight. */
function healthOf({ scheduler, env }: Outer, invocation: Invocation): Env['UPSTREAM_HEALTH'] {
  return new Proxy(env.UPSTREAM_HEALTH, {
    get: (target, name) => {
      if (name !== 'get') return (upstream: string) => target.idFromName(healthObjectName(upstream))
      return (id: DurableObjectId) => {
        const stub = target.get(id)
        return {
          look: (request: never) => scheduler.aside(invocation, () => stub.look(request)),
          record: (request: never) => scheduler.perform(invocation, 'health', 'health record', () => stub.record(request)),
          beginTrial: (request: never) => scheduler.perform(invocation, 'health', 'health trial', () => stub.beginTrial(request)),
        }
      }
    },
  })
}

/** Whoever chooses reads it as health is read, aside. */
function placesOf({ scheduler, env }: Outer, invocation: Invocation): Env['UPSTREAM_PLACES'] {
  return new Proxy(env.UPSTREAM_PLACES, {
    get: (target, name) => {
      if (name !== 'get') return (upstream: string) => target.idFromName(placesObjectName(upstream))
      return (id: DurableObjectId) => {
        const stub = target.get(id)
        const call = (method: 'ask' | 'free') => (request: never) =>
          scheduler.perform(invocation, 'places', `places ${method}`, async (fault) => {
            if (fault === 'evict') await evictDurableObject(stub).catch(() => undefined)
            return stub[method](request)
          })
        return { ask: call('ask'), free: call('free'), look: (request: never) => scheduler.aside(invocation, () => stub.look(request)), order: (request: never) => scheduler.aside(invocation, () => stub.order(request)) }
      }
    },
  })
}

/** What of R2 the service uses, by the kind of fault that may meet it. */
const R2_KINDS: Readonly<Record<string, EffectKind>> = { put: 'put', get: 'get', head: 'get', list: 'list', delete: 'delete' }

function mediaOf({ scheduler, env, noteDeleted }: Outer, invocation: Invocation): R2Bucket {
  const perform = <Result>(kind: EffectKind, name: string, act: () => Promise<Result>) => scheduler.perform(invocation, kind, `R2 ${name}`, act)
  const multipartOf = (multipart: R2MultipartUpload) => ({
    key: multipart.key,
    uploadId: multipart.uploadId,
    uploadPart: (part: number, body: ReadableStream) => perform('put', 'part', () => multipart.uploadPart(part, body)),
    complete: (parts: R2UploadedPart[]) => perform('put', 'complete', () => multipart.complete(parts)),
    abort: () => perform('delete', 'abort', () => multipart.abort()),
  })
  return new Proxy(env.MEDIA, {
    get: (target, name) => {
      if (name === 'createMultipartUpload') return (key: string, options?: R2MultipartOptions) => perform('put', 'begin', () => target.createMultipartUpload(key, options))
      if (name === 'resumeMultipartUpload') return (key: string, id: string) => multipartOf(target.resumeMultipartUpload(key, id))
      const kind = R2_KINDS[String(name)]
      const member: unknown = Reflect.get(target, name)
      if (!kind || typeof member !== 'function') throw new Error(`R2 was asked to ${String(name)}, which is not simulated`)
      return (...args: unknown[]) =>
        perform(kind, String(name), async () => {
          const answer: unknown = await Reflect.apply(member, target, args)
          if (kind === 'delete') noteDeleted([args[0]].flat().map(String))
          return answer
        })
    },
  })
}

/** What is served from our own deployment does not fail by itself. */
function assetsOf({ scheduler, env }: Outer, invocation: Invocation): Env['ASSETS'] {
  return new Proxy(env.ASSETS, {
    get: (target, name) => {
      if (name !== 'fetch') throw new Error(`assets were asked to ${String(name)}, which is not simulated`)
      return (...args: Parameters<Fetcher['fetch']>) => scheduler.aside(invocation, () => target.fetch(...args))
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
      if (kind === 'webhook') return outer.scheduler.perform(invocation, kind, 'webhook', async (fault) => answerOf(fault) ?? outer.receive(url, init, invocation.number))
      const { happened, seen } = outer.observe(invocation.number, url, init)
      const answer = await outer.scheduler.perform(invocation, kind, requestOf(url, init), async (fault) => {
        await outer.watchFiles(invocation.number, url, init)
        return exchange(outer, url, init, fault, happened)
      })
      await seen(answer.clone())
      return answer
    },
  }
}

function kindOf(url: string, init: RequestInit): EffectKind {
  if (url.startsWith(RECEIVER)) return 'webhook'
  if (url.includes('/emulators/media/')) return 'media'
  return protocolOf(requestOf(url, init)) ? 'submit' : 'look'
}

async function exchange(outer: Outer, url: string, init: RequestInit, fault: FaultName | undefined, happened: (answer: Response) => Promise<void>): Promise<Response> {
  const instead = answerOf(fault)
  if (instead && !fault?.endsWith(' after')) return instead
  if (url.startsWith(CALLERS_FILES)) return callersFile(url)
  // Without its signal: an emulator that hangs is a time-out of the simulated clock, not of the real one.
  const { signal: _, ...rest } = init
  const made = await outer.emulators(url, rest)
  await happened(made.clone())
  const answer = bodyText(init).includes('[[withhold]]') ? await withhold(made, init) : made
  return instead ?? (fault === 'cut off' ? cutOff(answer) : answer)
}

/** The connection is lost in the middle of the answer. */
async function cutOff(answer: Response): Promise<Response> {
  const { status, headers } = answer
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (bytes.byteLength === 0) return new Response(null, { status, headers })
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes.slice(0, bytes.byteLength / 2)),
    pull: (controller) => controller.error(new Error('the connection was lost in the middle of the answer')),
  })
  return new Response(body, { status, headers })
}

/** What a caller's address leads to: small, and of the right kind. */
export async function callersFile(url: string): Promise<Response> {
  if (url.includes('/missing')) return new Response('not here', { status: 404 })
  if (url.includes('/down')) throw new Error('the host of the caller cannot be reached')
  const { bytes, contentType } = url.endsWith('.png') ? await paintedImage(64, 64, 'png', 1) : speech('mp3')
  return new Response(bytes, { headers: { 'content-type': contentType } })
}

function answerOf(fault: FaultName | undefined): Response | undefined {
  const status = Number(/^\d+/.exec(fault ?? '')?.[0])
  return status ? Response.json({ message: 'a simulated fault' }, { status }) : undefined
}

/** Content rules hold back one image of several: MiniMax leaves it out, Google answers its request, the second, with a reason. */
async function withhold(answer: Response, init: RequestInit): Promise<Response> {
  if (bodyText(init).includes('"seed":8')) return Response.json({ candidates: [{ finishReason: 'IMAGE_SAFETY', index: 0 }] })
  const text = answer.headers.get('content-type')?.includes('json') ? await answer.clone().text() : ''
  if (!text.includes('image_urls')) return answer
  const made = JSON.parse(text) as { data: { image_urls: string[] } }
  if (made.data.image_urls.length < 2) return answer
  made.data.image_urls.pop()
  return Response.json({ ...made, metadata: { failed_count: '1' } })
}
