// The clients of a simulated run: each asks over the real app, by its own key or token, and notes what it was told.
import { callerOf } from './callers.ts'
import type { Asking } from './asking.ts'
import { bodyOf, cancelBody, deleteBody } from './requests.ts'
import type { RequestCase } from './schedule.ts'
import type { Scheduler } from './scheduler.ts'

/** What a client was told. */
export interface Told {
  readonly request: number
  readonly isOther: boolean
  readonly id: string | undefined
  readonly cost: number | undefined
  readonly status: string | undefined
  readonly code: string | undefined
  /** The upload that it named. */
  readonly image: string | undefined
  readonly askedAtMs: number
  readonly atMs: number
}

/** What became of a wish to have files gone. */
export interface Deletion {
  readonly id: string
  readonly isDone: boolean
  readonly isExpired: boolean
  readonly code: string | undefined
  readonly atMs: number
}

/** Whose idempotency keys a request's is one of. */
const ownerOf = (asked: RequestCase | undefined): string | undefined => asked && `${callerOf(asked.caller).account.id} ${callerOf(asked.caller).endUser}`

/** @param imageOf the upload that a request is made from; undefined: none */
export function createClients(scheduler: Scheduler, { ask }: Asking, clock: { readonly nowMs: number }, requests: readonly RequestCase[], imageOf: (request: number) => string | undefined) {
  const told: Told[] = []
  /** The jobs that somebody wished to cancel, whatever came of it. */
  const cancelled = new Set<string>()
  /** The jobs whose files somebody wished gone, whatever came of it. */
  const unwanted = new Set<string>()
  const deletions: Deletion[] = []

  /** Accounts count their keys each for itself, and know nothing of one another's. */
  const keyNumberOf = (request: number): number =>
    requests.slice(0, request).filter((earlier) => ownerOf(earlier) === ownerOf(requests[request])).length

  const askerOf = (id: string): { readonly request: number; readonly asked: RequestCase } | undefined => {
    const request = told.find((one) => one.id === id)?.request
    const asked = request === undefined ? undefined : requests[request]
    return request === undefined || !asked ? undefined : { request, asked }
  }

  return {
    told,
    cancelled,
    unwanted,
    deletions,
    /** @param isOther with another text, by the same key */
    generate: async (request: number, isOther: boolean): Promise<void> => {
      const asked = requests[request]
      if (!asked) return
      const image = imageOf(request)
      const askedAtMs = clock.nowMs
      const body = bodyOf(asked, request, isOther, keyNumberOf(request), image)
      await ask(`request ${request}${isOther ? ' with another text' : ''} of ${asked.caller}`, asked.caller, body, ({ data, errors }) =>
        void told.push({
          request, isOther, id: data?.['generate']?.id, cost: data?.['generate']?.creditCost, status: data?.['generate']?.status, code: errors?.[0]?.extensions.code, image, askedAtMs, atMs: clock.nowMs,
        }), undefined, asked.waitSeconds > 0)
    },
    idOf: (request: number): string | undefined => told.find((one) => one.request === request && one.id !== undefined)?.id,
    cancel: async (id: string): Promise<void> => {
      const asker = askerOf(id)
      if (!asker) return
      cancelled.add(id)
      await ask(`cancel ${asker.request}`, asker.asked.caller, cancelBody(id), ({ data }) => scheduler.tell(`cancel ${asker.request}: ${data?.['generationCancel']?.outcome}`))
    },
    deleteMedia: async (id: string): Promise<void> => {
      const asker = askerOf(id)
      if (!asker) return
      unwanted.add(id)
      await ask(`delete the files of ${asker.request}`, asker.asked.caller, deleteBody(id), ({ data, errors }) =>
        void deletions.push({ id, isDone: data?.['mediaDelete']?.id === id, isExpired: data?.['mediaDelete']?.expired === true, code: errors?.[0]?.extensions.code, atMs: clock.nowMs }))
    },
  }
}
