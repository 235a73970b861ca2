// What an owner is handed of his account: all of it, no secret, nobody else's, and for a week.
import { env } from 'cloudflare:workers'
import { strFromU8, unzipSync } from 'fflate'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { apiKeys } from '../../src/store/tables.ts'
import { logOf, operator } from '../graphql/nouns/administration.ts'
import { pngOf, upload } from '../uploads/sending.ts'
import { RECEIVER, WEBHOOK_SECRET, createWorld } from '../world.ts'
import type { Answer, World } from '../world.ts'
import { IMAGE, MAKE, PRICE, as, createKey, createToken, refusalOf } from './keys.ts'

const BEGIN = 'mutation { accountExport { id status url bytes createdAt expiresAt } }'
const LIST = '{ accountExports { id status url bytes expiresAt } }'
const DAY_MS = 86_400_000

const list = async (world: World): Promise<Answer[]> => (await world.ask(LIST))['accountExports']
const get = (world: World, url: string): Promise<Response> => world.fetchApp(url.slice(url.indexOf('/media/')))

/** The lines of each kind. */
async function archiveOf(world: World, url: string): Promise<{ readonly text: string; readonly lines: (kind: string) => Answer[] }> {
  const files = unzipSync(new Uint8Array(await (await get(world, url)).arrayBuffer()))
  const text = Object.values(files).map((bytes) => strFromU8(bytes)).join('')
  const lines = (kind: string) => Object.entries(files).filter(([name]) => name.startsWith(`${kind}-0`)).flatMap(([, bytes]) => strFromU8(bytes).trim().split('\n').map((line) => JSON.parse(line) as Answer))
  return { text, lines }
}

async function exported(world: World) {
  await world.ask(BEGIN)
  await world.run(60)
  const [one] = await list(world)
  return archiveOf(world, one?.['url'])
}

describe('an archive of an account', () => {
  it('holds what we keep of it, with links to its files, and no secret', async () => {
    const world = await createWorld()
    const { secret } = await createKey(world, { name: 'Studio' })
    const { webhookEndpointCreate: endpoint } = await world.ask('mutation ($url: String!) { webhookEndpointCreate(input: { url: $url, headers: { authorization: "Basic cGFzcw==" } }) { secret } }', { url: RECEIVER })
    const { generate: { id } } = await world.ask(MAKE, { input: { ...IMAGE, tags: ['fox'], input: { text: 'एक लोमड़ी' } } })
    await world.run(120)
    const uploadId = await upload(world, pngOf(3000))
    const { text, lines } = await exported(world)
    expect(lines('account')).toMatchObject([{ id: world.accountId, name: 'A test', credits: 1_000_000 - PRICE, people: [] }])
    expect(lines('keys').map(({ name }) => String(name)).toSorted()).toEqual(['Studio', 'test'])
    expect(lines('webhook-endpoints')).toMatchObject([{ url: RECEIVER, headers: ['authorization'] }])
    expect(lines('uploads')).toMatchObject([{ id: uploadId, bytes: 3000 }])
    expect(lines('events')).toMatchObject([{ seq: 1, kind: 'generation.completed', subject: id }])
    expect(lines('credit-entries').map(({ kind, amount, generationId }) => [kind, amount, generationId])).toEqual([['GRANT', 1_000_000, null], ['CHARGE', -PRICE, id]])
    expect(lines('generations')).toMatchObject([{ id, status: 'COMPLETED', tags: ['fox'], input: { text: 'एक लोमड़ी', complete: true }, creditCost: PRICE }])
    world.clock.nowMs += 6 * DAY_MS
    expect((await get(world, lines('generations')[0]?.['url'])).status).toBe(200)
    const [{ hash } = { hash: '' }] = await world.services.database.select().from(apiKeys).where(eq(apiKeys.accountId, world.accountId))
    for (const word of [secret, world.key, hash, WEBHOOK_SECRET, endpoint.secret, 'cGFzcw']) expect(text).not.toContain(word)
  })

  it('answers at once, is one at a time, and is logged', async () => {
    const world = await createWorld()
    const [{ accountExport: one }, { accountExport: two }] = await Promise.all([world.ask(BEGIN), world.ask(BEGIN)])
    expect(one).toMatchObject({ id: two.id, status: 'RUNNING', url: null, bytes: null, expiresAt: null })
    expect(await list(world)).toMatchObject([{ id: one.id, status: 'RUNNING' }])
    await world.run(60)
    const [ready] = await list(world)
    expect(ready).toMatchObject({ id: one.id, status: 'READY', bytes: expect.any(Number) })
    expect(await logOf(world, world.accountId)).toMatchObject([{ ...operator(world), action: 'account.export', target: one.id }])
  })

  it('of many generations is made in pages, and holds each once', async () => {
    const world = await createWorld()
    const route = JSON.stringify([{ provider: 'luma', model: 'ray-2', upstream: 'luma', addedText: '', options: {}, adjustments: [], outputs: 1, credits: 1 }])
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1203)
       insert into jobs (account_id, id, status, type, input, routes, route, reasons, fingerprint, cost, refunded, tags, retention_days, attempt, chain, created_at_ms, deadline_ms)
       select ?1, printf('gen_00%08d', i), 'FAILED', 'VIDEO', '{"text":"storm"}', ?2, 0, '[]', '', 1, 1, '[]', 7, 1, 0, i, i from n`,
    ).bind(world.accountId, route).run()
    const { lines } = await exported(world)
    expect(lines('generations').map(({ id }) => id)).toEqual(Array.from({ length: 1203 }, (_, index) => `gen_00${String(index + 1).padStart(8, '0')}`))
    expect((await world.env.MEDIA.list({ prefix: `exports/${world.accountId}/` })).objects.map(({ key }) => key)).toEqual([`exports/${world.accountId}/${(await list(world))[0]?.['id']}.zip`])
  })

  it('goes on where it was cut off, by the sweeper', async () => {
    const world = await createWorld()
    await world.ask(MAKE, { input: IMAGE })
    await world.run(120)
    await world.ask(BEGIN)
    for (let cut = 0; cut < 12; cut += 1) {
      world.queues.lose()
      world.clock.nowMs += 91_000
      await world.sweep()
    }
    const [ready] = await list(world)
    expect(ready?.['status']).toBe('READY')
    expect((await archiveOf(world, ready?.['url'])).lines('generations')).toHaveLength(1)
  })

  it('is served as a file of a name, and is gone after a week', async () => {
    const world = await createWorld()
    await world.ask(BEGIN)
    await world.run(60)
    const [{ url, expiresAt } = {}] = await list(world)
    const answer = await get(world, url)
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([200, 'application/zip', expect.stringMatching(/^attachment; filename="?doitong-acc_.*\.zip"?$/)])
    await answer.arrayBuffer()
    world.clock.nowMs = Date.parse(expiresAt)
    await world.sweep()
    expect(await list(world)).toEqual([])
    expect((await world.env.MEDIA.list({ prefix: `exports/${world.accountId}/` })).objects).toEqual([])
  })

  it('is made three times a day at most', async () => {
    const world = await createWorld()
    for (let count = 0; count < 3; count += 1) {
      await world.ask(BEGIN)
      await world.run(60)
    }
    const refused = await world.post({ query: BEGIN })
    expect([refusalOf(refused), Number(refused.headers.get('retry-after')) > 0]).toEqual([{ status: 429, code: 'RATE_LIMIT', limit: 'exports' }, true])
    world.clock.nowMs += DAY_MS
    await world.ask(BEGIN)
  })
})

describe('an archive is handed', () => {
  it('to no client token, and to no key that is bounded', async () => {
    const world = await createWorld()
    expect(refusalOf(await as(world, await createToken(world)).post(BEGIN))).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    for (const key of [{ scopes: ['keys'] }, { providers: ['luma'] }, { origins: ['https://a.example.com'] }] as const) {
      const bounded = await createWorld({ key })
      for (const query of [BEGIN, LIST]) expect(refusalOf(await bounded.post({ query }))).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    }
  })

  it('to a test key of what test keys made alone', async () => {
    const world = await createWorld()
    await world.ask(MAKE, { input: IMAGE })
    const test = as(world, (await createKey(world, { mode: 'TEST', scopes: ['GENERATE', 'READ', 'KEYS', 'BILLING'] })).secret)
    const { generate: { id } } = await test.ask(MAKE, { input: IMAGE })
    await world.run(120)
    await test.ask(BEGIN)
    await world.run(60)
    const { accountExports: [{ url }] } = await test.ask(LIST)
    const { lines } = await archiveOf(world, url)
    expect([lines('account')[0]?.['id'], lines('generations').map((one) => one['id'])]).toEqual([`${world.accountId}.test`, [id]])
    expect(await list(world)).toEqual([])
  })
})
