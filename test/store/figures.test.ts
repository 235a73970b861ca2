// What statements write and find where a row is as it should be: figures, edges of pages, and how D1's errors are read.
import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { timePart } from '../../src/domain/new-id.ts'
import { isOverdraft, openDatabase } from '../../src/store/database.ts'
import { selectEntries } from '../../src/store/filtered-pages.ts'
import { selectJobs, selectPageEnd } from '../../src/store/job-pages.ts'
import type { JobFilter } from '../../src/store/job-pages.ts'
import { selectKeys } from '../../src/store/keys.ts'
import { sessions } from '../../src/store/access-tables.ts'
import { deleteOldSessions } from '../../src/store/people.ts'
import { uploadShares } from '../../src/store/upload-tables.ts'
import { countUpload } from '../../src/store/uploads.ts'
import { countSpending, exceededLimit, giveSpendingBack, newSpendingLimit } from '../../src/store/spending.ts'
import { apiKeys, creditEntries, jobs, spendingLimits } from '../../src/store/tables.ts'
import { isTransient } from '../../src/store/transient.ts'
import { copyJobs } from '../jobs/due-rows.ts'
import { ACCOUNT, JOB, KEY, UPLOAD, job } from './each-term.ts'

const database = openDatabase(env.DB)
const DAY_MS = 86_400_000
const NOW_MS = Date.UTC(2026, 10, 22, 9)
const spent = async () => (await database.select().from(spendingLimits)).map(({ id, date, spentToday, spent: inAll }) => [id, date, spentToday, inAll])

beforeEach(async () => {
  await database.batch([database.delete(jobs), database.delete(creditEntries), database.delete(spendingLimits)])
})

const limitOf = (id: string, date: string, spentToday: number) => ({ accountId: ACCOUNT, id, keyId: 'key_k', date, spentToday, spent: 70, createdAtMs: 1 })

describe('what a job of 50 credits is counted to its limits', () => {
  const made = job({ createdAtMs: NOW_MS, spendingIds: ['lim_a', 'lim_b'] })

  it.each([['2026-11-22', 20, 70], ['2026-11-21', 20, 50], ['2026-11-23', 20, 70]])('of %s: to %i of that day it makes %i', async (date, spentToday, today) => {
    await database.batch([database.insert(jobs).values({ ...JOB, ...made }), database.insert(spendingLimits).values([limitOf('lim_a', date, spentToday), limitOf('lim_b', date, spentToday), limitOf('lim_c', date, spentToday)])])
    for (const statement of countSpending(database, made)) await database.batch([statement])
    const counted = date > '2026-11-22' ? date : '2026-11-22'
    expect(await spent()).toEqual([['lim_a', counted, today, 120], ['lim_b', counted, today, 120], ['lim_c', date, 20, 70]])
  })

  it.each([['2026-11-22', 60, 30, 30, 40], ['2026-11-23', 60, 30, 60, 40], ['2026-11-22', 20, 30, 0, 40], ['2026-11-22', 90, 80, 10, 0]])('of %s and %i comes back: of %i there stay %i and %i', async (date, spentToday, refund, today, inAll) => {
    await database.batch([database.insert(jobs).values({ ...JOB, ...made }), database.insert(spendingLimits).values([limitOf('lim_a', date, spentToday), limitOf('lim_c', date, spentToday)])])
    for (const statement of giveSpendingBack(database, made, refund, sql`true`)) await database.batch([statement])
    expect(await spent()).toEqual([['lim_a', date, today, inAll], ['lim_c', date, spentToday, 70]])
  })

  it('where there is none asks nothing', () => {
    const free = job({ spendingIds: null })
    expect([countSpending(database, free), giveSpendingBack(database, free, 5, sql`true`)]).toEqual([[], []])
  })

  it('begins with nothing spent on the day it is made', () => {
    expect(newSpendingLimit({ accountId: ACCOUNT, id: 'lim_a', keyId: 'key_k', perDay: 5, inAll: null }, NOW_MS)).toEqual({ accountId: ACCOUNT, id: 'lim_a', keyId: 'key_k', perDay: 5, inAll: null, date: '2026-11-22', spentToday: 0, spent: 0, createdAtMs: NOW_MS })
  })
})

const error = (message: string, cause?: string): Error => new Error(message, cause === undefined ? undefined : { cause: new Error(cause) })

describe('an error of D1', () => {
  it.each([
    [error('D1_ERROR: CHECK constraint failed: key_day_limit'), 'key-day'], [error('Failed query', 'CHECK constraint failed: key_total_limit'), 'key-total'], [error('Failed query', 'token_total_limit'), 'token-total'],
    [error('Failed query', 'credits_not_negative'), undefined], ['key_day_limit', undefined], [new Error('Failed query', { cause: 'key_day_limit' }), undefined],
  ])('%s is of the limit %s', (given, name) => {
    expect(exceededLimit(given)).toBe(name)
  })

  it.each([[error('CHECK constraint failed: credits_not_negative'), true], [error('Failed query', 'CHECK constraint failed: credits_not_negative'), true], [error('Failed query', 'key_day_limit'), false], ['credits_not_negative', false]])('%s is an overdraft: %s', (given, is) => {
    expect(isOverdraft(given)).toBe(is)
  })

  it.each([
    [error('D1_ERROR: Network connection lost.'), true], [error('Failed query', 'D1 DB is overloaded. Requests queued for too long.'), true], ['internal error; reference = abc', true], [error('no such table: jobs'), false],
    [error('Network connection lost', 'UNIQUE constraint failed: jobs.id'), false],
  ])('%s passes by itself: %s', (given, is) => {
    expect(isTransient(given)).toBe(is)
  })
})

const idAt = (ms: number, last: string): string => `gen_${timePart(ms)}${last}`
const ids = async (filter: JobFilter, before?: string, limit = 10) => (await selectJobs(database, ACCOUNT, before, limit, filter)).map(({ id }) => id.slice(-1))
const insertMade = (...made: readonly (readonly [last: string, ms: number])[]) =>
  database.batch([database.delete(jobs), ...made.map(([last, ms]) => database.insert(jobs).values({ ...JOB, id: idAt(ms, last), createdAtMs: ms }))])

const entryId = (ms: number): string => `${timePart(ms)}.charge`
const entry = (id: string, createdAtMs: number) => ({ accountId: ACCOUNT, id, kind: 'GRANT', amount: 5, createdAtMs }) as const

it('a page of the ledger goes back to the first grant, whose id is of no time, and one since a time does not', async () => {
  await database.insert(creditEntries).values([entry('0.grant', 1), entry(entryId(NOW_MS - 7 * DAY_MS), NOW_MS), entry(entryId(NOW_MS - 7 * DAY_MS - 1), NOW_MS)])
  expect((await selectEntries(database, ACCOUNT, undefined, 5)).map(({ id }) => id)).toEqual([entryId(NOW_MS - 7 * DAY_MS), entryId(NOW_MS - 7 * DAY_MS - 1), '0.grant'])
  expect((await selectEntries(database, ACCOUNT, undefined, 5, { createdAfterMs: NOW_MS })).map(({ id }) => id)).toEqual([entryId(NOW_MS - 7 * DAY_MS)])
})

describe('a page of jobs', () => {
  it('of a time holds what was made from then on, and until then', async () => {
    await insertMade(['a', NOW_MS - 1], ['b', NOW_MS], ['c', NOW_MS + 1])
    const [from, until] = [(ms: number) => ids({ createdAfterMs: NOW_MS + ms }), (ms: number) => ids({ createdBeforeMs: NOW_MS + ms })]
    expect([await from(-1), await from(0), await from(1), await from(2)]).toEqual([['c', 'b', 'a'], ['c', 'b'], ['c'], []])
    expect([await until(-1), await until(0), await until(1), await until(2)]).toEqual([[], ['a'], ['b', 'a'], ['c', 'b', 'a']])
    expect([await ids({ createdAfterMs: -5 * DAY_MS }), await ids({ createdBeforeMs: -5 })]).toEqual([['c', 'b', 'a'], []])
    expect([await ids({}, idAt(NOW_MS, 'b')), await ids({}, undefined, 2)]).toEqual([['a'], ['c', 'b']])
  })

  it('finds a job whose id is older than the job by two minutes, and not by more', async () => {
    await database.insert(jobs).values([120_000, 121_000].map((ms) => ({ ...JOB, id: idAt(NOW_MS - ms, String(ms / 1000 - 120)), createdAtMs: NOW_MS })))
    expect(await ids({ createdAfterMs: NOW_MS })).toEqual(['0'])
  })

  it('ends after a thousand rows, if there are more', async () => {
    await database.insert(jobs).values({ ...JOB, accountId: 'acc_other' })
    const end = async () => (await selectPageEnd(database, ACCOUNT, undefined, {})).map(({ id }) => id)
    await copyJobs('gen_j', 'page', 999, { account_id: `'${ACCOUNT}'`, type: "case i when 1 then 'AUDIO' else 'IMAGE' end" })
    expect([await end(), (await selectJobs(database, ACCOUNT, undefined, 5, { type: 'AUDIO' })).length]).toEqual([[], 1])
    await copyJobs('gen_j', 'qage', 2, { account_id: `'${ACCOUNT}'` })
    expect([await end(), (await selectJobs(database, ACCOUNT, undefined, 5, { type: 'AUDIO' })).length]).toEqual([['gen_page000002'], 0])
  })
})

describe('a page of keys', () => {
  it('holds the usable ones first, each kind newest first, and goes on behind any of them', async () => {
    await database.delete(apiKeys)
    const over = { b: { revokedAtMs: 1 }, d: { expiresAtMs: NOW_MS } }
    await database.insert(apiKeys).values(['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...KEY, hash: name, id: `key_${name}`, ...(name in over && over[name as keyof typeof over]) })))
    await database.insert(apiKeys).values({ ...KEY, hash: 'other', accountId: 'acc_other', id: 'key_f' })
    const page = async (after: string | undefined, limit = 9) => (await selectKeys(database, ACCOUNT, NOW_MS, after && `key_${after}`, limit)).map(({ id }) => id.slice(-1)).join('')
    expect([await page(undefined), await page(undefined, 2), await page('e'), await page('c'), await page('a'), await page('d'), await page('b')]).toEqual(['ecadb', 'ec', 'cadb', 'adb', 'db', 'b', ''])
  })
})

const session = (hash: string, accountId: string, expiresAtMs: number) => ({ hash, accountId, personId: 'per_p', createdAtMs: 1, expiresAtMs })
const share = (accountId: string, party: string) => ({ accountId, party, storedBytes: 5, date: '2026-11-22', today: 1, lastId: '' })

describe('what is counted of one account', () => {
  it('is its own newest sessions: those of others, however new, drive none of its own out', async () => {
    await database.delete(sessions)
    await database.insert(sessions).values([session('older', ACCOUNT, NOW_MS + 1), session('newer', ACCOUNT, NOW_MS + 2), session('other', 'acc_other', NOW_MS + 3)])
    await database.batch([deleteOldSessions(database, { accountId: ACCOUNT, hash: 'fresh' }, NOW_MS, 1)])
    expect((await database.select().from(sessions)).map(({ hash }) => hash).toSorted()).toEqual(['newer', 'other'])
  })

  it('is an upload, in its own shares and in those that were asked for alone', async () => {
    await database.delete(uploadShares)
    await database.insert(uploadShares).values([share(ACCOUNT, 'account'), share(ACCOUNT, 'tokens'), share('acc_other', 'account')])
    await database.batch([countUpload(database, UPLOAD, '2026-11-22', [{ party: 'account', storedBytes: 10, perDay: 2 }])])
    expect((await database.select().from(uploadShares)).map(({ accountId, party, storedBytes, today }) => [accountId, party, storedBytes, today])).toEqual([
      [ACCOUNT, 'account', 10, 2], [ACCOUNT, 'tokens', 5, 1], ['acc_other', 'account', 5, 1],
    ])
  })
})
