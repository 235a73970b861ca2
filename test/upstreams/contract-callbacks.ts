// What every company that calls back must keep to: its callback has us look, and whatever becomes of it, the generation ends once. One that
// never calls back is not asked to.
import { expect, it } from 'vitest'
import type { UpstreamRegistration } from '../../src/upstreams/contract.ts'
import { CALLBACK_SECRET } from '../callbacks/secret.ts'
import type { Play, Session } from './contract-session.ts'

const settings = { CALLBACK_SECRET }
const ADDRESS = /http:\/\/127\.0\.0\.1:8787\/callbacks\/[\w-]+\/[\w.]+/

const isAsked = ({ submissions }: Session): boolean => submissions.some((submission) => ADDRESS.test(decodeURIComponent(submission)))

export function describeCallbacks({ callbacks, upstream }: UpstreamRegistration, start: Play): void {
  if (!callbacks) {
    it('is not asked to call back', async () => {
      const session = await start({ settings })
      expect(isAsked(session)).toBe(false)
      await session.world.run(120)
      await session.expectCompleted()
      expect(isAsked(session)).toBe(false)
    })
    return
  }

  it('is not asked to call back where no secret is set', async () => {
    const session = await start()
    await session.world.run(120)
    await session.expectCompleted()
    expect(isAsked(session)).toBe(false)
  })

  it('that calls back is looked at then, and costs at least four queue operations less than ten polls', async () => {
    const session = await start({ settings })
    await session.world.run(10)
    expect(isAsked(session)).toBe(true)
    await session.expectCompleted()
    expect(session.world.queues.delivered.filter((kind) => kind === 'look')).toHaveLength(1)
    await session.world.run(600)
    const { writes, reads, deletes } = session.world.queues.counts
    expect(writes + reads + deletes).toBeLessThanOrEqual(14)
    await session.expectCompleted()
  })

  it('whose callback is lost is looked at when it should have come, and from then on as any other', async () => {
    const session = await start({ settings, always: '[[callback-lost]]' })
    const expectedSeconds = (session.model?.typicalSeconds ?? 0) * 1.25
    await session.world.run(Math.min(expectedSeconds, (session.model?.typicalSeconds ?? 0) + 30) - 2)
    expect(session.counts.look).toBe(0)
    await session.world.run(5)
    await session.expectCompleted()
  })

  it('whose callback comes twice, or late, ends it once', async () => {
    for (const always of ['[[callback-twice]]', '[[callback-late]]']) {
      const session = await start({ settings, always })
      await session.world.run(600)
      await session.expectCompleted()
    }
  })

  it('that calls back before its answer to the submission is written down is heard all the same', async () => {
    const session: Session = await start({
      settings,
      always: '[[callback-early]]',
      replies: {
        submit: async (_count, pass) => {
          const answer = await pass()
          session.world.clock.nowMs += 15_000
          await session.world.emulators.callbacks.run()
          return answer
        },
      },
    })
    await session.world.run(25)
    await session.expectCompleted()
    expect(session.counts.submit).toBe(1)
  })

  if (upstream.find) it('that calls back about what nobody knew of is asked for it at once', async () => {
    const session = await start({
      settings,
      replies: {
        submit: async (count, pass) => {
          const answer = await pass()
          if (count === 1) throw new DOMException('The operation was aborted due to timeout', 'TimeoutError')
          return answer
        },
        look: async (count, pass) => (count === 1 ? new Response(null, { status: 503 }) : pass()),
      },
    })
    await session.world.run(40)
    await session.expectCompleted()
  })
}
