// What a generation leaves in D1, by D1's own size of the file: real lives of the mix that the budget names, through the whole
// service, indexes, events and counters included. A table's share is what its rows came to; the rest is indexes and what pages leave free.
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { rollUpUsage } from '../src/audit/roll-up-usage.ts'
import { GENERATE, RECEIVER, createWorld } from './world.ts'
import type { World } from './world.ts'

const MOST_BYTES = 2200
const AT_ONCE = 20
const WARM_UP = 40
const LIVES = 200

/** 400 characters, a third of them Devanagari. */
const DEVANAGARI = 'सूर्यास्त के समय गंगा किनारे एक वृद्ध नाविक अपनी नाव को रस्सी से बाँध रहा है, पीछे घाट की सीढ़ियों पर दीये जल रहे हैं और हवा में आरती गूँज रही है। '
const LATIN =
  'Close-up on weathered hands pulling a wet rope, drops falling in slow motion; then the camera rises to show the whole riverfront, hundreds of lamps reflected in dark water, smoke drifting between the steps. Cinematic, 35mm, muted blues and amber, gentle handheld movement, no text.'
const textOf = (index: number): string => `${index} ${DEVANAGARI.slice(0, 133)}${LATIN}`.slice(0, 400)

const REQUESTS = [
  { type: 'VIDEO', provider: 'luma' },
  { type: 'IMAGE', provider: 'flux-dev' },
  { type: 'VIDEO', provider: 'kling', options: { duration: 5, aspectRatio: '16:9' } },
  { type: 'IMAGE' },
  { type: 'AUDIO', provider: 'elevenlabs' },
] as const

const TABLES = ['jobs', 'job_words', 'attempts', 'credit_entries', 'events', 'webhook_deliveries'] as const

const fileBytes = async (): Promise<number> => (await env.DB.prepare('select 1').all()).meta.size_after

async function live(world: World, count: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    const inputs = Array.from({ length: AT_ONCE }, (_, index) => ({ ...REQUESTS[index % REQUESTS.length], input: { text: textOf(done + index) }, ...(index % 2 === 0 && { webhookUrl: RECEIVER }) }))
    await Promise.all(inputs.map((input) => world.ask(GENERATE, { input }, { 'idempotency-key': crypto.randomUUID() })))
    await world.run(400)
  }
  await world.run(2000)
  world.clock.nowMs += 3_600_000
  await rollUpUsage(world.services)
}

/** Bytes of all values in a table, an integer or a small row's head counted as they mostly are. */
async function valueBytes(table: string): Promise<{ readonly rows: number; readonly bytes: number }> {
  const { results: columns } = await env.DB.prepare(`select name from pragma_table_info('${table}')`).all<{ name: string }>()
  const sum = columns.map(({ name }) => `case typeof("${name}") when 'null' then 1 when 'integer' then iif(abs("${name}") < 128, 2, 7) else 2 + coalesce(octet_length("${name}"), 0) end`).join(' + ')
  return (await env.DB.prepare(`select count(*) as rows, coalesce(sum(${sum}), 0) as bytes from ${table}`).first<{ rows: number; bytes: number }>()) ?? { rows: 0, bytes: 0 }
}

it('a generation of the named mix is stored in at most 2,200 bytes', { timeout: 400_000 }, async () => {
  const world = await createWorld({ credits: 100_000_000, limits: { perMinute: 1_000_000, concurrent: 1000, perDay: null } })
  await live(world, WARM_UP)
  const before = await fileBytes()
  const tablesBefore = await Promise.all(TABLES.map(valueBytes))
  await live(world, LIVES)
  const bytes = ((await fileBytes()) - before) / LIVES
  const tables = await Promise.all(TABLES.map(valueBytes))
  const lines = TABLES.map((table, index) => `${table.padEnd(20)}${Math.round(((tables[index]?.bytes ?? 0) - (tablesBefore[index]?.bytes ?? 0)) / LIVES)}`)
  // oxlint-disable-next-line no-console -- the table of docs/budgets.md
  console.log(['', 'bytes stored a generation', ...lines, `${'all, as the file'.padEnd(20)}${Math.round(bytes)}`, ''].join('\n'))
  expect(await env.DB.prepare("select count(*) as count from jobs where account_id = ? and status = 'COMPLETED'").bind(world.accountId).first('count')).toBe(WARM_UP + LIVES)
  expect(world.received).toHaveLength((WARM_UP + LIVES) / 2)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})
