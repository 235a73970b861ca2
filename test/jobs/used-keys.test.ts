// The hint by which a repeated request is looked for before it is chosen for.
import { describe, expect, it } from 'vitest'
import { usedKeys } from '../../src/jobs/used-keys.ts'
import { GENERATE, createWorld } from '../world.ts'

const input = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' } }
const key = { 'idempotency-key': 'order-1' }

describe('keys that were used', () => {
  it('are each account’s own', () => {
    const keys = usedKeys()
    keys.note('acc_1', 'k')
    expect([keys.has('acc_1', 'k'), keys.has('acc_2', 'k'), keys.has('acc_1', 'other')]).toEqual([true, false, false])
  })

  it('are not those of what was refused: that may still be made', async () => {
    const world = await createWorld({ credits: 1 })
    for (let repeat = 0; repeat < 2; repeat += 1) {
      const refused = await world.post({ query: GENERATE, variables: { input } }, key)
      expect(refused.body.errors?.[0]?.extensions['code']).toBe('INSUFFICIENT_CREDITS')
    }
    const { me } = await world.ask('{ me { limits { reads { remaining limit } } } }')
    // Its own look, and the two that were given back as reads. Had the key been noted, the second would have been looked for too.
    expect(me.limits.reads).toEqual({ limit: 3000, remaining: 2997 })
  })
})
