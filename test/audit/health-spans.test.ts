// How submissions ended, by the hour and the day: each is counted once, under what it came to, whatever is lost or repeated.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { rollUpUsage } from '../../src/audit/roll-up-usage.ts'
import { newId } from '../../src/domain/new-id.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const HOUR_MS = 3_600_000
const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

interface Ended {
  readonly status: 'COMPLETED' | 'FAILED' | 'CANCELLED'
  readonly reason?: string
  /** The kinds of the refusals before, and that of the last one. */
  readonly refusals?: readonly string[]
  readonly ms?: number
}

/** A job of its own model, with its charge and its refused submissions; a result that came at once has no row of its own. */
async function insertEnded(world: World, model: string, { status, reason, refusals = [], ms = 10_000 }: Ended, upstream = 'luma'): Promise<void> {
  const atMs = world.clock.nowMs
  const id = newId('gen', atMs, random)
  const attempt = refusals.length + (status === 'COMPLETED' || reason === 'TIMEOUT' || status === 'CANCELLED' ? 1 : 0)
  const route = JSON.stringify([{ provider: 'luma', model, upstream, addedText: '', options: {}, adjustments: [], outputs: 1, credits: 1 }])
  await env.DB.batch([
    env.DB.prepare(
      `insert into jobs (account_id, id, status, type, input, routes, route, reasons, fingerprint, cost, refunded, tags, retention_days, attempt, chain, error_code, error_reason, created_at_ms, claimed_at_ms, completed_at_ms, deadline_ms)
       values (?1, ?2, ?3, 'VIDEO', '{}', ?4, 0, '[]', '', 1, 0, '[]', 7, ?5, 0, ?6, ?7, ?8, ?8, ?9, 0)`,
    ).bind(world.accountId, id, status, route, attempt, status === 'FAILED' ? 'GENERATION_FAILED' : null, reason ?? null, atMs, atMs + ms),
    env.DB.prepare("insert into credit_entries (account_id, id, job_id, kind, amount, created_at_ms) values (?1, ?2, ?3, 'CHARGE', -1, ?4)").bind(world.accountId, `${id.slice(4)}.charge`, id, atMs),
    ...refusals.map((refusal, index) =>
      env.DB.prepare("insert into attempts (account_id, job_id, number, upstream, model, outcome, refusal, created_at_ms) values (?1, ?2, ?3, ?4, ?5, 'REJECTED', ?6, ?7)").bind(world.accountId, id, index + 1, upstream, model, refusal, atMs)),
  ])
}

/** In an hour in which no other test has. Twice at once: each page of accounts is added once. */
async function roll(world: World): Promise<void> {
  world.clock.nowMs += HOUR_MS
  for (let tries = 0; tries < 5; tries += 1) {
    world.clock.nowMs += HOUR_MS
    const rounds = await Promise.all([rollUpUsage(world.services), rollUpUsage(world.services)])
    if (rounds.some((seen) => seen > 0)) return
  }
  throw new Error('another test has rolled up each of these hours')
}

async function spansOf(model: string) {
  const { results } = await env.DB.prepare('select span, start_ms, upstream, counts, failing_accounts from health_spans where model = ?1 order by span desc, start_ms').bind(model).all<{ span: string; start_ms: number; counts: string; failing_accounts: number }>()
  return results.map(({ span, start_ms: startMs, counts, failing_accounts: failing }) => ({ span, startMs, counts: JSON.parse(counts) as Record<string, number>, failing }))
}

const hourOf = (ms: number): number => ms - (ms % HOUR_MS)

describe('submissions', () => {
  it('are counted by what they came to, by the hour and the day in which they were sent', async () => {
    const world = await createWorld()
    const model = `model-${crypto.randomUUID()}`
    const startMs = hourOf(world.clock.nowMs)
    const ends: readonly Ended[] = [
      { status: 'COMPLETED' }, { status: 'COMPLETED' }, { status: 'COMPLETED', ms: 40_000 }, { status: 'COMPLETED', reason: 'TIMEOUT' }, { status: 'FAILED', reason: 'TIMEOUT' }, { status: 'CANCELLED' },
      { status: 'FAILED', refusals: ['MODERATED'] }, { status: 'FAILED', refusals: ['INPUT_MEDIA'] }, { status: 'FAILED', refusals: ['UNAVAILABLE', 'FAILED'] }, { status: 'COMPLETED', refusals: ['BUSY', 'CALLER'] },
    ]
    for (const end of ends) await insertEnded(world, model, end)
    await insertEnded(world, model, { status: 'COMPLETED' }, 'test')
    await roll(world)
    const counts = { t53: 3, t61: 1, TIMEOUT: 2, CANCELLED: 1, MODERATED: 1, INPUT_MEDIA: 1, UNAVAILABLE: 1, FAILED: 1, BUSY: 1, CALLER: 1 }
    expect(await spansOf(model)).toEqual([{ span: 'HOUR', startMs, counts, failing: 1 }, { span: 'DAY', startMs: startMs - (startMs % (24 * HOUR_MS)), counts, failing: 1 }])
  })

  it('are counted once, however often and at once it is rolled up, and added to what is there', async () => {
    const world = await createWorld()
    const model = `model-${crypto.randomUUID()}`
    for (let hour = 0; hour < 3; hour += 1) {
      await insertEnded(world, model, { status: 'COMPLETED' })
      await insertEnded(world, model, { status: 'FAILED', refusals: ['FAILED'] })
      await roll(world)
      await Promise.all([rollUpUsage(world.services), rollUpUsage(world.services)])
    }
    const hours = (await spansOf(model)).filter(({ span }) => span === 'HOUR')
    expect(hours.map(({ counts }) => counts)).toEqual([{ t53: 1, FAILED: 1 }, { t53: 1, FAILED: 1 }, { t53: 1, FAILED: 1 }])
    const days = (await spansOf(model)).filter(({ span }) => span === 'DAY')
    expect(days.map(({ counts }) => counts['t53'] ?? 0).reduce((sum, count) => sum + count, 0)).toBe(3)
  })

  it('tell why they were refused: what a caller may have brought about, apart', async () => {
    const world = await createWorld()
    for (const text of ['a fox', '[[fail]]', '[[moderated]]']) {
      await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text } } })
      await world.run(400)
    }
    const { results } = await env.DB.prepare('select outcome, refusal from attempts where account_id = ?1 order by job_id').bind(world.accountId).all()
    expect(results).toEqual(expect.arrayContaining([{ outcome: 'ACCEPTED', refusal: null }, { outcome: 'REJECTED', refusal: 'FAILED' }, { outcome: 'REJECTED', refusal: 'MODERATED' }]))
  })
})
