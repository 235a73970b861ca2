// The Worker: requests, queues, the minute's sweep, and the classes of the Durable Objects.
import { createApp } from './app.ts'
import { compose } from './compose.ts'
import type { Env } from './env.ts'
import { sweep } from './jobs/sweep.ts'
import { consume, consumeDead } from './queues/consume.ts'
import type { QueueMessage } from './queues/messages.ts'

export { UpstreamHealth } from './health/upstream-health.ts'
export { AccountGate } from './limits/account-gate.ts'

const DEAD_QUEUE = 'doitong-dead'
const app = createApp()

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  queue: async (batch, env) => {
    const services = compose(env)
    await (batch.queue === DEAD_QUEUE ? consumeDead(services, batch.messages) : consume(services, batch.messages))
  },
  scheduled: async (_controller, env) => {
    await sweep(compose(env))
  },
} satisfies ExportedHandler<Env, QueueMessage>
