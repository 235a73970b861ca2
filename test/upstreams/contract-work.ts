// The part of the contract about work that goes on after it was accepted: looking at it, cancelling it, giving it up.
import { expect, it } from 'vitest'
import type { UpstreamRegistration } from '../../src/upstreams/contract.ts'
import type { ContractCase } from './contract-case.ts'
import { responseOf } from './contract-session.ts'
import type { Play } from './contract-session.ts'

/** Longer than we would wait by ourselves. */
export const ASKED_WAIT_SECONDS = 77

const OVERLOADED = { status: 503, body: { error: 'overloaded' } }
const BUSY = { status: 429, body: { error: 'busy' }, headers: { 'retry-after': String(ASKED_WAIT_SECONDS) } }

const CANCEL = 'mutation ($id: ID!) { generationCancel(id: $id) { outcome cancelled refundedCredits generation { status creditCost } } }'

export function endingsOfWork({ upstream }: UpstreamRegistration, theCase: ContractCase, start: Play): void {
  const { progress, hasNo } = theCase

  it('is not asked for what is cancelled before it began', async () => {
    const { world, ask, id, counts } = await start()
    const { outcome, refundedCredits, generation } = (await ask(CANCEL, { id }))['generationCancel']
    expect({ outcome, refundedCredits }).toEqual({ outcome: 'CANCELLED_BEFORE_START', refundedCredits: generation.creditCost })
    await world.run(60)
    expect(counts).toMatchObject({ submit: 0, look: 0, other: 0 })
  })

  if (hasNo.work !== undefined) return
  describeLooks(theCase, start)

  if (progress) {
    it('tells how far it is, and that is told on', async () => {
      const session = await start({
        always: '[[slow]]',
        replies: { look: async (_, pass, path) => (progress.look.test(path) ? responseOf(progress.answer) : pass()) },
      })
      const usual = session.model?.typicalSeconds ?? 0
      // Sooner than the usual time could have brought it so far by itself.
      for (let second = 0; second < usual * 0.7 && (await session.row())?.progress === null; second += 1) await session.world.run(1)
      expect(await session.read()).toMatchObject({ status: 'PROCESSING', progress: 80 })
    })
  }

  if (!upstream.cancel) {
    it('cannot be stopped, says so, and delivers all the same', async () => {
      const session = await start()
      await session.world.run(0)
      expect((await session.ask(CANCEL, { id: session.id }))['generationCancel']).toMatchObject({ outcome: 'NOT_SUPPORTED_BY_PROVIDER', cancelled: false, refundedCredits: 0 })
      await session.world.run(120)
      await session.expectCompleted()
    })
    return
  }

  it('stops waiting work when asked, refunded as the row of its model says', async () => {
    const session = await start()
    await session.world.run(0)
    const { outcome, refundedCredits, generation } = (await session.ask(CANCEL, { id: session.id }))['generationCancel']
    const refund = session.model?.cancelRefund === 'ALL' ? generation.creditCost : 0
    expect({ outcome, refundedCredits }).toEqual({ outcome: 'CANCELLED_UPSTREAM', refundedCredits: refund })
    await session.world.run(120)
    expect(await session.read()).toMatchObject({ status: 'CANCELLED', url: null })
    expect(await session.world.balance()).toBe(1_000_000 - generation.creditCost + refund)
  })

  it(theCase.cancels === 'running' ? 'stops running work when asked, which here refunds nothing' : 'does not stop running work, and says that it is too late', async () => {
    const session = await start({ always: '[[slow]]' })
    await session.world.run(2)
    const cancellation = (await session.ask(CANCEL, { id: session.id }))['generationCancel']
    const { creditCost } = cancellation.generation
    const stops = theCase.cancels === 'running'
    expect(cancellation).toMatchObject({ outcome: stops ? 'CANCELLED_UPSTREAM' : 'TOO_LATE', cancelled: stops })
    await session.world.run(240)
    if (stops) expect(await session.world.balance()).toBe(1_000_000 - creditCost)
    else await session.expectCompleted()
  })
}

function describeLooks(theCase: ContractCase, start: Play): void {
  it('that fails at the work ends it, refunded', async () => {
    const session = await start({ always: '[[fail]]' })
    await session.world.run(120)
    const { error } = await session.read()
    await session.expectRefunded({ code: error.code, reason: 'UPSTREAM', retryable: true })
    expect(['GENERATION_FAILED', 'PROVIDER_UNAVAILABLE']).toContain(error.code)
  })

  it('that cannot be seen for a while loses nothing, and is left alone for as long as it asks', async () => {
    const unseen = 3
    const session = await start({
      replies: { look: async (count, pass) => (count > unseen ? pass() : responseOf(count === unseen ? BUSY : OVERLOADED)) },
    })
    for (let second = 0; second < 120 && session.counts.look < unseen; second += 1) await session.world.run(1)
    // The look that was told to wait may have been at the beginning of the last second.
    await session.world.run(ASKED_WAIT_SECONDS - 2)
    expect(session.counts.look).toBe(unseen)
    await session.world.run(60)
    expect(session.counts.look).toBeGreaterThan(unseen)
    await session.expectCompleted()
    expect(session.counts.submit).toBe(1)
  })

  it('that refuses our key at a look rings the alarm, and loses nothing', async () => {
    const session = await start({ replies: { look: async (count, pass) => (count > 1 ? pass() : Response.json({}, { status: 401 })) } })
    await session.world.run(120)
    await session.expectCompleted()
    expect(session.hasAlarm()).toBe(true)
  })

  it('that never ends is given up at the deadline, stopped where it can be, and refunded', async () => {
    const session = await start({ always: '[[hang]]' })
    await session.world.run(30)
    expect(await session.read()).toMatchObject({ status: 'PROCESSING' })
    await session.toDeadline()
    await session.expectRefunded({ code: 'GENERATION_FAILED', reason: 'TIMEOUT' })
    const stopped = session.world.logs.filter((line) => line['event'] === 'cancelled at deadline').map((line) => line['outcome'])
    expect(stopped).toEqual(theCase.cancels ? [theCase.cancels === 'running' ? 'CANCELLED' : 'TOO_LATE'] : [])
  })
}
