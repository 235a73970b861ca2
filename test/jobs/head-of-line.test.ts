// One job whose upstream never answers must not keep the others waiting: they are looked at side by side.
import { count, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { consume } from '../../src/queues/consume.ts'
import { runBatch } from '../../src/store/batch.ts'
import { insertJob, insertWords } from '../../src/store/jobs.ts'
import { pack } from '../../src/store/packed.ts'
import { jobs } from '../../src/store/tables.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const JOBS = 500
const WORDS = { text: 'storm' }
/** As in wrangler.toml. */
const BATCH = 25
const POLL_SECONDS = 5
/** The emulator's queue and work take 7 s. */
const DONE_AFTER_SECONDS = 7

/** More of the same, without a request for each. */
async function copyJob({ services }: World, id: string, copies: number): Promise<void> {
  const [job] = await services.database.select().from(jobs).where(eq(jobs.id, id))
  const fresh = job ? Array.from({ length: copies }, () => ({ ...job, id: services.newId('gen') })) : []
  const packed = await pack(WORDS)
  await runBatch(services.database, fresh.flatMap((copy) => [insertJob(services.database, copy), insertWords(services.database, { ...copy, packed })]))
  for (const { accountId, id: jobId } of fresh) await services.queues.submit({ kind: 'submit', accountId, jobId })
}

it(`of ${JOBS} open jobs one hangs: the others are complete within two poll intervals`, { timeout: 240_000 }, async () => {
  let hanging = ''
  const world = await createWorld({
    credits: 100_000_000,
    limits: { perMinute: JOBS, concurrent: JOBS },
    network: (url) => (hanging !== '' && url.endsWith(hanging) ? new Promise<Response>(() => undefined) : undefined),
  })
  const variables = { input: { type: 'VIDEO', provider: 'luma', input: WORDS } }
  const { generate } = await world.ask(GENERATE, variables)
  await copyJob(world, generate.id, JOBS - 1)
  await world.run(POLL_SECONDS + 1)
  const polls = world.queues.waiting().map(({ body }) => body)
  world.queues.lose()
  const [first] = polls
  const id = first?.kind === 'poll' ? first.ref['id'] : undefined
  hanging = typeof id === 'string' ? id : 'no poll'
  const submittedAtMs = world.clock.nowMs - (POLL_SECONDS + 1) * 1000
  world.clock.nowMs = submittedAtMs + 2 * POLL_SECONDS * 1000

  const allButOne = Promise.withResolvers<void>()
  let done = 0
  const noteDone = (): void => {
    done += 1
    if (done === JOBS - 1) allButOne.resolve()
  }
  for (let at = 0; at < polls.length; at += BATCH) {
    const batch = polls.slice(at, at + BATCH).map((body) => ({ body, attempts: 2, ack: noteDone, retry: () => undefined }))
    void consume(world.services, batch)
  }
  await allButOne.promise

  const statuses = await world.services.database
    .select({ status: jobs.status, jobs: count(), endedAtMs: jobs.completedAtMs })
    .from(jobs)
    .where(eq(jobs.accountId, world.accountId))
    .groupBy(jobs.status, jobs.completedAtMs)
  expect(statuses).toEqual(
    expect.arrayContaining([
      { status: 'COMPLETED', jobs: JOBS - 1, endedAtMs: world.clock.nowMs },
      { status: 'PROCESSING', jobs: 1, endedAtMs: null },
    ]),
  )
  expect(world.clock.nowMs).toBeLessThanOrEqual(submittedAtMs + (DONE_AFTER_SECONDS + 2 * POLL_SECONDS) * 1000)
})
