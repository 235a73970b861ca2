// A signed-in browser: what its cookie may do, for how long, and that no other site can use it.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { realWorld } from '../../src/compose.ts'
import { sha256Hex } from '../../src/domain/digest.ts'
import { modelSwitches, sessions } from '../../src/store/access-tables.ts'
import { apiKeys } from '../../src/store/tables.ts'
import { counting, noCounts } from '../counting.ts'
import { createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'
import { ORIGIN, SESSION, SIGNED_IN, browser, stranger } from './browser.ts'
import { CREATE_KEY, as, refusalOf } from './keys.ts'

const ME = '{ me { id } }'
const UNKNOWN = { status: 401, code: 'UNAUTHENTICATED' }
const HOUR_MS = 3_600_000

async function signedIn(options: WorldOptions = {}, name = stranger()) {
  const world = await createWorld(options)
  const person = browser(world)
  await person.signIn(name)
  const accountId: string = (await person.post(ME)).body.data?.['me'].id
  return { world, person, accountId, token: person.cookies.get(SESSION) ?? '' }
}

const open = (world: World, accountId: string) => world.services.database.select().from(sessions).where(eq(sessions.accountId, accountId))

/** The same service in another isolate: it remembers nothing. */
async function elsewhere(world: World, token: string): Promise<number> {
  const context = createExecutionContext()
  const request = new Request(`${ORIGIN}/graphql?query={me{id}}`, { headers: { 'cookie': `${SESSION}=${token}`, 'sec-fetch-site': 'same-origin' } })
  const response = await createApp({ ...realWorld, now: () => world.clock.nowMs, fetch: world.emulators.fetch, print: () => undefined }).fetch(request, world.env, context)
  await response.body?.cancel()
  await waitOnExecutionContext(context)
  return response.status
}

describe('a session', () => {
  it('may generate, read, see the account and manage its keys, as a Free account with live keys', async () => {
    const { world, person, accountId } = await signedIn()
    const { body } = await person.post('{ me { plan limits { minute { limit } concurrent { limit } } } apiKeys { id } generations { edges { cursor } } quote(input: { type: IMAGE, provider: "flux-dev", input: { text: "A fox" } }) { creditCost } }')
    expect(body.errors).toBeUndefined()
    expect(body.data).toMatchObject({ me: { plan: 'FREE', limits: { minute: { limit: 10 }, concurrent: { limit: 1 } } }, apiKeys: [] })
    const made = await person.post('mutation { generate(input: { type: IMAGE, provider: "flux-dev", input: { text: "A fox" } }) { id creditCost } }')
    expect(made.body.data?.['generate'].creditCost).toBe(50)
    expect((await person.post('{ me { credits } }')).body.data).toEqual({ me: { credits: 950 } })
    const { status } = await person.post('mutation { apiKeyCreate(input: { name: "k", scopes: [ADMIN] }) { secret } }')
    expect(status).toBe(403)
    expect(await world.services.database.select().from(apiKeys).where(eq(apiKeys.accountId, accountId))).toEqual([])
  })

  it('makes a key that outlives it, of the same account', async () => {
    const { world, person, accountId } = await signedIn()
    const made = await person.post(CREATE_KEY.replace('($input: ApiKeyCreateInput!)', '').replace('$input', '{ name: "k", scopes: [GENERATE, READ, KEYS, BILLING] }'))
    const { secret, apiKey } = made.body.data?.['apiKeyCreate'] ?? {}
    expect([apiKey.expiresAt, apiKey.limits, secret.slice(0, 8)]).toEqual([null, [], 'dt_live_'])
    world.clock.nowMs += 30 * 24 * HOUR_MS
    expect(await as(world, secret).ask(ME)).toEqual({ me: { id: accountId } })
    expect(refusalOf(await person.post(ME))).toEqual(UNKNOWN)
  })

  it('hears of a model that was switched off, as a key does', async () => {
    const { world, person } = await signedIn()
    const quote = () => person.post('{ quote(input: { type: IMAGE, provider: "flux-dev", input: { text: "A fox" } }) { creditCost } }')
    expect((await quote()).status).toBe(200)
    const { database } = world.services
    await database.insert(modelSwitches).values({ model: 'flux-dev', reason: 'a test', offSinceMs: world.clock.nowMs })
    world.clock.nowMs += 30_001
    expect(refusalOf(await quote())).toMatchObject({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
    await database.delete(modelSwitches)
  })

  it('mints no client token, which would have no key to end with', async () => {
    const { person } = await signedIn()
    const reply = await person.post('mutation { clientTokenCreate(input: { endUser: "asha", maxCredits: 1 }) { token } }')
    expect(refusalOf(reply)).toEqual({ status: 403, code: 'FORBIDDEN' })
  })

  it('is stored as a hash alone, and costs one D1 read in 30 s; what cannot be one costs none', async () => {
    const counts = noCounts()
    const { world, person, accountId, token } = await signedIn({ bindings: counting(counts) })
    expect((await open(world, accountId)).map(({ hash }) => hash)).toEqual([await sha256Hex(token)])
    world.clock.nowMs += 30_000
    Object.assign(counts, noCounts())
    for (let asked = 0; asked < 3; asked += 1) expect((await person.post('{ __typename }')).status).toBe(200)
    expect([counts.roundTrips, counts.rowsWritten]).toEqual([1, 0])
    Object.assign(counts, noCounts())
    for (const value of ['', 'dts_', token.slice(0, -1), `${token}0`, token.replace('dts_', 'dt_live_'), `"${token}"`, world.key]) {
      person.cookies.set(SESSION, value)
      expect(refusalOf(await person.post(ME))).toEqual(UNKNOWN)
    }
    expect([counts.roundTrips, counts.gateCalls]).toEqual([0, 0])
    person.cookies.set(SESSION, `dts_${'a'.repeat(43)}`)
    for (let asked = 0; asked < 3; asked += 1) expect(refusalOf(await person.post(ME))).toEqual(UNKNOWN)
    expect([counts.roundTrips, counts.gateCalls]).toEqual([1, 0])
  })

  it('is nothing to send as a key, nor is a key anything to send as a cookie', async () => {
    const { world, token } = await signedIn()
    expect(refusalOf(await as(world, token).post(ME))).toEqual(UNKNOWN)
    const stray = browser(world)
    stray.cookies.set(SESSION, world.key)
    expect(refusalOf(await stray.post(ME))).toEqual(UNKNOWN)
  })

  it('ends after twelve hours, give or take the 30 s of a look-up', async () => {
    const { world, person, token } = await signedIn()
    world.clock.nowMs += 12 * HOUR_MS - 1
    expect([(await person.post(ME)).status, await elsewhere(world, token)]).toEqual([200, 200])
    world.clock.nowMs += 1
    expect(await elsewhere(world, token)).toBe(401)
    world.clock.nowMs += 30_000
    expect(refusalOf(await person.post(ME))).toEqual(UNKNOWN)
  })

  it('is worth nothing once signing in is switched off', async () => {
    const { world, token } = await signedIn()
    expect(await elsewhere(world, token)).toBe(200)
    expect(await elsewhere({ ...world, env: { ...world.env, OIDC_ISSUER: '' } }, token)).toBe(401)
  })

  it('is one of twenty at most, and those that are over are cleared away', async () => {
    const { world, accountId, token } = await signedIn({}, 'busy')
    const others: string[] = []
    for (let times = 0; times < 20; times += 1) {
      world.clock.nowMs += 1000
      const again = browser(world)
      await again.signIn('busy')
      others.push(again.cookies.get(SESSION) ?? '')
    }
    expect(new Set((await open(world, accountId)).map(({ hash }) => hash))).toEqual(new Set(await Promise.all(others.map(sha256Hex))))
    expect(await elsewhere(world, token)).toBe(401)
    world.clock.nowMs += 12 * HOUR_MS
    await browser(world).signIn('busy')
    expect(await open(world, accountId)).toHaveLength(1)
  })
})

describe('signing out', () => {
  it('ends the session here at once and everywhere within 30 s, and takes the cookie back', async () => {
    const { world, person, accountId, token } = await signedIn()
    const other = browser(world)
    other.cookies.set(SESSION, token)
    const response = await person.fetchPage('/auth/sign-out', { method: 'POST', headers: { origin: ORIGIN } })
    expect([response.status, response.headers.get('location'), response.headers.getSetCookie()]).toEqual([303, `${ORIGIN}/account`, [`${SESSION}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax`, `${SIGNED_IN}=; Path=/; Max-Age=0; Secure; SameSite=Lax`]])
    expect(await open(world, accountId)).toEqual([])
    expect([refusalOf(await other.post(ME)), await elsewhere(world, token)]).toEqual([UNKNOWN, 401])
  })

  it('ends no other session of the person', async () => {
    const { world, person, accountId } = await signedIn({}, 'twice')
    const phone = browser(world)
    await phone.signIn('twice')
    await person.fetchPage('/auth/sign-out', { method: 'POST', headers: { origin: ORIGIN } })
    expect((await phone.post(ME)).body.data).toEqual({ me: { id: accountId } })
  })

  it('is done by our own page alone, and never by following a link', async () => {
    const { world, person, accountId } = await signedIn()
    const foreign: readonly Record<string, string>[] = [{}, { origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'origin': 'https://evil.example', 'sec-fetch-site': 'same-origin' }]
    for (const headers of foreign) {
      const response = await person.fetchPage('/auth/sign-out', { method: 'POST', headers })
      expect([response.status, response.headers.getSetCookie()], JSON.stringify(headers)).toEqual([403, []])
    }
    const link = await person.fetchPage('/auth/sign-out')
    expect([link.status, link.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await open(world, accountId)).toHaveLength(1)
    expect((await person.post(ME)).status).toBe(200)
  })

  it('of nobody is no failure', async () => {
    const world = await createWorld()
    expect((await browser(world).fetchPage('/auth/sign-out', { method: 'POST', headers: { origin: ORIGIN } })).status).toBe(303)
  })
})

describe('another site', () => {
  const cases: readonly (readonly [who: string, headers: Record<string, string>, status: number])[] = [
    ['our own page', { origin: ORIGIN }, 200],
    ['our own page, by GET', { 'sec-fetch-site': 'same-origin' }, 200],
    ['another site', { origin: 'https://evil.example' }, 401],
    ['another site that says it is ours', { 'origin': 'https://evil.example', 'sec-fetch-site': 'same-origin' }, 401],
    ['our host by another scheme', { origin: ORIGIN.replace('http:', 'https:') }, 401],
    ['our host at another port', { origin: 'http://127.0.0.1:8788' }, 401],
    ['a host that begins like ours', { origin: `${ORIGIN}.evil.example` }, 401],
    ['a sandboxed frame', { origin: 'null' }, 401],
    ['a sister host', { 'sec-fetch-site': 'same-site' }, 401],
    ['a link from elsewhere', { 'sec-fetch-site': 'cross-site' }, 401],
    ['what somebody typed', { 'sec-fetch-site': 'none' }, 401],
    ['a program', {}, 401],
  ]
  for (const [who, headers, status] of cases) {
    it(`or the like: with the cookie ${who} is answered ${status}`, async () => {
      const { person } = await signedIn()
      const post = await person.post(ME, headers)
      const get = await person.fetchPage('/graphql?query={me{id}}', { headers })
      expect([post.status, get.status]).toEqual([status, status])
      expect(post.headers.get('access-control-allow-credentials')).toBeNull()
      expect(post.headers.get('access-control-allow-origin')).toBe('*')
    })
  }

  it('cannot add the cookie to a key: with an Authorization header it is not looked at', async () => {
    const { world, person, accountId } = await signedIn()
    for (const authorization of ['', 'Bearer', 'Bearer dt_live_nobody', 'Basic dGVzdDp0ZXN0']) expect(refusalOf(await person.post(ME, { origin: ORIGIN, authorization }))).toEqual(UNKNOWN)
    const asKey = await person.post(ME, { origin: ORIGIN, authorization: `Bearer ${world.key}` })
    expect(asKey.body.data?.['me'].id).toBe(world.accountId)
    expect(world.accountId).not.toBe(accountId)
  })

  it('cannot have a mutation done by a form, nor by GET', async () => {
    const { world, person, accountId } = await signedIn()
    const mutation = 'mutation { webhookSecretRotate { secret } }'
    const form = await person.fetchPage('/graphql', { method: 'POST', headers: { 'origin': ORIGIN, 'content-type': 'text/plain' }, body: JSON.stringify({ query: mutation }) })
    const link = await person.fetchPage(`/graphql?query=${encodeURIComponent(mutation)}`, { headers: { 'sec-fetch-site': 'same-origin' } })
    expect([form.status, link.status]).toEqual([415, 405])
    expect(await open(world, accountId)).toHaveLength(1)
  })
})

describe('the way to the account', () => {
  it('leads into the dashboard, in the reader\'s language, kept by nobody', async () => {
    const { world, person } = await signedIn()
    const ways = [await browser(world).fetchPage('/account'), await person.fetchPage('/account'), await person.fetchPage('/account', { headers: { 'accept-language': 'hi-IN,hi;q=0.9,en;q=0.5' } })]
    expect(ways.map(({ status, headers }) => [status, headers.get('location'), headers.get('cache-control')])).toEqual(['en', 'en', 'hi'].map((language) => [302, `/${language}/dashboard/`, 'no-store']))
  })
})
