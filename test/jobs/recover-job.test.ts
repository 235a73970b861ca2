// A submission whose end nobody has written down: what is known of it, in its order, and how long its slot is held.
import { describe, expect, it } from 'vitest'
import { completeStored, holdJob, lookAtUnknown } from '../../src/jobs/recover-job.ts'
import { HELD_SLOT_MS, REDRIVE_MS } from '../../src/jobs/schedule.ts'
import type { StoredOutput } from '../../src/domain/media.ts'
import type { FindOutcome } from '../../src/upstreams/contract.ts'
import { ROUTE, file, oneJob } from './one-job.ts'
import type { Changes } from './one-job.ts'

const HOUR_MS = 3_600_000
const SUBMITTING = { status: 'SUBMITTING' } as const

async function unknown(stored: readonly StoredOutput[], change: Changes = {}) {
  const prefixes: string[] = []
  const one = await oneJob({ ref: null, ...change, job: { ...SUBMITTING, ...(typeof change.job === 'object' && change.job) } })
  const find = async (prefix: string): Promise<readonly StoredOutput[]> => (prefixes.push(prefix), stored)
  return { ...one, prefixes, needs: { ...one.needs, media: { ...one.needs.media, find } } }
}

describe('what is stored of it', () => {
  const two = { routes: [{ ...ROUTE, outputs: 2 }] }
  it.each([
    ['is nothing', [], {}, true, false], ['is all', [file('a')], {}, false, true], ['is more than all', [file('a'), file('b')], {}, false, true], ['is a part, and the rest may come', [file('a')], two, false, false],
    ['is a part, and nobody looks again', [file('a')], two, true, true], ['is all of two', [file('a'), file('b')], two, false, true],
  ] as const)('%s', async (_, stored, job, isLast, made) => {
    const { needs, job: row, read, health, prefixes } = await unknown(stored, { job })
    expect([await completeStored(needs, row, isLast), (await read())?.status, health]).toEqual([made, made ? 'COMPLETED' : 'SUBMITTING', made ? ['SUCCESS 60'] : []])
    expect(prefixes).toEqual([`${row.accountId}/${row.id}/2-`])
  })

  it('of what has ended by another says nothing of its company', async () => {
    const { needs, job, health } = await unknown([file('a')])
    await completeStored(needs, job, false)
    expect([await completeStored(needs, job, false), health]).toEqual([true, ['SUCCESS 60']])
  })
})

describe('holding it', () => {
  it.each([[true, 0, REDRIVE_MS], [true, HOUR_MS - 5000, 5000], [false, 0, HELD_SLOT_MS - 60_000], [false, HELD_SLOT_MS - 60_001, 1], [false, HELD_SLOT_MS - 60_000, HOUR_MS - HELD_SLOT_MS + 60_000]])(
    'where it can be asked for (%s), %i ms later, is until %i ms from then', async (canBeAsked, laterMs, dueMs) => {
      const { needs, job, read, released, attempts, health, world } = await unknown([])
      world.clock.nowMs += laterMs
      await holdJob(needs, job, 'd', canBeAsked)
      const row = await read()
      expect([row?.status, (row?.dueAtMs ?? 0) - world.clock.nowMs, await attempts(), released.length > 0]).toEqual(['HELD', dueMs, ['2 UNKNOWN'], laterMs >= HELD_SLOT_MS - 60_000])
      expect(health).toEqual([`FAILURE ${(60_000 + laterMs) / 1000}`])
    },
  )

  it('leaves to its claimant to say that nothing was sent, however often it is held', async () => {
    const { needs, job, read } = await unknown([], { job: { moveToken: 'claim' } })
    await holdJob(needs, job, 'd', true)
    const [once, held] = [(await read())?.moveToken, await read()]
    if (held) await holdJob(needs, held, 'd', true)
    const again = (await read())?.moveToken
    expect([once, again]).toEqual([expect.stringMatching(/^claim\.[\da-f]{16}$/), expect.stringMatching(/^claim\.[\da-f]{16}$/)])
    expect(again).not.toBe(once)
  })

  it('again says nothing more of its company', async () => {
    const { needs, job, health, read } = await unknown([], { job: { status: 'HELD' } })
    await holdJob(needs, job, 'd', true)
    expect([(await read())?.status, health]).toEqual(['HELD', []])
  })

  it('what has gone on meanwhile changes nothing', async () => {
    const { needs, job, health, read } = await unknown([], { job: { status: 'PROCESSING' } })
    await holdJob(needs, { ...job, status: 'SUBMITTING' }, 'd', true)
    expect([(await read())?.status, health]).toEqual(['PROCESSING', []])
  })
})

const found: FindOutcome = { kind: 'FOUND', ref: { taskId: 'found' } }
const finding = (find: FindOutcome): Changes['upstream'] => ({ find: async () => find })

describe('a look at it', () => {
  it.each<readonly [string, readonly StoredOutput[], Changes, number, string, readonly string[]]>([
    ['goes on by a handle first of all', [file('a')], { ref: { taskId: 'theirs' }, upstream: finding(found) }, HOUR_MS, 'PROCESSING', ['poll 5']], ['delivers what is stored', [file('a')], { upstream: finding(found) }, 0, 'COMPLETED', []],
    ['asks its company then', [], { upstream: finding(found) }, HOUR_MS, 'PROCESSING', ['poll 5']], ['holds it where it is not known', [], { upstream: finding({ kind: 'ABSENT' }) }, HOUR_MS - 1, 'HELD', []],
    ['gives it up at its deadline', [], { upstream: finding({ kind: 'ABSENT' }) }, HOUR_MS, 'FAILED', []], ['delivers a part at its deadline', [file('a')], { job: { routes: [{ ...ROUTE, outputs: 2 }] } }, HOUR_MS, 'COMPLETED', []],
    ['holds it while its company is not configured', [], { upstream: null }, 0, 'HELD', []],
  ])('%s', async (_, stored, change, laterMs, status, messages) => {
    const { needs, job, read, sent, world } = await unknown(stored, change)
    world.clock.nowMs += laterMs
    await lookAtUnknown(needs, job, 'd')
    expect([(await read())?.status, sent()]).toEqual([status, messages])
  })
})
