// Listed people administer by session: just after signing in, in live mode, from our own pages. Nobody else's browser ever does.
import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditLog } from '../../src/store/access-tables.ts'
import { readAdminPeople } from '../../src/auth/sign-in-settings.ts'
import { ADMIN_OPERATIONS, logOf } from '../graphql/nouns/administration.ts'
import { createWorld } from '../world.ts'
import { ORIGIN, browser, stranger } from './browser.ts'
import { CREATE_KEY, refusalOf } from './keys.ts'
import { ISSUER, knownOf } from './sign-in-world.ts'

const ASKS = '{ adminAsks { id } }'
const FORBIDDEN = { code: 'FORBIDDEN', scope: 'admin' }
const MINUTE_MS = 60_000

async function signedIn(people: (name: string) => readonly object[] = (name) => [{ issuer: ISSUER, subject: `user-${name}` }]) {
  const name = stranger()
  const world = await createWorld({ settings: { ADMIN_PEOPLE: JSON.stringify(people(name)) } })
  const person = browser(world)
  await person.signIn(name)
  return { world, person, name }
}

describe('a listed person', () => {
  it('administers by session for 15 minutes after signing in, and again after another sign-in', async () => {
    const { world, person, name } = await signedIn()
    expect((await person.post(ASKS)).status).toBe(200)
    world.clock.nowMs += 15 * MINUTE_MS - 1
    expect((await person.post(ASKS)).status).toBe(200)
    world.clock.nowMs += 1
    const { body } = await person.post(ASKS)
    expect(body.errors?.[0]?.message).toBe('Administering takes a sign-in of the last 15 minutes. Sign in again.')
    for (const query of Object.values(ADMIN_OPERATIONS)) expect(refusalOf(await person.post(query))).toMatchObject(FORBIDDEN)
    await person.signIn(name)
    expect((await person.post(ASKS)).status).toBe(200)
  })

  it('is named in the log, as the person and the account that did it', async () => {
    const { world, person, name } = await signedIn()
    const { body } = await person.post('mutation { adminAccountCreate(input: { name: "Asha Studio", plan: FREE }) { id } }')
    const [known] = (await knownOf(world, name)).people
    const named = { actor: known?.id, actorAccountId: known?.accountId, person: { issuer: ISSUER, subject: `user-${name}` } }
    const accountId: string = body.data?.['adminAccountCreate'].id
    expect(await logOf(world, accountId)).toMatchObject([{ action: 'account.create', ...named }])
    const [owner, model] = [`accountId: "${accountId}"`, 'model: "ray-2"']
    const changes = [
      `adminAccountUpdate(input: { id: "${accountId}", plan: PRO }) { id }`, `adminAccountSuspend(${owner}, reason: "r") { id }`, `adminAccountUnsuspend(${owner}, reason: "r") { id }`,
      `adminCreditsGrant(input: { ${owner}, amount: 1, idempotencyKey: "k" }) { id }`, `adminModelSwitch(${model}, on: false, reason: "r") { model }`, `adminModelSwitch(${model}, on: true) { model }`,
    ]
    for (const change of changes) {
      world.clock.nowMs += 1
      expect((await person.post(`mutation { ${change} }`)).body.errors).toBeUndefined()
    }
    const log = await world.services.database.select().from(auditLog).where(eq(auditLog.actor, String(known?.id))).orderBy(asc(auditLog.id))
    const actions = ['account.create', 'account.update', 'account.suspend', 'account.unsuspend', 'credits.grant', 'model.off', 'model.on']
    expect(log).toMatchObject(actions.map((action) => ({ action, ...named })))
    const told = await person.post(`{ adminAuditLog(accountId: "${accountId}", action: "credits.grant") { edges { node { actor person { issuer subject } } } } }`)
    expect(told.body.data?.['adminAuditLog'].edges).toEqual([{ node: { actor: known?.id, person: named.person } }])
  })

  it('is told until when he may, in live mode; nobody else is, and no key', async () => {
    const ADMINISTERS = '{ me { administersUntil } }'
    const { world, person } = await signedIn()
    const until = async (headers?: Record<string, string>) => (await person.post(ADMINISTERS, headers)).body.data?.['me'].administersUntil
    expect(await until()).toBe(new Date(world.clock.nowMs + 15 * MINUTE_MS).toISOString())
    expect(await until({ 'origin': ORIGIN, 'doitong-mode': 'test' })).toBeNull()
    const other = await signedIn(() => [])
    expect((await other.person.post(ADMINISTERS)).body.data?.['me'].administersUntil).toBeNull()
    expect((await other.world.ask(ADMINISTERS))['me'].administersUntil).toBeNull()
  })

  it('administers in live mode alone, from our own pages alone, and makes no key that could', async () => {
    const { person } = await signedIn()
    expect(refusalOf(await person.post(ASKS, { 'origin': ORIGIN, 'doitong-mode': 'test' }))).toMatchObject(FORBIDDEN)
    expect((await person.post(ASKS, { origin: 'https://evil.example.com' })).status).toBe(401)
    const made = await person.post(CREATE_KEY.replace('($input: ApiKeyCreateInput!)', '').replace('$input', '{ name: "k", scopes: [ADMIN] }'))
    expect(refusalOf(made)).toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })

  it('acts for his own account as ever', async () => {
    const { person } = await signedIn()
    expect((await person.post('mutation { askCreate(input: { credits: 5 }) { id } }')).status).toBe(200)
  })
})

describe('anybody else', () => {
  it('administers nothing: not by another subject, another issuer, an address, nor where the list cannot be read', async () => {
    const lists: readonly ((name: string) => readonly object[])[] = [
      () => [],
      () => [{ issuer: ISSUER, subject: 'user-somebody' }],
      (name) => [{ issuer: 'https://issuer.example.com', subject: `user-${name}` }],
      (name) => [{ issuer: ISSUER, subject: `user-${name}`, email: `${name}@example.com` }],
      (name) => [{ issuer: ISSUER }, { subject: `user-${name}` }],
    ]
    for (const list of lists) {
      const { person } = await signedIn(list)
      for (const query of Object.values(ADMIN_OPERATIONS)) expect(refusalOf(await person.post(query))).toMatchObject(FORBIDDEN)
    }
  })

  it('is whoever a setting that is no list names', () => {
    for (const setting of [undefined, '', 'asha', '{}', '[""]', '[{"issuer":"","subject":""}]', '[null]']) expect(readAdminPeople(setting)).toEqual([])
    expect(readAdminPeople('[{"issuer":"https://a","subject":"1"}]')).toEqual([{ issuer: 'https://a', subject: '1' }])
  })
})
