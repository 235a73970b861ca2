// Many due rows at once, copied in SQL from few real ones, and the consumers that take what the sweeper hands over.
import { env } from 'cloudflare:workers'
import { getTableColumns } from 'drizzle-orm'
import { consume } from '../../src/queues/consume.ts'
import type { QueueMessage } from '../../src/domain/messages.ts'
import type { Services } from '../../src/services.ts'
import { attempts, jobs } from '../../src/store/tables.ts'
import { GENERATE, RECEIVER } from '../world.ts'
import type { World } from '../world.ts'

type Columns = Readonly<Record<string, string>>

const columnsOf = (table: typeof jobs | typeof attempts): readonly string[] => Object.values(getTableColumns(table)).map(({ name }) => name)

/** The tables are one for all test files. */
export const emptyTables = (): Promise<unknown> => env.DB.batch(['jobs', 'attempts', 'credit_entries', 'webhook_deliveries', 'tasks'].map((table) => env.DB.prepare(`delete from ${table}`)))

/** So many webhooks of a job that are due now. */
export const insertDeliveries = (world: Pick<World, 'accountId' | 'clock'>, jobId: string, count: number, binding = env.DB): Promise<unknown> =>
  binding.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)
     insert into webhook_deliveries (account_id, id, job_id, event, url, status, attempts, created_at_ms, due_at_ms)
     select ?2, printf('msg_%06d', i), ?3, 'generation.completed', ?4, 'PENDING', 0, ?5, ?5 from n`,
  ).bind(count, world.accountId, jobId, RECEIVER, world.clock.nowMs).run()

/** So many of the same; `changes` are columns and SQL for them, `i` the number. Their ids: `gen_<name><number>`. */
export async function copyJobs(id: string, name: string, count: number, changes: Columns, binding = env.DB): Promise<void> {
  const copyId = `'gen_${name}' || printf('%06d', i)`
  const copy = (table: typeof jobs | typeof attempts, set: Columns, where: string) => {
    const columns = columnsOf(table)
    return binding.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
       insert into ${table === jobs ? 'jobs' : 'attempts'} (${columns.join(', ')}) select ${columns.map((column) => set[column] ?? column).join(', ')} from n, ${table === jobs ? 'jobs' : 'attempts'} where ${where}`,
    ).bind(id)
  }
  await binding.batch([
    copy(jobs, { id: copyId, idempotency_key: 'null', ...changes }, 'id = ?1'),
    copy(attempts, { job_id: copyId }, 'job_id = ?1'),
  ])
}

/** A real job to copy, as it stands after some seconds; before anything is delivered where none are given. */
export async function pattern(world: World, type: string, provider: string, text: string, seconds?: number): Promise<string> {
  const { generate } = await world.ask(GENERATE, { input: { type, provider, input: { text } } })
  if (seconds !== undefined) await world.run(seconds)
  world.queues.lose()
  await env.DB.prepare('update jobs set due_at_ms = null where id = ?1').bind(generate.id).run()
  return generate.id
}

export const counted = async (sql: string): Promise<number> => (await env.DB.prepare(`select count(*) as n from jobs where ${sql}`).first<{ n: number }>())?.n ?? Number.NaN

/** As in wrangler.toml. */
const BATCH = 5
const CONSUMERS = { submit: 50, poll: 100, webhook: 50, due: 130 } as const

/**
 * All that is waiting now, and what comes of it, by as many consumers as there are. Ends when all is answered but what hangs:
 * its consumers stay busy until the end of the test.
 */
export function createConsumers(world: World, services: Services, hangs: (body: QueueMessage) => boolean) {
  const busy = { submit: 0, poll: 0, webhook: 0, due: 0 }
  const round = async (): Promise<boolean> => {
    const waiting = world.queues.waiting().filter(({ atMs }) => atMs <= world.clock.nowMs).map(({ body }) => body)
    world.queues.lose()
    const kinds = Object.keys(CONSUMERS) as (keyof typeof CONSUMERS)[]
    await Promise.all(kinds.map((kind) => deliver(kind, waiting.filter((body) => body.kind === kind))))
    return waiting.length > 0
  }
  const deliver = (kind: keyof typeof CONSUMERS, bodies: readonly QueueMessage[]): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let unanswered = bodies.filter((body) => !hangs(body)).length
    if (unanswered === 0) resolve()
    const left = [...bodies]
    const answer = (): void => {
      unanswered -= 1
      if (unanswered === 0) resolve()
    }
    const begin = (): void => {
      const batch = left.splice(0, BATCH)
      if (batch.length === 0) return
      busy[kind] += 1
      void consume(services, batch.map((body) => ({ body, attempts: 1, ack: answer, retry: answer }))).finally(() => {
        busy[kind] -= 1
        begin()
      })
    }
    while (busy[kind] < CONSUMERS[kind] && left.length > 0) begin()
    return promise
  }
  return async (): Promise<void> => {
    while (await round());
  }
}
