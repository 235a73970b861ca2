// One run of the archive over rows as they may stand: what leaves together, how much one run takes, where the next goes on, what it costs.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { chunkKey, linesOf, packLines } from '../../src/jobs/archive-chunk.ts'
import { archiveJobs } from '../../src/jobs/archive-jobs.ts'
import { timePart } from '../../src/domain/new-id.ts'
import { archiveChunks } from '../../src/store/archive-tables.ts'
import { chargeId, refundId } from '../../src/store/credits.ts'
import { openDatabase } from '../../src/store/database.ts'
import { KEY_KEPT_MS } from '../../src/store/idempotency.ts'
import { putMark } from '../../src/store/marks.ts'
import { attempts, creditEntries, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import type { JobRow } from '../../src/store/tables.ts'
import { counting, noCounts } from '../counting.ts'
import { LOST, faultyD1 } from '../store/faulty-d1.ts'
import { JOB } from '../store/each-term.ts'
import { emptyAround } from './archiving.ts'
import { ROUTE } from './one-job.ts'

const NOW_MS = Date.UTC(2026, 10, 29)
const OCTOBER_MS = Date.UTC(2026, 9, 5)
const SEPTEMBER_MS = Date.UTC(2026, 8, 5)
const HOUR_MS = 3_600_000
const TABLES = ['jobs', 'attempts', 'credit_entries', 'webhook_deliveries', 'accounts', 'marks', 'archive_chunks', 'tasks'] as const

const counts = noCounts()
const counted = counting(counts)(env).DB ?? env.DB
const database = openDatabase(counted)
const stored = new Map<string, Uint8Array>()
const told: string[] = []
const needs = {
  database, now: () => NOW_MS,
  random: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
  log: (event: string, facts: Readonly<Record<string, unknown>>) => void told.push([event, ...['generations', 'jobId'].flatMap((name) => (name in facts ? [String(facts[name])] : []))].join(' ')),
  alarm: async ({ kind, subject }: { readonly kind: string; readonly subject: string }) => void told.push(`${kind} ${subject}`),
  media: { putArchive: async (key: string, bytes: Uint8Array) => void stored.set(key, bytes), readArchive: async (key: string) => stored.get(key) },
}
const run = (): Promise<number> => archiveJobs(needs)

emptyAround()
beforeEach(async () => {
  await env.DB.batch(TABLES.map((table) => env.DB.prepare(`delete from ${table}`)))
  stored.clear()
  told.length = 0
  counts.roundTrips = 0
})

const idAt = (ms: number, number = 0): string => `gen_${timePart(ms)}${String(number).padStart(16, '0')}`
/** So many accounts, whose usage is rolled up: acc_00001 and on. */
const accounts = (count: number): Promise<unknown> => env.DB.batch(
  [`insert into accounts (id, name, plan, credits, webhook_secret, created_at_ms) select printf('acc_%05d', i), 'A', 'PRO', 0, 's', 1 from n`, `insert into marks (name, value, updated_at_ms) select printf('rolled/acc_%05d', i), 'z', 1 from n`]
    .map((insert) => env.DB.prepare(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1) ${insert}`).bind(count)),
)
/** One that has failed, was refunded and is over. */
async function old(accountId: string, id: string, change: Partial<JobRow> = {}): Promise<void> {
  const of = { accountId, jobId: id, createdAtMs: 1 }
  await database.batch([
    database.insert(jobs).values({ ...JOB, accountId, id, routes: [ROUTE], status: 'FAILED', refunded: 50, createdAtMs: 1, completedAtMs: NOW_MS - KEY_KEPT_MS, ...change }),
    database.insert(creditEntries).values([{ ...of, id: chargeId(id), kind: 'CHARGE', amount: -50 }, { ...of, id: refundId(id), kind: 'REFUND', amount: change.refunded ?? 50 }]),
  ])
}
const left = async (): Promise<string[]> => (await database.batch([database.select({ id: jobs.id }).from(jobs).orderBy(jobs.id)]))[0].map(({ id }) => id)
const chunks = async () => (await database.batch([database.select().from(archiveChunks).orderBy(archiveChunks.accountId, archiveChunks.month)]))[0]
const mark = async () => JSON.parse((await env.DB.prepare("select value from marks where name = 'archived'").first<{ value: string }>())?.value ?? 'null') as unknown
const breakRow = (id: string) => env.DB.prepare("update jobs set routes = 'broken' where id = ?1").bind(id).run()
const takeAllDown = () => env.DB.prepare('update jobs set taken_down_at_ms = 5').run()
const FINISHED = { accountId: '', id: '', finishedAtMs: NOW_MS }
const due = { dueAtMs: 9e12 }

describe('a round', () => {
  it('of nothing old is finished after one look, and says nothing', async () => {
    await accounts(2)
    expect([await run(), counts.roundTrips, await mark(), told]).toEqual([0, 4, FINISHED, []])
  })

  it('is finished where there are no accounts, and where the last ones have something that stays', async () => {
    expect([await run(), await mark()]).toEqual([0, FINISHED])
    await env.DB.prepare("delete from marks where name = 'archived'").run()
    await accounts(1)
    await old('acc_00001', idAt(OCTOBER_MS), due)
    counts.roundTrips = 0
    expect([await run(), counts.roundTrips, await mark(), told]).toEqual([0, 4, FINISHED, []])
  })

  it.each([[20 * HOUR_MS - 1, 0, 1, []], [20 * HOUR_MS, 1, 6, ['archived 1']]])('begins again 20 hours after the last one: %i ms later %i leave', async (laterMs, count, roundTrips, words) => {
    await accounts(1)
    await old('acc_00001', idAt(OCTOBER_MS))
    await database.batch([putMark(database, 'archived', JSON.stringify({ ...FINISHED, finishedAtMs: NOW_MS - laterMs }), 1)])
    counts.roundTrips = 0
    expect([await run(), counts.roundTrips, told]).toEqual([count, roundTrips, words])
  })

  it('takes two chunks a run, and goes on behind them in the next', async () => {
    await accounts(3)
    for (const accountId of ['acc_00001', 'acc_00002', 'acc_00003']) await old(accountId, idAt(OCTOBER_MS))
    expect([await run(), await mark()]).toEqual([2, { accountId: 'acc_00002', id: idAt(OCTOBER_MS) }])
    expect([await run(), await mark(), await left(), told]).toEqual([1, FINISHED, [], ['archived 2', 'archived 1']])
  })

  it('looks at five hundred accounts a run, a hundred at a time', async () => {
    await accounts(601)
    await old('acc_00501', idAt(OCTOBER_MS))
    counts.roundTrips = 0
    expect([await run(), await mark(), counts.roundTrips]).toEqual([0, { accountId: 'acc_00500', id: '' }, 16])
    expect([await run(), await mark()]).toEqual([1, FINISHED])
  })

  it('goes on to the account behind the first hundred', async () => {
    await accounts(101)
    await old('acc_00101', idAt(OCTOBER_MS))
    expect(await run()).toBe(1)
  })

  it('goes on behind a thousand rows of which none may leave', async () => {
    await accounts(1)
    await old('acc_00001', idAt(OCTOBER_MS), due)
    const { results } = await env.DB.prepare("select name from pragma_table_info('jobs') where name not in ('id', 'words', 'idempotency_key')").all<{ name: string }>()
    const names = results.map(({ name }) => name).join()
    await env.DB.prepare(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 999) insert into jobs (id, ${names}) select substr(j.id, 1, 14) || printf('%016d', i), ${names} from n, jobs j`).run()
    await old('acc_00001', idAt(OCTOBER_MS, 1000))
    expect([await run(), (await left()).length, await mark()]).toEqual([1, 1000, FINISHED])
  })
})

describe('what leaves', () => {
  it('leaves by account and month, each a chunk with what its entries came to', async () => {
    await accounts(2)
    await old('acc_00001', idAt(SEPTEMBER_MS))
    await old('acc_00001', idAt(OCTOBER_MS), { refunded: 20 })
    await old('acc_00001', idAt(OCTOBER_MS, 1), { refunded: 30 })
    await old('acc_00002', idAt(OCTOBER_MS))
    expect([await run(), await run(), await left()]).toEqual([3, 1, []])
    expect((await chunks()).map(({ accountId, month, firstId, lastId, generations, credits }) => [accountId, month, firstId, lastId, generations, credits])).toEqual([
      ['acc_00001', '2026-09', idAt(SEPTEMBER_MS), idAt(SEPTEMBER_MS), 1, 0], ['acc_00001', '2026-10', idAt(OCTOBER_MS), idAt(OCTOBER_MS, 1), 2, -50], ['acc_00002', '2026-10', idAt(OCTOBER_MS), idAt(OCTOBER_MS), 1, 0],
    ])
  })

  it('leaves with its attempts, entries and deliveries, and with none where there were none', async () => {
    await accounts(1)
    const [with1, without] = [idAt(OCTOBER_MS), idAt(OCTOBER_MS, 1)]
    await old('acc_00001', with1)
    await old('acc_00001', without, { cost: 0, refunded: 0 })
    await database.batch([
      database.insert(attempts).values({ accountId: 'acc_00001', jobId: with1, number: 1, upstream: 'luma', model: 'ray-2', outcome: 'REJECTED', createdAtMs: 1 }),
      database.insert(webhookDeliveries).values({ accountId: 'acc_00001', id: `msg_${with1.slice(4)}_failed`, jobId: with1, event: 'generation.failed', url: 'https://receiver.example.com', status: 'DELIVERED', attempts: 1, createdAtMs: 1 }),
      database.update(creditEntries).set({ amount: 0 }).where(eq(creditEntries.id, chargeId(without))),
    ])
    expect(await run()).toBe(2)
    const [chunk] = await chunks()
    const lines = chunk ? await linesOf(chunk, stored.get(chunkKey(chunk)) ?? new Uint8Array()) : []
    expect(lines.map(({ id, input, attempts: tries, entries, deliveries }) => [id, input, tries.length, entries.map(({ amount }) => amount), deliveries.length])).toEqual([[with1, { text: 'A fox' }, 1, [-50, 50], 1], [without, { text: 'A fox' }, 0, [0, 0], 0]])
  })

  it('leaves beside what stays: what is due, what is young by its id, and what has no id of ours', async () => {
    await accounts(1)
    const [going, owed, young, odd] = [idAt(OCTOBER_MS), idAt(OCTOBER_MS, 1), idAt(NOW_MS - KEY_KEPT_MS), `gen_${timePart(OCTOBER_MS)}`]
    for (const id of [going, young, odd]) await old('acc_00001', id)
    await old('acc_00001', owed, due)
    expect([await run(), await left(), told]).toEqual([1, [odd, owed, young], ['archived 1']])
  })
})

describe('what cannot be read', () => {
  it('stays by itself, is told of, and keeps nobody waiting', async () => {
    await accounts(1)
    const ids = [0, 1, 2, 3, 4].map((number) => idAt(OCTOBER_MS, number))
    for (const id of ids) await old('acc_00001', id)
    await breakRow(ids[3] ?? '')
    expect([await run(), await left(), told, await mark()]).toEqual([4, [ids[3]], [`not archived ${ids[3]}`, 'archived 4'], FINISHED])
  })

  it('alone is no alarm', async () => {
    await accounts(1)
    await old('acc_00001', idAt(OCTOBER_MS))
    await breakRow(idAt(OCTOBER_MS))
    expect([await run(), told, stored.size, await mark()]).toEqual([0, [`not archived ${idAt(OCTOBER_MS)}`], 0, FINISHED])
  })

  it('for a moment, since D1 is away, is read by the next run', async () => {
    await accounts(1)
    await old('acc_00001', idAt(OCTOBER_MS))
    let batches = 0
    const away = openDatabase(faultyD1(counted, () => ((batches += 1) === 4 ? 'BEFORE' : undefined), LOST), { pause: async () => undefined, pausesMs: [] })
    expect([await archiveJobs({ ...needs, database: away }), await mark(), told]).toEqual([0, null, ['archive failed', 'STORAGE archive']])
    expect(await run()).toBe(1)
  })
})

describe('nothing leaves', () => {
  it.each<readonly [string, string]>([['that was closed', 'update accounts set closed_at_ms = 1'], ['whose owner is being handed it', `insert into tasks (account_id, id, kind, state, created_at_ms) values ('acc_00001', 'exp_archive', 'export', '{"stage":"x"}', 1)`]])('of an account %s, and nothing is written of it', async (_, sql) => {
    await accounts(1)
    await old('acc_00001', idAt(OCTOBER_MS))
    await env.DB.prepare(sql).run()
    expect([await run(), stored.size, told]).toEqual([0, 0, []])
  })

  it.each(['nothing', 'no archive', 'less of the same generation'])('where %s is read of what was written, and a person is told', async (what) => {
    await accounts(1)
    await old('acc_00001', idAt(OCTOBER_MS))
    const less = (await packLines([{ id: idAt(OCTOBER_MS) }])).bytes
    const kept = what === 'nothing' ? undefined : what === 'no archive' ? new Uint8Array([1]) : less
    expect(await archiveJobs({ ...needs, media: { ...needs.media, readArchive: async () => kept } })).toBe(0)
    expect([(await left()).length, (await chunks()).length, told]).toEqual([1, 0, ['archive failed', 'STORAGE archive']])
  })

  it('that has changed since it was read, and it is not counted', async () => {
    await accounts(1)
    await old('acc_00001', idAt(OCTOBER_MS))
    expect([await archiveJobs({ ...needs, media: { ...needs.media, readArchive: async (key) => (await takeAllDown(), stored.get(key)) } }), (await left()).length, told]).toEqual([0, 1, []])
  })
})
