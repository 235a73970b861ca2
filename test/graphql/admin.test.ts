// Who may administrate, and what is done besides accounts: credits, keys, models, and the log of all of it.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { auditLog, modelSwitches } from '../../src/store/access-tables.ts'
import { accounts, apiKeys } from '../../src/store/tables.ts'
import { CREATE_TOKEN, as, createKey, createToken, refusalOf } from '../auth/keys.ts'
import { createWorld } from '../world.ts'
import type { Answer, World, WorldOptions } from '../world.ts'
import { ADMIN_OPERATIONS, FORBIDDEN, GRANT, LOG, REVOKE, SWITCH, adminWorld, logOf, madeAccount, operator, stored } from './administration.ts'

describe('the scope admin', () => {
  for (const [name, document] of Object.entries(ADMIN_OPERATIONS)) {
    it(`is of no use for ${name} in a test key or a client token`, async () => {
      const admin = await adminWorld()
      const refused = async (credential: string) => expect(refusalOf(await as(admin, credential).post(document))).toMatchObject(FORBIDDEN)
      await refused(await adminTestKey(admin))
      await refused(await adminToken(admin))
      const { errors = [] } = (await as(admin, admin.key).post(document)).body
      expect(errors.map(({ extensions }) => extensions['code'])).not.toContain('FORBIDDEN')
    })
  }

  it('is handed on by none that has it not, and never to a client token', async () => {
    const create = 'mutation { apiKeyCreate(input: { name: "A", scopes: [ADMIN] }) { secret } }'
    expect(refusalOf(await (await createWorld()).post({ query: create }))).toMatchObject({ code: 'FORBIDDEN' })
    const admin = await adminWorld()
    const { apiKeyCreate } = await admin.ask(create)
    await as(admin, apiKeyCreate.secret).ask('{ adminModels { model } }')
    const token = await admin.post({ query: CREATE_TOKEN, variables: { input: { endUser: 'asha', maxCredits: 1, scopes: ['ADMIN'] } } })
    expect(refusalOf(token)).toMatchObject({ code: 'INVALID_INPUT', field: 'input.scopes' })
  })
})

/** A test key as none is made: with the scope admin. */
async function adminTestKey(world: World): Promise<string> {
  const { secret, apiKey } = await createKey(world, { mode: 'TEST' })
  await world.services.database.update(apiKeys).set({ scopes: ['read', 'admin'] }).where(eq(apiKeys.id, apiKey['id']))
  return secret
}

/** A client token as none is minted: with the scope admin, and signed by us. */
async function adminToken(world: World): Promise<string> {
  await createToken(world)
  const row = await env.DB.prepare('select id from spending_limits where account_id = ?').bind(world.accountId).first<{ id: string }>()
  const claims = { id: row?.id ?? '', accountId: world.accountId, scopes: ['read', 'admin'] as const, endUser: 'asha', expiresAtMs: world.clock.nowMs + 600_000 }
  return (await world.services.clientTokens?.sign(claims)) ?? ''
}

const grant = (world: World, input: Record<string, unknown>) => world.post({ query: GRANT, variables: { input: { idempotencyKey: 'k', ...input } } })

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

describe('revoking a key of any account', () => {
  it('ends it within 30 seconds, and is logged once', async () => {
    const world = await adminWorld()
    const { id: accountId, secret, keys: [key] } = await madeAccount(world)
    await as(world, secret).ask('{ me { id } }')
    world.clock.nowMs += 1
    const revoke = () => world.ask(REVOKE, { accountId, keyId: key.id, reason: 'Leaked' })
    const first = await revoke()
    expect(first['adminKeyRevoke']).toEqual({ id: key.id, revokedAt: new Date(world.clock.nowMs).toISOString() })
    world.clock.nowMs += 30_000
    expect(refusalOf(await as(world, secret).post('{ me { id } }'))).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    expect(await revoke()).toEqual(first)
    const [entry, ...others] = await logOf(world, accountId)
    expect(entry).toMatchObject({ ...operator(world), action: 'key.revoke', target: key.id, detail: { before: { revoked: false }, after: { revoked: true }, reason: 'Leaked' } })
    expect(others).toHaveLength(1)
  })

  it('by many at once is logged once', async () => {
    const world = await adminWorld()
    const { id: accountId, keys: [key] } = await madeAccount(world)
    await Promise.all(Array.from({ length: 8 }, () => world.ask(REVOKE, { accountId, keyId: key.id })))
    expect((await logOf(world, accountId)).filter(({ action }) => action === 'key.revoke')).toHaveLength(1)
  })

  it('finds those of its test keys\' account too', async () => {
    const world = await adminWorld()
    const { id: accountId } = await madeAccount(world)
    const row = { hash: `hash of ${accountId}`, accountId: `${accountId}.test`, id: 'key_of_twin', name: 'Test', kind: 'test', lastFour: 'abcd', createdAtMs: 0 } as const
    await world.services.database.insert(apiKeys).values(row)
    await world.ask(REVOKE, { accountId, keyId: row.id })
    expect((await world.services.database.select().from(apiKeys).where(eq(apiKeys.hash, row.hash)))[0]?.revokedAtMs).toBe(world.clock.nowMs)
  })

  it('of another account, or none, is NOT_FOUND and changes nothing', async () => {
    const world = await adminWorld()
    const [one, other] = [await madeAccount(world), await madeAccount(world)]
    for (const keyId of [other['keys'][0].id, 'key_none']) {
      expect(refusalOf(await world.post({ query: REVOKE, variables: { accountId: one['id'], keyId } }))).toEqual({ status: 404, code: 'NOT_FOUND', field: 'keyId' })
    }
    await as(world, other['secret']).ask('{ me { id } }')
    expect([await logOf(world, one['id']), await logOf(world, other['id'])].map(({ length }) => length)).toEqual([1, 1])
  })
})

const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { provider model passedOver { model reason } } }'
const MAKE = 'mutation ($input: GenerateInput!) { generate(input: $input) { id status model } }'

/** Each test of switches leaves all models on, since they are all accounts'. */
async function withSwitches(check: (world: World) => Promise<void>, options: WorldOptions = {}): Promise<void> {
  const world = await adminWorld(options)
  try {
    await check(world)
  } finally {
    await world.services.database.delete(modelSwitches)
  }
}

const video = (fields: Record<string, unknown>) => ({ type: 'VIDEO', input: { text: 'storm' }, ...fields })
const quote = (world: World, fields: Record<string, unknown>, headers = {}) => world.post({ query: QUOTE, variables: { input: video(fields) } }, headers)
const off = (world: World, model: string, reason = 'It flickers') => world.ask(SWITCH, { model, on: false, reason })

describe('a model switched off', () => {
  it('is refused within 30 seconds by its id, its alias and the name of what it succeeds; then comes back', () =>
    withSwitches(async (world) => {
      const retired = models.find(({ type, lifecycle }) => type === 'VIDEO' && lifecycle.state === 'retired' && lifecycle.successor !== undefined)
      const successor = models.find(({ id }) => retired?.lifecycle.state === 'retired' && id === retired.lifecycle.successor)
      if (!retired || !successor) throw new Error('the catalogue has no retired video model')
      const names = [successor.id, successor.id.toUpperCase(), ...(successor.aliases ?? []), retired.id, ...(retired.aliases ?? [])]
      for (const model of names) expect((await quote(world, { model })).body.data?.['quote'].model).toBe(successor.id)
      await off(world, successor.id)
      expect((await quote(world, { model: successor.id })).status).toBe(200)
      world.clock.nowMs += 30_000
      for (const model of names) expect(refusalOf(await quote(world, { model }))).toEqual({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
      const [english, hindi] = await Promise.all(['en', 'hi'].map(async (language) => (await quote(world, { model: successor.id }, { 'accept-language': language })).body.errors?.[0]?.message))
      expect(english).toBe(`${successor.name} is switched off at the moment.`)
      expect(hindi).toContain('बंद')
      expect(refusalOf(await world.post({ query: MAKE, variables: { input: video({ model: successor.id }) } }))).toEqual({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
      await world.ask(SWITCH, { model: successor.id, on: true })
      world.clock.nowMs += 30_000
      expect((await quote(world, { model: successor.id })).status).toBe(200)
    }))

  it('is passed over by its provider\'s choice and by an automatic one, which say so', () =>
    withSwitches(async (world) => {
      for (const fields of [{ provider: 'kling' }, { priority: 'QUALITY' }]) {
        const before = (await quote(world, fields)).body.data?.['quote']
        await off(world, before.model)
        world.clock.nowMs += 30_000
        const after = (await quote(world, fields)).body.data?.['quote']
        expect(after.model).not.toBe(before.model)
        if ('provider' in fields) expect(after.provider).toBe('kling')
        expect(after.passedOver).toContainEqual({ model: before.model, reason: expect.stringMatching(/ is switched off at the moment\.$/) })
      }
    }))

  it('leaves its provider to the deprecated, and refuses it when all are off', () =>
    withSwitches(async (world) => {
      const [provider, type] = ['seedance', 'VIDEO']
      const own = (state: string) => models.filter((model) => model.provider === provider && model.type === type && model.lifecycle.state === state).map(({ id }) => id)
      const switchOff = async (ids: readonly string[]): Promise<void> => {
        for (const id of ids) await off(world, id)
        world.clock.nowMs += 30_000
      }
      const isListed = async (): Promise<boolean> => (await world.ask('{ providers(type: VIDEO) { id } }'))['providers'].some(({ id }: Answer) => id === provider)
      await switchOff(own('active'))
      expect(own('deprecated')).toContain((await quote(world, { provider })).body.data?.['quote'].model)
      expect(await isListed()).toBe(true)
      await switchOff(own('deprecated'))
      expect(refusalOf(await quote(world, { provider }))).toEqual({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
      expect(await isListed()).toBe(false)
    }))

  it('is not among the models of `providers`, nor is what it serves in their place', () =>
    withSwitches(async (world) => {
      const listed = async (): Promise<readonly string[]> => (await world.ask('{ providers { models { id } } }'))['providers'].flatMap((one: Answer) => one.models.map(({ id }: Answer) => id))
      const before = await listed()
      await off(world, 'ray-2')
      world.clock.nowMs += 30_000
      const left = await listed()
      const served = models.filter(({ id, lifecycle }) => id === 'ray-2' || (lifecycle.state === 'retired' && lifecycle.successor === 'ray-2')).map(({ id }) => id)
      expect(before.filter((id) => !left.includes(id)).toSorted()).toEqual(served.toSorted())
    }))

  it('still ends what was accepted before, and repeats it', () =>
    withSwitches(async (world) => {
      const make = () => world.post({ query: MAKE, variables: { input: video({ model: 'ray-2' }) } }, { 'idempotency-key': 'once' })
      const id = (await make()).body.data?.['generate'].id
      await off(world, 'ray-2')
      world.clock.nowMs += 30_000
      expect((await make()).headers.get('idempotency-replayed')).toBe('true')
      await world.run(200)
      expect(await world.ask('query ($id: ID!) { generation(id: $id) { status } }', { id })).toEqual({ generation: { status: 'COMPLETED' } })
    }))

  it('is still too dear where it was: what could not be paid is not called unavailable', () =>
    withSwitches(async (world) => {
      await off(world, 'ray-2')
      world.clock.nowMs += 30_000
      expect(refusalOf(await quote(world, { model: 'ray-2', maxCredits: 1 }))).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'input.maxCredits' })
    }))

  it('is known to a client token\'s requests as well', () =>
    withSwitches(async (world) => {
      const token = await createToken(world)
      await off(world, 'ray-2')
      world.clock.nowMs += 30_000
      expect(refusalOf(await as(world, token).post(QUOTE, { input: video({ model: 'ray-2' }) }))).toEqual({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
    }))

  it('is listed with its reason, and each change is logged with what was before', () =>
    withSwitches(async (world) => {
      const offSince = new Date(world.clock.nowMs).toISOString()
      expect(await off(world, 'ray-2')).toEqual({ adminModelSwitch: [{ model: 'ray-2', reason: 'It flickers', offSince }] })
      for (const reason of ['It flickers', 'Their servers burn']) {
        world.clock.nowMs += 1000
        await off(world, 'ray-2', reason)
      }
      expect(await world.ask('{ adminModels { model reason offSince } }')).toEqual({ adminModels: [{ model: 'ray-2', reason: 'Their servers burn', offSince }] })
      for (const _ of [1, 2]) {
        world.clock.nowMs += 1000
        expect(await world.ask(SWITCH, { model: 'ray-2', on: true, reason: 'Mended' })).toEqual({ adminModelSwitch: [] })
      }
      const log = await world.services.database.select().from(auditLog).where(eq(auditLog.actorAccountId, world.accountId)).orderBy(auditLog.id)
      const [flickers, burn] = [{ on: false, reason: 'It flickers' }, { on: false, reason: 'Their servers burn' }]
      expect(log.map(({ accountId, action, target, detail }) => [accountId, action, target, detail])).toEqual([
        [null, 'model.off', 'ray-2', { before: { on: true }, after: flickers }],
        [null, 'model.off', 'ray-2', { before: flickers, after: burn }],
        [null, 'model.on', 'ray-2', { before: burn, after: { on: true }, reason: 'Mended' }],
      ])
    }))

  it('by many at once is off once, and logged once', () =>
    withSwitches(async (world) => {
      await Promise.all(Array.from({ length: 8 }, () => off(world, 'ray-2')))
      expect((await world.services.database.select().from(auditLog).where(eq(auditLog.actorAccountId, world.accountId)))).toHaveLength(1)
    }))

  for (const model of ['no-such-model', 'RAY-2', '__proto__']) {
    it(`must be one that is served: ${model} is INVALID_INPUT, with those that are`, () =>
      withSwitches(async (world) => {
        const reply = await world.post({ query: SWITCH, variables: { model, on: false } })
        expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'model' })
        const { allowed } = reply.body.errors?.[0]?.extensions ?? {}
        expect(allowed).toEqual(models.filter(({ lifecycle }) => lifecycle.state !== 'retired').map(({ id }) => id))
        expect(refusalOf(await world.post({ query: SWITCH, variables: { model: 'ray-2', on: false, reason: 'x'.repeat(501) } }))).toMatchObject({ field: 'reason' })
        expect(await world.ask('{ adminModels { model } }')).toEqual({ adminModels: [] })
      }))
  }
})

describe('the log', () => {
  it('is told newest first, in pages, also of one account alone', async () => {
    const world = await adminWorld()
    const { id: accountId } = await madeAccount(world)
    for (let n = 0; n < 4; n += 1) {
      world.clock.nowMs += 1
      await grant(world, { accountId, amount: 1 + n, idempotencyKey: `k${n}` })
    }
    await madeAccount(world)
    const amounts: number[] = []
    let after: string | null = null
    do {
      const { adminAuditLog: { edges, pageInfo } }: Answer = await world.ask(LOG, { first: 2, after, accountId })
      amounts.push(...edges.map(({ node }: Answer) => node.detail.amount ?? 0))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after !== null)
    expect(amounts).toEqual([4, 3, 2, 1, 0])
    const all = (await world.ask(LOG, { first: 100 }))['adminAuditLog'].edges.map(({ node }: Answer) => node)
    expect(all.map(({ id }: Answer) => id)).toEqual(all.map(({ id }: Answer) => id).toSorted().toReversed())
    expect(all.find(({ target, action }: Answer) => target === accountId && action === 'account.create')).toMatchObject({ accountId, ...operator(world), createdAt: expect.any(String), requestId: expect.stringMatching(/^req_/) })
  })

  it('takes only pages of a bounded size, and their cost counts', async () => {
    const world = await adminWorld()
    for (const first of [0, 101]) expect(refusalOf(await world.post({ query: LOG, variables: { first } }))).toMatchObject({ code: 'INVALID_INPUT', field: 'first' })
    const dear = await world.post({ query: '{ adminAccounts(first: 100) { edges { node { keys { id name lastFour } } } } }' })
    expect(dear.body.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', limit: 'cost' })
  })

  it('of generating nothing: administration spends no limit on generations', async () => {
    const world = await adminWorld({ plan: 'FREE' })
    for (let n = 0; n < 12; n += 1) await madeAccount(world)
    expect(await world.ask('{ me { limits { minute { remaining } day { remaining } } } }')).toEqual({ me: { limits: { minute: { remaining: 10 }, day: { remaining: 100 } } } })
  })
})
