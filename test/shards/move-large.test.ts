// A large account moves: 200,000 rows and 50 open generations, with deaths on the way, and others at work in both databases. Counted is
// for how many statements nothing of it can be written.
import { expect, it } from 'vitest'
import { IMAGE, MAKE, as } from '../auth/keys.ts'
import { MOVE, everyCron, minutes, untilMoved } from './moving.ts'
import { ALL, homeOf, shardedWorld, tenantIn, tracesOf } from './three-shards.ts'

const ENDED = 40_000
const OPEN = 50
/** A trigger for each way to write each table, and both sides compared table by table: as many as there are tables, whatever is in them. */
const MOST_HELD = 150

/** Counts what is asked from the last fence to the switch, and lets some batches die: before they have happened, or behind it. */
function watched() {
  const seen = { batches: 0, deaths: 0, fences: 0, isOn: false, isHeld: false, held: 0, heldBatches: 0 }
  const dies = (): boolean => DEATHS.includes(seen.batches) || (seen.fences === 1 && seen.heldBatches === 4)
  const note = (query: string): void => {
    const isFence = query.startsWith('create trigger if not exists "fence_')
    if (isFence && !seen.isHeld) Object.assign(seen, { isHeld: true, fences: seen.fences + 1, held: 0, heldBatches: 0 })
    if (query.startsWith('drop trigger if exists "fence_') || query.startsWith('update "homes" set "shard"')) seen.isHeld = false
  }
  const bind = (binding: D1Database): D1Database =>
    new Proxy(binding, {
      get: (target, name) => {
        if (name === 'prepare') return (query: string) => (note(query), target.prepare(query))
        if (name !== 'batch') throw new Error(`D1 was asked to ${String(name)}`)
        return async (statements: D1PreparedStatement[]) => {
          if (!seen.isOn) return target.batch(statements)
          seen.batches += 1
          if (seen.isHeld) Object.assign(seen, { held: seen.held + statements.length, heldBatches: seen.heldBatches + 1 })
          const isDying = dies()
          if (isDying) seen.deaths += 1
          if (isDying && seen.deaths % 2 === 0) throw new Error('died')
          const results = await target.batch(statements)
          if (isDying) throw new Error('died')
          return results
        }
      },
    })
  return { seen, bind }
}

const DEATHS: readonly number[] = [30, 200, 700, 1500, 1800]

it(`moves ${5 * ENDED} rows and ${OPEN} open generations, and holds writes for some statements only`, { timeout: 900_000 }, async () => {
  const { seen, bind } = watched()
  const world = await shardedWorld({ bindings: () => ({ DB: bind(ALL.DB), DB_1: bind(ALL.DB_1), DB_2: bind(ALL.DB_2) }) })
  const [tenant, neighbour, other] = [await tenantIn(world, 'DB_1'), await tenantIn(world, 'DB_1'), await tenantIn(world, 'DB_2')]
  const own = as(world, tenant.secret)
  const { generate } = await own.ask(MAKE, { input: IMAGE })
  await minutes(world, 2)
  await fillWith(tenant.id, generate.id, world.clock.nowMs)
  const ids: string[] = []
  for (let made = 0; made < OPEN; made += 1) {
    ids.push((await own.ask(MAKE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' }, onLimit: 'QUEUE' } }))['generate'].id)
    if (made % 10 === 9) world.clock.nowMs += 60_000
  }
  await world.ask(MOVE, { id: tenant.id, shard: 'DB_2' })
  seen.isOn = true
  for (let minute = 0; minute < 30; minute += 1) {
    for (const each of [own, as(world, neighbour.secret), as(world, other.secret)]) {
      // While it is held a caller may be told to come again.
      const { generate: made } = (await each.post(MAKE, { input: IMAGE })).body.data ?? {}
      if (made && each === own) ids.push(made.id)
    }
    await minutes(world, 1)
    await everyCron(world).catch(() => undefined)
  }
  await untilMoved(world, tenant.id)
  seen.isOn = false
  expect([seen.deaths, seen.fences, seen.held <= MOST_HELD], `${seen.held} statements in ${seen.heldBatches} batches`).toEqual([DEATHS.length + 1, 2, true])
  expect([Object.keys(await tracesOf(tenant.id)), await homeOf(tenant.id)]).toEqual([['DB_2'], 'DB_2'])
  const { results } = await ALL.DB_2.prepare(
    `select (select count(*) from jobs j join job_words w on w.id = j.words where j.account_id = ?1) as jobs, (select count(*) from jobs where account_id = ?1 and status = 'COMPLETED') as completed,
      (select count(distinct words) from jobs where account_id = ?1) as words, (select count(*) from attempts where account_id = ?1) as attempts, (select sum(amount) from credit_entries where account_id = ?1) as total,
      (select sum(refunded - cost) from jobs where account_id = ?1) as spent, (select credits from accounts where id = ?1) as credits`,
  ).bind(tenant.id).all()
  const jobs = ENDED + 1 + ids.length
  expect(results).toEqual([{ jobs, completed: jobs, words: jobs, attempts: jobs, total: expect.any(Number), spent: expect.any(Number), credits: expect.any(Number) }])
  const [{ total, spent, credits }] = results as [{ total: number; spent: number; credits: number }]
  expect([total, credits]).toEqual([GRANTED + spent, GRANTED + spent])
  for (const id of ids) expect((await own.ask('query ($id: ID!) { generation(id: $id) { status } }', { id }))['generation'].status).toBe('COMPLETED')
  for (const each of [neighbour, other]) expect(await lostOf(each.shard, each.id)).toBe(0)
})

const GRANTED = 10_000_000

/** As many more that are over, each with its words, its submission, its charge and its event. */
async function fillWith(accountId: string, jobId: string, nowMs: number): Promise<void> {
  const binding = ALL.DB_1
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${ENDED})`
  const columnsOf = async (table: string): Promise<readonly string[]> => (await binding.prepare(`select name from pragma_table_info('${table}')`).all<{ name: string }>()).results.map(({ name }) => name)
  const copy = async (table: string, set: Readonly<Record<string, string>>, where: string) => {
    const columns = await columnsOf(table)
    return binding.prepare(`${numbers} insert into ${table} (${columns.join()}) select ${columns.map((name) => set[name] ?? name).join()} from n, ${table} where ${where}`)
  }
  const id = `'gen_0' || printf('%025d', i)`
  const words = (await binding.prepare('select max(id) as words from job_words').first<number>('words')) ?? 0
  await binding.batch([
    await copy('job_words', { id: `${words} + i` }, `id = (select words from jobs where id = '${jobId}')`),
    await copy('attempts', { job_id: id }, `job_id = '${jobId}'`),
    await copy('credit_entries', { id: `'0' || printf('%025d', i) || '.charge'`, job_id: id }, `job_id = '${jobId}'`),
    await copy('jobs', { id, words: `${words} + i`, idempotency_key: 'null', due_at_ms: 'null', due_for: 'null' }, `id = '${jobId}'`),
    binding.prepare(`${numbers} insert into events (account_id, seq, kind, subject, at_ms) select ?1, 1000 + i, 'generation.completed', ${id}, ?2 from n`).bind(accountId, nowMs),
    binding.prepare(`insert into credit_entries (account_id, id, kind, amount, created_at_ms) select ?1, 'more.grant', 'GRANT', ${GRANTED} - 100000, ?2`).bind(accountId, nowMs),
    binding.prepare('update accounts set credits = (select sum(amount) from credit_entries where account_id = ?1) where id = ?1').bind(accountId),
  ])
}

/** Generations of it that are not well. */
async function lostOf(shard: keyof typeof ALL, accountId: string): Promise<number> {
  const { results } = await ALL[shard].prepare("select count(*) as lost from jobs where account_id = ? and status <> 'COMPLETED'").bind(accountId).all<{ lost: number }>()
  return results[0]?.lost ?? Number.NaN
}
