// A signed-in person tries things out: the same session, the account of the test keys.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { accounts, creditEntries } from '../../src/store/tables.ts'
import { counting, noCounts } from '../counting.ts'
import { createWorld } from '../world.ts'
import type { WorldOptions } from '../world.ts'
import { ORIGIN, browser, stranger } from './browser.ts'
import { CREATE_KEY, as, refusalOf } from './keys.ts'

const TEST = { origin: ORIGIN, 'doitong-mode': 'test' }
const ME = '{ me { id mode credits plan } }'
const MAKE = 'mutation { generate(input: { type: IMAGE, provider: "flux-dev", input: { text: "A fox" } }) { id test creditCost } }'

async function signedIn(options: WorldOptions = {}) {
  const world = await createWorld(options)
  const person = browser(world)
  await person.signIn(stranger())
  const { id } = (await person.post(ME)).body.data?.['me'] ?? {}
  return { world, person, accountId: String(id) }
}

describe('a session in test mode', () => {
  it('has the account of the test keys, made at first use, and no other at once', async () => {
    const { world, person, accountId } = await signedIn()
    const rows = () => world.services.database.select().from(accounts).where(eq(accounts.liveId, accountId))
    expect(await rows()).toEqual([])
    const replies = await Promise.all([1, 2, 3].map(() => person.post(ME, TEST)))
    for (const { body } of replies) expect(body.data?.['me']).toEqual({ id: `${accountId}.test`, mode: 'TEST', credits: 1_000_000, plan: 'FREE' })
    expect(await rows()).toHaveLength(1)
    expect(await world.services.database.select().from(creditEntries).where(eq(creditEntries.accountId, `${accountId}.test`))).toHaveLength(1)
  })

  it('generates by the test upstream for test credits; the live account sees nothing of it', async () => {
    const { person } = await signedIn()
    const { id, test } = (await person.post(MAKE, TEST)).body.data?.['generate'] ?? {}
    expect(test).toBe(true)
    expect((await person.post(`{ generation(id: "${id}") { id } }`, TEST)).body.data).toEqual({ generation: { id } })
    expect((await person.post(`{ generation(id: "${id}") { id } me { credits } generations { edges { cursor } } }`)).body.data).toEqual({ generation: null, me: { credits: 1000 }, generations: { edges: [] } })
    expect((await person.post(ME, TEST)).body.data?.['me'].credits).toBe(999_950)
  })

  it('makes test keys as the test account', async () => {
    const { world, person, accountId } = await signedIn()
    const create = CREATE_KEY.replace('($input: ApiKeyCreateInput!)', '').replace('$input', '{ name: "k", mode: TEST, scopes: [BILLING] }')
    const { secret } = (await person.post(create, TEST)).body.data?.['apiKeyCreate'] ?? {}
    expect(secret.slice(0, 8)).toBe('dt_test_')
    expect(await as(world, secret).ask('{ me { id } }')).toEqual({ me: { id: `${accountId}.test` } })
    const live = CREATE_KEY.replace('($input: ApiKeyCreateInput!)', '').replace('$input', '{ name: "k", mode: LIVE }')
    expect(refusalOf(await person.post(live, TEST))).toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })

  it('asks the database once in a while whether the account is there', async () => {
    const counts = noCounts()
    const { person } = await signedIn({ bindings: counting(counts) })
    await person.post(ME, TEST)
    const before = counts.roundTrips
    await person.post('{ __typename }', TEST)
    expect(counts.roundTrips - before).toBe(0)
  })

  it('is live again without the header, or when it says so', async () => {
    const { person, accountId } = await signedIn()
    expect((await person.post(ME, { origin: ORIGIN, 'doitong-mode': 'live' })).body.data?.['me'].id).toBe(accountId)
  })
})

describe('the header', () => {
  it.each(['', 'TEST', 'prod', 'test, live'])('that says %j is refused', async (mode) => {
    const { person } = await signedIn()
    expect(refusalOf(await person.post(ME, { ...TEST, 'doitong-mode': mode }))).toMatchObject({ status: 400, code: 'INVALID_INPUT', field: 'Doitong-Mode' })
  })

  it('with a key is refused, and so is that of another origin\'s page', async () => {
    const { world, person } = await signedIn()
    expect(refusalOf(await world.post({ query: ME }, { 'doitong-mode': 'test' }))).toMatchObject({ status: 400, code: 'INVALID_INPUT', field: 'Doitong-Mode' })
    expect(refusalOf(await person.post(ME, { ...TEST, origin: 'https://evil.example.com' }))).toMatchObject({ status: 400, code: 'INVALID_INPUT', field: 'Doitong-Mode' })
  })

  it('without a session makes nothing', async () => {
    const world = await createWorld()
    expect(refusalOf(await browser(world).post(ME, TEST))).toMatchObject({ status: 401 })
  })
})
