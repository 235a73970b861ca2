// What must hold of accounts that are suspended or closed, and of what is taken down: nothing new begins, no byte of it is left, and
// nobody else loses anything.
import { accounts, jobs } from '../../src/store/tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import type { Operation } from './operations.ts'
import { storedKeys } from './seed.ts'
import type { Run } from './simulate.ts'
import type { Remembered } from './remembered.ts'
import { bindingOf, readAll } from './shards.ts'

/** What is somebody's own, by his account. */
const PERSONAL = ['api_keys', 'attempts', 'events', 'spending_limits', 'uploads', 'upload_shares', 'usage_parts', 'webhook_deliveries', 'webhook_endpoints'] as const

const both = (accountId: string): readonly string[] => [accountId, `${accountId}.test`]

export async function breachesOfOperations(run: Run, remembered: Remembered): Promise<readonly string[]> {
  const { done } = run.operations
  if (done.length === 0) return []
  const found = await Promise.all(done.filter(({ plan }) => plan.what === 'CLOSE').map(breachesOfErasure))
  return [...done.flatMap((one) => breachesOf(one, remembered.jobs)), ...found.flat(), ...breachesOfTakedowns(done, remembered)]
}

function breachesOf({ plan: { what }, accountId, knownAtMs, liftedAtMs = Number.POSITIVE_INFINITY }: Operation, rows: readonly JobRow[]): readonly string[] {
  if (what === 'TAKEDOWN' || knownAtMs === undefined) return []
  const own = rows.filter((row) => both(accountId).includes(row.accountId))
  const isSince = (ms: number): boolean => ms > knownAtMs && ms < liftedAtMs
  const word = what === 'CLOSE' ? 'closed' : 'suspended'
  const made = own.filter(({ createdAtMs }) => isSince(createdAtMs)).map(({ id }) => `${id} was made after ${accountId} was ${word}`)
  // What waits while its account is suspended goes on.
  const begun = what === 'CLOSE' ? own.filter(({ waitedUntilMs, status, claimedAtMs }) => waitedUntilMs !== null && isSince(waitedUntilMs) && (status !== 'CANCELLED' || (claimedAtMs ?? 0) >= waitedUntilMs)) : []
  return [...made, ...begun.filter(({ createdAtMs }) => !isSince(createdAtMs)).map(({ id }) => `${id} waited, and began after ${accountId} was closed`)]
}

/** By the end of a run more than 30 days have passed. */
async function breachesOfErasure({ accountId, knownAtMs }: Operation): Promise<readonly string[]> {
  if (knownAtMs === undefined) return []
  const [accountRows, jobRows] = await readAll((database) => database.batch([database.select().from(accounts), database.select().from(jobs)]))
  const home = bindingOf(accountId)
  const counts = await home.batch<{ count: number }>(PERSONAL.map((table) => home.prepare(`select count(*) as count from ${table} where account_id in (?1, ?1 || '.test')`).bind(accountId)))
  const left = PERSONAL.filter((_, index) => counts[index]?.results[0]?.count !== 0)
  // Whose bytes those were is looked up for ever.
  const files = (await storedKeys()).filter((key) => !key.startsWith('verify/') && both(accountId).some((id) => key.startsWith(`${id}/`) || key.includes(`/${id}/`)))
  const telling = jobRows.filter((row) => both(accountId).includes(row.accountId) && (row.tags.length > 0 || row.input?.text !== '' || row.webhookUrl !== null))
  const account = accountRows.find(({ id }) => id === accountId)
  return [
    ...(account?.erasedAtMs === null || account?.closedAtMs === null ? [`${accountId} was closed, and is not erased`] : []),
    ...left.map((table) => `${accountId} is erased, and has ${table}`),
    ...files.map((key) => `${accountId} is erased, and ${key} is left`),
    ...telling.map(({ id }) => `${accountId} is erased, and ${id} tells what was asked for`),
  ]
}

const hashesOf = ({ outputs }: JobRow): readonly string[] => (outputs ?? []).map(({ sha256 }) => sha256)

/** What a test key made is taken down by its id, alone. */
const isTested = ({ accountId }: JobRow): boolean => accountId.endsWith('.test')

/** The same generation, or the same bytes. */
const isShared = (job: JobRow, target: JobRow): boolean => job.id === target.id || (!isTested(job) && !isTested(target) && hashesOf(job).some((sha256) => hashesOf(target).includes(sha256)))

function breachesOfTakedowns(done: readonly Operation[], { jobs: rows, keys }: Remembered): readonly string[] {
  const wished = done.filter(({ plan }) => plan.what === 'TAKEDOWN')
  const targets = rows.filter(({ id }) => wished.some(({ target }) => target === id))
  return rows.flatMap((job) => {
    const because = targets.filter((target) => isShared(job, target))
    const isKnown = because.some(({ id }) => wished.some(({ target, knownAtMs }) => target === id && knownAtMs !== undefined))
    const isDown = job.takenDownAtMs !== null
    const files = (job.outputs ?? []).filter(({ key }) => keys.includes(key))
    return [
      ...(isDown && because.length === 0 ? [`${job.id} was taken down, and nobody wished it`] : []),
      ...(!isDown && isKnown && job.status === 'COMPLETED' ? [`${job.id} has bytes that were taken down, and is up`] : []),
      ...(isDown ? files.map(({ key }) => `${job.id} was taken down, and ${key} is left`) : []),
    ]
  })
}
