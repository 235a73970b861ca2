// Client tokens: what a browser holds. Bound to minutes, scopes, one end user and a maximum of credits, and never worth
// more than the key behind them.
import { SignJWT, UnsecuredJWT, decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { clientTokens } from '../../src/auth/client-tokens.ts'
import { counting, noCounts } from '../counting.ts'
import { RECEIVER, createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { CREATE_TOKEN, IMAGE, MAKE, PRICE, as, createKey, createToken, limitsOf, refusalOf } from './keys.ts'

const UNKNOWN = { status: 401, code: 'UNAUTHENTICATED' }
const READ = 'query ($id: ID!) { generation(id: $id) { id endUser } }'
const LIST = 'query ($filter: GenerationFilter) { generations(filter: $filter) { edges { node { id endUser } } } }'
const over = (limit: string) => ({ status: 402, code: 'INSUFFICIENT_CREDITS', limit })

const make = async (world: World, credential: string): Promise<string> => (await as(world, credential).ask(MAKE, { input: IMAGE }))['generate'].id
const listed = async (world: World, credential: string, filter?: object): Promise<string[]> =>
  (await as(world, credential).ask(LIST, { filter }))['generations'].edges.map(({ node }: { node: { id: string } }) => node.id)

describe('a client token', () => {
  it('is a JWT of ours, of the account, for minutes', async () => {
    const world = await createWorld()
    const { clientTokenCreate } = await world.ask(CREATE_TOKEN, { input: { endUser: 'asha', maxCredits: 100, expiresInSeconds: 60 } })
    const { iss, aud, sub, exp, iat, jti } = decodeJwt(clientTokenCreate.token)
    const seconds = Math.floor(world.clock.nowMs / 1000)
    expect({ iss, aud, sub, exp, iat }).toEqual({
      iss: 'http://127.0.0.1:8787', aud: 'http://127.0.0.1:8787/graphql', sub: world.accountId, iat: seconds, exp: seconds + 60,
    })
    expect(jti).toMatch(/^tok_[0-9a-z]{26}$/)
    expect(decodeProtectedHeader(clientTokenCreate.token)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(clientTokenCreate.expiresAt).toBe(new Date((seconds + 60) * 1000).toISOString())
  })

  it('generates for its end user, who is on the generation and in the webhook', async () => {
    const world = await createWorld()
    const token = await createToken(world)
    const { generate } = await as(world, token).ask(MAKE, { input: { ...IMAGE, webhookUrl: RECEIVER } })
    expect(generate.endUser).toBe('asha')
    await world.run(60)
    expect(JSON.parse(world.received[0]?.body ?? '{}')).toMatchObject({ data: { id: generate.id, endUser: 'asha' } })
  })

  it('sees and cancels the generations of its end user alone', async () => {
    const world = await createWorld()
    const [asha, ashaAgain, ravi] = [await createToken(world), await createToken(world), await createToken(world, { endUser: 'ravi' })]
    const ids = { asha: await make(world, asha), ravi: await make(world, ravi), server: await make(world, world.key) }
    expect(await as(world, ashaAgain).ask(READ, { id: ids.asha })).toEqual({ generation: { id: ids.asha, endUser: 'asha' } })
    for (const id of [ids.ravi, ids.server]) {
      expect(await as(world, asha).ask(READ, { id })).toEqual({ generation: null })
      const cancel = await as(world, asha).post('mutation ($id: ID!) { cancelGeneration(id: $id) }', { id })
      expect(refusalOf(cancel)).toEqual({ status: 404, code: 'NOT_FOUND', field: 'id' })
    }
    expect(await listed(world, asha)).toEqual([ids.asha])
    expect(await listed(world, asha, { endUser: 'ravi' })).toEqual([])
    expect(await listed(world, world.key, { endUser: 'ravi' })).toEqual([ids.ravi])
    expect(await listed(world, world.key)).toHaveLength(3)
  })

  it('has idempotency keys of its end user\'s own', async () => {
    const world = await createWorld()
    const headers = { 'idempotency-key': 'k' }
    const make1 = async (credential: string): Promise<string> => (await as(world, credential).ask(MAKE, { input: IMAGE }, headers))['generate'].id
    const [asha, ravi] = [await createToken(world), await createToken(world, { endUser: 'ravi' })]
    const ids = [await make1(asha), await make1(ravi), await make1(world.key)]
    expect(new Set(ids).size).toBe(3)
    expect([await make1(await createToken(world)), await make1(ravi), await make1(world.key)]).toEqual(ids)
  })

  it('may read neither the account nor its keys, and makes no further token', async () => {
    const world = await createWorld()
    const token = as(world, await createToken(world))
    expect(refusalOf(await token.post('{ me { credits } }'))).toEqual({ status: 403, code: 'FORBIDDEN', scope: 'billing' })
    expect(refusalOf(await token.post('{ apiKeys { id } }'))).toEqual({ status: 403, code: 'FORBIDDEN', scope: 'keys' })
    expect(refusalOf(await token.post(CREATE_TOKEN, { input: { endUser: 'ravi', maxCredits: 1 } }))).toEqual({ status: 403, code: 'FORBIDDEN' })
  })

  it('with one scope has that one alone', async () => {
    const world = await createWorld()
    const token = await createToken(world, { scopes: ['READ'] })
    expect(refusalOf(await as(world, token).post(MAKE, { input: IMAGE }))).toEqual({ status: 403, code: 'FORBIDDEN', scope: 'generate' })
    expect(await listed(world, token)).toEqual([])
  })

  it('is bound to the providers and origins of the key behind it', async () => {
    const world = await createWorld({ key: { providers: ['luma'], origins: ['https://app.example.com'] } })
    const token = as(world, await createToken(world))
    expect(refusalOf(await token.post(MAKE, { input: IMAGE }))).toEqual({ status: 403, code: 'FORBIDDEN', provider: 'flux-dev' })
    expect(refusalOf(await token.post('{ __typename }', {}, { origin: 'https://evil.example' }))).toEqual({ status: 403, code: 'FORBIDDEN' })
    await token.ask('{ __typename }', {}, { origin: 'https://app.example.com' })
  })
})

describe('what a client token may spend', () => {
  it('is its maximum and not a credit more, of 30 requests at once; refunds come back to it', async () => {
    const world = await createWorld()
    const token = as(world, await createToken(world, { maxCredits: 3 * PRICE }))
    const replies = await Promise.all(Array.from({ length: 30 }, () => token.post(MAKE, { input: { ...IMAGE, input: { text: '[[fail]]' } } })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(3)
    for (const reply of replies.filter(({ status }) => status !== 200)) expect(refusalOf(reply)).toEqual(over('token-total'))
    expect(await world.balance()).toBe(1_000_000 - 3 * PRICE)
    await world.run(300)
    expect((await limitsOf(world)).map(({ spent }) => spent)).toEqual([0])
    await token.ask(MAKE, { input: IMAGE })
  })

  it('counts for the limits of the key behind it, too', async () => {
    const world = await createWorld()
    const { secret } = await createKey(world, { creditsTotal: PRICE })
    const [one, other] = [await createToken(world, {}, secret), await createToken(world, {}, secret)]
    await make(world, one)
    expect(refusalOf(await as(world, other).post(MAKE, { input: IMAGE }))).toEqual(over('key-total'))
    expect((await limitsOf(world)).map(({ id, spent }) => `${id.slice(0, 3)} ${spent}`).toSorted((a, b) => a.localeCompare(b))).toEqual(['lim 50', 'tok 0', 'tok 50'])
  })

  it('can be nothing', async () => {
    const world = await createWorld()
    expect(refusalOf(await as(world, await createToken(world, { maxCredits: 0 })).post(MAKE, { input: IMAGE }))).toEqual(over('token-total'))
  })

  it('is forgotten two days after, when the next token is made', async () => {
    const world = await createWorld()
    await createToken(world)
    world.clock.nowMs += 47 * 3_600_000
    await createToken(world)
    expect(await limitsOf(world)).toHaveLength(2)
    world.clock.nowMs += 3_600_000 + 1
    await createToken(world)
    expect(await limitsOf(world)).toHaveLength(2)
  })
})

describe('a client token ends', () => {
  it('at its time, although its look-up is kept', async () => {
    const world = await createWorld()
    world.clock.nowMs = Math.ceil(world.clock.nowMs / 1000) * 1000
    const token = as(world, await createToken(world, { expiresInSeconds: 10 }))
    world.clock.nowMs += 9999
    await token.ask('{ __typename }')
    world.clock.nowMs += 1
    expect(refusalOf(await token.post('{ __typename }'))).toEqual(UNKNOWN)
  })

  it('within 30 seconds when the key behind it is revoked, and with that key\'s expiry', async () => {
    const world = await createWorld()
    const { secret, apiKey } = await createKey(world)
    const token = as(world, await createToken(world, {}, secret))
    await token.ask('{ __typename }')
    await world.ask('mutation ($id: ID!) { apiKeyRevoke(id: $id) { id } }', { id: apiKey['id'] })
    world.clock.nowMs += 30_000
    expect(refusalOf(await token.post('{ __typename }'))).toEqual(UNKNOWN)
    const brief = await createKey(world, { expiresAt: new Date(world.clock.nowMs + 5000).toISOString() })
    const outliving = as(world, await createToken(world, { expiresInSeconds: 3600 }, brief.secret))
    await outliving.ask('{ __typename }')
    world.clock.nowMs += 5000
    expect(refusalOf(await outliving.post('{ __typename }'))).toEqual(UNKNOWN)
  })
})

describe('a client token that is not ours', () => {
  it('is refused without a D1 read or a call of the gate', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    const token = await createToken(world)
    const { jti = '' } = decodeJwt(token)
    const seconds = Math.floor(world.clock.nowMs / 1000)
    const secret = new TextEncoder().encode('another secret of the tests alone')
    const url = 'http://127.0.0.1:8787'
    const signed = (changes: { alg?: string; iss?: string; aud?: string; exp?: number | null; secret?: Uint8Array; sub?: string | null; scopes?: unknown } = {}): Promise<string> => {
      const { alg = 'HS256', iss = url, aud = `${url}/graphql`, exp = seconds + 600, sub = world.accountId, scopes = ['generate', 'read'] } = changes
      const jwt = new SignJWT({ scopes, endUser: 'asha', ...(sub !== null && { sub }), ...(exp !== null && { exp }) }).setProtectedHeader({ alg }).setIssuer(iss).setAudience(aud).setJti(jti)
      return jwt.sign(changes.secret ?? secret)
    }
    await as(world, await signed()).ask('{ __typename }')
    Object.assign(counts, noCounts())
    const [head = '', body = '', signature = ''] = token.split('.')
    const forged = {
      'another secret': await signed({ secret: new TextEncoder().encode('a guess of the secret of the tests') }),
      'another algorithm': await signed({ alg: 'HS512' }),
      'no algorithm': new UnsecuredJWT({ scopes: ['generate'], endUser: 'asha' }).setIssuer(url).setAudience(`${url}/graphql`).setSubject(world.accountId).setJti(jti).setExpirationTime(seconds + 600).encode(),
      'another issuer': await signed({ iss: 'https://elsewhere.example' }),
      'another audience': await signed({ aud: `${url}/media` }),
      'the past': await signed({ exp: seconds - 1 }),
      'no expiry': await signed({ exp: null }),
      'no account': await signed({ sub: null }),
      'an unknown scope': await signed({ scopes: ['everything'] }),
      'a changed claim': [head, btoa(JSON.stringify({ ...decodeJwt(token), sub: 'acc_other' })).replaceAll('=', ''), signature].join('.'),
      'no signature': `${head}.${body}.`,
      'rubbish': 'aaaa.bbbb.cccc',
    }
    for (const [name, text] of Object.entries(forged)) expect([name, refusalOf(await as(world, text).post('{ __typename }'))]).toEqual([name, UNKNOWN])
    expect([counts.roundTrips, counts.gateCalls]).toEqual([0, 0])
  })

  it('is one whose row is another account\'s', async () => {
    const [world, other] = [await createWorld(), await createWorld()]
    const { jti = '' } = decodeJwt(await createToken(world))
    const tokens = clientTokens('another secret of the tests alone', 'http://127.0.0.1:8787', () => world.clock.nowMs)
    const crossed = await tokens?.sign({ id: jti, accountId: other.accountId, scopes: ['generate'], endUser: 'asha', expiresAtMs: world.clock.nowMs + 60_000 })
    expect(refusalOf(await as(world, crossed ?? '').post('{ __typename }'))).toEqual(UNKNOWN)
  })
})

describe('asking for a client token', () => {
  const wrong: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['a scope that no browser may have', { scopes: ['READ', 'KEYS'] }, 'input.scopes'],
    ['no scope', { scopes: [] }, 'input.scopes'],
    ['no end user', { endUser: '' }, 'input.endUser'],
    ['an end user with a space', { endUser: 'asha k' }, 'input.endUser'],
    ['a long end user', { endUser: 'x'.repeat(129) }, 'input.endUser'],
    ['a negative maximum', { maxCredits: -1 }, 'input.maxCredits'],
    ['no time', { expiresInSeconds: 0 }, 'input.expiresInSeconds'],
    ['more than an hour', { expiresInSeconds: 3601 }, 'input.expiresInSeconds'],
  ]
  for (const [name, input, field] of wrong) {
    it(`for ${name} is INVALID_INPUT`, async () => {
      const world = await createWorld()
      const reply = await world.post({ query: CREATE_TOKEN, variables: { input: { endUser: 'asha', maxCredits: 1, ...input } } })
      expect(refusalOf(reply)).toEqual({ status: 400, code: 'INVALID_INPUT', field })
      expect(await limitsOf(world)).toEqual([])
    })
  }

  it('for a scope that the key has not is FORBIDDEN', async () => {
    const world = await createWorld({ key: { scopes: ['read'] } })
    expect(refusalOf(await world.post({ query: CREATE_TOKEN, variables: { input: { endUser: 'asha', maxCredits: 1 } } }))).toEqual({ status: 403, code: 'FORBIDDEN' })
  })

  for (const [name, secret] of [['no secret', ''], ['a secret too short to be one', 'short']] as const) {
    it(`of a service with ${name} says that there are none`, async () => {
      const world = await createWorld({ settings: { CLIENT_TOKEN_SECRET: secret } })
      const reply = await world.post({ query: CREATE_TOKEN, variables: { input: { endUser: 'asha', maxCredits: 1 } } })
      expect(refusalOf(reply)).toEqual({ status: 503, code: 'PROVIDER_UNAVAILABLE' })
      expect(reply.body.errors?.[0]?.message).toBe('Client tokens are not set up on this service.')
    })
  }
})

const of = (setting: string) => clientTokens(setting, 'https://api.example', () => 0)

describe('a change of the secret', () => {
  it('keeps the tokens of the old one valid until it is taken out', async () => {
    const [old, fresh] = ['the secret of yesterday: 32 letters', 'the secret of today: 32 letters too']
    const claims = { id: 'tok_1', accountId: 'acc', scopes: ['read'], endUser: 'asha', expiresAtMs: 60_000 } as const
    const [before, after] = [await of(old)?.sign(claims), await of(`${old},${fresh}`)?.sign(claims)]
    for (const token of [before, after]) expect(await of(`${old},${fresh}`)?.verify(token ?? '')).toEqual(claims)
    expect([await of(fresh)?.verify(before ?? ''), await of(fresh)?.verify(after ?? '')]).toEqual([undefined, claims])
  })
})
