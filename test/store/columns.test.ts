// What callers give may be long: only a submission reads it. Every statement of a whole life is looked at as it is prepared.
import { describe, expect, it } from 'vitest'
import { GENERATE, READ, RECEIVER, createWorld } from '../world.ts'

async function watchedWorld() {
  const prepared: string[] = []
  const world = await createWorld({
    bindings: ({ DB }) => ({
      DB: new Proxy(DB, {
        get: (target, name) => {
          if (name === 'batch') return target.batch.bind(target)
          return (query: string) => {
            prepared.push(query)
            return target.prepare(query)
          }
        },
      }),
    }),
  })
  return { world, reads: () => prepared.filter((query) => /^select|returning/i.test(query) && query.includes('"jobs"')) }
}

const readsInput = (query: string): boolean => /"input"/.test(query.replace(/^[^]* returning /i, 'returning ').replace(/ from [^]*$/i, ''))

describe('what a job is made from', () => {
  it('is read by its submission and by nothing else', async () => {
    const { world, reads } = await watchedWorld()
    const input = { type: 'VIDEO', provider: 'luma', input: { text: 'storm' }, webhookUrl: RECEIVER }
    const { generate } = await world.ask(GENERATE, { input }, { 'idempotency-key': 'one' })
    await world.run(0)
    const submission = reads().filter(readsInput)
    expect(submission.length).toBe(1)
    await world.ask(GENERATE, { input }, { 'idempotency-key': 'one' })
    await world.run(200)
    await world.ask(READ, { id: generate.id })
    await world.ask('{ generations(first: 5) { edges { node { id adjustments { option } } } } }')
    world.clock.nowMs += 400 * 86_400_000
    await world.sweep()
    expect(world.received.length).toBe(1)
    expect(reads().length).toBeGreaterThan(5)
    expect(reads().filter(readsInput)).toEqual(submission)
  })

  it('is never read by a page, whose rows are as small as what it shows', async () => {
    const { world, reads } = await watchedWorld()
    await world.ask('{ generations(first: 5) { edges { node { id } } } }')
    const [page] = reads()
    expect(page?.replace(/ from [^]*$/i, '')).not.toMatch(/"(?:input|fingerprint|idempotency_key|webhook_url|spending_ids)"/)
  })
})
