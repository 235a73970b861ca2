// The audit, every day: recomputes from D1 what must always hold of money and results, a page at a time, and names each
// account or job that breaks it. It mends nothing: a breach is a fault of ours that a person must look at.
import type { Services } from '../services.ts'
import { selectAccountSums, selectJobSums } from '../store/audits.ts'
import type { JobPlace } from '../store/audits.ts'
import { OPEN_STATUSES } from '../store/jobs.ts'
import { priceDifferences } from './compare-price.ts'
import { isLate } from './generation.ts'
import { SUBMIT_LEASE_MS } from './schedule.ts'

const PAGE = 500
/** Cloudflare allows an invocation 1,000 queries; what is left over is told. */
const MOST_PAGES = 900
/** After its deadline and the longest lease a job has ended, the sweeper having been late by some minutes. */
const STUCK_AFTER_MS = SUBMIT_LEASE_MS + 600_000

export interface Breach {
  readonly accountId: string
  readonly jobId: string | null
  readonly breach: string
}

export interface PriceDifference {
  readonly accountId: string
  readonly jobId: string
  readonly model: string
  readonly difference: string
}

export interface Audit {
  readonly accounts: number
  readonly jobs: number
  readonly breaches: readonly Breach[]
  /** What was made and is not what was priced. Nobody's credits are wrong by it: the companies' bills may be. */
  readonly prices: readonly PriceDifference[]
  /** False: there were more rows than one audit may read. */
  readonly isComplete: boolean
}

export async function audit(services: Pick<Services, 'database' | 'now' | 'log'>, pageSize = PAGE): Promise<Audit> {
  const { database, log } = services
  const nowMs = services.now()
  const breaches: Breach[] = []
  const prices: PriceDifference[] = []
  const counts = { accounts: 0, jobs: 0 }
  let pages = 0
  let afterId: string | undefined = ''
  while (afterId !== undefined && pages < MOST_PAGES) {
    const [rows]: readonly [readonly AccountSum[]] = await database.batch([selectAccountSums(database, afterId, pageSize)])
    for (const { id, credits, total } of rows) {
      if (credits !== total) breaches.push({ accountId: id, jobId: null, breach: `the balance is ${credits}, its entries add up to ${total}` })
    }
    counts.accounts += rows.length
    afterId = rows.length < pageSize ? undefined : rows.at(-1)?.id
    pages += 1
  }
  let after: JobPlace | undefined = { accountId: '', id: '' }
  while (after && pages < MOST_PAGES) {
    const [rows]: readonly [readonly JobSum[]] = await database.batch([selectJobSums(database, after, pageSize)])
    for (const row of rows) {
      for (const breach of breachesOf(row, nowMs)) breaches.push({ accountId: row.accountId, jobId: row.id, breach })
      prices.push(...pricesOf(row))
    }
    counts.jobs += rows.length
    after = rows.length < pageSize ? undefined : rows.at(-1)
    pages += 1
  }
  for (const breach of breaches) log('audit breach', { ...breach })
  for (const difference of prices) log('price difference', { ...difference })
  const isComplete = afterId === undefined && after === undefined
  log('audit', { ...counts, breaches: breaches.length, prices: prices.length, isComplete })
  return { ...counts, breaches, prices, isComplete }
}

type AccountSum = Awaited<ReturnType<typeof selectAccountSums>>[number]
type JobSum = Awaited<ReturnType<typeof selectJobSums>>[number]

/** It was told when it was completed, unless the Worker died just then. */
function pricesOf({ accountId, id: jobId, made }: JobSum): readonly PriceDifference[] {
  return made ? priceDifferences(made.route, made.facts).map((difference) => ({ accountId, jobId, model: made.route.model, difference })) : []
}

function breachesOf(job: JobSum, nowMs: number): readonly string[] {
  const isOpen = OPEN_STATUSES.some((open) => open === job.status)
  const refund = job.refund ?? 0
  // A row's rule says what comes back of what was cancelled; a batch may come with less than all.
  const isPartly = job.status === 'CANCELLED' || (job.status === 'COMPLETED' && !isLate(job))
  const due = isPartly ? job.refunded : isOpen ? 0 : job.cost
  const rules: readonly (readonly [boolean, string])[] = [
    [job.charge === -job.cost, `charged ${job.charge ?? 'nothing'} for a cost of ${job.cost}`],
    [0 <= job.refunded && job.refunded <= job.cost, `refunded ${job.refunded} of a cost of ${job.cost}`],
    [refund === due && job.refunded === due, `${job.status}, to be refunded ${due}, and was refunded ${refund}`],
    [!isOpen || nowMs < job.deadlineMs + STUCK_AFTER_MS, `still ${job.status} long after its deadline`],
    [job.status !== 'COMPLETED' || job.outputs > 0, 'COMPLETED without an output'],
    [job.deliveries === (isOpen || job.webhookUrl === null ? 0 : isLate(job) ? 2 : 1), `${job.deliveries} webhook deliveries`],
  ]
  return rules.flatMap(([holds, breach]) => (holds ? [] : [breach]))
}
