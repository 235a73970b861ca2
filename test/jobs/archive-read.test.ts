// Who asks for what has left the database: its account alone is answered, by every way by which it was before, and by an operator's and its
// owner's deeds.
import { gunzipSync, strFromU8, unzipSync } from 'fflate'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { as, createKey, createToken, refusalOf } from '../auth/keys.ts'
import { adminWorld } from '../graphql/nouns/administration.ts'
import { onePicture } from '../own-pictures.ts'
import { RECEIVER, createWorld } from '../world.ts'
import type { Answer, World } from '../world.ts'
import { DAY_MS, age, archive, breaches, emptyAround, inDatabase, live, objects, sumOf, told } from './archiving.ts'

emptyAround()

const BY_ID = 'query ($id: ID!) { generation(id: $id) { id status } }'
const MONTH = 'query ($month: String!) { archive(month: $month) { month generations credits url urlExpiresAt } }'
const get = (world: World, url: string): Promise<Response> => world.fetchApp(url.slice(url.indexOf('/media/')))
const bytesOf = async (world: World, url: string) => new Uint8Array(await (await get(world, url)).arrayBuffer())

/** One that failed, in the archive. */
async function archived(world: World, kinds: readonly number[] = [2]): Promise<string[]> {
  const ids = await live(world, kinds)
  await age(world, 31)
  await archive(world)
  return ids
}

describe('what is archived', () => {
  it('is told to nobody else, and to a client token only of its own user', async () => {
    const [world, other] = [await createWorld(), await createWorld()]
    const [id] = await archived(world)
    const token = await createToken(world)
    expect((await other.ask(BY_ID, { id }))['generation']).toBeNull()
    expect((await as(world, token).ask(BY_ID, { id }))['generation']).toBeNull()
    expect((await world.ask(BY_ID, { id }))['generation']).toEqual({ id, status: 'FAILED' })
  })

  it('is at its end for who waits, cancels, or wants its files gone, and in no list', async () => {
    const world = await createWorld()
    const [id] = await archived(world)
    expect((await world.ask('query ($id: ID!) { generation(id: $id, wait: 30) { status } }', { id }))['generation']).toEqual({ status: 'FAILED' })
    const { generationCancel, mediaDelete } = await world.ask('mutation ($id: ID!) { generationCancel(id: $id) { outcome generation { id } } mediaDelete(generationId: $id) { id status } }', { id })
    expect([generationCancel, mediaDelete]).toEqual([{ outcome: 'TOO_LATE', generation: { id } }, { id, status: 'FAILED' }])
    expect((await world.ask('{ generations { edges { node { id } } } }'))['generations'].edges).toEqual([])
  })

  it('is in the events and webhooks that are of it still', async () => {
    const world = await createWorld()
    await world.ask('mutation ($url: String!) { webhookEndpointCreate(input: { url: $url, events: ["generation.expired"] }) { secret } }', { url: RECEIVER })
    const [id] = await live(world, [0])
    await age(world, 400)
    world.received.splice(0)
    await env.DB.prepare("update webhook_deliveries set status = 'PARKED', due_at_ms = null where account_id = ?1").bind(world.accountId).run()
    expect(await archive(world)).toBe(1)
    const { events: { edges } } = await world.ask('{ events(first: 5) { edges { node { kind generation { id expired } } } } }')
    expect(edges).toEqual([{ node: { kind: 'generation.expired', generation: { id, expired: true } } }])
    const { webhookDeliveries } = await world.ask('{ webhookDeliveries { edges { node { id } } } }')
    await world.ask('mutation ($id: ID!) { webhookRedeliver(id: $id) { id } }', { id: webhookDeliveries.edges[0].node.id })
    await world.run(60)
    expect(world.received.map(({ body }) => JSON.parse(body) as Answer)).toMatchObject([{ type: 'generation.expired', data: { id, expired: true } }])
  })

  it('is taken down by an operator, and says so for ever', async () => {
    const world = await adminWorld({ network: onePicture() })
    const [id = ''] = await live(world, [0])
    await age(world, 400)
    await archive(world)
    expect(await inDatabase(world)).toEqual([])
    const query = 'mutation ($target: ID!) { adminTakedown(target: $target, reason: "Unlawful") { sha256 generations done } }'
    const { adminTakedown } = await world.ask(query, { target: id })
    expect(adminTakedown).toMatchObject({ generations: 1, done: true })
    const [{ takenDownAt } = { takenDownAt: '' }] = await told(world, [id])
    expect(takenDownAt).toBe(new Date(world.clock.nowMs).toISOString())
    world.clock.nowMs += 5000
    expect((await world.ask(query, { target: id }))['adminTakedown']).toEqual(adminTakedown)
    expect((await told(world, [id]))[0]?.['takenDownAt']).toBe(takenDownAt)
    const { results } = await env.DB.prepare("select count(*) as rows from audit_log where target = ?1 and action = 'media.takedown'").bind(id).all()
    expect(results).toEqual([{ rows: 1 }])
  })

  it('is taken down with the bytes that it came to', async () => {
    const world = await adminWorld({ network: onePicture() })
    const [id = ''] = await live(world, [0])
    const sha256: string = (await world.ask('query ($id: ID!) { generation(id: $id) { metadata { sha256 } } }', { id }))['generation'].metadata.sha256
    await age(world, 400)
    await archive(world)
    await world.ask('mutation ($target: ID!) { adminTakedown(target: $target, reason: "Unlawful") { done } }', { target: sha256 })
    expect((await told(world, [id]))[0]?.['takenDownAt']).toMatch(/^20/)
  })
})

describe('its owner', () => {
  it('is linked the list of a month, without what is not for him', async () => {
    const world = await createWorld()
    const ids = await archived(world, [1, 2])
    const month = new Date(world.clock.nowMs - 31 * DAY_MS).toISOString().slice(0, 7)
    const { archive: one } = await world.ask(MONTH, { month })
    expect(one).toMatchObject({ month, generations: 2, credits: 0 })
    const manifest = JSON.parse(strFromU8(await bytesOf(world, one.url))) as Answer
    expect(manifest).toMatchObject({ month, generations: 2, lists: [{ generations: 2, firstId: ids[0], lastId: ids[1] }] })
    const text = strFromU8(gunzipSync(await bytesOf(world, manifest['lists'][0].url)))
    expect(text.trim().split('\n').map((line) => JSON.parse(line) as Answer)).toMatchObject(ids.map((id) => ({ id, status: 'FAILED', provider: 'flux-dev', creditCost: 50, refundedCredits: 50 })))
    expect(text).not.toMatch(/moveToken|listMicroUsd|upstream|detail/)
    expect((await world.ask(MONTH, { month: '2020-01' }))['archive']).toBeNull()
    expect(refusalOf(await world.post({ query: MONTH, variables: { month: '2026-13' } }))).toMatchObject({ code: 'INVALID_INPUT', field: 'month' })
    for (const credential of [await createToken(world), (await createKey(world, { scopes: ['READ'] })).secret]) {
      expect(refusalOf(await as(world, credential).post(`{ archive(month: "${month}") { url } }`))).toMatchObject({ code: 'FORBIDDEN' })
    }
  })

  it('is handed it with all that there is, and with its entries', async () => {
    const world = await createWorld()
    const old = await archived(world, [1, 2])
    const young = await live(world, [2])
    await world.ask('mutation { accountExport { id } }')
    await world.run(60)
    const { accountExports: [{ url }] } = await world.ask('{ accountExports { url } }')
    const files = Object.entries(unzipSync(await bytesOf(world, url)))
    const lines = (kind: string) => files.filter(([name]) => name.startsWith(kind)).flatMap(([, bytes]) => strFromU8(bytes).trim().split('\n').map((line) => JSON.parse(line) as Answer))
    expect(lines('generations').map(({ id }) => String(id)).toSorted()).toEqual([...old, ...young].toSorted())
    expect(lines('generations').find(({ id }) => id === old[1])).toMatchObject({ status: 'FAILED', input: { text: '[[moderated]]', complete: true }, creditCost: 50 })
    expect(lines('credit-entries').filter(({ generationId }) => old.includes(String(generationId))).map(({ kind }) => String(kind)).toSorted()).toEqual(['CHARGE', 'CHARGE', 'REFUND', 'REFUND'])
  })

  it('has nothing of it left, 30 days after he closed the account, but sums', async () => {
    const world = await createWorld()
    const [id = ''] = await archived(world, [1])
    const balance = await world.balance()
    expect((await objects(world)).length).toBeGreaterThan(0)
    await world.ask('mutation ($id: ID!) { accountClose(input: { accountId: $id }) { closedAt } }', { id: world.accountId })
    for (let minute = 0; minute < 8; minute += 1) {
      if (minute === 2) world.clock.nowMs += 30 * DAY_MS
      await world.run(60)
      await world.sweep()
    }
    expect(await objects(world)).toEqual([])
    const { results } = await env.DB.prepare('select members, bytes from archive_chunks where account_id = ?1').bind(world.accountId).all()
    expect([results, await sumOf(world), await breaches(world), id.length]).toEqual([[{ members: '[]', bytes: 0 }], balance, [], 30])
  })
})
