// Two versions of the service at once, as in every deploy: each reads what the other has sent, or keeps it for the other.
import { describe, expect, it } from 'vitest'
import { consumeDead } from '../../src/queues/consume-dead.ts'
import { consume } from '../../src/queues/consume.ts'
import { MESSAGE_VERSION, readMessage } from '../../src/domain/messages.ts'
import { GENERATE, READ, createWorld } from '../world.ts'

const about = { accountId: 'acc_1', jobId: 'gen_1' }
const UNKNOWN: Readonly<Record<string, unknown>> = {
  'a later version': { v: 2, kind: 'submit', ...about },
  'a kind that there is not yet': { v: 1, kind: 'transcode', ...about },
  'a form that changed': { v: 1, kind: 'poll', ...about, handle: 'x' },
  'no object': 'submit',
}

async function take(consumer: typeof consume, body: unknown) {
  const world = await createWorld()
  const told: string[] = []
  await consumer(world.services, [{ body, attempts: 1, ack: () => void told.push('ack'), retry: ({ delaySeconds }) => void told.push(`retry ${delaySeconds}`) }])
  return { told, alarms: world.logs.filter(({ event }) => event === 'alarm').map(({ kind, subject }) => `${String(kind)} ${String(subject)}`) }
}

describe('a message of another version', () => {
  it.each(Object.entries(UNKNOWN))('is kept by the consumer, and an operator told: %s', async (_, body) => {
    expect(await take(consume, body)).toEqual({ told: ['retry 900'], alarms: ['UNREADABLE queue'] })
  })

  it.each(Object.entries(UNKNOWN))('is kept by the consumer of dead letters: %s', async (_, body) => {
    expect(await take(consumeDead, body)).toEqual({ told: ['retry 900'], alarms: ['UNREADABLE queue'] })
  })

  it('keeps the others of its batch waiting for nothing', async () => {
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm [[hang]]' } } })
    const [message] = world.queues.waiting()
    const told: string[] = []
    const delivered = (name: string, body: unknown) => ({ body, attempts: 1, ack: () => void told.push(`${name} ack`), retry: () => void told.push(`${name} retry`) })
    await consume(world.services, [delivered('later', UNKNOWN['a later version']), delivered('this', message?.body)])
    expect(told.toSorted()).toEqual(['later retry', 'this ack'])
    expect((await world.ask(READ, { id: generate.id }))['generation']).toMatchObject({ status: 'PROCESSING' })
  })

  it('without a version, as the one before this sent it, is read', async () => {
    expect(readMessage({ kind: 'submit', ...about })).toMatchObject({ kind: 'submit', ...about })
    const world = await createWorld()
    const { generate } = await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm [[hang]]' } } })
    world.queues.lose()
    await consume(world.services, [{ body: { kind: 'submit', accountId: world.accountId, jobId: generate.id }, attempts: 1, ack: () => undefined, retry: () => undefined }])
    expect((await world.ask(READ, { id: generate.id }))['generation']).toMatchObject({ status: 'PROCESSING' })
  })
})

describe('every message that is sent', () => {
  it('carries its version', async () => {
    const world = await createWorld()
    await world.ask(GENERATE, { input: { type: 'VIDEO', provider: 'luma', input: { text: 'storm [[hang]]' } } })
    const kinds = new Set<string>()
    for (let minute = 0; minute < 4; minute += 1) {
      for (const { body } of world.queues.waiting()) {
        expect(body).toMatchObject({ v: MESSAGE_VERSION })
        kinds.add(body.kind)
      }
      await world.run(minute === 0 ? 3 : 60)
    }
    expect([...kinds]).toEqual(['submit', 'poll'])
  })
})
