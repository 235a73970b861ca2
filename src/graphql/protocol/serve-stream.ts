// A subscription: the present state first, an event for each change, and the end; a heartbeat when nothing has moved for a
// while. Who reads slowly gets fewer events, and costs no memory.
import { execute } from 'graphql'
import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql'
import { openAllowance } from '../../limits/allowance.ts'
import type { Allowance, Demand } from '../../limits/allowance.ts'
import { followJob } from '../../limits/follow-job.ts'
import type { FollowedEvent } from '../nouns/generations.ts'
import { demandOf } from './demand.ts'
import { formatError } from './format-error.ts'
import { openContext, settingOf } from './graphql-request.ts'
import type { GraphqlRequest } from './graphql-request.ts'
import type { StreamForm } from './stream-form.ts'
import { watchedId } from './waiting.ts'
import { ApiError } from '../../domain/errors.ts'

/** Then its client connects anew and begins with the present state. */
const LONGEST_MS = 10 * 60_000

export interface Subscription {
  readonly args: ExecutionArgs
  readonly form: StreamForm
  readonly request: GraphqlRequest
}

/** @throws ApiError RATE_LIMIT, before anything is answered */
export async function serveStream(subscription: Subscription): Promise<Response> {
  const { args, form, request } = subscription
  const { services, caller } = request
  const untilMs = services.now() + LONGEST_MS
  const demand = demandOf(args, caller.endUser, { wait: { jobId: watchedId(args), untilMs } })
  const allowance = openAllowance(services, caller, demand)
  await allowance.enter()
  const closed = await allowance.close()
  if (closed.refusal) throw closed.refusal
  const gone = new AbortController()
  request.signal.addEventListener('abort', () => gone.abort())
  const texts = textsOf(subscription, { allowance, demand, untilMs, signal: gone.signal })
  return streamed(form, texts, closed.headers, () => {
    gone.abort()
    allowance.line()?.close()
  })
}

/** What is refused as GraphQL, told as the stream's only event. */
export function serveRefusal(form: StreamForm, request: GraphqlRequest, errors: readonly (GraphQLError | ApiError)[], headers: Record<string, string>): Response {
  async function* texts(): AsyncGenerator<string, void, void> {
    yield form.event(JSON.stringify({ errors: errors.map((error) => formatError(error, settingOf(request))) }))
    yield form.end
  }
  return streamed(form, texts(), headers, () => undefined)
}

interface Running {
  readonly allowance: Allowance
  readonly demand: Demand
  readonly untilMs: number
  readonly signal: AbortSignal
}

async function* textsOf(subscription: Subscription, running: Running): AsyncGenerator<string, void, void> {
  const { form, request } = subscription
  const { services, caller } = request
  const { allowance, demand, untilMs, signal } = running
  yield form.heartbeat
  try {
    if (demand.wait?.jobId !== undefined) {
      let isFound = false
      for await (const seen of followJob(services, { caller, jobId: demand.wait.jobId, untilMs, signal, line: allowance.line() })) {
        if (seen.kind === 'QUIET') {
          yield form.heartbeat
          continue
        }
        isFound = true
        const result = await resultOf(subscription, running, seen)
        yield form.event(JSON.stringify(result))
        if (isRefused(result)) break
      }
      if (isFound) return yield form.end
    }
    yield form.event(JSON.stringify(await resultOf(subscription, running, { job: null, place: null })))
    yield form.end
  } catch (error) {
    services.log('stream failed', { error: String(error) })
    yield form.failure(JSON.stringify([formatError(new ApiError('INTERNAL'), settingOf(request))]))
  }
}

/** Each event has a context of its own: what was read for the one before holds no longer. */
async function resultOf({ args, request }: Subscription, { allowance, demand }: Running, { job, place }: FollowedEvent): Promise<ExecutionResult> {
  const context = openContext(request, args, { allowance, demand, noteReplay: () => undefined })
  const { errors, ...result } = await execute({ ...args, rootValue: { job, place } satisfies FollowedEvent, contextValue: context, hideSuggestions: true })
  return errors ? { ...result, errors: errors.map((error) => formatError(error, settingOf(request))) } : result
}

/** Without anything to show, as where the key may not read: it will be so at the next change, too. */
const isRefused = ({ data, errors }: ExecutionResult): boolean => errors !== undefined && Object.values(data ?? {}).every((value) => value === null)

function streamed(form: StreamForm, texts: AsyncGenerator<string, void, void>, headers: Record<string, string>, cancel: () => void): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel,
  })
  // Proxies would rather wait until there is enough to send.
  return new Response(body, { headers: { ...headers, 'Content-Type': form.contentType, 'X-Accel-Buffering': 'no' } })
}
