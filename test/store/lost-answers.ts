// What the tests of lost answers share: an operation played once without a fault, once for each of its batches that write, the
// answer of that one lost after it has happened, and once with the answers of all others lost; and all that is stored afterwards,
// without what chance and time make of it.
import { getTableColumns, inArray, or, sql } from 'drizzle-orm'
import { auditLog, people, sessions } from '../../src/store/access-tables.ts'
import { accounts, apiKeys, attempts, creditEntries, jobs, spendingLimits, webhookDeliveries } from '../../src/store/tables.ts'
import { events, webhookEndpoints } from '../../src/store/event-tables.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { uploadShares, uploads } from '../../src/store/upload-tables.ts'
import { createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'
import { faultyD1 } from './faulty-d1.ts'

export interface Operation {
  readonly name: string
  readonly options?: WorldOptions
  /** Requests to a company that arrive, and whose answers are lost. */
  readonly loses?: (url: string, init: RequestInit) => boolean
  /** What is there before it; without faults. */
  readonly before?: (world: World) => Promise<unknown>
  /** @returns what the caller is told */
  readonly act: (world: World, before: never) => Promise<unknown>
}

export interface Played {
  /** That wrote. */
  readonly batches: number
  readonly told: string
  readonly stored: readonly string[]
}

/** @param lostAnswer of which batch that writes the answer is lost; 0: of none; READS: of all that do not write, at the first try */
export async function play({ options, loses, before, act }: Operation, lostAnswer: number | 'READS'): Promise<Played> {
  let isReadLost = false
  let batches = Number.NEGATIVE_INFINITY
  const isLost = (answer: readonly D1Result[]): boolean => {
    if (hasWritten(answer)) return ++batches === lostAnswer
    return lostAnswer === 'READS' && batches >= 0 && (isReadLost = !isReadLost)
  }
  const network: WorldOptions['network'] = (url, init) => (loses?.(url, init) ? lose(world, url, init) : options?.network?.(url, init))
  const world: World = await createWorld({ ...options, network, bindings: (bound) => ({ DB: faultyD1(bound.DB, () => isLost) }) })
  const known = await accountIds(world)
  const given = (await before?.(world)) as never
  batches = 0
  const told = await act(world, given)
  const asked = batches
  batches = Number.NEGATIVE_INFINITY
  const added = (await accountIds(world)).filter((id) => !known.includes(id))
  return { batches: asked, told: withoutChance(told), stored: await allRows(world, [world.accountId, `${world.accountId}.test`, ...added]) }
}

/** One that only read is played again without a trace, so that all of them may be lost at once. */
const hasWritten = (answer: readonly D1Result[]): boolean => answer.some(({ meta }) => meta.rows_written > 0)

async function lose({ emulators }: World, url: string, init: RequestInit): Promise<never> {
  await emulators.fetch(url, init)
  throw new Error('the connection was lost')
}

const accountIds = async ({ services }: World): Promise<readonly string[]> => {
  const [rows] = await services.database.batch([services.database.select({ id: accounts.id }).from(accounts)])
  return rows.map(({ id }) => id)
}

async function allRows({ services, accountId, received, queues }: World, ids: string[]): Promise<readonly string[]> {
  const { database } = services
  const rows = await database.batch([
    database.select().from(accounts).where(inArray(accounts.id, ids)),
    database.select().from(apiKeys).where(inArray(apiKeys.accountId, ids)),
    database.select().from(spendingLimits).where(inArray(spendingLimits.accountId, ids)),
    database.select({ ...getTableColumns(jobs), words: sql`(select fingerprint from job_words where job_words.id = jobs.words)` }).from(jobs).where(inArray(jobs.accountId, ids)),
    database.select().from(attempts).where(inArray(attempts.accountId, ids)),
    database.select().from(creditEntries).where(inArray(creditEntries.accountId, ids)),
    database.select().from(webhookDeliveries).where(inArray(webhookDeliveries.accountId, ids)),
    database.select().from(webhookEndpoints).where(inArray(webhookEndpoints.accountId, ids)),
    database.select().from(events).where(inArray(events.accountId, ids)),
    database.select().from(auditLog).where(or(inArray(auditLog.accountId, ids), inArray(auditLog.actorAccountId, ids))),
    database.select().from(people).where(inArray(people.accountId, ids)),
    database.select().from(sessions).where(inArray(sessions.accountId, ids)),
    database.select().from(tasks).where(inArray(tasks.accountId, ids)),
    database.select().from(uploads).where(inArray(uploads.accountId, ids)),
    database.select().from(uploadShares).where(inArray(uploadShares.accountId, ids)),
  ])
  const limits = { perMinute: 1000, concurrent: 1000, perDay: null, readsPerMinute: 3000, streams: 100 }
  const { figures } = await services.gate(accountId).look({ nowMs: services.now(), limits })
  return [
    ...rows.flatMap((ofTable, table) => ofTable.map((row) => `${table} ${withoutChance(row)}`)).toSorted(),
    `slots ${figures.concurrent.limit - figures.concurrent.remaining}`,
    `webhooks ${received.length}`,
    `dead ${queues.dead.length}`,
  ]
}

/** What nobody but the bucket sees of an upload is which of its objects counts. */
const CHANCE: readonly (readonly [RegExp, string])[] = [
  [/"(?:tries|object)":\d+/g, ''],
  [/(upload:upl_\w+\/)\d+/g, '$1n'],
  [/"lastFour":"[^"]*"/g, ''],
  [/"moveToken":"[^"]*"/g, '"moveToken":"one"'],
  [/\beyJ[\w.-]+/g, 'jwt'],
  [/whsec_[\w+/=-]+/g, 'whsec'],
  [/dt_(live|test)_\w+/g, 'key'],
  [/\bdts_[\w-]+/g, 'session'],
  [/\b(?:key_|cls_)?acc_\w+/g, 'acc'],
  [/(?:\b|tkd_)[0-9a-f]{64}\b/g, 'hash'],
  [/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'uuid'],
  [/[0-9a-hjkmnp-tv-z]{26}/g, '#'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time'],
  [/\d{4}-\d\d-\d\d/g, 'date'],
  [/\d{13}\b/g, 'time'],
  [/\?exp=[^"]*/g, ''],
]

const withoutChance = (value: unknown): string => CHANCE.reduce((text, [pattern, instead]) => text.replaceAll(pattern, instead), JSON.stringify(value) ?? '')
