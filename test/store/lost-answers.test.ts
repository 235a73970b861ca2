// A batch of D1 happened and its answer was lost: it is played again. For every batch of every operation, the caller is told the
// same and the same is stored as if nothing had been lost.
import { describe, expect, it } from 'vitest'
import { endSession, openSession } from '../../src/auth/sessions.ts'
import { createKeyCache } from '../../src/auth/api-keys.ts'
import { CREATE_KEY, CREATE_TOKEN, MAKE, ROLL_KEY, as, createKey } from '../auth/keys.ts'
import { CREATE, GRANT, REVOKE, SWITCH, UPDATE, madeAccount } from '../graphql/nouns/administration.ts'
import { freshPictures } from '../own-pictures.ts'
import { GENERATE, READ, RECEIVER } from '../world.ts'
import type { Answer, World } from '../world.ts'
import { HOUR_MS, announce, pngOf, send, sha256Of, upload } from '../uploads/sending.ts'
import { play } from './lost-answers.ts'
import type { Operation } from './lost-answers.ts'

const CANCEL = 'mutation ($id: ID!) { generationCancel(id: $id) { outcome refundedCredits generation { status } } }'
const ADMIN = { key: { scopes: ['generate', 'read', 'keys', 'billing', 'admin'] } } as const
const video = (text: string, provider = 'luma') => ({ type: 'VIDEO', provider, input: { text }, webhookUrl: RECEIVER })
const speech = { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi' }, webhookUrl: RECEIVER }

async function minutes(world: World, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await world.run(60)
    await world.sweep()
  }
}

/** From the request to the end of the generation, and what its owner reads then. */
const life = (input: Record<string, unknown>, count = 3, headers: Record<string, string> = {}): Operation['act'] => async (world) => {
  const { generate } = await world.ask(GENERATE, { input }, headers)
  await minutes(world, count)
  return [generate, await world.ask(READ, { id: generate.id })]
}

const operations: readonly Operation[] = [
  { name: 'a generation of an asynchronous upstream', act: life(video('storm')) },
  { name: 'a generation with an idempotency key, repeated', act: async (world) => {
    const headers = { 'idempotency-key': 'k' }
    return [await life(video('storm'), 3, headers)(world, undefined as never), await world.ask(GENERATE, { input: video('storm') }, headers)]
  } },
  { name: 'a generation of an upstream that answers with the bytes', act: life(speech, 2) },
  { name: 'a generation of an upstream that answers with links', act: life({ type: 'IMAGE', provider: 'minimax-image', input: { text: 'A fox' } }, 2) },
  { name: 'a generation that fails', act: life(video('storm [[fail]]')) },
  { name: 'a generation that content rules refuse', act: life(video('storm [[moderated]]')) },
  { name: 'a generation that another model makes', options: {
    network: (url, init) => (init.method === 'POST' && url.includes('/luma/') ? Promise.resolve(Response.json({ detail: 'no credits' }, { status: 402 })) : undefined),
  }, act: life({ type: 'VIDEO', priority: 'QUALITY', input: { text: 'storm' } }, 5) },
  { name: 'a generation against the limits of a key, refunded', before: (world) => createKey(world, { creditsPerDay: 10_000, creditsTotal: 50_000, scopes: ['GENERATE', 'READ'] }),
    act: async (world, { secret }: { readonly secret: string }) => {
      const { generate } = await as(world, secret).ask(MAKE, { input: video('storm [[fail]]') })
      const { generate: other } = await as(world, secret).ask(MAKE, { input: speech })
      await minutes(world, 3)
      return [generate, other]
    } },
  { name: 'a generation that the credits do not suffice for', options: { credits: 10 }, act: async (world) => (await world.post({ query: GENERATE, variables: { input: speech } })).body.errors?.[0]?.extensions['code'] },
  { name: 'a cancellation before the start', act: async (world) => {
    const { generate } = await world.ask(GENERATE, { input: video('storm') })
    return [await world.ask(CANCEL, { id: generate.id }), await minutes(world, 1)]
  } },
  { name: 'a cancellation of what runs', act: async (world) => {
    const { generate } = await world.ask(GENERATE, { input: video('storm [[slow]]') })
    await world.run(5)
    return [await world.ask(CANCEL, { id: generate.id }), await minutes(world, 1)]
  } },
  { name: 'a success after the refund', before: async (world) => {
    const { generate } = await world.ask(GENERATE, { input: video('storm [[late]]', 'kling') })
    await world.run(5)
    world.queues.lose()
    world.clock.nowMs += 3_600_000
    await minutes(world, 1)
    world.clock.nowMs += 3 * 3_600_000
    return generate.id
  }, act: async (world, id: string) => {
    // Where the sweeper does not hear that it has moved a page, the page is due again in ten minutes.
    await minutes(world, 12)
    return world.ask(READ, { id })
  } },
  { name: 'a submission whose answer is lost, found by our id', loses: (url, init) => init.method === 'POST' && url.includes('/kling/'), act: life(video('storm', 'kling'), 4) },
  { name: 'a webhook that is delivered at the second attempt, and once more', act: async (world) => {
    world.receiver.answer = () => new Response('busy', { status: 500 })
    const { generate } = await world.ask(GENERATE, { input: speech })
    await world.run(2)
    world.receiver.answer = () => new Response('ok')
    await world.run(60)
    const id = `msg_${String(generate.id).slice(4)}_completed`
    await world.ask('mutation ($id: ID!) { webhookRedeliver(id: $id) { id } }', { id })
    await world.run(10)
    return world.ask('{ webhookDeliveries { edges { node { status attempts lastStatus } } } }')
  } },
  { name: 'an endpoint that is told, refuses for good, and is sent it once more', act: async (world) => {
    const { webhookEndpointCreate: { endpoint } } = await world.ask('mutation ($url: String!) { webhookEndpointCreate(input: { url: $url, events: ["generation.completed"] }) { endpoint { id } } }', { url: RECEIVER })
    world.receiver.answer = () => new Response(null, { status: 410 })
    await world.ask(GENERATE, { input: { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi' } } })
    await minutes(world, 3)
    world.receiver.answer = () => new Response('ok')
    await world.ask('mutation ($id: ID!) { webhookEndpointUpdate(input: { id: $id, enabled: true }) { id } }', { id: endpoint.id })
    await world.ask('mutation ($id: ID!) { webhookRecover(endpointId: $id, since: "2026-11-01T00:00:00Z") { id } }', { id: endpoint.id })
    await minutes(world, 4)
    return world.ask('{ webhookEndpoints { enabled failingSince recovering } events { edges { node { seq kind } } } webhookDeliveries { edges { node { event status attempts } } } }')
  } },
  { name: 'a new webhook secret', act: async (world) => {
    const before = await world.ask('mutation { webhookSecretRotate(overlapHours: 24) { secret } }')
    return Object.keys(before)
  } },
  { name: 'a new key with limits', act: (world) => world.ask(CREATE_KEY, { input: { name: 'k', creditsPerDay: 5 } }) },
  { name: 'the first test key', act: (world) => world.ask(CREATE_KEY, { input: { name: 'k', mode: 'TEST' } }) },
  { name: 'a key rolled at once, and the new one used', before: (world) => createKey(world), act: async (world, { secret, apiKey }: { readonly secret: string; readonly apiKey: Answer }) => {
    const { apiKeyRoll } = await world.ask(ROLL_KEY, { id: apiKey['id'], hours: 0 })
    const again = await world.post({ query: ROLL_KEY, variables: { id: apiKey['id'] } })
    return [apiKeyRoll, again.status, (await as(world, secret).post('{ generations(first: 1) { edges { cursor } } }')).status, await as(world, apiKeyRoll.secret).ask('{ generations(first: 1) { edges { cursor } } }')]
  } },
  { name: 'a key revoked', before: (world) => createKey(world), act: async (world, { apiKey }: { readonly apiKey: Answer }) => world.ask('mutation ($id: ID!) { apiKeyRevoke(id: $id) { id revokedAt } }', { id: apiKey['id'] }) },
  { name: 'a client token, and a generation by it', act: async (world) => {
    const { clientTokenCreate } = await world.ask(CREATE_TOKEN, { input: { endUser: 'asha', maxCredits: 1000 } })
    const made = await as(world, clientTokenCreate.token).ask(MAKE, { input: speech })
    return [made, await minutes(world, 1)]
  } },
  { name: 'an upload, sent, found again, and used', act: async (world) => {
    const file = pngOf(3000)
    const input = { bytes: 3000, sha256: await sha256Of(file) }
    const { url } = await announce(world, input)
    const sent = [(await send(world, url, file)).body, (await send(world, url, file)).body]
    const { id, existing } = await announce(world, input)
    return [sent, existing, await life({ type: 'VIDEO', provider: 'kling', input: { text: 'Dance', image: id } })(world, undefined as never)]
  } },
  { name: 'the end of an upload', before: async (world) => {
    await upload(world, pngOf(3000))
    await announce(world, { bytes: 5000 })
    world.clock.nowMs += 25 * HOUR_MS
  }, act: async (world) => {
    await minutes(world, 1)
    world.clock.nowMs += HOUR_MS
    await minutes(world, 1)
  } },
  { name: 'an account made, granted to and changed', options: ADMIN, act: async (world) => {
    const made = await madeAccount(world, { credits: 100 })
    const input = { accountId: made['id'], amount: 250, idempotencyKey: 'inv-7' }
    const granted = [await world.ask(GRANT, { input }), await world.ask(GRANT, { input })]
    const poorer = await world.post({ query: GRANT, variables: { input: { ...input, amount: -1000, kind: 'ADJUSTMENT', idempotencyKey: 'adj' } } })
    return [made, granted, poorer.status, await world.ask(UPDATE, { input: { id: made['id'], plan: 'PRO' } })]
  } },
  { name: 'a key revoked by an administrator, and a model switched', options: ADMIN, before: (world) => world.ask(CREATE, { input: { name: 'A', plan: 'FREE' } }), act: async (world, { adminAccountCreate: { id: accountId, keys } }: Answer) => [
    await world.ask(REVOKE, { accountId, keyId: keys[0].id, reason: 'leaked' }),
    await world.ask(SWITCH, { model: 'ray-2', on: false, reason: 'broken' }),
    await world.ask(SWITCH, { model: 'ray-2', on: true }),
  ] },
  { name: 'a suspension of an account and of an end user, lifted', options: ADMIN, before: (world) => madeAccount(world), act: async (world, { id }: Answer) => {
    const suspension = (what: string, endUser: string | null) => world.ask(`mutation ($id: ID!, $endUser: String) { adminAccount${what}(accountId: $id, endUser: $endUser, reason: "r") { suspendedAt suspendedEndUsers } }`, { id, endUser })
    return [await suspension('Suspend', null), await suspension('Suspend', 'asha'), await suspension('Suspend', 'asha'), await suspension('Unsuspend', 'asha'), await suspension('Unsuspend', null)]
  } },
  { name: 'an archive of an account, and its end', before: async (world) => {
    await world.ask(GENERATE, { input: speech })
    await minutes(world, 1)
  }, act: async (world) => {
    const begun = await world.ask('mutation { accountExport { status } }')
    await minutes(world, 3)
    const ready = await world.ask('{ accountExports { status expiresAt } }')
    world.clock.nowMs += 8 * 24 * HOUR_MS
    await minutes(world, 3)
    return [begun, ready, await world.ask('{ accountExports { status } }')]
  } },
  { name: 'the closing of an account, and its end', before: async (world) => {
    await world.ask(GENERATE, { input: speech })
    await minutes(world, 1)
    await world.ask(GENERATE, { input: video('storm') })
  }, act: async (world) => {
    const closed = await world.ask('mutation ($id: ID!) { accountClose(input: { accountId: $id }) { erasedAfter } }', { id: world.accountId })
    await minutes(world, 3)
    world.clock.nowMs += 30 * 24 * HOUR_MS
    await minutes(world, 8)
    return closed
  } },
  { name: 'a takedown', options: { ...ADMIN, network: freshPictures }, before: async (world) => {
    const { generate } = await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } } })
    await minutes(world, 1)
    return generate.id
  }, act: async (world, id: string) => {
    const { adminTakedown } = await world.ask('mutation ($id: ID!) { adminTakedown(target: $id) { done } }', { id })
    await minutes(world, 3)
    return [adminTakedown, await world.ask('query ($id: ID!) { generation(id: $id) { url expired takenDownAt } events { edges { node { seq kind } } } }', { id })]
  } },
  { name: 'a first sign-in, a second, and the end of a session', act: async (world) => {
    const identity = { issuer: 'https://issuer.example.com', subject: world.accountId, email: null, name: 'Asha' }
    const tokens = [await openSession(world.services, identity), await openSession(world.services, identity)]
    await endSession(world.services, createKeyCache(), new Headers({ cookie: `__Host-doitong_session=${tokens[0] ?? ''}` }))
    return tokens
  } },
]

describe('a lost answer changes nothing of', () => {
  for (const operation of operations) {
    it(operation.name, { timeout: 240_000 }, async () => {
      const whole = await play(operation, 0)
      expect(whole.batches).toBeGreaterThan(0)
      for (const nth of ['READS' as const, ...Array.from({ length: whole.batches }, (_, index) => index + 1)]) {
        const { told, stored } = await play(operation, nth)
        expect({ nth, told, stored }).toEqual({ nth, told: whole.told, stored: whole.stored })
      }
    })
  }
})
