// The archive of the largest rows that there can be: how much D1 answers at once, and how much one chunk holds.
import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { chunkKey, linesOf } from '../../src/jobs/archive-chunk.ts'
import { archiveJobs } from '../../src/jobs/archive-jobs.ts'
import { MOST_BYTES } from '../../src/jobs/read-whole.ts'
import { MOST_ROW_BYTES } from '../../src/jobs/small-row.ts'
import { timePart } from '../../src/domain/new-id.ts'
import { archiveChunks } from '../../src/store/archive-tables.ts'
import { openDatabase } from '../../src/store/database.ts'
import { KEY_KEPT_MS } from '../../src/store/idempotency.ts'
import { pack } from '../../src/store/packed.ts'
import { jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { JOB } from '../store/each-term.ts'
import { emptyAround } from './archiving.ts'
import { ROUTE } from './one-job.ts'

const NOW_MS = Date.UTC(2026, 10, 29)
const MADE_MS = Date.UTC(2026, 9, 5)
/** D1's own limits are above it, and it is held beside what is made of it. */
const MOST_ANSWERED = 5_000_000
const TABLES = ['jobs', 'job_words', 'attempts', 'credit_entries', 'webhook_deliveries', 'accounts', 'marks', 'archive_chunks', 'tasks'] as const

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).byteLength
const answered: number[] = []
const stored = new Map<string, Uint8Array>()
const weighed = new Proxy(env.DB, {
  get: (target, name) => name !== 'batch' ? target.prepare.bind(target) : async (statements: D1PreparedStatement[]) => {
    const answers = await target.batch(statements)
    answered.push(bytesOf(answers.map(({ results }) => results)))
    return answers
  },
})
const needs = {
  database: openDatabase(weighed), now: () => NOW_MS, log: () => undefined, alarm: async () => expect.unreachable('all of it can leave'),
  random: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
  media: { putArchive: async (key: string, bytes: Uint8Array) => void stored.set(key, bytes), readArchive: async (key: string) => stored.get(key) },
}

emptyAround()
beforeEach(async () => {
  await env.DB.batch(TABLES.map((table) => env.DB.prepare(`delete from ${table}`)))
  await env.DB.batch(["insert into accounts (id, name, plan, credits, webhook_secret, created_at_ms) values ('acc_1', 'A', 'PRO', 0, 's', 1)", "insert into marks (name, value, updated_at_ms) values ('rolled/acc_1', 'z', 1)"].map((insert) => env.DB.prepare(insert)))
  stored.clear()
  answered.length = 0
})

const N = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)'
const FIRST = `gen_${timePart(MADE_MS)}${'0'.repeat(16)}`
const ID = "substr(id, 1, 14) || printf('%016d', i)"

/** So many of one that has failed and cost nothing, each with words of its own. */
async function many(count: number, { text }: { readonly text: string }): Promise<void> {
  const { database } = needs
  await database.insert(jobs).values({ ...JOB, accountId: 'acc_1', id: FIRST, input: {} as never, routes: [ROUTE], status: 'FAILED', cost: 0, refunded: 0, fingerprint: '', createdAtMs: 1, completedAtMs: NOW_MS - KEY_KEPT_MS })
  const { results } = await env.DB.prepare("select name from pragma_table_info('jobs') where name not in ('id', 'words')").all<{ name: string }>()
  const names = results.map(({ name }) => name).join()
  await env.DB.batch([
    env.DB.prepare(`${N} insert into jobs (id, words, ${names}) select ${ID}, i, ${names} from n, jobs`).bind(count),
    env.DB.prepare(`${N} insert into job_words (id, packed, fingerprint) select i, ?2, 'f' from n`).bind(count, await pack({ text })),
    env.DB.prepare(`${N} insert into credit_entries (account_id, id, job_id, kind, amount, created_at_ms) select account_id, substr(${ID}, 5) || '.charge', ${ID}, 'CHARGE', 0, 1 from n, jobs where id = ?2`).bind(count, FIRST),
    env.DB.prepare('delete from jobs where id = ?1').bind(FIRST),
  ])
}

/** Of each so many deliveries, all tried as often as is kept, their receivers having answered as long as is read. */
async function told(deliveries: number, answer: string): Promise<void> {
  const log = Array.from({ length: 30 }, () => ({ atMs: NOW_MS, status: 500, ms: 10_000, detail: 'it said 500'.padEnd(500, '.'), answer }))
  await needs.database.insert(webhookDeliveries).values({ accountId: 'acc_1', id: 'one', jobId: '', event: 'generation.failed', url: 'https://receiver.example.com/'.padEnd(2000, 'x'), status: 'PARKED', attempts: 30, createdAtMs: 1, endpointId: 'whe_1', log })
  const { results } = await env.DB.prepare("select name from pragma_table_info('webhook_deliveries') where name not in ('id', 'job_id')").all<{ name: string }>()
  const names = results.map(({ name }) => `d.${name}`).join()
  await env.DB.prepare(`${N} insert into webhook_deliveries (id, job_id, ${names.replaceAll('d.', '')}) select 'msg_' || substr(j.id, 5) || '_failed_' || i, j.id, ${names} from n, jobs j, webhook_deliveries d where d.id = 'one'`).bind(deliveries).run()
  await env.DB.prepare("delete from webhook_deliveries where id = 'one'").run()
}

/** Until all is gone. @returns the bytes of each chunk's lines */
async function archived(): Promise<number[]> {
  for (let runs = 0; runs < 40; runs += 1) await archiveJobs(needs)
  const [[left], chunks] = await needs.database.batch([needs.database.select({ id: jobs.id }).from(jobs).limit(1), needs.database.select().from(archiveChunks).orderBy(archiveChunks.firstId)])
  expect(left).toBeUndefined()
  return Promise.all(chunks.map(async (chunk) => (await linesOf(chunk, stored.get(chunkKey(chunk)) ?? new Uint8Array())).reduce((sum, line) => sum + bytesOf(line) + 1, 0)))
}

it.each([['words that pack well', 'x'.repeat(MOST_ROW_BYTES - 1000)], ['words in Devanagari', 'एक लोमड़ी "नदी" के पार '.repeat(130)]])('a thousand rows as large as they may be, with %s, leave as chunks of 8 MB at most', { timeout: 120_000 }, async (_, text) => {
  await many(1000, { text })
  const chunks = await archived()
  expect([chunks.length, Math.max(...chunks) <= MOST_BYTES, Math.max(...chunks) > MOST_BYTES - 20_000]).toEqual([2, true, true])
  expect(Math.max(...answered)).toBeLessThan(MOST_ANSWERED)
})

it.each([['as long as is read', '{"error":"no"}'.repeat(70)], ['of nothing but quotes', '"'.repeat(1024)]])('what was told to ten endpoints, twice and in vain, with answers %s, is read and left by a few', { timeout: 120_000 }, async (_, answer) => {
  await many(12, { text: 'A fox' })
  await told(22, answer)
  const chunks = await archived()
  expect(chunks.length).toBeGreaterThan(1)
  expect(Math.max(...chunks)).toBeLessThanOrEqual(MOST_BYTES)
  expect(Math.max(...answered)).toBeLessThan(MOST_ANSWERED)
  expect(Math.max(...answered)).toBeGreaterThan(MOST_ANSWERED / 10)
})
