// The clients of a simulated run: each asks over the real app, by its own key or token, and notes what it was told.
import { createApp } from '../../src/app.ts'
import type { IsolateMemory } from '../../src/compose.ts'
import { authorizationOf } from './seed.ts'
import { callerOf } from './callers.ts'
import type { CallerName } from './callers.ts'
import { bodyOf, cancelBody } from './requests.ts'
import type { RequestCase } from './schedule.ts'
import type { Scheduler } from './scheduler.ts'
import { envOf, outsideOf } from './simulated-env.ts'
import type { Outer } from './simulated-env.ts'
import { PUBLIC_URL } from './times.ts'

/** What a client was told. */
export interface Told {
  readonly request: number
  readonly isOther: boolean
  readonly id: string | undefined
  readonly cost: number | undefined
  readonly code: string | undefined
}

interface Answer {
  readonly data?: { readonly generate?: { readonly id: string; readonly creditCost: number } | null; readonly generationCancel?: { readonly outcome: string; readonly refundedCredits: number } | null } | null
  readonly errors?: readonly { readonly extensions: { readonly code?: string } }[]
}

/** Whose idempotency keys a request's is one of. */
const ownerOf = (asked: RequestCase | undefined): string | undefined => asked && `${callerOf(asked.caller).account.id} ${callerOf(asked.caller).endUser}`

export function createClients(outer: Outer, scheduler: Scheduler, memory: IsolateMemory, requests: readonly RequestCase[]) {
  const told: Told[] = []
  /** The jobs that somebody wished to cancel, whatever came of it. */
  const cancelled = new Set<string>()

  /** Accounts count their keys each for itself, and know nothing of one another's. */
  const keyNumberOf = (request: number): number =>
    requests.slice(0, request).filter((earlier) => ownerOf(earlier) === ownerOf(requests[request])).length

  const ask = (name: string, caller: CallerName, payload: { readonly query: string; readonly variables: unknown }, answered: (json: Answer) => void): Promise<void> =>
    scheduler.start(name, async (invocation) => {
      const deferred: Promise<unknown>[] = []
      const context = { waitUntil: (work: Promise<unknown>) => void deferred.push(work), passThroughOnException: () => undefined }
      const headers = { 'authorization': await authorizationOf(callerOf(caller)), 'content-type': 'application/json' }
      const request = new Request(`${PUBLIC_URL}/graphql`, { method: 'POST', headers, body: JSON.stringify(payload) })
      const response = await createApp(outsideOf(outer, invocation), memory).fetch(request, envOf(outer, invocation), context as unknown as ExecutionContext)
      const json: Answer = await response.json()
      scheduler.tell(`${name} is answered ${response.status} ${json.errors?.[0]?.extensions.code ?? ''}`)
      answered(json)
      await Promise.allSettled(deferred)
    }, () => undefined)

  return {
    told,
    cancelled,
    /** @param isOther with another text, by the same key */
    generate: async (request: number, isOther: boolean): Promise<void> => {
      const asked = requests[request]
      if (!asked) return
      await ask(`request ${request}${isOther ? ' with another text' : ''} of ${asked.caller}`, asked.caller, bodyOf(asked, request, isOther, keyNumberOf(request)), ({ data, errors }) =>
        void told.push({ request, isOther, id: data?.generate?.id, cost: data?.generate?.creditCost, code: errors?.[0]?.extensions.code }))
    },
    idOf: (request: number): string | undefined => told.find((one) => one.request === request && one.id !== undefined)?.id,
    cancel: async (id: string): Promise<void> => {
      const request = told.find((one) => one.id === id)?.request
      const asked = request === undefined ? undefined : requests[request]
      if (!asked) return
      cancelled.add(id)
      await ask(`cancel ${request}`, asked.caller, cancelBody(id), ({ data }) => scheduler.tell(`cancel ${request}: ${data?.generationCancel?.outcome}`))
    },
  }
}
