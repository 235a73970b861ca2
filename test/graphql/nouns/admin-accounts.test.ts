// Accounts through the whole service: what an administrator makes and changes, what is refused, and what the log says.
import { describe, expect, it } from 'vitest'
import { CREATE_KEY, as, refusalOf } from '../../auth/keys.ts'
import type { Answer } from '../../world.ts'
import { CREATE, FORBIDDEN, LOG, UPDATE, adminWorld, logOf, madeAccount, operator, stored } from './administration.ts'

describe('making an account', () => {
  it('makes its first key, its webhook secret, its grant and the line of the log, in one batch', async () => {
    const world = await adminWorld()
    const account = await madeAccount(world, { plan: 'PRO', credits: 500 })
    expect(account).toMatchObject({ name: 'Asha Studio', plan: 'PRO', credits: 500, limits: null, retentionDays: null, keys: [{ name: 'First key', scopes: ['GENERATE', 'READ', 'KEYS', 'BILLING'] }] })
    const { account: row, entries } = await stored(world, account['id'])
    expect(row?.webhookSecret).toMatch(/^whsec_.{43}=$/)
    expect(entries).toMatchObject([{ kind: 'GRANT', amount: 500, jobId: null }])
    const log = await logOf(world, account['id'])
    expect(log).toMatchObject([{ ...operator(world), action: 'account.create', target: account['id'], detail: { before: null, after: { name: 'Asha Studio', plan: 'PRO', credits: 500, keyId: account['keys'][0].id } } }])
    expect(entries[0]?.id).toBe(`${log[0]?.id.slice(4)}.grant`)
    expect(await as(world, account['secret']).ask('{ me { id plan credits } }')).toEqual({ me: { id: account['id'], plan: 'PRO', credits: 500 } })
    expect(refusalOf(await as(world, account['secret']).post('{ adminModels { model } }'))).toEqual({ status: 403, ...FORBIDDEN })
    const everything = JSON.stringify([log, world.logs, await world.ask(LOG), await world.ask('query ($id: ID!) { adminAccount(id: $id) { secret keys { id } } }', { id: account['id'] })])
    for (const secret of [account['secret'].slice(8), row?.webhookSecret ?? '']) expect(everything).not.toContain(secret)
  })

  it('without credits makes no entry', async () => {
    const world = await adminWorld()
    const { id } = await madeAccount(world)
    expect(await stored(world, id)).toMatchObject({ account: { credits: 0 }, entries: [] })
  })

  for (const [field, input] of [['input.name', { name: ' ' }], ['input.name', { name: 'x'.repeat(101) }], ['input.credits', { credits: -1 }], ['input.credits', { credits: 1_000_000_001 }]] as const) {
    it(`is refused with ${JSON.stringify(input).slice(0, 24)}`, async () => {
      const world = await adminWorld()
      const reply = await world.post({ query: CREATE, variables: { input: { name: 'A', plan: 'FREE', ...input } } }, { 'accept-language': 'hi' })
      expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field })
      expect(reply.body.errors?.[0]?.message).toMatch(/[\u0900-\u097f]/)
      expect((await world.ask(LOG))['adminAuditLog'].edges.filter(({ node }: Answer) => node.actorAccountId === world.accountId)).toEqual([])
    })
  }
})

describe('changing an account', () => {
  it('changes what is given alone, and says in the log what was before', async () => {
    const world = await adminWorld()
    const { id } = await madeAccount(world, { plan: 'STARTER' })
    world.clock.nowMs += 1
    const { adminAccountUpdate: updated } = await world.ask(UPDATE, { input: { id, plan: 'ENTERPRISE', limits: { perMinute: 77, perDay: 0 }, retentionDays: 400 } }, { 'x-request-id': 'mine-1' })
    expect(updated).toMatchObject({ name: 'Asha Studio', plan: 'ENTERPRISE', retentionDays: 400, limits: { perMinute: 77, concurrent: null, perDay: 0, readsPerMinute: null } })
    world.clock.nowMs += 1
    await world.ask(UPDATE, { input: { id, limits: { concurrent: 9, perMinute: null } } })
    world.clock.nowMs += 1
    await world.ask(UPDATE, { input: { id, name: 'Asha & Co' } })
    expect((await stored(world, id)).account).toMatchObject({ name: 'Asha & Co', plan: 'ENTERPRISE', limits: { perDay: null, concurrent: 9 }, retentionDays: 400 })
    const [renamed, narrowed, first] = await logOf(world, id)
    expect(first).toMatchObject({ ...operator(world), action: 'account.update', target: id, requestId: 'mine-1', detail: { before: { plan: 'STARTER', limits: null, retentionDays: null }, after: { plan: 'ENTERPRISE', limits: { perMinute: 77, perDay: null }, retentionDays: 400 } } })
    expect(narrowed?.detail).toEqual({ before: { limits: { perMinute: 77, perDay: null } }, after: { limits: { perDay: null, concurrent: 9 } } })
    expect(renamed?.detail).toEqual({ before: { name: 'Asha Studio' }, after: { name: 'Asha & Co' } })
  })

  it('goes back to the plan\'s figures with null, and ends them with Enterprise', async () => {
    const world = await adminWorld()
    const { id } = await madeAccount(world, { plan: 'ENTERPRISE' })
    const own = { limits: { perMinute: 5, perDay: 7 }, retentionDays: 3 }
    await world.ask(UPDATE, { input: { id, ...own } })
    expect((await world.ask(UPDATE, { input: { id, limits: null, retentionDays: null } }))['adminAccountUpdate']).toMatchObject({ limits: null, retentionDays: null })
    await world.ask(UPDATE, { input: { id, ...own } })
    expect((await world.ask(UPDATE, { input: { id, limits: { perMinute: null, perDay: null } } }))['adminAccountUpdate']).toMatchObject({ limits: null, retentionDays: 3 })
    await world.ask(UPDATE, { input: { id, ...own } })
    expect((await world.ask(UPDATE, { input: { id, plan: 'PRO' } }))['adminAccountUpdate']).toMatchObject({ plan: 'PRO', limits: null, retentionDays: null })
  })

  it('that changes nothing writes nothing', async () => {
    const world = await adminWorld()
    const { id } = await madeAccount(world, { plan: 'PRO' })
    await world.ask(UPDATE, { input: { id, plan: 'PRO', name: 'Asha Studio', limits: null } })
    expect(await logOf(world, id)).toHaveLength(1)
  })

  const refusals: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['own limits on another plan', { plan: 'PRO', limits: { perMinute: 5 } }, 'input.limits.perMinute'],
    ['an own day without limit on another plan', { plan: 'PRO', limits: { perDay: 0 } }, 'input.limits.perDay'],
    ['own retention on another plan', { plan: 'PRO', retentionDays: 5 }, 'input.retentionDays'],
    ['no generation a minute', { limits: { perMinute: 0 } }, 'input.limits.perMinute'],
    ['too many a minute', { limits: { perMinute: 10_001 } }, 'input.limits.perMinute'],
    ['none at once', { limits: { concurrent: 0 } }, 'input.limits.concurrent'],
    ['too many at once', { limits: { concurrent: 1_001 } }, 'input.limits.concurrent'],
    ['a negative day', { limits: { perDay: -1 } }, 'input.limits.perDay'],
    ['scarce reads', { limits: { readsPerMinute: 299 } }, 'input.limits.readsPerMinute'],
    ['no retention', { retentionDays: 0 }, 'input.retentionDays'],
    ['ages of retention', { retentionDays: 3651 }, 'input.retentionDays'],
    ['an empty name', { name: '' }, 'input.name'],
  ]
  for (const [name, input, field] of refusals) {
    it(`is refused with ${name}`, async () => {
      const world = await adminWorld()
      const { id } = await madeAccount(world, { plan: 'ENTERPRISE' })
      const before = await stored(world, id)
      const reply = await world.post({ query: UPDATE, variables: { input: { id, ...input } } }, { 'accept-language': 'hi' })
      expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field })
      expect(reply.body.errors?.[0]?.message).toMatch(/[\u0900-\u097f]/)
      expect([await stored(world, id), await logOf(world, id)]).toMatchObject([before, [{ action: 'account.create' }]])
    })
  }

  it('of none is NOT_FOUND', async () => {
    const world = await adminWorld()
    expect(refusalOf(await world.post({ query: UPDATE, variables: { input: { id: 'acc_none', name: 'A' } } }))).toEqual({ status: 404, code: 'NOT_FOUND', field: 'input.id' })
    expect(await world.ask('{ adminAccount(id: "acc_none") { id } }')).toEqual({ adminAccount: null })
  })

  it('by ten at once tells each step from the one before', async () => {
    const world = await adminWorld()
    const { id } = await madeAccount(world)
    await Promise.all(Array.from({ length: 10 }, (_, n) => world.ask(UPDATE, { input: { id, name: `Name ${n}` } })))
    const steps = (await logOf(world, id)).filter(({ action }) => action === 'account.update').map(({ detail }) => detail as { before: { name: string }; after: { name: string } })
    expect(steps).toHaveLength(10)
    const followers = new Map(steps.map(({ before, after }) => [before.name, after.name]))
    let name = 'Asha Studio'
    for (let step = 0; step < 10; step += 1) name = followers.get(name) ?? ''
    expect((await stored(world, id)).account?.name).toBe(name)
  })

  it('holds for its test keys too, whose account is none to administer', async () => {
    const world = await adminWorld()
    const { id, secret } = await madeAccount(world)
    const made = await as(world, secret).ask(CREATE_KEY, { input: { name: 'CI', mode: 'TEST', scopes: ['BILLING'] } })
    await world.ask(UPDATE, { input: { id, plan: 'ENTERPRISE', limits: { concurrent: 3 } } })
    world.clock.nowMs += 30_001
    const { me } = await as(world, made['apiKeyCreate'].secret).ask('{ me { id plan limits { concurrent { limit } } } }')
    expect(me).toEqual({ id: `${id}.test`, plan: 'ENTERPRISE', limits: { concurrent: { limit: 3 } } })
    expect(refusalOf(await world.post({ query: UPDATE, variables: { input: { id: `${id}.test`, plan: 'FREE' } } }))).toEqual({ status: 404, code: 'NOT_FOUND', field: 'input.id' })
    // Ids sort by time; `~` comes after all that an id is made of.
    const { adminAccounts } = await world.ask('query ($after: String!) { adminAccounts(first: 1, after: $after) { edges { node { id } } } }', { after: btoa(`cursor:${id}~`) })
    expect(adminAccounts.edges).toEqual([{ node: { id } }])
  })

  it('reaches the account\'s own requests within 30 seconds, and the gate with the first of them', async () => {
    const world = await adminWorld()
    const { id, secret } = await madeAccount(world, { plan: 'ENTERPRISE', credits: 10_000 })
    const make = () => as(world, secret).post('mutation { generate(input: { type: IMAGE, provider: "flux-dev", input: { text: "A fox" } }) { id } }')
    expect((await make()).status).toBe(200)
    await world.ask(UPDATE, { input: { id, limits: { perMinute: 1 } } })
    world.clock.nowMs += 30_000
    expect(refusalOf(await make())).toEqual({ status: 429, code: 'RATE_LIMIT', limit: 'minute' })
    await world.ask(UPDATE, { input: { id, limits: { perMinute: 2 } } })
    world.clock.nowMs += 29_999
    expect(refusalOf(await make())).toEqual({ status: 429, code: 'RATE_LIMIT', limit: 'minute' })
    world.clock.nowMs += 1
    expect(await as(world, secret).ask('{ me { limits { minute { limit } } } }')).toEqual({ me: { limits: { minute: { limit: 2 } } } })
    expect((await make()).status).toBe(200)
  })
})
