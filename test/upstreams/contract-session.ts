// One generation through the whole service over one emulator, whose answers a test may replace or lose. It remembers what
// the upstream told and what the caller heard, so that the suite can say that the one never turns up in the other.
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { modelById } from '../../src/catalog/catalog.ts'
import { jobs } from '../../src/store/tables.ts'
import { MEMORY_ORIGIN } from '../../emulators/desk.ts'
import { MEDIA_MOUNT } from '../../emulators/serve.ts'
import { emulatorSettings } from '../../emulators/settings.ts'
import { createWorld, GENERATE, READ, RECEIVER } from '../world.ts'
import type { Answer } from '../world.ts'
import type { ContractCase, Replaced } from './contract-case.ts'

/** What a request to the emulator is for. `submit` asks for the work; `look` is any GET of the upstream; `file` fetches media. */
type Purpose = 'submit' | 'look' | 'file' | 'other'

/** @param count which of its purpose it is, from 1 @param pass lets the emulator answer */
type Reply = (count: number, pass: () => Promise<Response>, path: string) => Promise<Response>

export interface Scene {
  /** Forces an outcome of the emulator's, for the first submission alone: `[[429]]`. */
  readonly first?: string
  /** Forces one for every submission. */
  readonly always?: string
  readonly replies?: Partial<Readonly<Record<Purpose, Reply>>>
  readonly settings?: Readonly<Record<string, string>>
}

/** What was told and heard in all scenes of one upstream. */
export interface Overheard {
  readonly told: Set<string>
  readonly heard: string[]
  /** Of each scene, what we logged. */
  readonly logs: (readonly Readonly<Record<string, unknown>>[])[]
}

export const lost = (): Promise<never> => Promise.reject(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))

export function responseOf({ status, body, headers }: Replaced): Response {
  return typeof body === 'string' ? new Response(body, { status, headers: { ...headers } }) : Response.json(body, { status, headers: { ...headers } })
}

export async function play(theCase: ContractCase, overheard: Overheard, scene: Scene = {}) {
  const counts: Record<Purpose, number> = { submit: 0, look: 0, file: 0, other: 0 }
  const submissions: string[] = []
  const pathOf = (url: string): string => new URL(url).pathname.slice(new URL(`${MEMORY_ORIGIN}/${theCase.mount}`).pathname.length)
  const purposeOf = (url: string, init: RequestInit): Purpose => {
    if (url.startsWith(`${MEMORY_ORIGIN}/${MEDIA_MOUNT}/`)) return 'file'
    if (init.method === 'GET') return 'look'
    const isQuestion = theCase.asksFirst !== undefined && JSON.stringify(init.body).includes(theCase.asksFirst)
    return init.method === 'POST' && theCase.submits.test(pathOf(url)) && !isQuestion ? 'submit' : 'other'
  }
  const world = await createWorld({
    ...(scene.settings && { settings: scene.settings }),
    network: (url, init) => {
      if (!url.startsWith(`${MEMORY_ORIGIN}/`)) return undefined
      const purpose = purposeOf(url, init)
      counts[purpose] += 1
      if (purpose === 'submit') submissions.push(JSON.stringify([url, ...new Headers(init.headers), init.body]))
      const isForced = purpose !== 'submit' || counts.submit === 1 || scene.first === undefined
      const pass = () => world.emulators.fetch(url, isForced ? init : unforced(init))
      const answer = scene.replies?.[purpose]?.(counts[purpose], pass, pathOf(url)) ?? pass()
      return answer.then((response) => overhear(response, overheard.told))
    },
  })
  overheard.logs.push(world.logs)
  const ask = async (query: string, variables: Record<string, unknown>): Promise<Answer> => {
    const reply = await world.post({ query, variables })
    overheard.heard.push(JSON.stringify([...reply.headers, reply.body]))
    expect(reply.body.errors).toBeUndefined()
    return reply.body.data ?? {}
  }
  const { request } = theCase
  const text = [request.input.text, scene.first ?? scene.always].filter(Boolean).join(' ')
  const input = { ...request, input: { ...request.input, text }, webhookUrl: RECEIVER }
  const { id, model: modelId, creditCost } = (await ask(GENERATE, { input }))['generate']
  const model = modelById(modelId)
  const read = async (): Promise<Answer> => (await ask(READ, { id }))['generation']
  const kinds = async () => (await world.entries()).map((entry) => entry.kind).toSorted()
  const hasToldOnce = (status: string) => {
    expect(world.received.map(({ body }) => JSON.parse(body).type)).toEqual([`generation.${status}`])
    overheard.heard.push(...world.received.map(({ headers, body }) => JSON.stringify([...headers, body])))
  }
  const createdAtMs = world.clock.nowMs
  return {
    world,
    counts,
    submissions,
    id: String(id),
    model,
    ask,
    read,
    /** Seconds from the generation's creation until it is given up. */
    toDeadline: async (): Promise<void> => {
      const deadlineMs = createdAtMs + (model?.deadlineSeconds ?? 0) * 1000
      world.clock.nowMs = Math.max(world.clock.nowMs, deadlineMs - 60_000)
      await world.run(70)
      await world.sweep()
      await world.run(0)
    },
    row: async () => (await world.services.database.select().from(jobs).where(eq(jobs.id, id)))[0],
    expectCompleted: async (attempts = 1): Promise<Answer> => {
      const generation = await read()
      expect(generation).toMatchObject({ status: 'COMPLETED', attempts, error: null, progress: 100, creditCost, refundedCredits: 0 })
      expect(await kinds()).toEqual(['CHARGE', 'GRANT'])
      expect(await world.balance()).toBe(1_000_000 - creditCost)
      hasToldOnce('completed')
      return generation
    },
    expectRefunded: async (error: Readonly<Record<string, unknown>>, attempts = 1): Promise<void> => {
      expect(await read()).toMatchObject({ status: 'FAILED', attempts, error, url: null, outputs: [], creditCost, refundedCredits: creditCost })
      expect(await kinds()).toEqual(['CHARGE', 'GRANT', 'REFUND'])
      expect(await world.balance()).toBe(1_000_000)
      expect(world.queues.waiting()).toEqual([])
      hasToldOnce('failed')
    },
    hasAlarm: () => world.logs.some((line) => line['event'] === 'alarm' && String(line['kind']).startsWith('UPSTREAM_')),
  }
}

export type Session = Awaited<ReturnType<typeof play>>
export type Play = (scene?: Scene) => Promise<Session>

const calm = (text: string): string => text.replaceAll(/ ?\[\[\w+\]\]/g, '')

/** The same submission without the word that forces an outcome. */
function unforced(init: RequestInit): RequestInit {
  if (typeof init.body === 'string') return { ...init, body: calm(init.body) }
  if (!(init.body instanceof FormData)) return init
  const form = new FormData()
  for (const [name, value] of init.body) form.append(name, typeof value === 'string' ? calm(value) : value)
  return { ...init, body: form }
}

/** Takes down every text of an answer and of where it points to. */
async function overhear(response: Response, told: Set<string>): Promise<Response> {
  const location = response.headers.get('location')
  if (location) told.add(location)
  if (!(response.headers.get('content-type') ?? '').includes('json')) return response
  collect(await response.clone().json(), told)
  return response
}

function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value)
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collect(inner, texts)
}

/** Our keys with all upstreams. */
export const ourKeys: readonly string[] = Object.entries(emulatorSettings(MEMORY_ORIGIN)).flatMap(([name, value]) => (name.endsWith('_BASE_URL') ? [] : [value]))
