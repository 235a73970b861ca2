// The companies of a simulated run, as far as they speak of their own accord: their callbacks reach the real app, each with faults of its
// own. And somebody who has found the road, and forges them.
import { createApp } from '../../src/app.ts'
import type { World } from '../../src/compose.ts'
import type { Env } from '../../src/env.ts'
import type { IsolateMemory } from '../../src/isolate-memory.ts'
import type { Scheduler } from './scheduler.ts'
import { envOf, outsideOf } from './simulated-env.ts'
import type { Outer } from './simulated-env.ts'
import { PUBLIC_URL } from './times.ts'

const context = { waitUntil: () => undefined, passThroughOnException: () => undefined } as unknown as ExecutionContext

export type Companies = ReturnType<typeof createCompanies>

export function createCompanies(outerOf: () => Outer, scheduler: Scheduler, memory: IsolateMemory) {
  const waiting: Request[] = []
  /** Forged callbacks that were heard. */
  const believed: string[] = []

  const hear = (request: Request, heard: (status: number) => void): Promise<void> =>
    scheduler.start('callback', async (invocation) => {
      const outer = outerOf()
      const answer = await createApp(outsideOf(outer, invocation), memory).fetch(request, envOf(outer, invocation), context)
      scheduler.tell(`callback is answered ${answer.status}`)
      heard(answer.status)
    }, () => undefined)

  return {
    believed,
    /** A challenge wants its answer in the middle of a submission; all else has its turn. */
    post: async (request: Request): Promise<Response> => {
      if (!(await request.clone().text()).includes('"challenge"')) {
        waiting.push(request)
        return new Response(null)
      }
      const { env, clock, random } = outerOf()
      const outside: World = { now: () => clock.nowMs, random, pause: async () => undefined, fetch: () => Promise.reject(new Error('not now')), print: () => undefined }
      return createApp(outside, memory).fetch(request, env, context)
    },
    begins: (): readonly (() => Promise<void>)[] => waiting.map((request) => () => {
      waiting.splice(waiting.indexOf(request), 1)
      return hear(request, () => undefined)
    }),
    forge: (accountId: string, jobId: string): Promise<void> => {
      const token = [accountId, jobId, 1, '0'.repeat(64)].join('.')
      const request = new Request(`${PUBLIC_URL}/callbacks/luma/${token}`, { method: 'POST', body: JSON.stringify({ state: 'completed' }) })
      return hear(request, (status) => void (status === 404 || believed.push(`a forged callback about ${jobId} was answered ${status}`)))
    },
  }
}

/** The platform counts by the clock on the wall, and the same ids come in every run. */
export const patientCounter: Env['CALLBACKS'] = { limit: async () => ({ success: true }) }
