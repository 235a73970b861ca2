// A month after all is at rest what is over leaves the database, by the Worker's own clock. It must be told as before, change no balance, and
// leave the audits nothing to find.
import { auditArchive } from '../../src/audit/audit-archive.ts'
import { audit } from '../../src/audit/audit.ts'
import { SWEEP_CRON, runCron } from '../../src/crons.ts'
import { isIdOf } from '../../src/domain/new-id.ts'
import type { Services } from '../../src/services.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/database.ts'
import { FIRST, onEachShard } from '../../src/store/shards.ts'
import { accounts, creditEntries, jobs } from '../../src/store/tables.ts'
import { faultyD1 } from '../store/faulty-d1.ts'
import { graphqlRequest } from './asking.ts'
import { CALLERS } from './callers.ts'
import type { CallerName } from './callers.ts'
import { readAll } from './shards.ts'
import type { Run } from './simulate.ts'

const MONTH_MS = 31 * 86_400_000
/** Each writes two chunks, and there are four accounts, of two months at most. */
const MINUTES = 6
/** The whole accounts: what is told to their end users is told to them. */
const WHOLE: readonly CallerName[] = ['large', 'middle', 'small', 'test']

const FIELDS = `id status type provider model input { text negativeText image images voice complete } outputs { url posterUrl } url creditCost refundedCredits late progress
  error { code reason field message } createdAt startedAt completedAt attempts adjustments { option requested served reason } reasons tags endUser test expiresAt expired takenDownAt timeline { at kind detail }`

/** @returns what does not hold. Of a run that does not archive, nothing */
export async function breachesOfArchive(run: Run): Promise<readonly string[]> {
  const { schedule: { archives }, live } = run
  if (archives === null) return []
  live.clock.nowMs += MONTH_MS
  // What was told by webhook is forgotten by then, archived or not.
  await runCron(live.services, SWEEP_CRON, false)
  const leaving = await overIn()
  const before = { told: await toldOf(run, leaving), sums: await sums() }
  await runCron({ ...live.services, ...lostAfter(live.services, archives) }, SWEEP_CRON, true).catch(() => undefined)
  let left = await overIn()
  for (let minute = 0; minute < MINUTES && left.length > 0; minute += 1) {
    await runCron(live.services, SWEEP_CRON, true)
    live.clock.nowMs += 60_000
    left = await overIn()
  }
  const told = await toldOf(run, leaving)
  const audits = await onEachShard(live.services, async (own) => [...(await audit(own)).breaches, ...(await auditArchive(own)).breaches])
  return [
    ...left.map(({ id }) => `${id} was over for a month, and is in the database`),
    ...leaving.flatMap(({ id }) => differences(before.told.get(id), told.get(id)).map((difference) => `${id}, once archived, ${difference}`)),
    ...((await sums()) === before.sums ? [] : [`archiving changed what accounts have from ${before.sums} to ${await sums()}`]),
    ...audits.flat().map(({ accountId, jobId, breach }) => `once archived, the audit says of ${jobId ?? accountId}: ${breach}`),
  ]
}

/** Both databases count, where there are two. */
function lostAfter({ shards }: Services, mostBatches: number): Pick<Services, 'database' | 'shards'> {
  let batches = 0
  const lost = (binding: D1Database): Database => openDatabase(faultyD1(binding, () => {
    batches += 1
    return batches <= mostBatches ? undefined : batches === mostBatches + 1 && mostBatches % 2 === 1 ? 'AFTER' : 'BEFORE'
  }))
  const all = new Map([...shards.all].map(([name, { $client }]) => [name, lost($client)]))
  const directory = all.get(FIRST) ?? shards.directory
  return { database: directory, shards: { ...shards, all, directory } }
}

type Over = Pick<typeof jobs.$inferSelect, 'accountId' | 'id'>

/** Of accounts that are not closed, what nothing is due of. Of those rows that were there before, some have no id of ours. */
async function overIn(): Promise<readonly Over[]> {
  const [jobRows, accountRows] = await readAll((database) => database.batch([
    database.select({ accountId: jobs.accountId, id: jobs.id, dueAtMs: jobs.dueAtMs }).from(jobs),
    database.select({ id: accounts.id, closedAtMs: accounts.closedAtMs }).from(accounts),
  ]))
  const open = new Set(accountRows.filter(({ closedAtMs }) => closedAtMs === null).map(({ id }) => id))
  return jobRows.filter(({ accountId, id, dueAtMs }) => open.has(accountId) && isIdOf('gen', id) && dueAtMs === null)
}

type Told = Readonly<Record<string, unknown>> | null

/** What callers are told of each. */
async function toldOf({ live }: Run, rows: readonly Over[]): Promise<ReadonlyMap<string, Told>> {
  const told = new Map<string, Told>()
  for (const caller of WHOLE) {
    const own = rows.filter(({ accountId }) => accountId === CALLERS[caller].account.id)
    for (const { id } of own) {
      const answer = await live.fetch(await graphqlRequest(caller, { query: `query ($id: ID!) { generation(id: $id) { ${FIELDS} } }`, variables: { id } }))
      const { data }: { readonly data?: { readonly generation: Told } } = await answer.json()
      told.set(id, data?.generation ?? null)
    }
  }
  return told
}

function differences(before: Told | undefined, after: Told | undefined): readonly string[] {
  if (!before || !after) return [before ? 'is not told of any more' : 'was not told of before']
  return Object.keys(before).flatMap((field) => {
    const [then, now] = [before, after].map((one) => JSON.stringify(one[field]))
    return then === now ? [] : [`has as its ${field} ${now}, which was ${then}`]
  })
}

/** Of each account what it has, and what its entries come to. */
async function sums(): Promise<string> {
  const [accountRows, entries] = await readAll((database) => database.batch([database.select({ id: accounts.id, credits: accounts.credits }).from(accounts).orderBy(accounts.id), database.select().from(creditEntries)]))
  return accountRows.map(({ id, credits }) => `${id} ${credits} ${entries.filter(({ accountId }) => accountId === id).reduce((sum, { amount }) => sum + amount, 0)}`).join(', ')
}
