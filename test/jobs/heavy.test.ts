// What holds media in memory goes through a queue of its own, whoever sent it.
import { describe, expect, it } from 'vitest'
import type { QueueMessage } from '../../src/domain/messages.ts'
import { GENERATE, READ, createWorld } from '../world.ts'

async function watchedWorld() {
  const sent: (readonly [queue: string, message: QueueMessage])[] = []
  const watched = <Body extends QueueMessage>(name: string, queue: Queue<Body>): Queue<Body> =>
    new Proxy(queue, {
      get: (target, key: 'send' | 'sendBatch') => {
        if (key === 'sendBatch') return target.sendBatch.bind(target)
        return (body: Body, options?: QueueSendOptions) => {
          sent.push([name, body])
          return target.send(body, options)
        }
      },
    })
  const world = await createWorld({
    bindings: ({ SUBMITS, POLLS, HEAVY }) => ({ SUBMITS: watched('submits', SUBMITS), POLLS: watched('polls', POLLS), HEAVY: watched('heavy', HEAVY) }),
  })
  return { world, sent, queues: () => sent.map(([queue, { kind }]) => `${kind} in ${queue}`) }
}

describe('the heavy queue', () => {
  it('has the submissions of companies that take or answer bytes, and no others', async () => {
    const { world, queues } = await watchedWorld()
    await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'imagen', input: { text: 'A fox' } } })
    await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'A fox' } } })
    expect(queues()).toEqual(['submit in heavy', 'submit in submits'])
  })

  it("has Veo's polls, whose answer may be the video", async () => {
    const { world, queues } = await watchedWorld()
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'veo-3', input: { text: 'A fox' } } })
    await world.run(120)
    expect((await world.ask(READ, { id: generate.id })).generation.status).toBe('COMPLETED')
    expect(new Set(queues())).toEqual(new Set(['submit in heavy', 'poll in heavy']))
  })

  it('is where a message goes on to whose sender could not tell', async () => {
    const { world, sent, queues } = await watchedWorld()
    const { generate } = await world.ask(GENERATE, { input: { type: 'IMAGE', provider: 'imagen', input: { text: 'A fox' } } })
    world.queues.lose()
    await world.services.queues.submit({ kind: 'submit', accountId: world.accountId, jobId: generate.id })
    await world.run(30)
    expect(queues()).toEqual(['submit in heavy', 'submit in submits', 'submit in heavy'])
    expect(sent.at(-1)?.[1]).toMatchObject({ upstream: 'imagen' })
    expect((await world.ask(READ, { id: generate.id })).generation.status).toBe('COMPLETED')
  })
})
