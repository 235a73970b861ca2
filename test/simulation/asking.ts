// How simulated clients ask: each request is an invocation of the real app, which may die and then answers nothing.
import { createApp } from '../../src/app.ts'
import type { IsolateMemory } from '../../src/isolate-memory.ts'
import { authorizationOf } from './seed.ts'
import { callerOf } from './callers.ts'
import type { CallerName } from './callers.ts'
import type { Scheduler } from './scheduler.ts'
import { envOf, outsideOf } from './simulated-env.ts'
import type { Outer } from './simulated-env.ts'
import { PUBLIC_URL } from './times.ts'

export interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any -- the clients' own queries say what is in it
  readonly data?: Readonly<Record<string, any>> | null
  readonly errors?: readonly { readonly extensions: { readonly code?: string; readonly limit?: string } }[]
}

export interface Payload {
  readonly query: string
  readonly variables: unknown
}

export interface Asking {
  /** @param answered reads the answer @param over once, when that is done or nothing is to come */
  readonly send: (name: string, request: () => Request | Promise<Request>, answered: (response: Response) => Promise<void>, over?: () => void, isPatient?: boolean) => Promise<void>
  readonly ask: (name: string, caller: CallerName, payload: Payload, answered: (json: Answer) => void, over?: () => void, isPatient?: boolean) => Promise<void>
}

export const graphqlRequest = async (caller: CallerName, payload: Payload, accept = 'application/json'): Promise<Request> => {
  const headers = { 'authorization': await authorizationOf(callerOf(caller)), 'content-type': 'application/json', accept }
  return new Request(`${PUBLIC_URL}/graphql`, { method: 'POST', headers, body: JSON.stringify(payload) })
}

export function createAsking(outer: Outer, scheduler: Scheduler, memory: IsolateMemory): Asking {
  const send: Asking['send'] = async (name, request, answered, over = () => undefined, isPatient = false) => {
    let isOver = false
    const end = (): void => {
      if (!isOver) over()
      isOver = true
    }
    await scheduler.start(name, async (invocation) => {
      const deferred: Promise<unknown>[] = []
      const context = { waitUntil: (work: Promise<unknown>) => void deferred.push(work), passThroughOnException: () => undefined }
      const response = await createApp(outsideOf(outer, invocation), memory).fetch(await request(), envOf(outer, invocation), context as unknown as ExecutionContext)
      await answered(response)
      if (!invocation.isDead) end()
      await Promise.allSettled(deferred)
    }, end, isPatient)
  }
  return {
    send,
    ask: (name, caller, payload, answered, over, isPatient) =>
      send(name, () => graphqlRequest(caller, payload), async (response) => {
        const json: Answer = await response.json()
        scheduler.tell(`${name} is answered ${response.status} ${json.errors?.[0]?.extensions.code ?? ''}`)
        answered(json)
      }, over, isPatient),
  }
}
