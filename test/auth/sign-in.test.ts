// Signing in, by the whole service against the emulated issuer: the way there and back, whom it makes an account for, and
// every way in which somebody else could get in.
import { eq } from 'drizzle-orm'
import { SignJWT, UnsecuredJWT, decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { people } from '../../src/store/access-tables.ts'
import { OPEN_ID_CLIENT_SECRET } from '../../emulators/open-id/twin.ts'
import { createWorld } from '../world.ts'
import { JOURNEY, ORIGIN, SESSION, SIGNED_IN, browser, stranger } from './browser.ts'
import { ISSUER, ME, knownOf, refusalOf, UNVERIFIED, UNAVAILABLE, NOT_BEGUN } from './sign-in-world.ts'

describe('the way to the issuer', () => {
  it('asks for a code with PKCE, state and nonce, fresh each time', async () => {
    const world = await createWorld()
    const [first, second] = [await browser(world).begin(), await browser(world).begin()]
    expect(first.origin + first.pathname).toBe(`${ISSUER}/authorize`)
    const { state, nonce, code_challenge: challenge, ...fixed } = Object.fromEntries(first.searchParams)
    expect(fixed).toEqual({ response_type: 'code', client_id: 'doitong-local', redirect_uri: `${ORIGIN}/auth/callback`, scope: 'openid email profile', code_challenge_method: 'S256' })
    for (const value of [state, nonce, challenge]) expect(value).toMatch(/^[\w-]{43}$/)
    for (const name of ['state', 'nonce', 'code_challenge']) expect(second.searchParams.get(name)).not.toBe(first.searchParams.get(name))
  })

  it('leaves a cookie of ten minutes that scripts and other sites cannot have, and no cache', async () => {
    const world = await createWorld()
    const response = await browser(world).fetchPage('/auth/sign-in')
    expect([response.status, response.headers.get('cache-control')]).toEqual([303, 'no-store'])
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-doitong_sign_in=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; Secure; SameSite=Lax$/)])
  })
})

describe('the first sign-in', () => {
  it('makes a person, a Free account, 1,000 credits as a grant, and a session', async () => {
    const world = await createWorld()
    const asha = browser(world)
    const name = stranger()
    const response = await asha.signIn(name)
    expect([response.status, response.headers.get('location'), response.headers.get('cache-control')]).toEqual([303, `${ORIGIN}/account`, 'no-store'])
    expect(response.headers.getSetCookie()).toEqual([
      `${JOURNEY}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax`,
      expect.stringMatching(new RegExp(`^${SESSION}=dts_[\\w-]{43}; Path=/; Max-Age=43200; HttpOnly; Secure; SameSite=Lax$`)),
      `${SIGNED_IN}=1; Path=/; Max-Age=43200; Secure; SameSite=Lax`,
    ])
    const known = await knownOf(world, name)
    const [person] = known.people
    const accountId = person?.accountId ?? ''
    expect(accountId).toMatch(/^acc_[0-9a-z]{26}$/)
    expect(known.people).toEqual([{ issuer: ISSUER, subject: `user-${name}`, id: expect.stringMatching(/^per_[0-9a-z]{26}$/), accountId, email: `${name}@example.com`, name, createdAtMs: world.clock.nowMs }])
    expect(known.accounts).toEqual([expect.objectContaining({ id: accountId, name, plan: 'FREE', credits: 1000, limits: null, liveId: null, webhookSecret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) })])
    expect(known.entries).toEqual([{ accountId, id: `${accountId.slice(4)}.grant`, jobId: null, kind: 'GRANT', amount: 1000, createdAtMs: world.clock.nowMs }])
    expect(known.sessions).toHaveLength(1)
    expect(JSON.stringify(known)).not.toContain(asha.cookies.get(SESSION))
    expect((await asha.post(ME)).body.data).toEqual({ me: { id: accountId, name, plan: 'FREE', credits: 1000 } })
  })

  it('is the only one that does: the same person later has the same account and no more credits', async () => {
    const world = await createWorld()
    const name = stranger()
    await browser(world).signIn(name)
    const first = await knownOf(world, name)
    world.clock.nowMs += 86_400_000
    expect((await browser(world).signIn(name)).status).toBe(303)
    expect(await knownOf(world, name)).toEqual({ ...first, sessions: [expect.objectContaining({ personId: first.people[0]?.id, createdAtMs: world.clock.nowMs })] })
  })

  it('of eight at once makes one person, one account and one grant, and signs all in', async () => {
    const world = await createWorld()
    const name = stranger()
    const visitors = Array.from({ length: 8 }, () => browser(world))
    const callbacks = await Promise.all(visitors.map((visitor) => visitor.callback(name)))
    const answers = await Promise.all(visitors.map((visitor, index) => visitor.fetchPage(callbacks[index] ?? '')))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(303))
    const known = await knownOf(world, name)
    expect([known.people.length, known.accounts.length, known.entries.length, known.sessions.length]).toEqual([1, 1, 1, 8])
    expect(known.accounts[0]?.id).toBe(known.people[0]?.accountId)
    const ids = await Promise.all(visitors.map(async (visitor) => (await visitor.post(ME)).body.data?.['me'].id as string))
    expect(new Set(ids)).toEqual(new Set([known.people[0]?.accountId]))
  })

  it('of somebody with another\'s e-mail address leads to an account of their own', async () => {
    const world = await createWorld()
    const [mallory, asha] = [browser(world), browser(world)]
    await asha.signIn('asha')
    await mallory.signIn('mallory [[hostile-name]]')
    const rows = await world.services.database.select().from(people).where(eq(people.email, 'asha@example.com'))
    expect(rows.map(({ subject }) => subject).toSorted()).toEqual(['user-asha', 'user-mallory'])
    expect(new Set(rows.map(({ accountId }) => accountId)).size).toBe(2)
  })

  it('keeps of a name what can be shown', async () => {
    const world = await createWorld()
    const name = stranger()
    await browser(world).signIn(`${name} [[odd-names]]`)
    expect((await knownOf(world, name)).people).toEqual([expect.objectContaining({ name: 'A sha', email: null })])
  })
})

describe('our own settings', () => {
  it('that the issuer does not take are PROVIDER_UNAVAILABLE, and told in the log without the secret', async () => {
    const world = await createWorld({ settings: { OIDC_CLIENT_SECRET: 'not-what-was-agreed-upon' } })
    expect(await refusalOf(await browser(world).signIn(stranger()))).toEqual(UNAVAILABLE)
    expect(world.logs).toEqual([expect.objectContaining({ event: 'issuer unavailable', detail: 401 })])
    expect(JSON.stringify(world.logs)).not.toContain('not-what-was-agreed-upon')
  })

  it('where they are not whole there is no signing in, and all else is as ever', async () => {
    for (const name of ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'SESSION_SECRET']) {
      const world = await createWorld({ settings: { [name]: name === 'SESSION_SECRET' ? 'shorter than 32 characters' : '' } })
      for (const [path, method] of [['/auth/sign-in', 'GET'], ['/auth/callback', 'GET'], ['/auth/sign-out', 'POST'], ['/account', 'GET']] as const) {
        expect(await refusalOf(await world.fetchApp(path, { method })), `${name} ${path}`).toEqual({ status: 404, code: 'NOT_FOUND' })
      }
      await world.ask(ME)
    }
  })

  it('may be a secret that is being changed: the old one still ends what it began, and the new one signs', async () => {
    const [old, fresh] = ['o'.repeat(32), 'n'.repeat(32)]
    const began = await createWorld({ settings: { SESSION_SECRET: old } })
    const before = browser(began)
    const path = await before.callback(stranger())
    const kept = before.cookies.get(JOURNEY) ?? ''
    for (const [setting, status] of [[`${old},${fresh}`, 401], [fresh, 400]] as const) {
      // Believed, but the code is another emulator's: 401 instead of 400.
      const world = await createWorld({ settings: { SESSION_SECRET: setting } })
      world.clock.nowMs = began.clock.nowMs
      expect((await world.fetchApp(path, { headers: { cookie: `${JOURNEY}=${kept}` } })).status).toBe(status)
    }
  })
})

describe('the callback', () => {
  it('without the cookie, with another state, or too late, was not begun here', async () => {
    const world = await createWorld()
    const visitor = browser(world)
    const path = await visitor.callback(stranger())
    const cookie = `${JOURNEY}=${visitor.cookies.get(JOURNEY)}`
    const other = await browser(world).begin()
    const swapped = path.replace(/state=[^&]*/, `state=${other.searchParams.get('state')}`)
    const cases: readonly (readonly [path: string, cookie?: string])[] = [
      [path], [path, `${JOURNEY}=`], [path, cookie.slice(0, -2)], [path, cookie.replace('__Host-', '')], [swapped, cookie], [path.replace(/&state=[^&]*/, ''), cookie], ['/auth/callback', cookie], ['/auth/callback?error=access_denied', cookie],
    ]
    for (const [target, sent] of cases) expect(await refusalOf(await world.fetchApp(target, { headers: sent === undefined ? {} : { cookie: sent } })), target).toEqual(NOT_BEGUN)
    world.clock.nowMs += 600_000
    expect(await refusalOf(await visitor.fetchPage(path))).toEqual(NOT_BEGUN)
  })

  it('with a cookie that we did not sign for this was not begun here', async () => {
    const world = await createWorld()
    const visitor = browser(world)
    const path = await visitor.callback(stranger())
    const claims = decodeJwt(visitor.cookies.get(JOURNEY) ?? '')
    const sign = (changes: object, secret = 'a third secret of the tests alone') => new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(new TextEncoder().encode(secret))
    const forged = [
      new UnsecuredJWT(claims).encode(), await sign({}, 'some other secret, long enough for us'), await sign({}, 'another secret of the tests alone'), await sign({ aud: `${ORIGIN}/graphql` }), await sign({ iss: 'https://evil.example' }), await sign({ verifier: undefined }),
    ]
    for (const cookie of forged) expect(await refusalOf(await world.fetchApp(path, { headers: { cookie: `${JOURNEY}=${cookie}` } }))).toEqual(NOT_BEGUN)
    expect((await world.fetchApp(path, { redirect: 'manual', headers: { cookie: `${JOURNEY}=${await sign({})}` } })).status).toBe(303)
  })

  it('is good for one time, whoever repeats it', async () => {
    const world = await createWorld()
    const visitor = browser(world)
    const name = stranger()
    const path = await visitor.callback(name)
    const cookie = `${JOURNEY}=${visitor.cookies.get(JOURNEY)}`
    expect((await visitor.fetchPage(path)).status).toBe(303)
    expect(await refusalOf(await visitor.fetchPage(path))).toEqual(NOT_BEGUN)
    expect(await refusalOf(await world.fetchApp(path, { headers: { cookie } }))).toEqual(UNVERIFIED)
    expect((await knownOf(world, name)).sessions).toHaveLength(1)
  })

  it('with another browser\'s code has another nonce and verifier, and signs nobody in', async () => {
    const world = await createWorld()
    const [victim, attacker] = [browser(world), browser(world)]
    const stolen = new URLSearchParams((await attacker.callback(stranger())).split('?')[1])
    const own = await victim.callback(stranger())
    const injected = own.replace(/code=[^&]*/, `code=${stolen.get('code')}`)
    expect(await refusalOf(await victim.fetchPage(injected))).toEqual(UNVERIFIED)
    expect(victim.cookies.has(SESSION)).toBe(false)
  })

  it('of another issuer is not believed, nor is our secret sent anywhere for it', async () => {
    const asked: string[] = []
    const world = await createWorld({ network: (url) => void asked.push(url) })
    const visitor = browser(world)
    const path = (await visitor.callback(stranger())).replace(/iss=[^&]*/, `iss=${encodeURIComponent('https://evil.example')}`)
    expect(await refusalOf(await visitor.fetchPage(path))).toEqual(UNVERIFIED)
    expect(asked.filter((url) => url.endsWith('/token'))).toEqual([])
  })

  it('of who did not agree is FORBIDDEN', async () => {
    const visitor = browser(await createWorld())
    expect(await refusalOf(await visitor.signIn('nobody'))).toEqual({ status: 403, code: 'FORBIDDEN' })
  })
})

describe('the way back', () => {
  it('leads to the path that was asked for', async () => {
    const world = await createWorld()
    for (const path of ['/', '/account', '/errors/INTERNAL?a=1&b=2#c', '/a//b', '/%2F%2Fevil.example', '/.//evil.example', '/@evil.example']) {
      const response = await browser(world).signIn(stranger(), `/auth/sign-in?return_to=${encodeURIComponent(path)}`)
      const location = new URL(response.headers.get('location') ?? '')
      expect([location.origin, location.href], path).toEqual([ORIGIN, new URL(path, ORIGIN).href])
    }
  })

  it('never leads to another site', async () => {
    const world = await createWorld()
    const paths = [
      '', 'account', 'https://evil.example', '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', '/\n/evil.example', '\t//evil.example', ' //evil.example', '/a\\b', '/a\r\nSet-Cookie: x=1', '/\u0000', 'javascript:alert(1)', 'data:text/html,x', `/${'a'.repeat(512)}`, '/\u202e',
    ]
    for (const path of paths) {
      const response = await world.fetchApp(`/auth/sign-in?return_to=${encodeURIComponent(path)}`)
      expect([await refusalOf(response), response.headers.get('location'), response.headers.getSetCookie()], JSON.stringify(path)).toEqual([{ status: 400, code: 'INVALID_INPUT', field: 'return_to' }, null, []])
    }
  })
})

describe('an address that tries', () => {
  it('is refused without a question to the issuer or the database', async () => {
    const asked: string[] = []
    const shut = { limit: async () => ({ success: false }) }
    const world = await createWorld({ network: (url) => void asked.push(url), bindings: () => ({ KEY_LOOKUPS: shut }) })
    const from = { 'cf-connecting-ip': '203.0.113.9' }
    for (const path of ['/auth/sign-in', '/auth/callback?code=1&state=2']) expect(await refusalOf(await world.fetchApp(path, { headers: from }))).toEqual({ status: 429, code: 'RATE_LIMIT' })
    const asking = { ...from, 'cookie': `${SESSION}=dts_${'a'.repeat(43)}`, 'origin': ORIGIN, 'content-type': 'application/json' }
    expect((await world.fetchApp('/graphql', { method: 'POST', headers: asking, body: JSON.stringify({ query: ME }) })).status).toBe(429)
    expect(asked).toEqual([])
  })
})

describe('what a person sees', () => {
  it('of a refusal is a page in both languages; a program sees JSON', async () => {
    const world = await createWorld()
    const response = await world.fetchApp('/auth/callback', { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([400, 'text/html; charset=UTF-8', 'no-store'])
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const page = await response.text()
    expect(page).toContain('Your sign-in could not be completed.')
    expect(page).toContain('आपका साइन-इन पूरा नहीं हो सका।')
    expect(page).toContain('href="/account"')
  })

  it('and what is logged, has nothing secret in it', async () => {
    const secrets: string[] = [OPEN_ID_CLIENT_SECRET, 'a third secret of the tests alone']
    const seen: string[] = []
    const world = await createWorld({
      network: (url, init) => {
        if (url !== `${ISSUER}/token`) return undefined
        secrets.push(...String(init.body as URLSearchParams).split('&').map((part) => part.slice(part.indexOf('=') + 1)).filter((value) => value.length > 20 && !value.startsWith('http')))
        return undefined
      },
    })
    for (const fault of ['', ' [[expired]]', ' [[forged]]', ' [[no-token]]', ' [[long-subject]]', ' [[unavailable]]', ' [[wrong-nonce]]']) {
      const visitor = browser(world)
      const authorization = await visitor.begin()
      secrets.push(...['state', 'nonce'].map((name) => authorization.searchParams.get(name) ?? ''))
      const journey = visitor.cookies.get(JOURNEY) ?? ''
      const response = await visitor.fetchPage(await visitor.approve(authorization, stranger() + fault))
      secrets.push(journey, visitor.cookies.get(SESSION) ?? journey)
      seen.push(await response.text(), response.headers.get('location') ?? '', await (await visitor.fetchPage('/account')).text())
    }
    seen.push(...world.logs.map((line) => JSON.stringify(line)))
    expect(secrets.length).toBeGreaterThan(30)
    expect(world.logs.length).toBe(7)
    expect(secrets.filter((secret) => seen.some((text) => text.includes(secret)))).toEqual([])
  })
})
