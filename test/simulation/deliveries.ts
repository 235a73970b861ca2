// The queues of a simulated run: at least once, several messages at a time, late, twice or not at all. What a handler
// says of its messages counts when it returns; when it dies, all of them come again.
import { consumeDead } from '../../src/queues/consume-dead.ts'
import { consume } from '../../src/queues/consume.ts'
import type { QueueMessage } from '../../src/domain/messages.ts'
import type { Services } from '../../src/services.ts'
import type { Schedule } from './schedule.ts'
import type { Invocation, Scheduler } from './scheduler.ts'
import { START_MS } from './times.ts'

interface Message {
  readonly body: QueueMessage
  readonly atMs: number
  readonly attempts: number
  readonly isDead: boolean
}

/** As in wrangler.toml. */
const MAX_RETRIES = 100
const AFTER_DEATH_SECONDS = 10

/** As the version before made it, which knew of no versions. */
function asBefore(body: QueueMessage): QueueMessage {
  const { v: _, ...rest } = { v: 0, ...body }
  return rest
}

interface Needs {
  readonly clock: { readonly nowMs: number }
  readonly scheduler: Scheduler
  readonly servicesOf: (invocation: Invocation) => Services
  readonly schedule: Pick<Schedule, 'batch' | 'deployedAtSeconds'>
}

export interface Sent {
  readonly body: QueueMessage
  readonly atMs: number
  /** How often what was due of that job had been worked at by then. */
  readonly worked: number
}

export type Deliveries = ReturnType<typeof createDeliveries>

export function createDeliveries({ clock, scheduler, servicesOf, schedule }: Needs) {
  const deployedAtMs = START_MS + schedule.deployedAtSeconds * 1000
  const waiting: Message[] = []
  const delivered: Message[] = []
  const sent: Sent[] = []
  const timesWorked = new Map<string, number>()
  const jobsOf = new Map<Invocation, readonly string[]>()

  const put = (message: Message): void => void waiting.push(message)
  const isDue = ({ atMs }: Message): boolean => atMs <= clock.nowMs

  /** What queues do to a message on its way. @returns whether it arrives now */
  const arrives = (message: Message): boolean => {
    const fault = scheduler.faultOf('delivery')
    if (fault) scheduler.tell(`queue: ${message.body.kind} — ${fault}`)
    if (fault === 'lose' && message.body.kind === 'submit' && message.body.unsentToken !== undefined) scheduler.forget()
    if (fault === 'late') put({ ...message, atMs: clock.nowMs + 75_000 })
    if (fault === 'duplicate') put({ ...message, atMs: clock.nowMs + 4000 })
    if (fault === 'bury') put({ body: message.body, atMs: clock.nowMs + 5000, attempts: 0, isDead: true })
    return fault === undefined || fault === 'duplicate'
  }

  const again = (message: Message, delaySeconds: number): void => {
    const attempts = message.attempts + 1
    const isDead = message.isDead || attempts > MAX_RETRIES
    put({ body: message.body, atMs: clock.nowMs + delaySeconds * 1000, attempts: isDead ? 0 : attempts, isDead })
  }

  const deliver = async (messages: readonly Message[]): Promise<void> => {
    const [first] = messages
    if (!first) return
    const retries = new Map<Message, number>()
    const handed = messages.map((message) => ({
      body: message.body,
      attempts: message.attempts + 1,
      ack: () => void retries.delete(message),
      retry: ({ delaySeconds }: { readonly delaySeconds: number }) => void retries.set(message, delaySeconds),
    }))
    const name = `${first.isDead ? 'dead ' : ''}${first.body.kind}${messages.length > 1 ? ` ×${messages.length}` : ''}`
    await scheduler.start(
      name,
      async (invocation) => {
        jobsOf.set(invocation, messages.flatMap(({ body }) => ('jobId' in body ? [body.jobId] : [])))
        await (first.isDead ? consumeDead : consume)(servicesOf(invocation), handed)
        for (const { body } of messages) if (body.kind === 'due') timesWorked.set(body.jobId, (timesWorked.get(body.jobId) ?? 0) + 1)
        if (!invocation.isDead) for (const [message, delaySeconds] of retries) again(message, delaySeconds)
      },
      () => messages.forEach((message) => again(message, AFTER_DEATH_SECONDS)),
    )
  }

  return {
    sent,
    enqueue: (body: QueueMessage, delaySeconds: number): void => {
      sent.push({ body, atMs: clock.nowMs, worked: 'jobId' in body ? (timesWorked.get(body.jobId) ?? 0) : 0 })
      put({ body: clock.nowMs < deployedAtMs ? asBefore(body) : body, atMs: clock.nowMs + delaySeconds * 1000, attempts: 0, isDead: false })
    },
    isEmpty: (): boolean => waiting.length === 0,
    nextAtMs: (): number => Math.min(Number.POSITIVE_INFINITY, ...waiting.map(({ atMs }) => atMs)),
    /** Each queue's next delivery, by its first message. */
    due: (): readonly (() => Promise<void>)[] =>
      waiting.filter(isDue).map((first) => async () => {
        const together = waiting.filter((one) => isDue(one) && one.isDead === first.isDead && one.body.kind === first.body.kind)
        const taken = [first, ...together.filter((one) => one !== first)].slice(0, schedule.batch)
        for (const message of taken) waiting.splice(waiting.indexOf(message), 1)
        const arriving = taken.filter(arrives)
        delivered.push(...arriving)
        await deliver(arriving)
      }),
    /** An earlier message comes once more. @param back how many messages ago it came */
    redeliver: async (back: number, isDead: boolean): Promise<void> => {
      const earlier = delivered.at(-1 - back)
      if (earlier) await deliver([{ ...earlier, isDead }])
    },
    jobsOf: (invocation: Invocation): readonly string[] => jobsOf.get(invocation) ?? [],
  }
}
