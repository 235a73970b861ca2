// Credits given by hand: once for each idempotency key, with their line of the ledger and of the log.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { accounts } from '../../../src/store/tables.ts'
import { refusalOf } from '../../auth/keys.ts'
import type { Answer } from '../../world.ts'
import { GRANT, SWITCH, adminWorld, grant, logOf, madeAccount, operator, stored } from './administration.ts'

describe('granting credits', () => {
  it('writes the ledger, the balance and the log together', async () => {
    const world = await adminWorld()
    const { id: accountId } = await madeAccount(world, { credits: 100 })
    world.clock.nowMs += 1
    const { adminCreditsGrant: entry } = await world.ask(GRANT, { input: { accountId, amount: 250, kind: 'TOP_UP', note: 'Invoice 7', idempotencyKey: 'inv-7' } })
    expect(entry).toEqual({ id: expect.stringMatching(/^[0-9a-z]{26}\.grant$/), kind: 'TOP_UP', amount: 250, generationId: null, createdAt: new Date(world.clock.nowMs).toISOString() })
    world.clock.nowMs += 1
    await world.ask(GRANT, { input: { accountId, amount: -50, kind: 'ADJUSTMENT', idempotencyKey: 'adj-1' } })
    expect(await stored(world, accountId)).toMatchObject({ account: { credits: 300 }, sum: 300 })
    expect((await logOf(world, accountId)).slice(0, 2)).toMatchObject([
      { action: 'credits.grant', target: accountId, detail: { kind: 'ADJUSTMENT', amount: -50, note: '', idempotencyKey: 'adj-1', before: { credits: 350 }, after: { credits: 300 } } },
      { ...operator(world), action: 'credits.grant', target: accountId, detail: { kind: 'TOP_UP', amount: 250, note: 'Invoice 7', idempotencyKey: 'inv-7', before: { credits: 100 }, after: { credits: 350 } } },
    ])
  })

  it('stands in the ledger at its time, between the generations', async () => {
    const world = await adminWorld()
    const make = () => world.ask('mutation { generate(input: { type: IMAGE, provider: "flux-dev", input: { text: "A fox" } }) { id } }')
    for (const step of [make, () => grant(world, { accountId: world.accountId, amount: 5 }), make]) {
      world.clock.nowMs += 1000
      await step()
    }
    const { creditEntries } = await world.ask('{ creditEntries(first: 3) { edges { node { kind } } } }')
    expect(creditEntries.edges.map(({ node }: Answer) => node.kind)).toEqual(['CHARGE', 'GRANT', 'CHARGE'])
  })

  it('twenty times at once under one idempotency key grants once, and answers the one entry', async () => {
    const world = await adminWorld()
    const { id: accountId } = await madeAccount(world)
    const replies = await Promise.all(Array.from({ length: 20 }, () => grant(world, { accountId, amount: 70 })))
    expect(new Set(replies.map(({ body }) => body.data?.['adminCreditsGrant'].id)).size).toBe(1)
    expect(replies.filter(({ headers }) => headers.get('idempotency-replayed') !== 'true')).toHaveLength(1)
    world.clock.nowMs += 400 * 86_400_000
    expect((await grant(world, { accountId, amount: 70 })).headers.get('idempotency-replayed')).toBe('true')
    expect(await stored(world, accountId)).toMatchObject({ account: { credits: 70 }, sum: 70, entries: [{ amount: 70 }] })
    expect(await logOf(world, accountId)).toHaveLength(2)
  })

  it('for something else under a used key is IDEMPOTENCY_KEY_REUSED; each account has keys of its own', async () => {
    const world = await adminWorld()
    const [one, other] = [await madeAccount(world), await madeAccount(world)]
    await grant(world, { accountId: one['id'], amount: 70 })
    for (const changed of [{ amount: 71 }, { kind: 'TOP_UP' }, { note: 'Another' }]) {
      expect(refusalOf(await grant(world, { accountId: one['id'], amount: 70, ...changed }))).toEqual({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED', field: 'input.idempotencyKey' })
    }
    expect((await grant(world, { accountId: other['id'], amount: 5 })).status).toBe(200)
    expect([(await stored(world, one['id'])).sum, (await stored(world, other['id'])).sum]).toEqual([70, 5])
  })

  it('takes no balance below zero, however many try at once', async () => {
    const world = await adminWorld()
    const { id: accountId } = await madeAccount(world, { credits: 100 })
    const replies = await Promise.all(Array.from({ length: 5 }, (_, n) => grant(world, { accountId, amount: -60, kind: 'ADJUSTMENT', idempotencyKey: `k${n}` })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const reply of replies.filter(({ status }) => status !== 200)) expect(refusalOf(reply)).toEqual({ status: 402, code: 'INSUFFICIENT_CREDITS', field: 'input.amount' })
    expect(await stored(world, accountId)).toMatchObject({ account: { credits: 40 }, sum: 40 })
    expect(await logOf(world, accountId)).toHaveLength(2)
  })

  const refusals: readonly (readonly [Record<string, unknown>, Record<string, unknown>])[] = [
    [{ amount: 0 }, { status: 400, code: 'INVALID_INPUT', field: 'input.amount' }],
    [{ amount: -1 }, { status: 400, code: 'INVALID_INPUT', field: 'input.amount' }],
    [{ amount: -1, kind: 'TOP_UP' }, { status: 400, code: 'INVALID_INPUT', field: 'input.amount' }],
    [{ amount: 0, kind: 'ADJUSTMENT' }, { status: 400, code: 'INVALID_INPUT', field: 'input.amount' }],
    [{ amount: 1_000_000_001 }, { status: 400, code: 'INVALID_INPUT', field: 'input.amount' }],
    [{ amount: 1.5 }, { status: 400, code: 'INVALID_INPUT', field: 'input.amount' }],
    [{ amount: 1, kind: 'CHARGE' }, { status: 400, code: 'INVALID_INPUT', field: 'input.kind' }],
    [{ amount: 1, idempotencyKey: '' }, { status: 400, code: 'INVALID_INPUT', field: 'input.idempotencyKey' }],
    [{ amount: 1, note: 'x'.repeat(501) }, { status: 400, code: 'INVALID_INPUT', field: 'input.note' }],
    [{ amount: 1, accountId: 'acc_none' }, { status: 404, code: 'NOT_FOUND', field: 'input.accountId' }],
  ]
  for (const [input, refusal] of refusals) {
    it(`is refused with ${JSON.stringify(input).slice(0, 50)}`, async () => {
      const world = await adminWorld()
      const { id: accountId } = await madeAccount(world, { credits: 9 })
      expect(refusalOf(await grant(world, { accountId, ...input }))).toEqual(refusal)
      expect(await stored(world, accountId)).toMatchObject({ account: { credits: 9 }, sum: 9 })
      expect(await logOf(world, accountId)).toHaveLength(1)
    })
  }

  it('makes no balance larger than can be told', async () => {
    const world = await adminWorld()
    const { id: accountId } = await madeAccount(world)
    for (const idempotencyKey of ['a', 'b']) expect((await grant(world, { accountId, amount: 1_000_000_000, idempotencyKey })).status).toBe(200)
    expect(refusalOf(await grant(world, { accountId, amount: 1_000_000_000, idempotencyKey: 'c' }))).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'input.amount' })
    expect((await grant(world, { accountId, amount: 147_483_647, idempotencyKey: 'd' })).status).toBe(200)
    expect(await world.ask('query ($id: ID!) { adminAccount(id: $id) { credits } }', { id: accountId })).toEqual({ adminAccount: { credits: 2_147_483_647 } })
  })

  it('leaves neither entry, balance nor log where its batch fails', async () => {
    const world = await adminWorld()
    const { id: accountId } = await madeAccount(world)
    await env.DB.exec("create trigger no_entries before insert on credit_entries begin select raise(abort, 'the disk is full'); end")
    try {
      expect(refusalOf(await grant(world, { accountId, amount: 5 }))).toMatchObject({ code: 'INTERNAL' })
      expect(refusalOf(await world.post({ query: 'mutation { adminAccountCreate(input: { name: "Half", plan: FREE, credits: 5 }) { id } }' }))).toMatchObject({ code: 'INTERNAL' })
    } finally {
      await env.DB.exec('drop trigger no_entries')
    }
    expect(await stored(world, accountId)).toMatchObject({ account: { credits: 0 }, entries: [] })
    expect(await logOf(world, accountId)).toHaveLength(1)
    expect(await world.services.database.select().from(accounts).where(eq(accounts.name, 'Half'))).toEqual([])
    expect((await grant(world, { accountId, amount: 5 })).headers.get('idempotency-replayed')).toBeNull()
    expect((await stored(world, accountId)).sum).toBe(5)
  })

  it('is not made where the log cannot be written', async () => {
    const world = await adminWorld()
    const { id: accountId } = await madeAccount(world)
    await env.DB.exec("create trigger no_log before insert on audit_log begin select raise(abort, 'the disk is full'); end")
    try {
      const changes = [
        grant(world, { accountId, amount: 5 }),
        world.post({ query: 'mutation ($id: ID!) { adminAccountUpdate(input: { id: $id, plan: PRO }) { id } }', variables: { id: accountId } }),
        world.post({ query: SWITCH, variables: { model: 'ray-2', on: false } }),
      ]
      for (const change of changes) expect(refusalOf(await change)).toMatchObject({ code: 'INTERNAL' })
    } finally {
      await env.DB.exec('drop trigger no_log')
    }
    expect(await stored(world, accountId)).toMatchObject({ account: { credits: 0, plan: 'FREE' }, entries: [] })
    expect(await world.ask('{ adminModels { model } }')).toEqual({ adminModels: [] })
  })
})
