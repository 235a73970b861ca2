// Several databases: all that an account has stands in one of them, everything works for it there as in the first, and whatever goes
// over all accounts goes over all databases.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { finders } from '../../src/store/home-tables.ts'
import { openDatabase } from '../../src/store/database.ts'
import { creditEntries } from '../../src/store/tables.ts'
import { ORIGIN, browser, stranger } from '../auth/browser.ts'
import { CREATE_TOKEN, IMAGE, LIST_KEYS, MAKE, PRICE, ROLL_KEY, as, refusalOf } from '../auth/keys.ts'
import { ME } from '../auth/sign-in-world.ts'
import { madeAccount } from '../graphql/nouns/administration.ts'
import { RECEIVER } from '../world.ts'
import { ALL, emptiestOf, failing, fill, homeOf, shardedWorld, tenantIn, tracesOf } from './three-shards.ts'

const VIEW = 'query ($id: ID!) { generation(id: $id) { status url refundedCredits } }'
const directory = openDatabase(env.DB)
const findersOf = (accountId: string) => directory.select().from(finders).where(eq(finders.accountId, accountId))
const sumOf = async (database: typeof directory, accountId: string) => (await database.select().from(creditEntries).where(eq(creditEntries.accountId, accountId))).reduce((sum, { amount }) => sum + amount, 0)

describe('a new account', () => {
  it('goes to the emptiest database, with all that it has, and is found there', async () => {
    const world = await shardedWorld()
    expect((await world.ask('{ adminShards { name } }'))['adminShards']).toEqual([{ name: 'DB' }, { name: 'DB_1' }, { name: 'DB_2' }])
    const emptiest = await emptiestOf(world)
    const { id, secret } = await madeAccount(world, { credits: 70 })
    expect([await homeOf(id), Object.keys(await tracesOf(id))]).toEqual([emptiest, [emptiest]])
    expect(await as(world, secret).ask('{ me { id credits } }')).toEqual({ me: { id, credits: 70 } })
  })

  it('of whoever signs in goes there too; signed out, no cookie of it opens anything', async () => {
    const world = await shardedWorld()
    const [name, asha, again] = [stranger(), browser(world), browser(world)]
    await asha.signIn(name)
    await again.signIn(name)
    const { me } = (await asha.post(ME)).body.data ?? {}
    expect([me.credits, (await again.post(ME)).body.data]).toEqual([1000, { me }])
    expect([Object.keys(await tracesOf(me.id)), (await findersOf(me.id)).length]).toEqual([[await homeOf(me.id)], 3])
    const cookies = new Map(asha.cookies)
    await asha.fetchPage('/auth/sign-out', { method: 'POST', headers: { origin: ORIGIN } })
    for (const [cookie, value] of cookies) asha.cookies.set(cookie, value)
    expect([refusalOf(await asha.post(ME)), (await findersOf(me.id)).length]).toEqual([{ status: 401, code: 'UNAUTHENTICATED' }, 2])
  })

  it('goes to another one where the emptiest does not answer', async () => {
    const world = await shardedWorld({ bindings: () => ({ DB_1: failing(env.SHARD_ONE, () => true), DB_2: failing(env.SHARD_TWO, () => true) }) })
    const { id, secret } = await madeAccount(world)
    expect([await homeOf(id), (await as(world, secret).ask('{ me { id } }'))['me'].id]).toEqual(['DB', id])
    expect((await world.ask('{ adminShards { name } }'))['adminShards']).toEqual([{ name: 'DB' }])
  })

  it('is made the next time where the first sign-in was cut off, and by two at once only one', async () => {
    let isAway = true
    // They tell how full they are, and take nothing.
    const refusing = (statements: number): boolean => isAway && statements > 1
    const world = await shardedWorld({ bindings: () => ({ DB_1: failing(env.SHARD_ONE, refusing), DB_2: failing(env.SHARD_TWO, refusing) }) })
    const name = stranger()
    const emptiest = await emptiestOf(world)
    expect((await browser(world).signIn(name)).status).toBe(500)
    isAway = false
    await fill(emptiest)
    const [one, other] = [browser(world), browser(world)]
    const paths = [await one.callback(name), await other.callback(name)]
    await Promise.all([one.fetchPage(paths[0] ?? ''), other.fetchPage(paths[1] ?? '')])
    const ids = [(await one.post(ME)).body.data?.['me'].id, (await other.post(ME)).body.data?.['me'].id]
    expect([new Set(ids).size, await homeOf(ids[0]), await tracesOf(ids[0])]).toEqual([1, emptiest, { [emptiest]: expect.any(Number) }])
    expect(await sumOf(openDatabase(ALL[emptiest]), ids[0])).toBe(1000)
  })
})

describe.each(['DB_1', 'DB_2'] as const)('an account in %s', (shard) => {
  it('generates, is told, and pays there alone', async () => {
    const world = await shardedWorld()
    const tenant = await tenantIn(world, shard)
    const { generate } = await as(world, tenant.secret).ask(MAKE, { input: { ...IMAGE, webhookUrl: RECEIVER } }, { 'idempotency-key': 'k' })
    await world.run(60)
    expect((await as(world, tenant.secret).ask(VIEW, { id: generate.id }))['generation']).toMatchObject({ status: 'COMPLETED', refundedCredits: 0 })
    expect([world.received.length, await sumOf(tenant.database, tenant.id), Object.keys(await tracesOf(tenant.id))]).toEqual([1, 100_000 - PRICE, [shard]])
    expect((await world.post({ query: VIEW, variables: { id: generate.id } })).body.data).toEqual({ generation: null })
  })

  it('has keys, tokens and test keys like any other', async () => {
    const world = await shardedWorld()
    const tenant = await tenantIn(world, shard)
    const own = as(world, tenant.secret)
    const { apiKeyCreate } = await own.ask('mutation { apiKeyCreate(input: { name: "Another", creditsTotal: 100 }) { secret apiKey { id } } }')
    const { apiKeyRoll } = await as(world, tenant.secret).ask(ROLL_KEY, { id: apiKeyCreate.apiKey.id, hours: 0 })
    const { clientTokenCreate } = await own.ask(CREATE_TOKEN, { input: { endUser: 'asha', maxCredits: PRICE } })
    const test = await own.ask('mutation { apiKeyCreate(input: { name: "Tests", mode: TEST }) { secret } }')
    expect(refusalOf(await as(world, apiKeyCreate.secret).post(MAKE, { input: IMAGE }))).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    for (const credential of [apiKeyRoll.secret, clientTokenCreate.token, test['apiKeyCreate'].secret]) await as(world, credential).ask(MAKE, { input: IMAGE })
    await world.run(60)
    expect((await own.ask(LIST_KEYS))['apiKeys']).toHaveLength(3)
    expect([await sumOf(tenant.database, tenant.id), Object.keys(await tracesOf(tenant.id)), Object.keys(await tracesOf(`${tenant.id}.test`))]).toEqual([100_000 - 2 * PRICE, [shard], [shard]])
  })
})
