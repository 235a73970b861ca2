// One job as its row stands, at a company that answers as a test says: for what a single step makes of it.
import { eq } from 'drizzle-orm'
import type { Route } from '../../src/domain/job.ts'
import type { StoredOutput } from '../../src/domain/media.ts'
import { refundId } from '../../src/store/credits.ts'
import { selectJob } from '../../src/store/jobs.ts'
import { attempts, creditEntries, jobs } from '../../src/store/tables.ts'
import type { Job, JobRow } from '../../src/store/tables.ts'
import type { Upstream } from '../../src/upstreams/contract.ts'
import { JOB } from '../store/each-term.ts'
import { createWorld } from '../world.ts'

export const ROUTE: Route = { provider: 'luma', model: 'ray-2', upstream: 'luma', addedText: '', options: { duration: 5, resolution: '720p' }, adjustments: [], outputs: 1, credits: 50 }
export const REF = { taskId: 'theirs' }

/** What was stored of an output. */
export const file = (name: string, facts: Partial<StoredOutput['facts']> = {}): StoredOutput => ({
  key: name, contentType: 'video/mp4', bytes: 7, sha256: name, facts: { kind: 'video', contentType: 'video/mp4', extension: 'mp4', format: 'mp4', ...facts },
})

export interface Changes {
  readonly job?: Partial<JobRow>
  /** How its company answers, besides what its adapter can do; null: it is not configured. */
  readonly upstream?: Partial<Upstream> | null
  /** Its adapter cannot do these. */
  readonly without?: readonly ('cancel' | 'find' | 'poll')[]
  /** The handle of its attempt; null: none was recorded. */
  readonly ref?: typeof REF | null
  readonly effects?: Partial<Awaited<ReturnType<typeof createWorld>>['services']>
}

/** Its second attempt is under way since a minute, and has an hour left. */
export async function oneJob({ job: change = {}, upstream: answers = {}, without = [], ref = REF, effects = {} }: Changes = {}) {
  const world = await createWorld()
  const { services, accountId, clock } = world
  const { database } = services
  const nowMs = clock.nowMs
  const row: JobRow = {
    ...JOB, accountId, id: `gen_${accountId.slice(4)}`, type: 'VIDEO', status: 'PROCESSING', routes: [ROUTE], attempt: 2, storedInputs: 0, createdAtMs: nowMs - 120_000, claimedAtMs: nowMs - 60_000, startedAtMs: nowMs - 50_000,
    deadlineMs: nowMs + 3_600_000, dueAtMs: nowMs, dueFor: 'WORK', ...change,
  }
  const attempt = { accountId, jobId: row.id, number: row.attempt, upstream: 'luma', model: 'ray-2', outcome: 'ACCEPTED', ref, createdAtMs: nowMs } as const
  await database.batch([database.insert(jobs).values(row), database.insert(attempts).values(attempt)])
  const released: string[] = []
  const health: string[] = []
  const deleted: string[] = []
  const get: typeof services.upstreams.get = (id) => {
    const reached = services.upstreams.get(id)
    if (!reached || answers === null) return undefined
    const upstream = { ...reached.upstream, ...answers }
    for (const name of without) delete upstream[name]
    return { http: reached.http, upstream }
  }
  const read = async (): Promise<Job | undefined> => (await database.batch([selectJob(database, row)]))[0][0]
  const job = await read()
  if (!job) throw new Error('the job was not stored')
  return {
    world,
    job,
    needs: {
      ...services,
      upstreams: { ...services.upstreams, get },
      health: { ...services.health, record: async (_served: unknown, _account: string, outcome: string, seconds: number) => void health.push(`${outcome} ${seconds}`) },
      media: { ...services.media, deleteOthers: async (prefix: string, kept: readonly string[]) => void deleted.push(`${prefix} but ${kept.join()}`) },
      gate: (id: string) => {
        const gate = services.gate(id)
        return { ...gate, release: async (request: Parameters<typeof gate.release>[0]) => (released.push(...request.jobIds), gate.release(request)) }
      },
      ...effects,
    },
    /** As it stands now. */
    read,
    attempts: async () => (await database.select().from(attempts).where(eq(attempts.jobId, row.id))).map(({ number, outcome }) => `${number} ${outcome}`),
    refund: async (): Promise<number> => (await database.select().from(creditEntries).where(eq(creditEntries.accountId, accountId))).find(({ id }) => id === refundId(row.id))?.amount ?? 0,
    /** What is on its way, and in how many seconds. */
    sent: () => world.queues.waiting().map(({ body, atMs }) => `${body.kind} ${(atMs - clock.nowMs) / 1000}`),
    alarms: () => world.logs.flatMap(({ event, kind, subject }) => (event === 'alarm' ? [`${String(kind)} ${String(subject)}`] : [])),
    logged: () => world.logs.map(({ event }) => String(event)),
    released,
    health,
    deleted,
  }
}
