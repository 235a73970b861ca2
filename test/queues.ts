// Queues for tests, as Cloudflare's deliver: at least once, after the asked delay, with the retries counted, and to
// the dead-letter queue in the end. Time is the test's; so are the counts of operations, by Cloudflare's price list:
// each write, read and delete is one.
import type { Env } from '../src/env.ts'
import { consumeDead } from '../src/queues/consume-dead.ts'
import { consume } from '../src/queues/consume.ts'
import type { QueueMessage } from '../src/domain/messages.ts'
import type { Services } from '../src/services.ts'

interface Waiting {
  readonly body: QueueMessage
  readonly atMs: number
  readonly deliveries: number
}

export interface Others {
  readonly nextAtMs: () => number
  readonly run: () => Promise<void>
}

/** As in wrangler.toml. */
const MAX_RETRIES = 100

export function createQueues(clock: { nowMs: number }) {
  let waiting: Waiting[] = []
  const dead: QueueMessage[] = []
  const delivered: QueueMessage['kind'][] = []
  const counts = { writes: 0, reads: 0, deletes: 0, retries: 0 }

  const producer = <Body extends QueueMessage>(): Queue<Body> => {
    const send = async (body: Body, options?: QueueSendOptions) => {
      counts.writes += 1
      waiting.push({ body: JSON.parse(JSON.stringify(body)) as Body, atMs: clock.nowMs + (options?.delaySeconds ?? 0) * 1000, deliveries: 0 })
      return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } }
    }
    const sendBatch = async (messages: Iterable<MessageSendRequest<Body>>) => {
      let last = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } }
      for (const { body } of messages) last = await send(body)
      return last
    }
    return { send, sendBatch } as unknown as Queue<Body>
  }

  const deliver = async (services: Services, message: Waiting): Promise<void> => {
    counts.reads += 1
    delivered.push(message.body.kind)
    const deliveries = message.deliveries + 1
    await consume(services, [
      {
        body: message.body,
        attempts: deliveries,
        ack: () => {
          counts.deletes += 1
        },
        retry: ({ delaySeconds }) => {
          counts.retries += 1
          if (deliveries > MAX_RETRIES) dead.push(message.body)
          else waiting.push({ body: message.body, atMs: clock.nowMs + delaySeconds * 1000, deliveries })
        },
      },
    ])
  }

  return {
    counts,
    /** The kinds of what was delivered, in order. */
    delivered,
    dead,
    bindings: { SUBMITS: producer(), POLLS: producer(), HEAVY: producer(), WEBHOOKS: producer(), WEBHOOKS_SLOW: producer(), DUE: producer() } satisfies Partial<Env>,
    waiting: (): readonly Waiting[] => waiting,
    /** Loses everything that is on its way: a lost send, or a restart of local queues. */
    lose: () => {
      waiting = []
    },
    /** Delivers the waiting messages once more, without taking them. */
    duplicate: () => {
      waiting.push(...waiting)
    },
    /** Delivers what the sweeper has handed over, and nothing else. */
    runDue: async (services: Services): Promise<void> => {
      const due = waiting.filter(({ body, atMs }) => body.kind === 'due' && atMs <= clock.nowMs)
      waiting = waiting.filter((message) => !due.includes(message))
      for (const message of due) await deliver(services, message)
    },
    /** @param others what else happens as time passes */
    run: async (services: Services, seconds: number, others?: Others): Promise<void> => {
      const untilMs = clock.nowMs + seconds * 1000
      for (;;) {
        waiting.sort((a, b) => a.atMs - b.atMs)
        const next = waiting[0]
        const nextAtMs = next?.atMs ?? Number.POSITIVE_INFINITY
        const othersAtMs = others?.nextAtMs() ?? Number.POSITIVE_INFINITY
        if (others && othersAtMs <= Math.min(nextAtMs, untilMs)) {
          clock.nowMs = Math.max(clock.nowMs, othersAtMs)
          await others.run()
          continue
        }
        if (!next || nextAtMs > untilMs) break
        waiting.shift()
        clock.nowMs = Math.max(clock.nowMs, next.atMs)
        await deliver(services, next)
      }
      clock.nowMs = untilMs
    },
    bury: (services: Services) =>
      consumeDead(services, dead.splice(0).map((body) => ({ body, attempts: 1, ack: () => undefined, retry: () => undefined }))),
  }
}
