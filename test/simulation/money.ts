// The judge of credits. It goes by the oracle's own prices of what was sent over the wire, never by the product's own
// figures: what each job may cost, what each account must have left, what counts against each spending limit.
import { isLate } from '../../src/jobs/generation.ts'
import { accounts, spendingLimits } from '../../src/store/tables.ts'
import type { CreditEntry, JobRow } from '../../src/store/tables.ts'
import { ACCOUNTS, SPENDING_LIMITS, callerOf } from './callers.ts'
import { caseOf } from './cases.ts'
import { ASKED, BESIDE_A_TRIAL } from './prices.ts'
import type { Company } from './protocols.ts'
import { bodyOf, isOtherText, requestOfJob } from './requests.ts'
import { openingCredits } from './seed.ts'
import { readAll } from './shards.ts'
import type { Run } from './simulate.ts'

/** The companies that charge nothing for what they stop. The others keep all of it, or nobody knows. */
const GIVES_BACK: ReadonlySet<Company> = new Set(['fal', 'ark'])

/** A job as the oracle judges it. */
interface Judged {
  readonly job: JobRow
  readonly request: number
  /** What it keeps of the charge. */
  readonly earned: number
}

/** @param jobRows of all that was asked for in the run @param entryRows all there are */
export async function breachesOfMoney(run: Run, jobRows: readonly JobRow[], entryRows: readonly CreditEntry[]): Promise<readonly string[]> {
  const [accountRows, limitRows] = await readAll((database) => database.batch([database.select().from(accounts), database.select().from(spendingLimits)]))
  const breaches: string[] = []
  const claim = (holds: boolean, sentence: string): void => void (holds || breaches.push(sentence))
  const judged = jobRows.map((job): Judged => {
    const request = requestOfJob(job)
    return { job, request, earned: earnedBy(run, job, request) }
  })
  for (const one of judged) breaches.push(...breachesOfJob(run, one, entryRows))
  const known = new Set(jobRows.map(({ id }) => id))

  for (const account of ACCOUNTS) {
    const credits = accountRows.find(({ id }) => id === account.id)?.credits ?? Number.NaN
    const own = judged.filter(({ job }) => job.accountId === account.id)
    const before = entryRows.filter(({ accountId, jobId }) => accountId === account.id && jobId !== null && !known.has(jobId)).reduce((sum, { amount }) => sum + amount, 0)
    const expected = openingCredits(account, run.schedule.credits) + before - own.reduce((sum, { earned }) => sum + earned, 0)
    claim(credits === expected, `${account.id} has ${credits} credits left and should have ${expected}`)
    const total = entryRows.filter(({ accountId }) => accountId === account.id).reduce((sum, { amount }) => sum + amount, 0)
    claim(credits === total && credits >= 0, `the balance of ${account.id} is ${credits}, its entries add up to ${total}`)
  }
  for (const limit of SPENDING_LIMITS) {
    const row = limitRows.find(({ id }) => id === limit.id)
    const counted = judged.filter(({ request }) => callerOf(run.schedule.requests[request]?.caller ?? 'large').limits.includes(limit))
    const spent = counted.reduce((sum, { earned }) => sum + earned, 0)
    claim(row?.spent === spent, `${limit.id} counts ${row?.spent} credits of ${spent}`)
    const isOfToday = counted.every(({ job }) => new Date(job.createdAtMs).toISOString().startsWith(row?.date ?? ''))
    claim(counted.length === 0 || !isOfToday || row?.spentToday === spent, `${limit.id} counts ${row?.spentToday} credits of ${spent} for the day`)
    claim(spent <= (limit.inAll ?? Infinity) && spent <= (limit.perDay ?? Infinity), `${limit.id} was exceeded by ${spent} credits`)
  }
  return breaches
}

/** What was made, at the price of what was submitted for it; of what was stopped, what its company does not give back. */
function earnedBy({ submissions, schedule }: Run, job: JobRow, request: number): number {
  const asked = schedule.requests[request]
  if (!asked || isLate(job)) return 0
  const images = caseOf(asked.what).images ?? 1
  const last = submissions.sentFor(request).findLast(({ price }) => price !== undefined)
  // A test key's job is sent to nobody.
  const whole = last?.price === undefined ? quoteOf(schedule, request, job) : last.price * (last.company === 'imagen' ? images : 1)
  if (job.status === 'COMPLETED') return Math.ceil((whole * (job.outputs?.length ?? 0)) / images)
  if (job.status !== 'CANCELLED') return 0
  // What fails upstream is tried elsewhere, and was perhaps cancelled before it got there.
  const isUncertain = callerOf(asked.caller).kind === 'test' || asked.word === '[[fail]]'
  if (isUncertain) return job.refunded === job.cost ? 0 : whole
  return last?.isAccepted && !GIVES_BACK.has(last.company) ? whole : 0
}

/** What the case costs by the oracle; of a choice of the service's own, what the job says. */
function quoteOf({ requests, health }: Run['schedule'], request: number, job: JobRow): number {
  const asked = requests[request]
  const beside = health === 'OPEN' && asked ? BESIDE_A_TRIAL[asked.what] : undefined
  if (beside !== undefined && job.cost === beside) return beside
  const price = asked && ASKED[asked.what]
  return price ? price(textAsked(asked, request, job)) : job.cost
}

const textAsked = (asked: Run['schedule']['requests'][number], request: number, job: JobRow): string =>
  bodyOf(asked, request, isOtherText(job)).variables.input.input.text

function breachesOfJob(run: Run, { job, request, earned }: Judged, entryRows: readonly CreditEntry[]): readonly string[] {
  const entries = entryRows.filter(({ jobId }) => jobId === job.id)
  const sum = entries.reduce((amount, entry) => amount + entry.amount, 0)
  const quote = quoteOf(run.schedule, request, job)
  const told = run.told.find(({ id }) => id === job.id)?.cost
  const charges = entries.filter(({ kind }) => kind === 'CHARGE')
  const images = caseOf(run.schedule.requests[request]?.what ?? 'luma').images ?? 1
  const dearest = Math.max(0, ...run.submissions.sentFor(request).map(({ price, company }) => (price ?? 0) * (company === 'imagen' ? images : 1)))
  const rules: readonly (readonly [boolean, string])[] = [
    [charges.length === 1 && charges[0]?.amount === -quote, `was charged ${charges.map(({ amount }) => amount).join(', ')} where ${quote} was the price`],
    [told === undefined || told === quote, `was told to cost ${told} where ${quote} was the price`],
    [dearest <= quote, `was quoted ${quote}, and something for ${dearest} was submitted`],
    [entries.every(({ accountId }) => accountId === job.accountId), 'has entries of another account'],
    [sum === -earned && job.refunded === job.cost - earned, `is ${job.status}, earned ${earned}, and its entries add up to ${sum}`],
  ]
  return rules.flatMap(([holds, breach]) => (holds ? [] : [`${job.id} ${breach}`]))
}
