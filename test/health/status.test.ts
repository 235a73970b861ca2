// The public status: from seeded roll-ups and circuits, without a key, and at no cost to the database.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { keepHistory } from '../../src/audit/keep-history.ts'
import type { Env } from '../../src/env.ts'
import { counting, noCounts } from '../counting.ts'
import { createWorld } from '../world.ts'
import type { Answer, World } from '../world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
let years = 0

/** A time of its own, before that of all other tests, since roll-ups are of all accounts. */
async function worldOf(options: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = await createWorld(options)
  years += 1
  world.clock.nowMs = Date.UTC(1980 + years, 4, 10, 12, 30)
  return world
}

async function seed(world: World, hoursAgo: number, model: string, counts: Record<string, number>, failing = 5): Promise<void> {
  const hourMs = world.clock.nowMs - (world.clock.nowMs % HOUR_MS) - hoursAgo * HOUR_MS
  for (const [span, startMs] of [['HOUR', hourMs], ['DAY', hourMs - (hourMs % DAY_MS)]] as const) {
    await env.DB.prepare("insert into health_spans values (?1, ?2, 'luma', ?3, ?4, ?5) on conflict do update set counts = excluded.counts").bind(span, startMs, model, JSON.stringify(counts), failing).run()
  }
}

/** As the roll-up leaves it. */
async function keep(world: World): Promise<boolean> {
  const doneMs = world.clock.nowMs - 600_000
  await env.DB.prepare("insert into marks values ('rolled', ?1, 1) on conflict do update set value = excluded.value").bind(JSON.stringify({ hour: 1, after: null, untilMs: doneMs, doneMs })).run()
  return keepHistory(world.services)
}

const status = async (world: World) => (await world.fetchApp('/status.json')).json<Answer>()
const luma = async (world: World) => (await status(world))['providers'].find(({ id }: { id: string }) => id === 'luma')

describe('the status', () => {
  it('tells of each provider its state, success, median and 95th percentile, and what is excluded', async () => {
    const world = await worldOf()
    await seed(world, 2, 'ray-2', { t53: 18, t57: 2, TIMEOUT: 5, MODERATED: 7, CANCELLED: 1 })
    expect(await keep(world)).toBe(true)
    const { lastDay, ...shown } = await luma(world)
    expect(shown).toMatchObject({ name: 'Luma Dream Machine', state: 'OPERATIONAL', words: { en: 'Works.' }, since: null })
    expect(lastDay).toMatchObject({ attempts: 25, successRate: 0.8, medianSeconds: 10.6, p95Seconds: 21.2, tooLittleTraffic: false, failed: { TIMEOUT: 5 }, excluded: { MODERATED: 7, CANCELLED: 1 } })
    expect(shown.hours).toMatchObject([{ start: new Date(Date.UTC(1980 + years, 4, 10, 10)).toISOString(), attempts: 25, successRate: 0.8 }])
    expect(shown.days).toMatchObject([{ start: new Date(Date.UTC(1980 + years, 4, 10)).toISOString(), successRate: 0.8 }])
  })

  it('says "too little traffic" under 20 attempts, whatever is excluded', async () => {
    const world = await worldOf()
    await seed(world, 2, 'ray-2', { t53: 19, MODERATED: 50 })
    await seed(world, 3, 'ray-2', { t53: 20 })
    await keep(world)
    const { hours } = await luma(world)
    expect(hours).toMatchObject([{ attempts: 20, successRate: 1, tooLittleTraffic: false }, { attempts: 19, successRate: null, medianSeconds: null, tooLittleTraffic: true }])
  })

  it('has 90 days, and what is older is deleted', async () => {
    const world = await worldOf()
    for (const days of [1, 89, 91]) await seed(world, days * 24, 'ray-2', { t53: 25 })
    await keep(world)
    const { hours, days } = await luma(world)
    expect([hours.length, days.length]).toEqual([1, 2])
    const { results } = await env.DB.prepare('select start_ms from health_spans where start_ms < ?1').bind(world.clock.nowMs - 90 * DAY_MS).all()
    expect(results).toEqual([])
  })

  it('is made once an hour, and again where that was cut off', async () => {
    const world = await worldOf()
    await seed(world, 2, 'ray-2', { t53: 25 })
    const doneMs = world.clock.nowMs
    await env.DB.prepare("insert into marks values ('rolled', ?1, 1) on conflict do update set value = excluded.value").bind(JSON.stringify({ hour: 1, after: null, untilMs: doneMs, doneMs })).run()
    const broken = { ...world.services, statusHistory: { ...world.services.statusHistory, write: () => Promise.reject(new Error('cut off')) } }
    await expect(keepHistory(broken)).rejects.toThrow('cut off')
    expect([await keepHistory(world.services), await keepHistory(world.services)]).toEqual([true, false])
  })

  it('shows an open circuit and a half-open one, as an incident that goes on', async () => {
    const world = await worldOf()
    for (let failures = 0; failures < 8; failures += 1) await world.services.health.record({ upstream: 'luma', model: 'ray-2' }, `acc_${failures}`, 'FAILURE', 1)
    expect(await luma(world)).toMatchObject({ state: 'UNAVAILABLE', words: { hi: expect.stringContaining('असफल') } })
    expect((await status(world))['incidents']).toEqual(expect.arrayContaining([expect.objectContaining({ provider: 'luma', end: null, state: 'UNAVAILABLE' })]))
    world.clock.nowMs += 61_000
    expect(await luma(world)).toMatchObject({ state: 'DEGRADED' })
  })

  it('counts bad hours as an incident, one after the other as one, and none of one account alone', async () => {
    const world = await worldOf()
    await seed(world, 5, 'ray-2', { t53: 5, FAILED: 25 })
    await seed(world, 4, 'ray-2', { t53: 10, FAILED: 20 })
    await seed(world, 2, 'ray-2', { t53: 5, FAILED: 25 }, 2)
    await seed(world, 1, 'ray-2', { t53: 1, FAILED: 9 })
    await keep(world)
    const { incidents } = await status(world)
    expect(incidents).toEqual([{ provider: 'luma', name: 'Luma Dream Machine', start: new Date(Date.UTC(1980 + years, 4, 10, 7)).toISOString(), end: new Date(Date.UTC(1980 + years, 4, 10, 9)).toISOString(), state: 'UNAVAILABLE', successRate: 0.25 }])
  })
})

describe('who asks', () => {
  it('needs no key, from any page, and costs the database nothing, however often', async () => {
    const counts = noCounts()
    const world = await worldOf({ bindings: counting(counts) })
    await seed(world, 2, 'ray-2', { t53: 25 })
    await keep(world)
    Object.assign(counts, noCounts())
    for (let asked = 0; asked < 30; asked += 1) await status(world)
    const answer = await world.fetchApp('/status.json?again=1', { headers: { origin: 'https://page.example.com' } })
    expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('content-type'), answer.headers.get('cache-control')])
      .toEqual([200, '*', 'application/json; charset=utf-8', 'public, max-age=60, stale-while-revalidate=300'])
    expect([counts.roundTrips, counts.gateCalls]).toEqual([0, 0])
    expect((await world.fetchApp('/status.json', { method: 'OPTIONS', headers: { 'origin': 'https://page.example.com', 'access-control-request-method': 'GET' } })).status).toBe(204)
    expect((await world.fetchApp('/status.json', { method: 'POST' })).status).toBe(405)
    expect(await (await world.fetchApp('/status.json', { method: 'HEAD' })).text()).toBe('')
  })

  it('is told the same for a minute, and what was known where the past cannot be read', async () => {
    let isDown = false
    const bindings = (bound: Env) => ({
      MEDIA: new Proxy(bound.MEDIA, { get: (target, name) => (name === 'get' && isDown ? () => Promise.reject(new Error('away')) : typeof Reflect.get(target, name) === 'function' ? (Reflect.get(target, name) as () => unknown).bind(target) : Reflect.get(target, name)) }),
    })
    const world = await worldOf({ bindings })
    await seed(world, 2, 'ray-2', { t53: 25 })
    await keep(world)
    const first = await status(world)
    world.clock.nowMs += 59_000
    expect((await status(world))['generatedAt']).toBe(first['generatedAt'])
    isDown = true
    world.clock.nowMs += 2000
    const later = await status(world)
    expect(later['generatedAt']).not.toBe(first['generatedAt'])
    expect(later['providers'].find(({ id }: { id: string }) => id === 'luma').days).toHaveLength(1)
  })
})

describe('the feed', () => {
  it('is RSS 2.0 of the incidents, in English or in Hindi', async () => {
    const world = await worldOf()
    await seed(world, 5, 'ray-2', { t53: 5, FAILED: 25 })
    await keep(world)
    const [english, hindi] = await Promise.all(['/status.rss', '/status.rss?lang=hi'].map((path) => world.fetchApp(path)))
    expect(english?.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8')
    const feed = (await english?.text()) ?? ''
    expect(feed).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<rss version="2\.0"[^>]*>\n<channel>/)
    for (const part of ['<title>Doitong status</title>', '<link>http://127.0.0.1:8787/en/status/</link>', '<description>', '<language>en</language>', '<item>', '<title>Luma Dream Machine kept failing</title>', '<guid isPermaLink="false">luma/', '17 % of the attempts succeeded']) expect(feed).toContain(part)
    expect(/<pubDate>([^<]+)<\/pubDate>/.exec(feed)?.[1]).toBe(new Date(Date.UTC(1980 + years, 4, 10, 7)).toUTCString())
    expect(wellFormed(feed)).toBe(true)
    expect(await hindi?.text()).toContain('<title>Luma Dream Machine बार-बार असफल हुआ</title>')
  })
})

/** Every tag that opens is closed, in order. */
function wellFormed(xml: string): boolean {
  const open: string[] = []
  for (const [, close, name, self] of xml.replace(/<\?[^>]*\?>/, '').matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>/g)) {
    if (close) {
      if (open.pop() !== name) return false
    } else if (!self && name !== undefined) open.push(name)
  }
  return open.length === 0 && !/&(?!amp;|lt;|gt;|quot;)/.test(xml)
}
