// Every outcome that a word in the text forces with a test key, through the whole service: status, error, refund, ledger,
// webhook, and that no upstream and no health ever hears of it.
import { describe, expect, it } from 'vitest'
import { accountOf, attemptsOf, createTestWorld, entriesOf, TEST_CREDITS, wait } from '../auth/test-keys.ts'
import type { TestWorld } from '../auth/test-keys.ts'
import { GENERATE, RECEIVER } from '../world.ts'
import type { Answer } from '../world.ts'

const VIEW = `id status test provider attempts creditCost refundedCredits url outputs { url metadata { contentType } } estimatedTime pollAfterMs
  error { code reason retryable }`
const READ = `query ($id: ID!) { generation(id: $id) { ${VIEW} } }`
const CANCEL = 'mutation ($id: ID!) { generationCancel(id: $id) { outcome refundedCredits generation { status } } }'
const VIDEO = { type: 'VIDEO', provider: 'luma' }
const IMAGES = { type: 'IMAGE', provider: 'imagen', options: { n: 3 } }

interface Case {
  readonly name: string
  readonly word: string
  readonly input?: Record<string, unknown>
  /** Until it has ended. */
  readonly seconds: number
  /** What it looks like before. */
  readonly before?: { readonly atSeconds: number; readonly view: Record<string, unknown> }
  readonly view: Record<string, unknown>
  /** Of the cost; left out: none when it is completed, all when not. */
  readonly refunded?: number
}

const failed = (code: string, reason: string): Record<string, unknown> => ({ status: 'FAILED', url: null, error: { code, reason, retryable: !['MODERATED', 'INVALID'].includes(reason) } })
const processing = (atSeconds: number) => ({ atSeconds, view: { status: 'PROCESSING', pollAfterMs: 2000 } })
const MADE = { status: 'COMPLETED', error: null, attempts: 1 }

const cases: readonly Case[] = [
  { name: 'without a word it completes in seconds', word: '', seconds: 6, before: processing(2), view: { ...MADE, estimatedTime: 3 } },
  { name: 'an unknown word is a part of the text', word: '[[explode]]', seconds: 6, view: MADE },
  { name: '[[slow]] takes a minute', word: '[[slow]]', seconds: 65, before: processing(58), view: MADE },
  { name: '[[moderated]] is refused by content rules', word: '[[moderated]]', seconds: 3, view: failed('GENERATION_FAILED', 'MODERATED') },
  { name: '[[invalid]] is found invalid by the upstream', word: '[[invalid]]', seconds: 3, view: { ...failed('INVALID_INPUT', 'UPSTREAM'), error: { code: 'INVALID_INPUT', reason: 'UPSTREAM', retryable: false } } },
  { name: '[[input-media]] finds a file of the caller that cannot be used', word: '[[input-media]]', seconds: 3, view: { ...failed('INVALID_INPUT', 'INPUT_MEDIA'), error: { code: 'INVALID_INPUT', reason: 'INPUT_MEDIA', retryable: false } } },
  { name: '[[fail]] is accepted and then fails', word: '[[fail]]', seconds: 6, before: processing(2), view: { ...failed('GENERATION_FAILED', 'UPSTREAM'), attempts: 1 } },
  { name: '[[slow]] [[timeout]] never ends either', word: '[[slow]] [[timeout]]', seconds: 130, before: processing(115), view: failed('GENERATION_FAILED', 'TIMEOUT') },
  { name: '[[slow]] [[fail]] fails after a minute', word: '[[slow]] [[fail]]', seconds: 65, before: processing(58), view: failed('GENERATION_FAILED', 'UPSTREAM') },
  { name: '[[busy]] is refused for now, and then made', word: '[[busy]]', seconds: 15, before: { atSeconds: 2, view: { status: 'QUEUED', attempts: 1 } }, view: { ...MADE, attempts: 2 } },
  ...['unavailable', '429', '500'].map((word) => ({ name: `[[${word}]] is PROVIDER_UNAVAILABLE in the end`, word: `[[${word}]]`, seconds: 10, view: failed('PROVIDER_UNAVAILABLE', 'UPSTREAM') })),
  { name: '[[failover]] ends a provider that was named', word: '[[failover]]', seconds: 3, view: { ...failed('GENERATION_FAILED', 'UPSTREAM'), attempts: 1 } },
  { name: '[[recovered]] loses the answer and finds the work by our id', word: '[[recovered]]', seconds: 6, view: MADE },
  { name: '[[unknown]] is held until the deadline', word: '[[unknown]]', seconds: 240, before: processing(100), view: { ...failed('GENERATION_FAILED', 'UNKNOWN_OUTCOME'), attempts: 1 } },
  ...['timeout', 'hang'].map((word) => ({ name: `[[${word}]] never ends`, word: `[[${word}]]`, seconds: 130, before: processing(115), view: failed('GENERATION_FAILED', 'TIMEOUT') })),
  { name: '[[late]] is not ready by the deadline', word: '[[late]]', seconds: 130, before: processing(115), view: failed('GENERATION_FAILED', 'TIMEOUT') },
  { name: '[[media]] delivers a file that cannot be used', word: '[[media]]', seconds: 6, view: failed('GENERATION_FAILED', 'MEDIA') },
  { name: 'several outputs are all delivered', word: '', input: IMAGES, seconds: 6, view: { ...MADE, outputs: Array.from({ length: 3 }, () => ({ url: expect.any(String), metadata: { contentType: 'image/jpeg' } })) } },
  { name: '[[partial]] delivers one less, and refunds it', word: '[[partial]]', input: IMAGES, seconds: 6, refunded: 1 / 3, view: { ...MADE, outputs: [expect.anything(), expect.anything()] } },
  { name: '[[partial]] of one output is that one', word: '[[partial]]', seconds: 6, view: { ...MADE, outputs: [expect.anything()] } },
]

async function start({ test }: TestWorld, text: string, more: Record<string, unknown> = VIDEO): Promise<Answer> {
  return (await test.ask(GENERATE, { input: { ...more, input: { text }, webhookUrl: RECEIVER } }))['generate']
}
const read = async ({ test }: TestWorld, id: string): Promise<Answer> => (await test.ask(READ, { id }))['generation']

describe('with a test key', () => {
  for (const { name, word, input, seconds, before, view, refunded } of cases) {
    it(name, async () => {
      const made = await createTestWorld()
      const { world, accountId, left } = made
      const { id, creditCost } = await start(made, `storm ${word}`, input)
      const firstSeconds = before?.atSeconds ?? 0
      await wait(world, firstSeconds)
      if (before) expect(await read(made, id)).toMatchObject({ ...before.view, test: true })
      await wait(world, seconds - firstSeconds)
      const refund = Math.floor(creditCost * (refunded ?? (view['status'] === 'COMPLETED' ? 0 : 1)))
      expect(await read(made, id)).toMatchObject({ ...view, test: true, creditCost, refundedCredits: refund })
      await expectLedger(accountId, creditCost, refund)
      const bodies = world.received.map(({ body }) => JSON.parse(body))
      expect(bodies).toEqual([{ type: `generation.${String(view['status']).toLowerCase()}`, timestamp: expect.any(String), data: expect.objectContaining({ id, test: true, status: view['status'] }) }])
      expect(left.every((url) => url === RECEIVER)).toBe(true)
      expect(world.queues.waiting().filter(({ body }) => body.kind !== 'poll')).toEqual([])
    })
  }

  for (const word of ['failover', 'busy']) {
    it(`[[${word}]] lets an automatic choice go on to another company`, async () => {
      const made = await createTestWorld()
      const { id, provider, creditCost } = await start(made, `storm [[${word}]]`, { type: 'VIDEO' })
      await made.world.run(10)
      const generation = await read(made, id)
      expect(generation).toMatchObject({ status: 'COMPLETED', attempts: 2, creditCost })
      expect(generation['provider']).not.toBe(provider)
      await expectLedger(made.accountId, creditCost, generation['refundedCredits'])
      expect((await attemptsOf(made.accountId)).map(({ upstream }) => upstream)).toEqual(['test', 'test'])
    })
  }

  it('[[unavailable]] lets an automatic choice try the others, in vain', async () => {
    const made = await createTestWorld()
    const { id, creditCost } = await start(made, 'storm [[unavailable]]', { type: 'VIDEO', priority: 'QUALITY' })
    await made.world.run(30)
    expect(await read(made, id)).toMatchObject({ ...failed('PROVIDER_UNAVAILABLE', 'UPSTREAM'), attempts: 3 })
    await expectLedger(made.accountId, creditCost, creditCost)
  })

  it.each([
    ['what the row says of a company that can stop: nothing', 'luma', 0],
    ['what the row says of a company that can stop: all', 'seedance', 1],
    ['all, where the company that it stands for could not', 'kling', 1],
  ] as const)('what was cancelled is stopped and gives back %s', async (_what, provider, share) => {
    const made = await createTestWorld()
    const { id, creditCost } = await start(made, 'storm [[slow]]', { type: 'VIDEO', provider })
    await made.world.run(5)
    const refundedCredits = creditCost * share
    expect((await made.test.ask(CANCEL, { id }))['generationCancel']).toEqual({ outcome: 'CANCELLED_UPSTREAM', refundedCredits, generation: { status: 'CANCELLED' } })
    await expectLedger(made.accountId, creditCost, refundedCredits)
  })

  it('[[cancel:too-late]] cannot be cancelled any more, and comes', async () => {
    const made = await createTestWorld()
    const { id, creditCost } = await start(made, 'storm [[slow]] [[cancel:too-late]]')
    await made.world.run(5)
    expect((await made.test.ask(CANCEL, { id }))['generationCancel']).toEqual({ outcome: 'TOO_LATE', refundedCredits: 0, generation: { status: 'PROCESSING' } })
    await made.world.run(70)
    expect(await read(made, id)).toMatchObject({ status: 'COMPLETED' })
    await expectLedger(made.accountId, creditCost, 0)
  })

  it('[[late]] is ready after the deadline, and is not stopped at it', async () => {
    const made = await createTestWorld()
    await start(made, 'storm [[late]]')
    await made.world.run(5)
    const { upstream, http } = made.world.services.upstreams.get('test') ?? expect.fail('it is always there')
    const ref = (await attemptsOf(made.accountId))[0]?.ref
    if (!ref || !upstream.poll || !upstream.cancel) throw new Error('it was not accepted')
    expect(await upstream.cancel(http, ref)).toEqual({ kind: 'TOO_LATE' })
    made.world.clock.nowMs += 170_000
    expect(await upstream.poll(http, ref)).toMatchObject({ kind: 'PENDING' })
    made.world.clock.nowMs += 10_000
    expect(await upstream.poll(http, ref)).toMatchObject({ kind: 'DONE', outputs: [{ kind: 'bytes' }] })
  })

  it('[[late]] fails at the deadline, and is delivered free five minutes later', async () => {
    const made = await createTestWorld()
    const { id, creditCost } = await start(made, 'storm [[late]]')
    await made.world.run(125)
    await made.world.sweep()
    expect(await read(made, id)).toMatchObject(failed('GENERATION_FAILED', 'TIMEOUT'))
    await made.world.run(301)
    await made.world.sweep()
    expect(await read(made, id)).toMatchObject({ status: 'COMPLETED' })
    expect((await made.test.ask('query ($id: ID!) { generation(id: $id) { late refundedCredits } }', { id }))['generation']).toEqual({ late: true, refundedCredits: creditCost })
    await expectLedger(made.accountId, creditCost, creditCost)
  })

  it('no forced failure opens a circuit: no health hears of it', async () => {
    const made = await createTestWorld()
    for (let n = 0; n < 8; n += 1) await start(made, 'storm [[fail]]')
    await start(made, 'storm')
    await made.world.run(20)
    const health = (id: 'luma' | 'test') => made.world.env.UPSTREAM_HEALTH.get(made.world.env.UPSTREAM_HEALTH.idFromName(id)).look({ nowMs: made.world.clock.nowMs })
    for (const id of ['luma', 'test'] as const) expect(await health(id)).toMatchObject({ circuit: { kind: 'CLOSED', sinceMs: null }, successRate: null })
    expect(await read(made, (await start(made, 'storm'))['id'])).toMatchObject({ status: 'QUEUED' })
  })
})

async function expectLedger(accountId: string, cost: number, refund: number): Promise<void> {
  const entries = await entriesOf(accountId)
  const expected = [{ kind: 'GRANT', amount: TEST_CREDITS }, { kind: 'CHARGE', amount: -cost }, ...(refund > 0 ? [{ kind: 'REFUND', amount: refund }] : [])]
  expect(entries.map(({ kind, amount }) => ({ kind, amount })).toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual(expected.toSorted((a, b) => a.kind.localeCompare(b.kind)))
  expect((await accountOf(accountId))?.credits).toBe(TEST_CREDITS - cost + refund)
}
