// Usage by model, key and end user, against the ledger and the jobs themselves: whatever was rolled up, and however often.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { rollUpUsage } from '../../src/audit/roll-up-usage.ts'
import { as, createKey, createToken, refusalOf } from '../auth/keys.ts'
import { counting, noCounts } from '../counting.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const USAGE = `query ($by: UsageBy!, $days: Int!, $from: String, $to: String, $first: Int!) { me { usage(by: $by, days: $days, from: $from, to: $to, first: $first) {
  date model provider type apiKey { id name } endUser others generations failed refunded refundedCredits credits
} } }`
const HOUR_MS = 3_600_000
const KINDS = ['DAY', 'MODEL', 'KEY', 'END_USER'] as const
type Kind = (typeof KINDS)[number]
type Line = Readonly<Record<string, unknown>> & { readonly generations: number; readonly credits: number; readonly others: number }

const usage = async (world: World, by: Kind, variables: Readonly<Record<string, unknown>> = {}): Promise<readonly Line[]> => (await world.ask(USAGE, { by, days: 90, first: 100, ...variables }))['me'].usage
const PARTLY = 'query ($by: UsageBy!, $provider: String, $apiKey: ID) { me { usage(by: $by, provider: $provider, apiKey: $apiKey) { date model generations credits others } } }'
const partly = async (world: World, by: Kind, variables: Readonly<Record<string, unknown>>): Promise<readonly Line[]> => (await world.ask(PARTLY, { by, ...variables }))['me'].usage
const figuresOf = ({ generations, failed, refunded, refundedCredits, credits }: Readonly<Record<string, unknown>>) => ({ generations, failed, refunded, refundedCredits, credits })
const nameOf = (by: Kind, line: Readonly<Record<string, unknown>>): unknown =>
  by === 'DAY' ? line['date'] : by === 'MODEL' ? line['model'] : by === 'KEY' ? ((line['apiKey'] as { id: string } | null)?.id ?? null) : line['endUser']

/** By a way of its own: entry by entry, job by job. */
async function truth(world: World, by: Kind) {
  const jobs = new Map((await env.DB.prepare('select id, key_id, end_user, error_code, routes, route from jobs where account_id = ?1').bind(world.accountId).all()).results.map((row) => [row['id'], row]))
  const found = new Map<unknown, { generations: number; failed: number; refunded: number; refundedCredits: number; credits: number }>()
  for (const { kind, amount, createdAtMs, jobId } of await world.entries()) {
    if (kind !== 'CHARGE' && kind !== 'REFUND') continue
    const job = jobs.get(jobId ?? '')
    const model: unknown = (JSON.parse(String(job?.['routes'])) as { model: string }[])[Number(job?.['route'])]?.model
    const name = { DAY: new Date(createdAtMs).toISOString().slice(0, 10), MODEL: model, KEY: job?.['key_id'], END_USER: job?.['end_user'] }[by]
    const line = found.get(name) ?? { generations: 0, failed: 0, refunded: 0, refundedCredits: 0, credits: 0 }
    found.set(name, line)
    line.credits -= amount
    if (kind === 'CHARGE') {
      line.generations += 1
      if (job?.['error_code'] !== null) line.failed += 1
    } else {
      line.refunded += 1
      line.refundedCredits += amount
    }
  }
  return found
}

async function expectTrue(world: World): Promise<void> {
  for (const by of KINDS) {
    const lines = await usage(world, by)
    expect(new Map(lines.map((line) => [nameOf(by, line), figuresOf(line)]))).toEqual(await truth(world, by))
    if (by !== 'DAY') expect(lines.map(({ credits }) => credits)).toEqual(lines.map(({ credits }) => credits).toSorted((one, other) => other - one))
  }
}

describe('usage by day, model, key and end user', () => {
  it('is what the ledger and the jobs say, before, between and after roll-ups', async () => {
    const world = await createWorld({ settings: { CLIENT_TOKEN_SECRET: 'a secret of at least thirty-two characters' } })
    const steps = [[null, 'flux-dev', 'a fox'], ['asha', 'flux-pro', 'a fox'], ['ravi', 'flux-dev', '[[fail]]'], ['asha', 'flux-dev', '[[moderated]]'], [null, 'flux-ultra', 'a fox'], ['asha', 'flux-dev', 'a fox']] as const
    for (const [endUser, provider, text] of steps) {
      await as(world, endUser === null ? world.key : await createToken(world, { endUser })).ask(GENERATE, { input: { type: 'IMAGE', provider, input: { text } } })
      await world.run(60)
      await expectTrue(world)
      world.clock.nowMs += 7 * HOUR_MS
      await Promise.all([rollUpUsage(world.services), rollUpUsage(world.services)])
      await expectTrue(world)
    }
    const [first] = await usage(world, 'MODEL')
    expect(first).toMatchObject({ model: expect.stringContaining('flux'), provider: expect.stringContaining('flux'), type: 'IMAGE', apiKey: null, endUser: null, others: 0 })
    expect((await usage(world, 'KEY'))[0]).toMatchObject({ apiKey: { name: 'test' }, generations: 6, failed: 2 })
  })

  it('of one provider or one key is what all of these come to, before and after a roll-up', async () => {
    const world = await createWorld()
    // All of it on one day.
    world.clock.nowMs = Math.ceil(world.clock.nowMs / (24 * HOUR_MS)) * 24 * HOUR_MS + HOUR_MS
    const { secret, apiKey } = await createKey(world, {})
    const made = async (provider: string, key: string): Promise<void> => {
      await as(world, key).ask(GENERATE, { input: { type: 'IMAGE', provider, input: { text: 'a fox' } } })
      await world.run(60)
    }
    const told = async () => [
      await partly(world, 'DAY', { provider: 'flux-dev' }), await partly(world, 'DAY', { apiKey: apiKey['id'] }), await partly(world, 'DAY', { provider: 'flux-pro', apiKey: apiKey['id'] }), await partly(world, 'MODEL', { apiKey: apiKey['id'] }),
    ].map((lines) => lines.map(({ generations, credits }) => [generations, credits]))
    await made('flux-dev', world.key)
    await made('flux-dev', secret)
    await made('flux-ultra', secret)
    const expected = [[[2, 100]], [[2, 250]], [], [[1, 200], [1, 50]]]
    expect(await told()).toEqual(expected)
    world.clock.nowMs += 2 * HOUR_MS
    await rollUpUsage(world.services)
    expect(await told()).toEqual(expected)
    await made('flux-dev', world.key)
    expect((await told())[0]).toEqual([[3, 150]])
    for (const [field, variables] of [['provider', { provider: 'nobody' }], ['apiKey', { apiKey: '' }]] as const) {
      expect(refusalOf(await world.post({ query: PARTLY, variables: { by: 'DAY', ...variables } }))).toMatchObject({ code: 'INVALID_INPUT', field })
    }
  })

  it('counts what is cancelled as refunded and not as failed', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    await world.ask('mutation ($id: ID!) { generationCancel(id: $id) { outcome } }', { id: generate.id })
    await expectTrue(world)
    expect((await usage(world, 'MODEL'))[0]).toMatchObject({ generations: 1, failed: 0, refunded: 1, credits: 0 })
  })
})

/** So many end users on a day, the higher the number the more. */
const insertParts = (world: World, date: string, count: number) =>
  env.DB.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?3)
     insert into usage_parts select ?1, ?2, 'ray-2', 'key_k', printf('user %06d', i), 1, 0, 0, 0, i from n`,
  ).bind(world.accountId, date, count).run()

describe('an answer', () => {
  it('of 10,000 end users has as many lines as were asked for, the largest first, and one for all others', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    await insertParts(world, '2026-05-03', 10_000)
    Object.assign(counts, noCounts())
    const lines = await usage(world, 'END_USER', { from: '2026-05-01', to: '2026-05-31', first: 3 })
    expect(lines.map(({ endUser, others, credits }) => [endUser, others, credits])).toEqual([['user 010000', 0, 10_000], ['user 009999', 0, 9999], ['user 009998', 0, 9998], [null, 9997, (9997 * 9998) / 2]])
    expect(lines.reduce((sum, { generations }) => sum + generations, 0)).toBe(10_000)
    expect(lines[0]?.['date']).toBe('2026-05-01')
    // Each is read with its key, added up and put in order.
    expect(counts.rowsRead).toBeLessThan(8 * 10_000)
  })

  it('has the days that were asked for, both included', async () => {
    const world = await createWorld()
    for (const date of ['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04']) await insertParts(world, date, 1)
    expect(await usage(world, 'END_USER', { from: '2026-05-02', to: '2026-05-03' })).toMatchObject([{ generations: 2 }])
    expect(await usage(world, 'END_USER', { to: '2026-05-02', days: 1 })).toMatchObject([{ generations: 2 }])
  })

  it('that would have to add up more than 50,000 rows is refused for several days, and given for one', async () => {
    const world = await createWorld()
    await insertParts(world, '2026-05-03', 50_001)
    const reply = await world.post({ query: USAGE, variables: { by: 'KEY', days: 1, from: '2026-05-02', to: '2026-05-03', first: 5 } })
    expect(reply.body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'from' })
    expect(await usage(world, 'KEY', { from: '2026-05-03', to: '2026-05-03' })).toMatchObject([{ generations: 50_001 }])
  })

  it.each([
    [{ from: '2026-02-30' }, 'from'], [{ to: 'today' }, 'to'], [{ from: '2026-05-02', to: '2026-05-01' }, 'from'], [{ from: '2026-01-01', to: '2026-05-01' }, 'from'], [{ first: 0 }, 'first'], [{ first: 101 }, 'first'],
  ])('of %j is refused', async (variables, field) => {
    const world = await createWorld()
    const reply = await world.post({ query: USAGE, variables: { by: 'MODEL', days: 30, first: 20, ...variables } })
    expect(reply.body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field })
  })
})
