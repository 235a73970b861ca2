// The Worker: requests, queues, the clock, and the classes of the Durable Objects.
import { createApp } from './app.ts'
import { composeBackground, mayArchive, realWorld } from './compose.ts'
import { runCron } from './crons.ts'
import type { Env } from './env.ts'
import { newMemory } from './isolate-memory.ts'
import { consumeDead } from './queues/consume-dead.ts'
import { consume } from './queues/consume.ts'

export { UpstreamHealth } from './health/upstream-health.ts'
export { UpstreamPlaces } from './places/upstream-places.ts'
export { AccountGate } from './limits/account-gate.ts'

const DEAD_QUEUE = 'doitong-dead'
const memory = newMemory()
const app = createApp(realWorld, memory)

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  queue: async (batch, env) => {
    const services = composeBackground(env, realWorld, memory)
    await (batch.queue === DEAD_QUEUE ? consumeDead(services, batch.messages) : consume(services, batch.messages))
  },
  scheduled: ({ cron }, env) => runCron(composeBackground(env, realWorld, memory), cron, mayArchive(env)),
} satisfies ExportedHandler<Env>
