// What leaving the database costs: counted over a chunk of ordinary generations, for docs/budgets.md and `npm run cost`.
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { continueArchiveAudit } from '../../src/audit/audit-archive.ts'
import { archiveJobs } from '../../src/jobs/archive-jobs.ts'
import { archiveChunks } from '../../src/store/archive-tables.ts'
import { counting, noCounts } from '../counting.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { age, begin, emptyAround, inDatabase, live } from './archiving.ts'
import { ARCHIVED } from '../../tools/cost/archived.ts'

emptyAround()

const GENERATIONS = 500

/** Of one that was made, all that there is of it, again and again. */
async function copies({ accountId }: World, id: string): Promise<void> {
  const newCore = `substr(?2, 5, 11) || printf('%015d', i)`
  const renamed: readonly (readonly [table: string, changed: Readonly<Record<string, string>>, where: string])[] = [
    ['job_words', { id: '1000000 + i' }, 't.id = (select words from jobs where account_id = ?1 and id = ?2)'],
    ['jobs', { id: `'gen_' || ${newCore}`, words: '1000000 + i', idempotency_key: "'key-' || i" }, 't.account_id = ?1 and t.id = ?2'],
    ['attempts', { job_id: `'gen_' || ${newCore}` }, 't.account_id = ?1 and t.job_id = ?2'],
    ['credit_entries', { id: `${newCore} || substr(t.id, 27)`, job_id: `'gen_' || ${newCore}` }, 't.account_id = ?1 and t.job_id = ?2'],
    ['webhook_deliveries', { id: `'msg_' || ${newCore} || substr(t.id, 31)`, job_id: `'gen_' || ${newCore}` }, 't.account_id = ?1 and t.job_id = ?2'],
  ]
  const n = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${GENERATIONS - 1})`
  await env.DB.batch(await Promise.all(renamed.map(async ([table, changed, where]) => {
    const { results } = await env.DB.prepare(`select name from pragma_table_info('${table}')`).all<{ name: string }>()
    const names = results.map(({ name }) => name)
    return env.DB.prepare(`${n} insert into ${table} (${names.join()}) select ${names.map((name) => changed[name] ?? `t.${name}`).join()} from n, ${table} t where ${where} and ?1 = ?1 and ?2 = ?2`).bind(accountId, id)
  })))
}

it('a generation with all that belongs to it leaves, and is audited, for no more than is said', async () => {
  const counts = noCounts()
  const bucket = { put: 0, get: 0 }
  const world = await createWorld({ bindings: counting(counts) })
  const [id = ''] = await live(world, [3])
  await age(world, 400)
  await copies(world, id)
  expect((await inDatabase(world)).length).toBe(GENERATIONS)
  const { media } = world.services
  const needs = { ...world.services, media: {
    putArchive: async (...asked: Parameters<typeof media.putArchive>) => { bucket.put += 1; return media.putArchive(...asked) },
    readArchive: async (...asked: Parameters<typeof media.readArchive>) => { bucket.get += 1; return media.readArchive(...asked) },
  } }
  await begin(world)
  Object.assign(counts, noCounts())
  expect(await archiveJobs(needs)).toBe(GENERATIONS)
  const ofOne = (rows: number): number => Math.round(rows / GENERATIONS)
  expect({ rowsRead: ofOne(counts.rowsRead), rowsWritten: ofOne(counts.rowsWritten), writes: bucket.put, reads: bucket.get }).toEqual({ rowsRead: ARCHIVED.rowsRead, rowsWritten: ARCHIVED.rowsWritten, writes: ARCHIVED.chunkWrites, reads: 1 })
  expect((await needs.database.select().from(archiveChunks)).map(({ generations }) => generations)).toEqual([GENERATIONS])
  bucket.get = 0
  expect((await continueArchiveAudit(needs)).chunks).toBe(1)
  expect(1 + bucket.get).toBe(ARCHIVED.chunkReads)
})
