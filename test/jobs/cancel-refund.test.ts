// What comes back of a generation that is cancelled after its start, told beforehand; and that a wish to cancel is kept
// to by whoever comes to the job later, whatever dies or races in between.
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import type { Model } from '../../src/domain/model.ts'
import { cancelJob } from '../../src/jobs/cancel-job.ts'
import { jobs } from '../../src/store/tables.ts'
import type { Upstream } from '../../src/upstreams/contract.ts'
import { registrations } from '../../src/upstreams/registry.ts'
import { GENERATE, createWorld } from '../world.ts'
import type { World, WorldOptions } from '../world.ts'

const CANCEL = 'mutation ($id: ID!) { generationCancel(id: $id) { outcome cancelled refundedCredits generation { status } } }'
const VIEW = 'query ($id: ID!) { generation(id: $id) { status attempts creditCost refundedCredits error { reason } } }'
const QUOTE = 'query ($input: GenerateInput!) { quote(input: $input) { cancelRefund } }'

const start = async (world: World, provider: string, text = 'storm [[slow]]'): Promise<{ id: string; creditCost: number }> =>
  (await world.ask(GENERATE, { input: { type: 'VIDEO', provider, input: { text } } }))['generate']
/** A model of each company that can stop its work. */
const STOPPING = Object.values(registrations).flatMap(({ upstream }: { readonly upstream: Upstream }) => {
  const model: Model | undefined = models.find((one) => one.upstream === upstream.id && one.lifecycle.state === 'active')
  return upstream.cancel && model ? [[upstream.id, model] as const] : []
})
const startWith = async (world: World, { type, id: model }: Model): Promise<{ id: string; creditCost: number }> =>
  (await world.ask(GENERATE, { input: { type, model, input: { text: 'storm [[slow]]' } } }))['generate']
const cancel = async (world: World, id: string) => (await world.ask(CANCEL, { id }))['generationCancel']
const view = async (world: World, id: string) => (await world.ask(VIEW, { id }))['generation']
const rowOf = async (world: World, id: string) => (await world.services.database.select().from(jobs).where(eq(jobs.id, id)))[0]

/** Per job the entries add up to −(cost − refunded). */
async function expectSpent(world: World, spent: number): Promise<void> {
  expect((await world.entries()).filter(({ jobId }) => jobId !== null).reduce((sum, { amount }) => sum + amount, 0)).toBe(0 - spent)
  expect(await world.balance()).toBe(1_000_000 - spent)
}

const isCancelling = (provider: string, url: string, init: RequestInit): boolean =>
  url.includes(`/emulators/${provider}/`) && (init.method === 'DELETE' || url.endsWith('/cancel'))

/** The emulators answer as ever. */
const noticing =
  (isIt: (url: string, init: RequestInit) => boolean, notice: (url: string) => void) =>
  (url: string, init: RequestInit): undefined => {
    if (isIt(url, init)) notice(url)
  }

describe('what comes back after the start', () => {
  it('stands in the row of each model whose company can stop its work, and in no other', () => {
    for (const model of models) {
      const { upstream }: { readonly upstream: Upstream } = registrations[model.upstream]
      expect([model.id, 'cancelRefund' in model]).toEqual([model.id, upstream.cancel !== undefined])
    }
  })

  const cases = [
    { provider: 'seedance', comesBack: 'ALL' },
    { provider: 'wan', comesBack: 'NOTHING' },
    { provider: 'vidu', comesBack: 'NOTHING' },
    { provider: 'runway', comesBack: 'NOTHING' },
    { provider: 'luma', comesBack: 'NOTHING' },
  ] as const
  it.each(cases)('at $provider is $comesBack, which is told before', async ({ provider, comesBack }) => {
    const world = await createWorld()
    const input = { type: 'VIDEO', provider, input: { text: 'storm [[slow]]' } }
    expect((await world.ask(QUOTE, { input }))['quote']).toEqual({ cancelRefund: comesBack })
    const { providers } = await world.ask('{ providers(type: VIDEO) { id models { cancelRefund } } }')
    const listed = providers.find(({ id }: { id: string }) => id === provider)
    expect(new Set(listed.models.map((model: { cancelRefund: string }) => model.cancelRefund))).toEqual(new Set([comesBack]))
    const { id, creditCost } = await start(world, provider)
    await world.run(0.2)
    const refund = comesBack === 'ALL' ? creditCost : 0
    expect(await cancel(world, id)).toEqual({ outcome: 'CANCELLED_UPSTREAM', cancelled: true, refundedCredits: refund, generation: { status: 'CANCELLED' } })
    expect(await cancel(world, id)).toMatchObject({ outcome: 'CANCELLED_UPSTREAM', refundedCredits: refund })
    await world.run(300)
    await expectSpent(world, creditCost - refund)
  })

  it('is nothing at all where the company cannot stop, and that is told before', async () => {
    const world = await createWorld()
    expect((await world.ask(QUOTE, { input: { type: 'VIDEO', provider: 'kling', input: { text: 'storm' } } }))['quote']).toEqual({ cancelRefund: null })
  })
})

describe('a cancellation looks first', () => {
  it.each(['luma', 'runway', 'seedance', 'wan', 'vidu'])('what is finished at %s is delivered, and the company is not asked to stop it', async (provider) => {
    let stops = 0
    const world = await createWorld({ network: noticing((url, init) => isCancelling(provider, url, init), () => (stops += 1)) })
    const { id, creditCost } = await start(world, provider, 'storm')
    await world.run(0.2)
    world.queues.lose()
    world.clock.nowMs += 120_000
    expect(await cancel(world, id)).toMatchObject({ outcome: 'TOO_LATE', cancelled: false, refundedCredits: 0, generation: { status: 'COMPLETED' } })
    expect(stops).toBe(0)
    await expectSpent(world, creditCost)
  })

  it('and where the look fails nothing is stopped yet: the next poll does', async () => {
    let stops = 0
    let isDown = false
    const world: World = await createWorld({
      network: (url, init) => {
        if (isCancelling('luma', url, init)) stops += 1
        return isDown && url.includes('/emulators/luma/') && init.method === 'GET' ? Promise.resolve(Response.json({}, { status: 503 })) : undefined
      },
    })
    const { id, creditCost } = await start(world, 'luma')
    await world.run(0.2)
    isDown = true
    expect(await cancel(world, id)).toMatchObject({ outcome: 'TOO_LATE', cancelled: false, generation: { status: 'PROCESSING' } })
    expect(stops).toBe(0)
    isDown = false
    await world.run(20)
    expect(stops).toBe(1)
    expect(await view(world, id)).toMatchObject({ status: 'CANCELLED', refundedCredits: 0 })
    expect(await cancel(world, id)).toMatchObject({ outcome: 'CANCELLED_UPSTREAM' })
    await expectSpent(world, creditCost)
  })

  it('so does the deadline: what is finished by then is delivered', async () => {
    let stops = 0
    const world = await createWorld({ network: noticing((url, init) => isCancelling('luma', url, init), () => (stops += 1)) })
    const { id, creditCost } = await start(world, 'luma', 'storm')
    await world.run(0.2)
    world.queues.lose()
    world.clock.nowMs += 3_600_000
    await world.sweep()
    await world.run(5)
    expect(await view(world, id)).toMatchObject({ status: 'COMPLETED', refundedCredits: 0 })
    expect(stops).toBe(0)
    await expectSpent(world, creditCost)
  })
})

describe('the wish to cancel', () => {
  it('is written before the company is asked', async () => {
    const seen: unknown[] = []
    const world: World = await createWorld({
      network: (url, init) => {
        if (!isCancelling('luma', url, init)) return undefined
        return rowOf(world, id).then((row) => {
          seen.push(row?.cancelAskedAtMs)
          return world.emulators.fetch(url, init)
        })
      },
    })
    const { id } = await start(world, 'luma')
    await world.run(0.2)
    await cancel(world, id)
    expect(seen).toEqual([world.clock.nowMs])
  })

  it.each(STOPPING)('outlives a death between the stopping at %s and the settlement', async (upstreamId, model) => {
    const world = await createWorld()
    const { id, creditCost } = await startWith(world, model)
    await world.run(0.2)
    await expect(dyingOnceStopped(world, upstreamId)(id)).rejects.toThrow('died')
    expect(await rowOf(world, id)).toMatchObject({ status: 'PROCESSING' })
    await world.run(30)
    const refundedCredits = model.cancelRefund === 'ALL' ? creditCost : 0
    expect(await view(world, id)).toMatchObject({ status: 'CANCELLED', refundedCredits })
    await expectSpent(world, creditCost - refundedCredits)
  })

  it('ends what the company refuses instead of going on to another, and refunds it all', async () => {
    const submitted: string[] = []
    const world = await createWorld({ key: { providers: ['kling', 'minimax'] }, network: noticing((_url, init) => init.method === 'POST', (url) => submitted.push(url)) })
    const { id } = (await world.ask(GENERATE, { input: { type: 'VIDEO', priority: 'QUALITY', input: { text: 'storm [[fail]]' } } }))['generate']
    await world.run(0.2)
    expect(await cancel(world, id)).toMatchObject({ outcome: 'NOT_SUPPORTED_BY_PROVIDER', cancelled: false, refundedCredits: 0 })
    expect((await rowOf(world, id))?.routes.length).toBeGreaterThan(1)
    const before = submitted.length
    await world.run(600)
    expect(submitted).toHaveLength(before)
    expect(await view(world, id)).toMatchObject({ status: 'CANCELLED', attempts: 1 })
    await expectSpent(world, 0)
  })

  it('ends what is refused while the caller waits for the answer, as cancelled before the start', async () => {
    const gate = Promise.withResolvers<Response>()
    const asked = Promise.withResolvers<undefined>()
    let isAsked = false
    const options: WorldOptions = {
      network: (_url, init) => {
        if (isAsked || init.method !== 'POST') return undefined
        isAsked = true
        asked.resolve(undefined)
        return gate.promise
      },
      passing: async () => {
        gate.resolve(Response.json({ error: 'busy' }, { status: 429 }))
        await consumer
      },
    }
    const world = await createWorld(options)
    const { id } = (await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'runway', input: { text: 'storm' } } }))['generate']
    const consumer = world.run(0.1)
    await asked.promise
    expect(await cancel(world, id)).toMatchObject({ outcome: 'CANCELLED_BEFORE_START', cancelled: true })
    expect(await cancel(world, id)).toMatchObject({ outcome: 'CANCELLED_BEFORE_START' })
    await world.run(300)
    expect(await view(world, id)).toMatchObject({ status: 'CANCELLED', attempts: 1 })
    await expectSpent(world, 0)
  })
})

/** Vidu takes it, its answer is lost, and its list does not show it yet. */
async function held() {
  const list = { isHidden: true, isStopped: false }
  const world: World = await createWorld({
    network: (url, init) => {
      if (!url.includes('/emulators/vidu/')) return undefined
      if (init.method === 'POST' && !url.includes('cancel')) {
        return world.emulators.fetch(url, init).then(() => Promise.reject(new TypeError('the answer was lost')))
      }
      if (list.isHidden && url.includes('tasks?')) return Promise.resolve(Response.json({ tasks: [] }))
      // It waits there for as long as it is not stopped.
      if (isCancelling('vidu', url, init)) list.isStopped = true
      const state = list.isStopped ? { state: 'failed', err_code: 'UserCancelled' } : { state: 'queueing' }
      return url.includes('/creations') ? Promise.resolve(Response.json(state)) : list.isStopped ? Promise.resolve(Response.json({})) : undefined
    },
  })
  const started = await start(world, 'vidu')
  await world.run(0.2)
  expect(await rowOf(world, started.id)).toMatchObject({ status: 'HELD' })
  expect(await cancel(world, started.id)).toMatchObject({ outcome: 'TOO_LATE', cancelled: false, refundedCredits: 0, generation: { status: 'PROCESSING' } })
  return { world, list, ...started }
}

describe('a job whose outcome nobody can tell', () => {
  it('keeps the wish: found later, the rule of its row holds', async () => {
    const { world, list, id, creditCost } = await held()
    list.isHidden = false
    world.clock.nowMs += 100_000
    await world.sweep()
    await world.run(30)
    expect(list.isStopped).toBe(true)
    expect(await view(world, id)).toMatchObject({ status: 'CANCELLED', refundedCredits: 0 })
    await expectSpent(world, creditCost)
  })

  it('keeps the wish: not found, it is refunded at the deadline', async () => {
    const { world, id } = await held()
    world.clock.nowMs += 3 * 3_600_000
    await world.sweep()
    await world.run(1)
    expect(await view(world, id)).toMatchObject({ status: 'FAILED', error: { reason: 'UNKNOWN_OUTCOME' } })
    await expectSpent(world, 0)
  })
})

describe('several cancellations at once', () => {
  it.each(STOPPING)('agree at %s, and the money with them', async (_upstreamId, model) => {
    const world = await createWorld()
    const { id, creditCost } = await startWith(world, model)
    await world.run(0.2)
    const told = await Promise.all([cancel(world, id), cancel(world, id), cancel(world, id)])
    expect(new Set(told.map(({ outcome }) => outcome))).toEqual(new Set(['CANCELLED_UPSTREAM']))
    await world.run(300)
    await expectSpent(world, model.cancelRefund === 'ALL' ? 0 : creditCost)
  })

  it('agree where it had not begun', async () => {
    const world = await createWorld()
    const { id } = await start(world, 'luma')
    const told = await Promise.all([cancel(world, id), cancel(world, id), cancel(world, id)])
    expect(new Set(told.map(({ outcome }) => outcome))).toEqual(new Set(['CANCELLED_BEFORE_START']))
    await expectSpent(world, 0)
  })
})

/** The same cancellation in an isolate that dies when the company has said that it stopped. */
function dyingOnceStopped(world: World, stoppedAt: string) {
  let hasStopped = false
  const { upstreams, database } = world.services
  const services = {
    ...world.services,
    upstreams: {
      ...upstreams,
      get: (upstreamId: Parameters<typeof upstreams.get>[0]) => {
        const { upstream, http } = upstreams.get(upstreamId) ?? expect.fail('it is always there')
        const stop = upstream.cancel
        if (!stop || upstreamId !== stoppedAt) return { upstream, http }
        const cancelling: Upstream['cancel'] = async (...args) => {
          const outcome = await stop(...args)
          hasStopped = outcome.kind === 'CANCELLED'
          return outcome
        }
        return { upstream: { ...upstream, cancel: cancelling }, http }
      },
    },
    database: new Proxy(database, {
      get: (target, name) => {
        if (hasStopped) throw new Error('died')
        return Reflect.get(target, name) as unknown
      },
    }),
  }
  return (id: string) => cancelJob(services, { accountId: world.accountId, endUser: null }, id)
}
