// One job as its row stands, at a company that answers as a test says: for what a single step makes of it.
import { eq } from 'drizzle-orm'
import type { Route } from '../../src/domain/job.ts'
import type { StoredOutput } from '../../src/domain/media.ts'
import { selectJob } from '../../src/store/jobs.ts'
import { attempts, jobs } from '../../src/store/tables.ts'
import type { Job, JobRow } from '../../src/store/tables.ts'
import type { IngestOutcome } from '../../src/media/ports.ts'
import type { Upstream, UpstreamOutput } from '../../src/upstreams/contract.ts'
import { counting, noCounts } from '../counting.ts'
import { JOB } from '../store/each-term.ts'
import { createWorld } from '../world.ts'

export const ROUTE: Route = { provider: 'luma', model: 'ray-2', upstream: 'luma', addedText: '', options: { duration: 5, resolution: '720p' }, adjustments: [], outputs: 1, credits: 50 }
export const REF = { taskId: 'theirs' }

/** What was stored of an output. */
export const file = (name: string, facts: Partial<StoredOutput['facts']> = {}): StoredOutput => ({
  key: name, contentType: 'video/mp4', bytes: 7, sha256: name, facts: { kind: 'video', contentType: 'video/mp4', extension: 'mp4', format: 'mp4', ...facts },
})

export interface Changes {
  readonly job?: Partial<JobRow> | ((nowMs: number) => Partial<JobRow>)
  /** All that its company can do; null: it is not configured. */
  readonly upstream?: Partial<Upstream> | null | undefined
  /** The handle of its attempt; null: none was recorded. */
  readonly ref?: typeof REF | null
  /** What comes of copying an output; left out: it is stored. */
  readonly ingest?: (output: UpstreamOutput, index: number) => IngestOutcome
}

/** Its second attempt is under way since a minute, and has an hour left. */
export async function oneJob({ job: change = {}, upstream: answers = {}, ref = REF, ingest = (_, index) => ({ kind: 'STORED', output: file(`file${index}`) }) }: Changes = {}) {
  const counts = noCounts()
  const world = await createWorld({ bindings: counting(counts) })
  const { services, accountId, clock } = world
  const { database } = services
  const nowMs = clock.nowMs
  const row: JobRow = {
    ...JOB, accountId, id: `gen_${accountId.slice(4)}`, type: 'VIDEO', status: 'PROCESSING', routes: [ROUTE], attempt: 2, storedInputs: 0, createdAtMs: nowMs - 120_000, claimedAtMs: nowMs - 60_000, startedAtMs: nowMs - 50_000,
    deadlineMs: nowMs + 3_600_000, dueAtMs: nowMs, dueFor: 'WORK', ...(typeof change === 'function' ? change(nowMs) : change),
  }
  const attempt = { accountId, jobId: row.id, number: row.attempt, upstream: 'luma', model: 'ray-2', outcome: 'ACCEPTED', ref, createdAtMs: nowMs } as const
  await database.batch([database.insert(jobs).values(row), ...(ref === null ? [] : [database.insert(attempts).values(attempt)])])
  const released: string[] = []
  const health: string[] = []
  const deleted: string[] = []
  const recorded: string[] = []
  let copied = 0
  const get: typeof services.upstreams.get = (id) => {
    const reached = services.upstreams.get(id)
    if (!reached || answers === null) return undefined
    const { company, submit } = reached.upstream
    return { http: reached.http, upstream: { id, company, submit, ...answers } }
  }
  const read = async (): Promise<Job | undefined> => (await database.batch([selectJob(database, row)]))[0][0]
  const job = await read()
  if (!job) throw new Error('the job was not stored')
  counts.roundTrips = 0
  return {
    world,
    job,
    needs: {
      ...services,
      upstreams: { ...services.upstreams, get },
      health: { ...services.health, record: async (_served: unknown, _account: string, outcome: string, seconds: number) => void health.push(`${outcome} ${seconds}`) },
      media: {
        ...services.media,
        ingest: async (output: UpstreamOutput) => ingest(output, (copied += 1) - 1),
        record: async ({ sha256, madeAt }: { readonly sha256: string; readonly madeAt: string }) => recorded.push(`${sha256} ${madeAt}`) < 0,
        delete: async (keys: readonly string[]) => void deleted.push(...keys),
        deleteOthers: async (prefix: string, kept: readonly string[]) => void deleted.push(`${prefix.slice(prefix.indexOf('/'))} but ${kept.join()}`),
      },
      gate: (id: string) => {
        const gate = services.gate(id)
        return { ...gate, release: async (request: Parameters<typeof gate.release>[0]) => (released.push(...request.jobIds), gate.release(request)) }
      },
    },
    /** As it stands now. */
    read,
    attempts: async () => (await database.batch([database.select().from(attempts).where(eq(attempts.jobId, row.id))]))[0].map(({ number, outcome }) => `${number} ${outcome}`),
    /** What is on its way, and in how many seconds. */
    sent: () => world.queues.waiting().map(({ body, atMs }) => `${body.kind} ${(atMs - clock.nowMs) / 1000}`),
    alarms: () => world.logs.flatMap(({ event, kind, subject }) => (event === 'alarm' ? [`${String(kind)} ${String(subject)}`] : [])),
    logged: () => world.logs.map(({ event }) => String(event)),
    released,
    health,
    deleted,
    recorded,
    counts,
  }
}
