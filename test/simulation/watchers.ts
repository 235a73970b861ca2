// The clients who watch a generation: by reading it, by waiting for its end, by a stream. What each saw, and when, is kept for the
// judge (watchers-judged.ts).
import { graphqlRequest } from './asking.ts'
import type { Answer, Asking } from './asking.ts'
import type { CallerName } from './callers.ts'
import type { WatchPlan } from './plans.ts'
import type { RequestCase } from './schedule.ts'
import { START_MS } from './times.ts'

const FIELDS = '{ id status attempts progress }'
const READ = `query ($id: ID!) { generation(id: $id) ${FIELDS} }`
const WAIT = `query ($id: ID!, $wait: Int) { generation(id: $id, wait: $wait) ${FIELDS} }`
const STREAM = `subscription ($id: ID!) { generation(id: $id) ${FIELDS} }`
export const WAIT_SECONDS = 30
const PAUSE_MS = 4000
const MOST_LOOKS = 6

export interface SeenState {
  readonly status: string
  readonly attempts: number
  readonly progress: number | null
  readonly atMs: number
}

export interface Watch {
  readonly plan: WatchPlan
  readonly jobId: string
  readonly beganAtMs: number
  /** The account's object had been told of the end when it began. */
  readonly isAfterEnd: boolean
  readonly seen: SeenState[]
  /** What a foreign one must get. */
  sawNothing: boolean
  /** Of a stream, that it came to its end. */
  isComplete: boolean
  /** Undefined: as long as it goes on. */
  overAtMs: number | undefined
  /** An answer came, whatever it was. */
  isAnswered: boolean
  code: string | undefined
}

interface Needs {
  readonly clock: { readonly nowMs: number }
  readonly asking: Asking
  readonly later: (atMs: number, begin: () => Promise<void>) => void
  /** Once it is known. */
  readonly idOf: (request: number) => string | undefined
}

export function createWatchers({ clock, asking, later, idOf }: Needs, plans: readonly WatchPlan[], requests: readonly RequestCase[]) {
  const watches: Watch[] = []
  const toldOfEnd = new Set<string>()

  const see = (watch: Watch, { data, errors }: Answer): void => {
    const made = data?.['generation']
    if (made) watch.seen.push({ status: made.status, attempts: made.attempts, progress: made.progress, atMs: clock.nowMs })
    else watch.sawNothing ||= data !== undefined && data !== null && errors === undefined
    watch.code ??= errors?.[0]?.extensions.code
  }

  /** Events as they come, until the stream ends or its client has had enough. */
  const follow = async (watch: Watch, response: Response): Promise<void> => {
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return see(watch, await response.json())
    if (!response.body) return
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        watch.isComplete ||= event.startsWith('event: complete')
        const [, json] = /^event: next\ndata: (.*)$/.exec(event) ?? []
        if (json !== undefined) see(watch, JSON.parse(json) as Answer)
      }
      if (watch.plan.hangsUp && watch.seen.length > 0) return reader.cancel()
    }
  }

  const begin = async (plan: WatchPlan, looks: number): Promise<void> => {
    const request = plan.request % requests.length
    const jobId = idOf(request)
    const own = requests[request]?.caller ?? 'large'
    if (jobId === undefined) {
      if (looks < MOST_LOOKS) later(clock.nowMs + PAUSE_MS, () => begin(plan, looks + 1))
      return
    }
    const caller: CallerName = plan.isForeign ? (own === 'small' ? 'large' : 'small') : own
    const watch: Watch = { plan, jobId, beganAtMs: clock.nowMs, isAfterEnd: toldOfEnd.has(jobId), seen: [], sawNothing: false, isComplete: false, overAtMs: undefined, isAnswered: false, code: undefined }
    watches.push(watch)
    const name = `${plan.how.toLowerCase()} of ${request} by ${caller}`
    const over = (): void => void (watch.overAtMs = clock.nowMs)
    const answered = (json: Answer): void => {
      watch.isAnswered = true
      see(watch, json)
    }
    if (plan.how === 'READ') return asking.ask(name, caller, { query: READ, variables: { id: jobId } }, answered, over)
    if (plan.how === 'WAIT') return asking.ask(name, caller, { query: WAIT, variables: { id: jobId, wait: WAIT_SECONDS } }, answered, over, true)
    const open = (): Promise<Request> => graphqlRequest(caller, { query: STREAM, variables: { id: jobId } }, 'text/event-stream')
    return asking.send(name, open, async (response) => {
      watch.isAnswered = true
      await follow(watch, response)
    }, over, true)
  }

  for (const plan of plans) later(START_MS + plan.atSeconds * 1000, () => begin(plan, 1))
  return { watches, tellsEnd: (jobId: string): void => void toldOfEnd.add(jobId) }
}
