// Who is suspended: nothing new is accepted of him, what runs ends with exact money, and all he has can be read.
import { describe, expect, it } from 'vitest'
import { adminWorld, logOf, madeAccount, operator } from '../graphql/nouns/administration.ts'
import { settle, startMany, statusesOf } from '../jobs/queueing.ts'
import { announce, pngOf, send } from '../uploads/sending.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { IMAGE, MAKE, PRICE, as, createKey, createToken, refusalOf } from './keys.ts'

const SUSPEND = 'mutation ($id: ID!, $user: String, $reason: String! = "Abuse") { adminAccountSuspend(accountId: $id, endUser: $user, reason: $reason) { id suspendedAt suspendedEndUsers } }'
const UNSUSPEND = 'mutation ($id: ID!, $user: String) { adminAccountUnsuspend(accountId: $id, endUser: $user, reason: "Cleared") { suspendedAt suspendedEndUsers } }'
const FORBIDDEN = { status: 403, code: 'FORBIDDEN' }
const make = (world: World, credential = world.key) => as(world, credential).post(MAKE, { input: IMAGE })

async function worlds() {
  const admin = await adminWorld()
  const world = await createWorld()
  world.clock.nowMs = Math.max(world.clock.nowMs, admin.clock.nowMs)
  return { admin, world, suspend: (user?: string) => admin.ask(SUSPEND, { id: world.accountId, user }), unsuspend: (user?: string) => admin.ask(UNSUSPEND, { id: world.accountId, user }) }
}

describe('a suspended account', () => {
  it('starts no generation from that moment, though its key is still remembered, and is charged nothing', async () => {
    const { world, suspend } = await worlds()
    await world.ask('{ me { id } }')
    await suspend()
    const refused = await make(world)
    expect(refusalOf(refused)).toEqual(FORBIDDEN)
    expect(refused.body.errors?.[0]?.message).toMatch(/Nothing was charged/)
    expect(await world.balance()).toBe(1_000_000)
    const { minute } = (await world.ask('{ me { limits { minute { remaining limit } concurrent { remaining limit } } } }'))['me'].limits
    expect(minute.remaining).toBe(minute.limit)
  })

  it('is told why in both languages', async () => {
    const { world, suspend } = await worlds()
    await suspend()
    world.clock.nowMs += 30_000
    const say = async (language: string) => (await world.post({ query: MAKE, variables: { input: IMAGE } }, { 'accept-language': language })).body.errors?.[0]?.message
    expect([await say('en'), await say('hi')]).toEqual([expect.stringMatching(/suspended/), expect.stringMatching(/रोक दिया गया/)])
  })

  it('makes nothing else within 30 seconds, also with its test keys, and ends and reads what it has', async () => {
    const { world, suspend } = await worlds()
    const { generate: { id } } = await world.ask(MAKE, { input: IMAGE })
    await world.run(120)
    const test = (await createKey(world, { mode: 'TEST' })).secret
    await as(world, test).ask('{ generations { edges { cursor } } }')
    await suspend()
    world.clock.nowMs += 30_000
    for (const query of [
      'mutation { uploadCreate(input: { contentType: "image/png", bytes: 10 }) { id } }', 'mutation { webhookTest(url: "https://receiver.example.com/hook") { delivered } }',
      'mutation { apiKeyCreate(input: { name: "Another" }) { secret } }', 'mutation { webhookEndpointCreate(input: { url: "https://receiver.example.com/hook" }) { secret } }',
      'mutation { accountUpdate(input: { creditsLowAt: 5 }) { id } }', 'mutation { webhookSecretRotate { secret } }',
    ]) expect([query, refusalOf(await world.post({ query }))]).toEqual([query, FORBIDDEN])
    expect(refusalOf(await make(world, test))).toEqual(FORBIDDEN)
    expect((await world.ask('{ me { suspended credits } }'))['me']).toEqual({ suspended: true, credits: 1_000_000 - PRICE })
    const { url } = (await world.ask('query ($id: ID!) { generation(id: $id) { url } }', { id }))['generation']
    expect((await world.fetchApp(url.slice(url.indexOf('/media/')))).status).toBe(200)
    await world.ask('{ quote(input: { type: IMAGE, provider: "flux-dev", input: { text: "A fox" } }) { model } creditEntries { edges { cursor } } generations { edges { cursor } } }')
    await world.ask('mutation ($id: ID!) { mediaDelete(generationId: $id) { expired } }', { id })
  })

  it('has what runs ended, delivered or cancelled, to the credit', async () => {
    const { world, suspend } = await worlds()
    const { generate: running } = await world.ask(MAKE, { input: IMAGE })
    const { generate: waiting } = await world.ask(MAKE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } } })
    await suspend()
    world.clock.nowMs += 30_000
    const { generationCancel } = await world.ask('mutation ($id: ID!) { generationCancel(id: $id) { outcome } }', { id: waiting.id })
    expect(generationCancel.outcome).toBe('CANCELLED_BEFORE_START')
    await world.run(120)
    expect((await world.ask('query ($id: ID!) { generation(id: $id) { status } }', { id: running.id }))['generation'].status).toBe('COMPLETED')
    expect(await world.balance()).toBe(1_000_000 - PRICE)
  })

  it('has what waits for a slot begun and ended as ever, and pays for it', async () => {
    const admin = await adminWorld()
    const world = await createWorld({ limits: { concurrent: 1 } })
    world.clock.nowMs = Math.max(world.clock.nowMs, admin.clock.nowMs)
    await startMany(world, 3)
    const spent = await world.balance()
    await admin.ask(SUSPEND, { id: world.accountId })
    expect(await statusesOf(world)).toEqual(['QUEUED', 'WAITING', 'WAITING'])
    await settle(world, 12)
    expect([await statusesOf(world), await world.balance()]).toEqual([['COMPLETED', 'COMPLETED', 'COMPLETED'], spent])
  })

  it('sends no bytes by an address that it got before', async () => {
    const { world, suspend } = await worlds()
    const file = pngOf(3000)
    const { url } = await announce(world, { bytes: 3000 })
    await suspend()
    expect((await send(world, url, file)).status).toBe(403)
  })

  it('generates again when it is lifted; each change is logged once, with its reason', async () => {
    const { admin, world, suspend, unsuspend } = await worlds()
    const first = await suspend()
    expect(await suspend()).toEqual(first)
    expect(first['adminAccountSuspend'].suspendedAt).toMatch(/^20/)
    admin.clock.nowMs += 1
    expect((await unsuspend())['adminAccountUnsuspend'].suspendedAt).toBeNull()
    await unsuspend()
    world.clock.nowMs += 30_000
    await world.ask(MAKE, { input: IMAGE })
    expect((await logOf(admin, world.accountId)).toReversed()).toMatchObject([
      { ...operator(admin), action: 'account.suspend', target: world.accountId, detail: { before: { suspended: false }, after: { suspended: true }, reason: 'Abuse' } },
      { action: 'account.unsuspend', detail: { before: { suspended: true }, after: { suspended: false }, reason: 'Cleared' } },
    ])
  })

  it('administrates nothing any more', async () => {
    const admin = await adminWorld()
    const other = await adminWorld()
    await admin.ask(SUSPEND, { id: other.accountId })
    other.clock.nowMs += 30_000
    for (const query of ['{ adminAccounts { edges { cursor } } }', 'mutation { adminModelSwitch(model: "ray-2", on: true) { model } }']) expect(refusalOf(await other.post({ query }))).toEqual(FORBIDDEN)
  })
})

describe('a suspended end user', () => {
  it('generates nothing from that moment, by no token and in neither mode, and reads what he has; others go on', async () => {
    const { world, suspend, unsuspend } = await worlds()
    const [asha, ravi] = [await createToken(world, { endUser: 'asha' }), await createToken(world, { endUser: 'ravi' })]
    const { generate: { id } } = await as(world, asha).ask(MAKE, { input: IMAGE })
    expect((await suspend('asha'))['adminAccountSuspend']).toMatchObject({ suspendedAt: null, suspendedEndUsers: ['asha'] })
    const refused = await make(world, asha)
    expect(refusalOf(refused)).toEqual(FORBIDDEN)
    const told = await make(world, await createToken(world, { endUser: 'asha' }))
    expect([refusalOf(told), told.body.errors?.[0]?.extensions['suspended']]).toEqual([FORBIDDEN, 'END_USER'])
    await as(world, ravi).ask(MAKE, { input: IMAGE })
    await world.ask(MAKE, { input: IMAGE })
    world.clock.nowMs += 30_000
    expect((await as(world, asha).ask('query ($id: ID!) { generation(id: $id) { id } }', { id }))['generation']).toEqual({ id })
    expect(refusalOf(await as(world, asha).post('mutation { uploadCreate(input: { contentType: "image/png", bytes: 10 }) { id } }'))).toEqual(FORBIDDEN)
    expect(await world.balance()).toBe(1_000_000 - 3 * PRICE)
    await unsuspend('asha')
    world.clock.nowMs += 30_000
    expect((await make(world, asha)).status).toBe(200)
  })

  it('is one of that account alone', async () => {
    const { suspend } = await worlds()
    await suspend('asha')
    const other = await createWorld()
    await as(other, await createToken(other, { endUser: 'asha' })).ask(MAKE, { input: IMAGE })
  })
})

describe('what cannot be suspended', () => {
  it('is the operator\'s own account, one of test keys, or none; and it wants a reason', async () => {
    const admin = await adminWorld()
    const { id } = await madeAccount(admin)
    const refused = async (variables: Record<string, unknown>) => refusalOf(await admin.post({ query: SUSPEND, variables }))
    expect(await refused({ id: admin.accountId })).toMatchObject({ code: 'INVALID_INPUT', field: 'accountId' })
    expect(await refused({ id: 'acc_none' })).toMatchObject({ code: 'NOT_FOUND', field: 'accountId' })
    expect(await refused({ id: `${id}.test` })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await refused({ id, reason: ' ' })).toMatchObject({ code: 'INVALID_INPUT', field: 'reason' })
  })
})
