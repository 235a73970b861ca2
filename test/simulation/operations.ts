// What ends an account or its files in a simulated run: an operator suspends it and lifts that, its owner closes it, an operator takes
// down what was made. Each is asked for again until it is known. What was known when is kept for the judge (operations-judged.ts).
import { setSuspended } from '../../src/admin/suspend.ts'
import { takeDown } from '../../src/admin/take-down.ts'
import type { Services } from '../../src/services.ts'
import type { Asking } from './asking.ts'
import { callerOf } from './callers.ts'
import type { OperationPlan } from './plans.ts'
import type { RequestCase } from './schedule.ts'
import type { Invocation, Scheduler } from './scheduler.ts'
import { START_MS } from './times.ts'

const CLOSE = 'mutation ($id: ID!) { accountClose(input: { accountId: $id }) { closedAt } }'
const OPERATOR = { actorAccountId: 'acc_operator', actor: 'key_operator', requestId: 'req_simulated', person: null }
const AGAIN_MS = 60_000
const MOST_TRIES = 12

export interface Operation {
  readonly plan: OperationPlan
  readonly accountId: string
  /** Of a takedown, once it was begun. */
  target: string | undefined
  /** Undefined: nobody knows what came of it. */
  knownAtMs: number | undefined
  /** When it was begun to lift a suspension. */
  liftedAtMs: number | undefined
}

interface Needs {
  readonly clock: { readonly nowMs: number }
  readonly asking: Asking
  readonly scheduler: Scheduler
  readonly servicesOf: (invocation: Invocation) => Services
  readonly later: (atMs: number, begin: () => Promise<void>) => void
  readonly idOf: (request: number) => string | undefined
}

export function createOperations({ clock, asking, scheduler, servicesOf, later, idOf }: Needs, plans: readonly OperationPlan[], requests: readonly RequestCase[]) {
  const done = plans.map((plan): Operation => ({ plan, accountId: callerOf(plan.caller).account.id, target: undefined, knownAtMs: undefined, liftedAtMs: undefined }))

  /** @param begin tells `known` where it was done */
  const repeat = async (begin: (known: () => void, over: () => void) => Promise<void>, whenKnown: () => void, tries = 1): Promise<void> => {
    let isKnown = false
    await begin(() => void (isKnown = true), () => {
      if (isKnown) whenKnown()
      else if (tries < MOST_TRIES) later(clock.nowMs + AGAIN_MS, () => repeat(begin, whenKnown, tries + 1))
    })
  }

  const operate = (name: string, act: (services: Services) => Promise<unknown>) => (known: () => void, over: () => void): Promise<void> =>
    scheduler.start(name, async (invocation) => {
      await act(servicesOf(invocation)).then(known, (error: unknown) => scheduler.tell(`${name}: ${String(error)}`))
      if (!invocation.isDead) over()
    }, over)

  const suspend = (one: Operation, isSuspended: boolean) =>
    operate(`${isSuspended ? 'suspend' : 'unsuspend'} ${one.accountId}`, (services) => setSuspended(services, OPERATOR, { accountId: one.accountId, endUser: null, reason: 'simulated' }, isSuspended))

  const note = (one: Operation) => (): void => void (one.knownAtMs = clock.nowMs)

  const begin = async (one: Operation): Promise<void> => {
    const { plan: { what, caller, request, liftedAfterSeconds }, accountId } = one
    if (what === 'TAKEDOWN') {
      return repeat((known, over) => {
        one.target = idOf(request % requests.length)
        const { target } = one
        // Not asked for yet, or never.
        if (target === undefined) return Promise.resolve(over())
        return operate(`take down ${request}`, (services) => takeDown(services, OPERATOR, target, 'simulated'))(known, over)
      }, note(one))
    }
    if (what === 'CLOSE') {
      return repeat((known, over) => asking.ask(`close ${accountId}`, caller, { query: CLOSE, variables: { id: accountId } }, ({ data, errors }) => {
        // Its answer was lost, and nobody knows its key any more.
        if (data?.['accountClose'] || errors?.[0]?.extensions.code === 'UNAUTHENTICATED') known()
      }, over), note(one))
    }
    await repeat(suspend(one, true), () => {
      note(one)()
      if (liftedAfterSeconds === null) return
      later(clock.nowMs + liftedAfterSeconds * 1000, () => {
        one.liftedAtMs = clock.nowMs
        return repeat(suspend(one, false), () => undefined)
      })
    })
  }

  for (const one of done) later(START_MS + one.plan.atSeconds * 1000, () => begin(one))
  return {
    done,
    /** Somebody wished it closed, whatever came of that; with it the account of its test keys. */
    isClosing: (accountId: string): boolean => done.some(({ plan, accountId: id }) => plan.what === 'CLOSE' && [id, `${id}.test`].includes(accountId)),
  }
}
