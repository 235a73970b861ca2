// Whom an issuer's word is believed for: its tokens, its keys, its document, and the assertions of Cloudflare Access.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { accounts } from '../../src/store/tables.ts'
import { signed } from '../../emulators/open-id/twin.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { ORIGIN, browser, stranger } from './browser.ts'
import { ISSUER, ME, knownOf, NOTHING, refusalOf, UNVERIFIED, UNAVAILABLE, at, documentOf, counted, changed, withoutIssuer, visit } from './sign-in-world.ts'

describe('a token', () => {
  const FAULTS = [
    'wrong-issuer', 'wrong-audience', 'others-too', 'to-another', 'expired', 'no-expiry', 'wrong-nonce', 'no-nonce', 'no-subject', 'empty-subject', 'long-subject',
    'secret', 'public-key', 'none', 'other-algorithm', 'unknown-key', 'forged', 'altered', 'access-token', 'no-token',
  ]
  for (const fault of FAULTS) {
    it(`with the fault ${fault} is refused; nobody is made and nobody is signed in`, async () => {
      const world = await createWorld()
      const visitor = browser(world)
      const name = stranger()
      const response = await visitor.signIn(`${name} [[${fault}]]`)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(await refusalOf(response)).toEqual(UNVERIFIED)
      expect(await knownOf(world, name)).toEqual(NOTHING)
      expect((await visitor.post(ME)).status).toBe(401)
      expect(world.logs).toEqual([expect.objectContaining({ event: 'sign-in refused', requestId: expect.any(String) })])
    })
  }

  it('for several parties is taken where it was issued to us', async () => {
    const world = await createWorld()
    expect((await browser(world).signIn(`${stranger()} [[to-us-of-several]]`)).status).toBe(303)
  })

  it('that the issuer cannot give now, or gives without end, is PROVIDER_UNAVAILABLE', async () => {
    const world = await createWorld()
    for (const fault of ['unavailable', 'huge']) {
      const name = stranger()
      expect(await refusalOf(await browser(world).signIn(`${name} [[${fault}]]`))).toEqual(UNAVAILABLE)
      expect(await knownOf(world, name)).toEqual(NOTHING)
    }
  })
})

describe('the issuer\'s keys', () => {
  it('and its document are fetched once for many', async () => {
    const { world, keys, documents } = await counted()
    for (let times = 0; times < 3; times += 1) expect((await browser(world).signIn(stranger())).status).toBe(303)
    expect([keys(), documents()]).toEqual([1, 1])
    world.clock.nowMs += 599_999
    await browser(world).signIn(stranger())
    expect([keys(), documents()]).toEqual([1, 1])
    world.clock.nowMs += 1
    await browser(world).signIn(stranger())
    expect([keys(), documents()]).toEqual([2, 1])
    world.clock.nowMs += 3_600_000
    await browser(world).signIn(stranger())
    expect([keys(), documents()]).toEqual([3, 2])
  })

  it('are fetched again for a new one, but not within 30 s', async () => {
    const { world, keys } = await counted()
    await browser(world).signIn(stranger())
    world.clock.nowMs += 29_999
    expect((await browser(world).signIn(`${stranger()} [[rotated]]`)).status).toBe(401)
    expect(keys()).toBe(1)
    world.clock.nowMs += 1
    expect((await browser(world).signIn(stranger())).status).toBe(303)
    expect(keys()).toBe(2)
    for (let times = 0; times < 3; times += 1) await browser(world).signIn(`${stranger()} [[unknown-key]]`)
    expect(keys()).toBe(2)
  })

  it('that cannot be had are PROVIDER_UNAVAILABLE, until they can', async () => {
    let isDown = true
    const world = await createWorld({ network: (url) => (isDown && url === `${ISSUER}/jwks` ? Promise.reject(new TypeError('connection lost')) : undefined) })
    expect(await refusalOf(await browser(world).signIn(stranger()))).toEqual(UNAVAILABLE)
    isDown = false
    expect((await browser(world).signIn(stranger())).status).toBe(303)
  })
})

describe('the issuer\'s document', () => {
  it('is of no use when it names another issuer, or any address that is not https', async () => {
    const changes = [
      { issuer: `${ISSUER}/` }, { issuer: 'https://evil.example' }, { jwks_uri: 'http://issuer.example/jwks' }, { token_endpoint: 'http://issuer.example/token' },
      { authorization_endpoint: 'http://issuer.example/authorize' }, { authorization_endpoint: 'javascript:alert(1)' }, { token_endpoint: 'https://10.0.0.8/token' }, { jwks_uri: '/jwks' }, { jwks_uri: undefined },
    ]
    for (const change of changes) {
      const response = await (await changed(change)).fetchApp('/auth/sign-in')
      expect([await refusalOf(response), response.headers.getSetCookie()], JSON.stringify(change)).toEqual([UNAVAILABLE, []])
    }
  })

  it('or its absence, a redirect or garbage, is PROVIDER_UNAVAILABLE', async () => {
    const answers = [() => new Response('no', { status: 404 }), () => new Response('{"issuer"'), () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }), () => Response.json(null)]
    for (const answer of answers) expect(await refusalOf(await (await createWorld(at('/.well-known/openid-configuration', answer))).fetchApp('/auth/sign-in'))).toEqual(UNAVAILABLE)
  })

  it('says how our secret is to be sent: in the header, or in the form where only that is taken', async () => {
    const sent: (readonly [header: boolean, form: boolean])[] = []
    for (const methods of [undefined, ['client_secret_basic'], ['client_secret_post'], ['client_secret_post', 'client_secret_basic']]) {
      const document = { ...(await documentOf(await createWorld())), token_endpoint_auth_methods_supported: methods }
      const world = await createWorld({
        network: (url, init) => {
          if (url === `${ISSUER}/token`) sent.push([new Headers(init.headers).has('authorization'), String(init.body as URLSearchParams).includes('client_secret')])
          return url.endsWith('openid-configuration') ? Promise.resolve(Response.json(document)) : undefined
        },
      })
      expect((await browser(world).signIn(stranger())).status).toBe(303)
    }
    expect(sent).toEqual([[true, false], [true, false], [false, true], [true, false]])
  })

  it('that promises `iss` in the callback is taken at its word; one that does not is not', async () => {
    const world = await createWorld()
    const visitor = browser(world)
    expect(await refusalOf(await visitor.fetchPage(withoutIssuer(await visitor.callback(stranger()))))).toEqual(UNVERIFIED)
    const quiet = browser(await changed({ authorization_response_iss_parameter_supported: undefined }))
    expect((await quiet.fetchPage(withoutIssuer(await quiet.callback(stranger())))).status).toBe(303)
  })
})

describe('Cloudflare Access in front', () => {
  const AUDIENCE = 'f'.repeat(64)
  const ACCESS = { ACCESS_ISSUER: ISSUER, ACCESS_AUDIENCE: AUDIENCE }
  const assertion = (world: World, person: string, changes: object = {}, fault = ''): Promise<string> =>
    signed(world.emulators.deskOf('open-id'), { iss: ISSUER, aud: [AUDIENCE], sub: `user-${person}`, email: `${person}@example.com`, type: 'app', ...changes }, fault)

  it('signs in by its assertion, without going to any issuer', async () => {
    const world = await createWorld({ settings: { ...ACCESS, OIDC_ISSUER: '' } })
    const name = stranger()
    const response = await visit(world, await assertion(world, name), '/auth/sign-in?return_to=/account%3Fa=1')
    expect([response.status, response.headers.get('location')]).toEqual([303, `${ORIGIN}/account?a=1`])
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-doitong_session=dts_/), expect.stringMatching(/^__Host-doitong_signed_in=1;/)])
    const { people: [person] } = await knownOf(world, name)
    expect(person).toMatchObject({ issuer: ISSUER, email: `${name}@example.com`, name: null })
    const rows = await world.services.database.select().from(accounts).where(eq(accounts.id, person?.accountId ?? ''))
    expect(rows).toEqual([expect.objectContaining({ name: `${name}@example.com`, plan: 'FREE', credits: 1000 })])
  })

  it('is not believed with any fault, also where one could sign in otherwise', async () => {
    const world = await createWorld({ settings: ACCESS })
    const name = stranger()
    const faults = ['wrong-issuer', 'wrong-audience', 'expired', 'no-expiry', 'empty-subject', 'secret', 'public-key', 'none', 'unknown-key', 'forged', 'access-token']
    const forged = await Promise.all(faults.map((fault) => assertion(world, name, {}, fault)))
    for (const [index, token] of [...forged, 'a.b.c', ''].entries()) {
      const response = await visit(world, token)
      expect([await refusalOf(response), response.headers.getSetCookie()], faults[index]).toEqual([UNVERIFIED, []])
    }
    expect(await knownOf(world, name)).toEqual(NOTHING)
  })

  it('that was gone around leaves only the issuer, or nothing', async () => {
    const alone = await createWorld({ settings: { ...ACCESS, OIDC_ISSUER: '' } })
    expect(await refusalOf(await alone.fetchApp('/auth/sign-in'))).toEqual(UNVERIFIED)
    expect(await refusalOf(await alone.fetchApp('/auth/callback'))).toEqual({ status: 404, code: 'NOT_FOUND' })
    const both = await createWorld({ settings: ACCESS })
    expect((await browser(both).begin()).pathname).toBe('/emulators/open-id/authorize')
  })

  it('that is not set up is not listened to', async () => {
    const world = await createWorld()
    const response = await visit(world, await assertion(world, stranger()))
    expect(new URL(response.headers.get('location') ?? '').pathname).toBe('/emulators/open-id/authorize')
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-doitong_sign_in=/)])
  })
})
