// What a key may do, by the real service: form, scopes, expiry, providers, origins, and the note of its last use.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { mintKey } from '../../src/domain/key-format.ts'
import { SCOPES } from '../../src/domain/scope.ts'
import { schema } from '../../src/graphql/schema.ts'
import { apiKeys, jobs } from '../../src/store/tables.ts'
import { counting, noCounts } from '../counting.ts'
import { ADMIN_OPERATIONS } from '../graphql/nouns/administration.ts'
import { createWorld } from '../world.ts'
import type { World } from '../world.ts'
import { IMAGE, MAKE, as, createKey, refusalOf } from './keys.ts'

const bytes = (byteCount: number): Uint8Array => crypto.getRandomValues(new Uint8Array(byteCount))

describe('a key that cannot be ours', () => {
  it('is refused without a D1 read or a call of the gate; a well-formed one costs one read in 30 s', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    const typed = world.key.slice(0, -1) + (world.key.endsWith('a') ? 'b' : 'a')
    for (const key of [typed, world.key.slice(0, -1), `${world.key}0`, 'dt_test_nobody', 'sk-proj-0123456789', 'a.b.c.d.e']) {
      expect(refusalOf(await as(world, key).post('{ me { id } }'))).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    }
    expect([counts.roundTrips, counts.gateCalls]).toEqual([0, 0])
    const unknown = as(world, mintKey('live', bytes))
    for (let sent = 0; sent < 3; sent += 1) expect(refusalOf(await unknown.post('{ me { id } }'))).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
    expect([counts.roundTrips, counts.gateCalls, counts.rowsWritten]).toEqual([1, 0, 0])
  })
})

describe('an address that tries keys', () => {
  it('has 300 looked up a minute; what is over is 429 without a D1 read, and known keys go on working', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    const from = { 'cf-connecting-ip': '203.0.113.7' }
    await world.ask('{ __typename }', {}, from)
    Object.assign(counts, noCounts())
    const tryOne = () => as(world, mintKey('live', bytes)).post('{ me { id } }', {}, from)
    let tried = 1
    let last = await tryOne()
    // The binding's minute is the real one: should it turn over meanwhile, a second one is used up.
    for (; last.status === 401 && tried < 650; tried += 1) last = await tryOne()
    expect([refusalOf(last), last.headers.get('retry-after')]).toEqual([{ status: 429, code: 'RATE_LIMIT', limit: 'key-lookups' }, '60'])
    expect([counts.roundTrips, counts.gateCalls]).toEqual([tried - 1, 0])
    expect(tried).toBeGreaterThanOrEqual(300)
    await world.ask('{ __typename }', {}, from)
    await createWorld().then((other) => other.ask('{ __typename }', {}, { 'cf-connecting-ip': '203.0.113.8' }))
  })
})

/** One call of each operation, and the scopes of which one suffices. */
const OPERATIONS: Readonly<Record<string, readonly [query: string, ...anyOf: string[]]>> = {
  generation: ['{ generation(id: "gen_1") { id } }', 'read'],
  generations: ['{ generations { edges { cursor } } }', 'read'],
  archive: ['{ archive(month: "2026-01") { url } }', 'read'],
  providers: ['{ providers { id } }', 'read', 'generate'],
  quote: ['{ quote(input: { type: IMAGE, provider: "flux-dev", input: { text: "A fox" } }) { model } }', 'generate', 'read'],
  me: ['{ me { id } }', 'billing'],
  creditEntries: ['{ creditEntries { edges { cursor } } }', 'billing'],
  webhookEndpoints: ['{ webhookEndpoints { id } }', 'keys'],
  webhookEndpointCreate: ['mutation { webhookEndpointCreate(input: { url: "https://receiver.example.com/hook" }) { secret } }', 'keys'],
  webhookEndpointUpdate: ['mutation { webhookEndpointUpdate(input: { id: "whe_1" }) { id } }', 'keys'],
  webhookEndpointDelete: ['mutation { webhookEndpointDelete(id: "whe_1") }', 'keys'],
  webhookEndpointSecretRotate: ['mutation { webhookEndpointSecretRotate(id: "whe_1") { secret } }', 'keys'],
  webhookExample: ['mutation { webhookExample(endpointId: "whe_1", event: "credits.low") { status } }', 'keys'],
  webhookRecover: ['mutation { webhookRecover(endpointId: "whe_1", since: "2026-11-01T00:00:00Z") { id } }', 'keys'],
  webhookDeliveries: ['{ webhookDeliveries { edges { cursor } } }', 'keys'],
  apiKeys: ['{ apiKeys { id } }', 'keys'],
  generate: ['mutation { generate(input: { type: IMAGE, provider: "flux-dev", input: { text: "A fox" } }) { id } }', 'generate'],
  videoCreate: ['mutation { videoCreate(input: { prompt: "A fox", model: "luma" }) { id } }', 'generate'],
  imageCreate: ['mutation { imageCreate(input: { prompt: "A fox", model: "flux-dev" }) { id } }', 'generate'],
  audioCreate: ['mutation { audioCreate(input: { prompt: "Hello", model: "elevenlabs", options: { voice: "rachel" } }) { id } }', 'generate'],
  avatarCreate: ['mutation { avatarCreate(input: { prompt: "Hello", model: "heygen" }) { id } }', 'generate'],
  cancelGeneration: ['mutation { cancelGeneration(id: "gen_1") }', 'generate'],
  generationCancel: ['mutation { generationCancel(id: "gen_1") { outcome } }', 'generate'],
  upload: ['{ upload(id: "upl_1") { id } }', 'generate', 'read'],
  uploadCreate: ['mutation { uploadCreate(input: { contentType: "image/png", bytes: 10 }) { id } }', 'generate'],
  mediaDelete: ['mutation { mediaDelete(generationId: "gen_1") { id } }', 'generate'],
  events: ['{ events { edges { cursor } } }', 'keys', 'billing'],
  accountClose: ['mutation { accountClose(input: { accountId: "acc_1" }) { closedAt } }', 'keys'],
  accountExport: ['mutation { accountExport { id } }', 'keys'],
  accountExports: ['{ accountExports { id } }', 'keys'],
  asks: ['{ asks { id } }', 'billing'],
  askCreate: ['mutation { askCreate(input: { credits: 5 }) { id } }', 'billing'],
  accountUpdate: ['mutation { accountUpdate(input: { creditsLowAt: 5 }) { id } }', 'billing'],
  webhookRedeliver: ['mutation { webhookRedeliver(id: "msg_1") { id } }', 'keys'],
  webhookSecretRotate: ['mutation { webhookSecretRotate { secret } }', 'keys'],
  webhookTest: ['mutation { webhookTest(url: "https://receiver.example.com/hook") { delivered } }', 'keys'],
  apiKeyCreate: ['mutation { apiKeyCreate(input: { name: "Another", scopes: [KEYS] }) { secret } }', 'keys'],
  apiKeyRoll: ['mutation { apiKeyRoll(id: "key_1") { secret } }', 'keys'],
  apiKeyRevoke: ['mutation { apiKeyRevoke(id: "key_1") { id } }', 'keys'],
  clientTokenCreate: ['mutation { clientTokenCreate(input: { endUser: "asha", maxCredits: 1, scopes: [GENERATE] }) { token } }', 'generate', 'read'],
  ...Object.fromEntries(Object.entries(ADMIN_OPERATIONS).map(([name, query]) => [name, [query, 'admin'] as const])),
}
/** Those that may be null leave an answer its data, and so its 200. */
const NULLABLE: ReadonlySet<string> = new Set(['archive', 'generation', 'upload', 'adminAccount'])

describe('the scopes', () => {
  it('are tested for every operation there is', () => {
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.keys(type?.getFields() ?? {}))
    expect(Object.keys(OPERATIONS).toSorted()).toEqual(fields.toSorted())
  })

  for (const [name, [query, ...anyOf]] of Object.entries(OPERATIONS)) {
    it(`${name} is for ${anyOf.join(' or ')} alone, and names the scope that is missing`, async () => {
      const without = await createWorld({ key: { scopes: SCOPES.filter((scope) => !anyOf.includes(scope)) } })
      expect(refusalOf(await without.post({ query }))).toEqual({ status: NULLABLE.has(name) ? 200 : 403, code: 'FORBIDDEN', scope: anyOf[0] })
      expect(await without.services.database.select().from(jobs).where(eq(jobs.accountId, without.accountId))).toEqual([])
      for (const scope of SCOPES.filter((one) => anyOf.includes(one))) {
        const reply = await (await createWorld({ key: { scopes: [scope] } })).post({ query })
        expect(reply.body.errors?.[0]?.extensions['scope']).toBeUndefined()
      }
    })
  }

  it('of a key without any said are all but admin', async () => {
    const world = await createWorld()
    const { apiKeys: keys } = await world.ask('{ apiKeys { scopes } }')
    expect(keys).toEqual([{ scopes: ['GENERATE', 'READ', 'KEYS', 'BILLING'] }])
  })

  it('refuse in Hindi too', async () => {
    const world = await createWorld({ key: { scopes: ['generate'] } })
    const reply = await world.post({ query: '{ me { id } }' }, { 'accept-language': 'hi' })
    expect(reply.body.errors?.[0]?.message).toBe('इस key के पास "billing" scope नहीं है।')
  })
})

describe('an expiry', () => {
  it('ends a key at its moment, although its look-up is kept', async () => {
    const world = await createWorld()
    const expiresAt = new Date(world.clock.nowMs + 10_000).toISOString()
    const { secret, apiKey } = await createKey(world, { expiresAt, scopes: ['BILLING'] })
    expect(apiKey['expiresAt']).toBe(expiresAt)
    await as(world, secret).ask('{ me { id } }')
    world.clock.nowMs += 9999
    await as(world, secret).ask('{ me { id } }')
    world.clock.nowMs += 1
    expect(refusalOf(await as(world, secret).post('{ me { id } }'))).toEqual({ status: 401, code: 'UNAUTHENTICATED' })
  })
})

const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { provider passedOver { provider reason } } }'

const restricted = (): Promise<World> => createWorld({ key: { providers: ['imagen', 'luma'] } })

describe('a key for some providers', () => {
  it('may not name another, nor a model of another', async () => {
    const world = await restricted()
    const forbidden = { status: 403, code: 'FORBIDDEN', provider: 'flux-dev' }
    expect(refusalOf(await world.post({ query: MAKE, variables: { input: IMAGE } }))).toEqual(forbidden)
    const byModel = { type: 'IMAGE', model: 'flux-dev', input: { text: 'A fox' } }
    expect(refusalOf(await world.post({ query: MAKE, variables: { input: byModel } }))).toEqual(forbidden)
    expect(refusalOf(await world.post({ query: QUOTE, variables: { input: IMAGE } }))).toEqual(forbidden)
    expect(await world.balance()).toBe(1_000_000)
  })

  it('is served by those alone when the service chooses, also after a failover', async () => {
    const world = await restricted()
    for (const priority of ['QUALITY', 'SPEED', 'COST', 'BALANCED']) {
      const { generate } = await world.ask(MAKE, { input: { type: 'IMAGE', input: { text: 'A fox' }, priority } })
      const [row] = await world.services.database.select().from(jobs).where(eq(jobs.id, generate.id))
      expect(new Set(row?.routes.map((route) => route.provider))).toEqual(new Set(['imagen']))
    }
    const { quote } = await world.ask(QUOTE, { input: { type: 'IMAGE', input: { text: 'A fox' } } })
    expect(quote.passedOver.find((one: { provider: string }) => one.provider === 'flux-dev').reason).toMatch(/^This key may not use FLUX/)
  })

  it('is told what its own provider lacks, rather than that others are forbidden', async () => {
    const world = await restricted()
    expect(refusalOf(await world.post({ query: MAKE, variables: { input: { type: 'IMAGE', input: {} } } }))).toEqual({ status: 400, code: 'INVALID_INPUT', field: 'input.input.text' })
    expect(refusalOf(await world.post({ query: MAKE, variables: { input: { type: 'AUDIO', input: { text: 'Hello' } } } }))).toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })

  it('is listed those alone', async () => {
    const { providers } = await (await restricted()).ask('{ providers { id } }')
    expect(providers).toEqual([{ id: 'luma' }, { id: 'imagen' }])
  })
})

describe('a key for some origins', () => {
  it('works for a page of theirs and for a server, and for no other page', async () => {
    const world = await createWorld({ key: { origins: ['https://app.example.com'] } })
    await world.ask('{ me { id } }')
    await world.ask('{ me { id } }', {}, { origin: 'https://app.example.com' })
    for (const origin of ['https://example.com', 'http://app.example.com', 'https://app.example.com:8443', 'https://app.example.com.evil.example', 'null']) {
      expect(refusalOf(await world.post({ query: '{ me { id } }' }, { origin }))).toEqual({ status: 403, code: 'FORBIDDEN' })
    }
  })

  it('is for all of them where it has no list', async () => {
    await (await createWorld()).ask('{ me { id } }', {}, { origin: 'https://anywhere.example' })
  })
})

describe('the last use of a key', () => {
  it('is noted once an hour, whatever the number of requests', async () => {
    const counts = noCounts()
    const world = await createWorld({ bindings: counting(counts) })
    const noted = async (): Promise<number | null | undefined> =>
      (await world.services.database.batch([world.services.database.select().from(apiKeys).where(eq(apiKeys.accountId, world.accountId))]))[0][0]?.lastUsedAtMs
    const startMs = world.clock.nowMs
    for (let minute = 0; minute < 59; minute += 1) {
      await world.ask('{ __typename }')
      world.clock.nowMs += 60_000
    }
    expect([counts.rowsWritten, await noted()]).toEqual([1, startMs])
    world.clock.nowMs += 60_000
    await world.ask('{ __typename }')
    expect([counts.rowsWritten, await noted()]).toEqual([2, startMs + 3_600_000])
  })
})

