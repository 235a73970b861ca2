// Ten minutes without D1 in the middle of a life, from each of its batches on: what a company made within its deadline is
// delivered and paid for once, and what nobody made is refunded.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { faultyD1 } from '../store/faulty-d1.ts'
import { GENERATE, READ, createWorld } from '../world.ts'
import type { World } from '../world.ts'

const OUTAGE_MS = 600_000

interface Outage {
  /** The batch, counted from the request's answer, with which it begins. */
  readonly from: number
  /** Whether that one happened, its answer lost. */
  readonly isLost: boolean
  /** Before the deadline; not given: it lasts for ten minutes. */
  readonly endsBeforeMs?: number
  /** Between two sweeps: a minute, if not given. */
  readonly sweepSeconds?: number
}

async function live(input: Record<string, unknown>, { from, isLost, endsBeforeMs, sweepSeconds = 60 }: Outage) {
  let batches = Number.NEGATIVE_INFINITY
  let untilMs: number | undefined
  let sent = 0
  let deadlineMs = 0
  const world: World = await createWorld({
    network: (url, init) => {
      if (init.method === 'POST' && url.includes('/emulators/')) sent += 1
      return undefined
    },
    bindings: (bound) => ({
      DB: faultyD1(bound.DB, () => {
        batches += 1
        if (batches === from) {
          untilMs = endsBeforeMs === undefined ? world.clock.nowMs + OUTAGE_MS : deadlineMs - endsBeforeMs
          return isLost ? 'AFTER' : 'BEFORE'
        }
        return untilMs !== undefined && world.clock.nowMs < untilMs ? 'BEFORE' : undefined
      }),
    }),
  })
  const { generate } = await world.ask(GENERATE, { input })
  deadlineMs = Number((await rowOf(generate.id))?.['deadline_ms'])
  batches = 0
  for (let at = 0; at < 75 * 60; at += sweepSeconds) {
    await world.run(sweepSeconds)
    await world.sweep().catch(() => undefined)
    await world.queues.bury(world.services).catch(() => undefined)
    if (await isOver(generate.id)) break
  }
  untilMs = undefined
  batches = Number.NEGATIVE_INFINITY
  const { generation } = await world.ask(READ, { id: generate.id })
  return { world, generation, sent }
}

const rowOf = (id: string) => env.DB.prepare('select status, deadline_ms from jobs where id = ?').bind(id).first()

async function isOver(id: string): Promise<boolean> {
  const status = (await rowOf(id))?.['status']
  return status === 'COMPLETED' || status === 'FAILED'
}

const KINDS = {
  'answers with the bytes': { type: 'AUDIO', provider: 'elevenlabs', input: { text: 'Hi' } },
  'answers with links': { type: 'IMAGE', provider: 'minimax-image', input: { text: 'A fox' } },
  'is polled, and can be asked by our id': { type: 'VIDEO', provider: 'kling', input: { text: 'storm' } },
  'is polled, and cannot be asked': { type: 'VIDEO', provider: 'luma', input: { text: 'storm' } },
} as const

describe('an outage of D1 of ten minutes loses nothing of a company that', () => {
  for (const [name, input] of Object.entries(KINDS)) {
    it(name, { timeout: 240_000 }, async () => {
      for (let from = 1; from <= 12; from += 1) {
        for (const isLost of [false, true]) {
          const { world, generation, sent } = await live(input, { from, isLost })
          const { status, refundedCredits, creditCost } = generation
          const isMade = sent > 0
          expect({ from, isLost, sent, status, refundedCredits }).toEqual({
            from, isLost, sent: isMade ? 1 : 0, status: isMade ? 'COMPLETED' : 'FAILED', refundedCredits: isMade ? 0 : creditCost,
          })
          expect(await world.balance()).toBe(1_000_000 - (isMade ? Number(creditCost) : 0))
        }
      }
    })
  }
})

describe('an outage of D1 that ends two minutes before the deadline', () => {
  it('refunds nobody: what nothing was sent for is sent for then', { timeout: 120_000 }, async () => {
    for (let from = 1; from <= 6; from += 1) {
      for (const isLost of [false, true]) {
        const { generation, sent } = await live(KINDS['answers with the bytes'], { from, isLost, endsBeforeMs: 120_000, sweepSeconds: 15 })
        expect({ from, isLost, sent, status: generation.status }).toEqual({ from, isLost, sent: 1, status: 'COMPLETED' })
      }
    }
  })
})
