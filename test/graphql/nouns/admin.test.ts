// Who may administrate; ending anybody's key; and the log of all that was changed.
import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { apiKeys } from '../../../src/store/tables.ts'
import { CREATE_TOKEN, as, createKey, createToken, refusalOf } from '../../auth/keys.ts'
import { createWorld } from '../../world.ts'
import type { Answer, World } from '../../world.ts'
import { ADMIN_OPERATIONS, FORBIDDEN, LOG, REVOKE, adminWorld, grant, logOf, madeAccount, operator } from './administration.ts'

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

  it('is told by what was done too, page by page, and no further than a page may look', async () => {
    const world = await adminWorld()
    const { id: accountId } = await madeAccount(world)
    const insert = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 2100)
      insert into audit_log (id, account_id, actor_account_id, actor, action, target, detail, created_at_ms) select printf('log_%s%04d', ?1, i), ?2, 'acc_1', 'key_1', iif(i = 3, 'key.revoke', 'credits.grant'), ?2, '{}', i from n`
    await env.DB.prepare(insert).bind(`0${crypto.randomUUID()}`, accountId).run()
    const pages: (readonly string[])[] = []
    let after: string | null = null
    do {
      const { adminAuditLog: { edges, pageInfo } }: Answer = await world.ask(LOG, { first: 2, after, accountId, action: 'key.revoke' })
      pages.push(edges.map(({ node }: Answer) => node.action))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after !== null)
    expect(pages.at(-1)).toEqual(['key.revoke'])
    expect(pages.length).toBeGreaterThan(2)
    expect(refusalOf(await world.post({ query: LOG, variables: { action: 'plan.set' } }))).toMatchObject({ code: 'INVALID_INPUT', field: 'action' })
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
