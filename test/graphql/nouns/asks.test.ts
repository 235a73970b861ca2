// Credits and plans that owners ask for, and how an operator settles it.
import { describe, expect, it } from 'vitest'
import { createKey, as, refusalOf } from '../../auth/keys.ts'
import { createWorld } from '../../world.ts'
import type { World } from '../../world.ts'
import { adminWorld, logOf, operator, stored } from './administration.ts'

const FIELDS = 'id accountId credits plan note createdAt outcome reply settledAt'
const CREATE = `mutation ($input: AskCreateInput!) { askCreate(input: $input) { ${FIELDS} } }`
const OWN = `{ asks { ${FIELDS} } }`
const QUEUE = `query ($all: Boolean! = false) { adminAsks(all: $all) { ${FIELDS} } }`
const SETTLE = `mutation ($id: ID!, $outcome: AskOutcome!, $reply: String! = "") { adminAskSettle(id: $id, outcome: $outcome, reply: $reply) { ${FIELDS} } }`

const ask = async (world: World, input: Record<string, unknown>) => (await world.ask(CREATE, { input }))['askCreate']
const queued = async (admin: World, { accountId }: World, all = false) => (await admin.ask(QUEUE, { all }))['adminAsks'].filter((one: { accountId: string }) => one.accountId === accountId)

describe('asking for credits or a plan', () => {
  it('is seen by its account and in the operators\' queue, and gives nothing by itself', async () => {
    const [world, admin] = [await createWorld(), await adminWorld()]
    const asked = await ask(world, { credits: 50_000, note: 'दीवाली की फ़िल्म' })
    expect(asked).toMatchObject({ accountId: world.accountId, credits: 50_000, plan: null, note: 'दीवाली की फ़िल्म', outcome: null, reply: '', settledAt: null })
    expect(await world.ask(OWN)).toEqual({ asks: [asked] })
    expect(await queued(admin, world)).toEqual([asked])
    expect(await admin.ask(OWN)).toEqual({ asks: [] })
    expect((await stored(world, world.accountId)).account?.credits).toBe(1_000_000)
  })

  it('is of credits or of a plan, and of no more than three at once', async () => {
    const world = await createWorld()
    const refused = async (input: Record<string, unknown>) => refusalOf(await world.post({ query: CREATE, variables: { input } }))
    expect(await refused({})).toMatchObject({ code: 'INVALID_INPUT', field: 'input' })
    expect(await refused({ credits: 5, plan: 'PRO' })).toMatchObject({ code: 'INVALID_INPUT', field: 'input' })
    expect(await refused({ credits: 0 })).toMatchObject({ code: 'INVALID_INPUT', field: 'input.credits' })
    expect(await refused({ credits: 5, note: 'x'.repeat(501) })).toMatchObject({ code: 'INVALID_INPUT', field: 'input.note' })
    const answers = await Promise.all(Array.from({ length: 5 }, () => world.post({ query: CREATE, variables: { input: { plan: 'PRO' } } })))
    expect(answers.filter((answer) => refusalOf(answer).code === 'INVALID_INPUT').length).toBe(2)
    expect((await world.ask(OWN))['asks'].length).toBe(3)
  })

  it('is for who may act for the whole account: no bounded key, no test key', async () => {
    const world = await createWorld()
    const bounded = await createKey(world, { scopes: ['BILLING'] })
    const test = await createKey(world, { mode: 'TEST' })
    for (const { secret } of [bounded, test]) {
      expect(refusalOf(await as(world, secret).post(CREATE, { input: { credits: 5 } }))).toMatchObject({ code: 'FORBIDDEN' })
    }
  })
})

describe('settling what was asked for', () => {
  it('gives credits once, with the ledger and the log, however often it is repeated', async () => {
    const [world, admin] = [await createWorld(), await adminWorld()]
    const { id } = await ask(world, { credits: 50_000 })
    const settle = () => admin.ask(SETTLE, { id, outcome: 'GRANTED', reply: 'Paid by transfer' })
    const [{ adminAskSettle: settled }] = await Promise.all([settle(), settle(), settle()])
    expect(settled).toMatchObject({ id, outcome: 'GRANTED', reply: 'Paid by transfer', settledAt: expect.any(String) })
    const { account, entries, sum } = await stored(world, world.accountId)
    expect([account?.credits, sum, entries.filter(({ amount }) => amount === 50_000).length]).toEqual([1_050_000, 1_050_000, 1])
    expect(await logOf(world, world.accountId)).toMatchObject([
      { ...operator(admin), action: 'ask.grant', target: id, detail: { before: { credits: 1_000_000 }, after: { credits: 1_050_000 }, reply: 'Paid by transfer' } },
    ])
    expect(await queued(admin, world)).toEqual([])
    expect(await queued(admin, world, true)).toEqual([settled])
    expect(await world.ask(OWN)).toEqual({ asks: [settled] })
  })

  it('changes the plan, and its own figures end with ENTERPRISE', async () => {
    const [world, admin] = [await createWorld(), await adminWorld()]
    expect((await stored(world, world.accountId)).account).toMatchObject({ plan: 'ENTERPRISE', limits: expect.any(Object) })
    for (const plan of ['STARTER', 'PRO'] as const) {
      admin.clock.nowMs += 1000
      const { id } = await ask(world, { plan })
      await admin.ask(SETTLE, { id, outcome: 'GRANTED' })
      expect((await stored(world, world.accountId)).account).toMatchObject({ plan, limits: null, retentionDays: null })
    }
    expect(await logOf(world, world.accountId)).toMatchObject([
      { action: 'ask.grant', detail: { before: { plan: 'STARTER' }, after: { plan: 'PRO' } } },
      { action: 'ask.grant', detail: { before: { plan: 'ENTERPRISE' }, after: { plan: 'STARTER' } } },
    ])
  })

  it('declined gives nothing, is logged, makes room for another, and stays so', async () => {
    const [world, admin] = [await createWorld(), await adminWorld()]
    const [{ id }] = [await ask(world, { credits: 9 }), await ask(world, { credits: 9 }), await ask(world, { credits: 9 })]
    expect((await admin.ask(SETTLE, { id, outcome: 'DECLINED', reply: 'Write to us first' }))['adminAskSettle']).toMatchObject({ outcome: 'DECLINED', reply: 'Write to us first' })
    expect(refusalOf(await admin.post({ query: SETTLE, variables: { id, outcome: 'GRANTED' } }))).toMatchObject({ code: 'INVALID_INPUT', field: 'outcome' })
    expect((await stored(world, world.accountId)).account?.credits).toBe(1_000_000)
    expect(await logOf(world, world.accountId)).toMatchObject([{ action: 'ask.decline', target: id, detail: { reply: 'Write to us first' } }])
    await ask(world, { credits: 9 })
  })

  it('keeps the balance within what can be told of it, and knows no other id', async () => {
    const [world, admin] = [await createWorld(), await adminWorld()]
    const ids = [await ask(world, { credits: 1_000_000_000 }), await ask(world, { credits: 1_000_000_000 }), await ask(world, { credits: 1_000_000_000 })].map(({ id }) => id)
    for (const id of ids.slice(0, 2)) await admin.ask(SETTLE, { id, outcome: 'GRANTED' })
    expect(refusalOf(await admin.post({ query: SETTLE, variables: { id: ids[2], outcome: 'GRANTED' } }))).toMatchObject({ code: 'INVALID_INPUT', field: 'id' })
    expect((await stored(world, world.accountId)).sum).toBe(2_001_000_000)
    expect(refusalOf(await admin.post({ query: SETTLE, variables: { id: 'ask_1', outcome: 'GRANTED' } }))).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
  })
})
