// The audit, every day: recomputes from D1 what must always hold of money and results, a page at a time, and names each
// account or job that breaks it. It mends nothing: a breach is a fault of ours that a person must look at.
import type { WithAlarm, WithClock, WithLog } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'
import { putAuditMark, selectAuditMark } from '../store/audits.ts'
import type { AccountSum, JobSum } from '../store/audits.ts'
import { OPEN_STATUSES } from '../store/jobs.ts'
import { BEGINNING, accountsAfter, jobsAfter, readMark } from './audit-pages.ts'
import type { AuditPage, AuditPlace } from './audit-pages.ts'
import { tellBreach } from './breach.ts'
import type { Breach } from './breach.ts'
import { EVENTS_KEPT_MS } from '../domain/event.ts'
import { priceDifferences } from '../jobs/compare-price.ts'
import { isLate } from '../jobs/generation.ts'
import { SUBMIT_LEASE_MS } from '../jobs/schedule.ts'

const PAGE = 500
/** With the cursor beside each, half of the 1,000 queries that Cloudflare allows an invocation. */
const MOST_PAGES = 450
/** Of one run: each is a query or three. All breaches are logged. */
const MOST_ALARMS = 50
/** A pass that is over is not begun again at once. */
const PAUSE_MS = 20 * 3_600_000
/** After its deadline and the longest lease a job has ended, the sweeper having been late by some minutes. */
const STUCK_AFTER_MS = SUBMIT_LEASE_MS + 600_000

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
  /** False: the next run goes on. */
  readonly isComplete: boolean
}

type AuditNeeds = WithAlarm & WithClock & WithDatabase & WithLog

/** The whole, from beginning to end. */
export const audit = (needs: AuditNeeds, pageSize = PAGE): Promise<Audit> => walk(needs, { pageSize, from: BEGINNING, mostPages: Number.POSITIVE_INFINITY, keep: undefined })

/**
 * Goes on where the last run came to, for as far as one run may; what is found is told at once. Run every hour it covers any number of
 * accounts, and begins again the next day.
 */
export async function continueAudit(needs: AuditNeeds, pageSize = PAGE, mostPages = MOST_PAGES): Promise<Audit> {
  const { database, now } = needs
  const [[mark]] = await database.batch([selectAuditMark(database)])
  const at = mark && readMark(mark.value)
  if (at?.finishedAtMs !== undefined && now() - at.finishedAtMs < PAUSE_MS) return NOTHING
  const keep = (next: AuditPlace | undefined) => putAuditMark(database, JSON.stringify(next ?? { finishedAtMs: now() }), now())
  return walk(needs, { pageSize, from: at?.place ?? BEGINNING, mostPages, keep })
}

const NOTHING: Audit = { accounts: 0, jobs: 0, breaches: [], prices: [], isComplete: true }

interface Walk {
  readonly pageSize: number
  readonly from: AuditPlace
  readonly mostPages: number
  /** Keeps where it goes on. */
  readonly keep: ((next: AuditPlace | undefined) => ReturnType<typeof putAuditMark>) | undefined
}

async function walk(needs: AuditNeeds, { pageSize, from, mostPages, keep }: Walk): Promise<Audit> {
  const { database, log, now } = needs
  const found = { accounts: 0, jobs: 0, breaches: [] as Breach[], prices: [] as PriceDifference[] }
  let place: AuditPlace | undefined = from
  for (let pages = 0; place && pages < mostPages; pages += 1) {
    const isOfAccounts: boolean = place.of === 'accounts'
    const page: AuditPage = await (isOfAccounts ? accountsAfter(database, place, pageSize) : jobsAfter(database, place, pageSize))
    const breaches = [
      ...page.accounts.flatMap((account) => breachesOfAccount(account).map((breach) => ({ accountId: account.id, jobId: null, breach }))),
      ...page.jobs.flatMap((job) => breachesOf(job, now()).map((breach) => ({ accountId: job.accountId, jobId: job.id, breach }))),
      ...page.broken.map(({ accountId, id }) => ({ accountId, jobId: isOfAccounts ? null : id, breach: 'its rows cannot be added up' })),
    ]
    const prices = page.jobs.flatMap(pricesOf)
    for (const [index, breach] of breaches.entries()) await tellBreach(needs, breach, found.breaches.length + index < MOST_ALARMS)
    for (const difference of prices) log('price difference', { ...difference })
    found.accounts += page.accounts.length
    found.jobs += page.jobs.length
    found.breaches.push(...breaches)
    found.prices.push(...prices)
    place = page.next
    if (keep) await database.batch([keep(place)])
  }
  const isComplete = place === undefined
  log('audit', { accounts: found.accounts, jobs: found.jobs, breaches: found.breaches.length, prices: found.prices.length, isComplete })
  return { ...found, isComplete }
}

function breachesOfAccount({ credits, total, shares, openings }: AccountSum): readonly string[] {
  return [
    ...(credits === total ? [] : [`the balance is ${credits}, its entries add up to ${total}`]),
    ...openings.map(([id, counted, held]) => `what is archived under ${id} came to ${counted}, and its entry is ${held}`),
    ...shares.map(([party, counted, held]) => `the uploads of ${party} count ${counted} bytes, and have ${held}`),
  ]
}

/** It was told when it was completed, unless the Worker died just then. */
function pricesOf({ accountId, id: jobId, made }: JobSum): readonly PriceDifference[] {
  return made ? priceDifferences(made.route, made.facts).map((difference) => ({ accountId, jobId, model: made.route.model, difference })) : []
}

function breachesOf(job: JobSum, nowMs: number): readonly string[] {
  const isOpen = OPEN_STATUSES.some((open) => open === job.status)
  const refund = job.refund ?? 0
  // A row's rule says what comes back of what was cancelled; a batch may come with less than all.
  const isPartly = job.status === 'CANCELLED' || (job.status === 'COMPLETED' && !isLate(job))
  const told = isOpen || job.webhookUrl === null ? 0 : isLate(job) ? 2 : 1
  const isForgotten = nowMs - job.createdAtMs > EVENTS_KEPT_MS
  const due = isPartly ? job.refunded : isOpen ? 0 : job.cost
  const rules: readonly (readonly [boolean, string])[] = [
    [job.charge === -job.cost, `charged ${job.charge ?? 'nothing'} for a cost of ${job.cost}`],
    [0 <= job.refunded && job.refunded <= job.cost, `refunded ${job.refunded} of a cost of ${job.cost}`],
    [refund === due && job.refunded === due, `${job.status}, to be refunded ${due}, and was refunded ${refund}`],
    [!isOpen || nowMs < job.deadlineMs + STUCK_AFTER_MS, `still ${job.status} long after its deadline`],
    [job.status !== 'COMPLETED' || job.outputs > 0, 'COMPLETED without an output'],
    [job.deliveries === told || (isForgotten && job.deliveries < told), `${job.deliveries} webhook deliveries`],
  ]
  return rules.flatMap(([holds, breach]) => (holds ? [] : [breach]))
}
