// Each call of an account's object by its answers alone: what it spends, whom it names, and what it writes.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Limits } from '../../src/domain/plans.ts'
import type { AccountGate } from '../../src/limits/account-gate.ts'
import { gateOf } from '../../src/limits/attach.ts'

const gates: DurableObjectNamespace<AccountGate> = Reflect.get(env, 'ACCOUNT_GATE')
const nowMs = Date.parse('2026-11-22T12:00:00.000Z')
const limits: Limits = { perMinute: 100, concurrent: 1, perDay: 1000, readsPerMinute: 300, streams: 100 }
const NOTHING_SPENT = { limit: 300, remaining: 300, resetSeconds: 0 }

const slot = (jobId: string) => ({ jobId, admittedAtMs: nowMs })

/** An object of which these were asked in this order: as many as there are slots have one, and the others wait. */
async function newGate(given: Limits, ...jobIds: readonly string[]) {
  const stub = gates.getByName(crypto.randomUUID())
  const patient = (jobId: string) => stub.admit({ nowMs, limits: given, jobIds: [jobId], mayWait: [jobId], leaseUntilMs: nowMs + 3_600_000 })
  for (const jobId of jobIds) await patient(jobId)
  const firm = (laterMs: number, own = given) => stub.admit({ nowMs: nowMs + laterMs, limits: own, jobIds: ['gen_firm'], leaseUntilMs: nowMs + 3_600_000 })
  const look = (laterMs = 0, more: { readonly reads?: number; readonly webhookCalls?: number; readonly jobId?: string } = {}) => stub.look({ nowMs: nowMs + laterMs, limits, reads: 0, ...more })
  const order = async (): Promise<readonly string[] | undefined> => {
    const answer = await look()
    return answer.kind === 'ADMITTED' ? answer.order : undefined
  }
  const stored = () => runInDurableObject(stub, (_, { storage }) => [...storage.kv.list<Readonly<Record<string, unknown>>>()])
  const wipe = () => runInDurableObject(stub, (_, { storage }) => void ['state', 'turns'].map((key) => storage.kv.delete(key)))
  const tell = (jobId: string, isWaiting: boolean, version = 1) => stub.tell({ nowMs, telling: { jobId, version, isOver: false, isWaiting, row: `row ${version}` } })
  return { stub, firm, look, order, stored, wipe, tell }
}

describe('tests and redeliveries of webhooks', () => {
  it('are ten a minute, whatever is read beside them; what is refused spends no read', async () => {
    const { look } = await newGate(limits)
    expect((await look(0, { webhookCalls: 9 })).kind).toBe('ADMITTED')
    expect((await look(0, { webhookCalls: 1, reads: 1 })).kind).toBe('ADMITTED')
    expect(await look(500, { webhookCalls: 1, reads: 1 })).toMatchObject({ kind: 'DENIED', limit: 'webhooks', figure: 10, retryAfterSeconds: 60, figures: { reads: { remaining: 299 } } })
    expect(await look(900, { reads: 1 })).toMatchObject({ kind: 'ADMITTED', figures: { reads: { remaining: 298 } } })
    expect((await look(59_999, { webhookCalls: 1 })).kind).toBe('DENIED')
    expect((await look(60_000, { webhookCalls: 10 })).kind).toBe('ADMITTED')
  })

  it('are not spent by a look that has no reads left', async () => {
    const { look } = await newGate(limits)
    expect(await look(0, { reads: 301, webhookCalls: 10 })).toMatchObject({ kind: 'DENIED', limit: 'reads', figures: { reads: NOTHING_SPENT } })
    expect((await look(0, { webhookCalls: 10 })).kind).toBe('ADMITTED')
  })
})

describe('a look', () => {
  it('hands on the row of the job that it asks for, where it was told, and of no other', async () => {
    const { look, tell } = await newGate(limits, 'gen_a')
    await tell('gen_a', false)
    expect(await look(0, { jobId: 'gen_a' })).toMatchObject({ kind: 'ADMITTED', known: 'row 1' })
    for (const asked of [{}, { jobId: 'gen_b' }]) expect(await look(0, asked)).not.toHaveProperty('known')
  })

  it('names who waits in order, and has no such list where nobody does', async () => {
    const { look, order } = await newGate(limits, 'gen_a', 'gen_b', 'gen_c')
    expect(await order()).toEqual(['gen_b', 'gen_c'])
    expect(await (await newGate(limits, 'gen_a')).look()).not.toHaveProperty('order')
    expect((await look(0, { reads: 300 })).kind).toBe('ADMITTED')
  })
})

describe('a refusal', () => {
  it('for want of a slot names who holds them, once in five seconds', async () => {
    const { firm } = await newGate(limits, 'gen_a')
    expect(await firm(0)).toMatchObject({ limit: 'concurrent', held: [slot('gen_a')] })
    expect(await firm(4999)).not.toHaveProperty('held')
    expect(await firm(5000)).toMatchObject({ limit: 'concurrent', held: [slot('gen_a')] })
  })

  it('for another reason names nobody', async () => {
    const { firm } = await newGate(limits, 'gen_a')
    const answer = await firm(0, { ...limits, concurrent: 9, perMinute: 1 })
    expect(answer).toMatchObject({ kind: 'DENIED', limit: 'minute' })
    expect(answer).not.toHaveProperty('held')
  })

  it('of who attaches is for the reads, where these are used up', async () => {
    const { stub, look } = await newGate(limits)
    await look(0, { reads: 300 })
    const answer = await gateOf(stub).attach({ nowMs, limits, reads: 1, jobId: 'gen_a', version: 0, untilMs: nowMs + 60_000 })
    expect(answer).toMatchObject({ kind: 'DENIED', limit: 'reads', figure: 300, retryAfterSeconds: 60 })
  })
})

describe('what is given back', () => {
  it('of the minute is spent as reads, and nothing is where the object knows none of them', async () => {
    const { stub, firm, look } = await newGate({ ...limits, concurrent: 2 }, 'gen_a', 'gen_b')
    await stub.giveBack({ jobIds: ['gen_x', 'gen_y'], nowMs, asReadsOf: { limits } })
    expect((await firm(0)).figures).toMatchObject({ minute: { remaining: 98 }, reads: NOTHING_SPENT })
    await stub.giveBack({ jobIds: ['gen_a', 'gen_b', 'gen_x'], nowMs, asReadsOf: { limits } })
    expect((await look()).figures).toMatchObject({ minute: { remaining: 100 }, reads: { remaining: 298 } })
  })

  it('is nothing of the minute where no reads are left, nor where none are offered', async () => {
    const { stub, look } = await newGate({ ...limits, concurrent: 2 }, 'gen_a', 'gen_b')
    await stub.giveBack({ jobIds: ['gen_b'], nowMs })
    await look(0, { reads: 300 })
    await stub.giveBack({ jobIds: ['gen_a'], nowMs, asReadsOf: { limits } })
    expect((await look()).figures).toMatchObject({ minute: { remaining: 98 }, day: { remaining: 1000 }, reads: { remaining: 0 } })
  })

  it('goes to who waits', async () => {
    const { stub, order } = await newGate(limits, 'gen_a', 'gen_b', 'gen_c')
    expect(await stub.giveBack({ jobIds: ['gen_a'], nowMs })).toEqual({ next: [slot('gen_b')] })
    expect(await order()).toEqual(['gen_c'])
  })
})

describe('what is released', () => {
  it('goes to who waits, who is named', async () => {
    const { stub, order } = await newGate(limits, 'gen_a', 'gen_b', 'gen_c')
    expect(await stub.release({ jobIds: ['gen_a'], nowMs })).toEqual({ next: [slot('gen_b')] })
    expect(await order()).toEqual(['gen_c'])
  })

  it('without a time calls nobody, as the version before this one asks', async () => {
    const { stub, order } = await newGate(limits, 'gen_a', 'gen_b')
    expect([await stub.release({ jobIds: ['gen_a'] }), await order()]).toEqual([{ next: [] }, ['gen_b']])
  })
})

describe('who was called', () => {
  it('is named as long as it is told to wait, and no more once it has begun', async () => {
    const { stub, tell } = await newGate(limits, 'gen_a', 'gen_b')
    await stub.release({ jobIds: ['gen_a'], nowMs })
    expect([await tell('gen_x', true), await tell('gen_b', true)]).toEqual([{ next: [] }, { next: [slot('gen_b')] }])
    const ask = async () => (await stub.turns({ nowMs, concurrent: 1, jobId: 'gen_b' })).next
    expect([await ask(), await tell('gen_b', false, 2), await ask(), await tell('gen_b', true, 3)]).toEqual([[slot('gen_b')], { next: [] }, [], { next: [] }])
  })
})

describe('the sweeper', () => {
  it('is told who has a slot and who waits, and reminds the object of what it has forgotten', async () => {
    const { stub } = await newGate(limits, 'gen_a', 'gen_b')
    const request = { nowMs, concurrent: 1, jobId: 'gen_c' }
    expect(await stub.turns(request)).toEqual({ isKnown: false, next: [], held: [slot('gen_a')], waiting: [slot('gen_b')] })
    const rows = { running: [{ ...slot('gen_a'), endUser: null }], waiting: [{ jobId: 'gen_c', admittedAtMs: nowMs + 1, endUser: null }] }
    const known = { isKnown: true, next: [], held: [slot('gen_a')], waiting: [slot('gen_b'), { jobId: 'gen_c', admittedAtMs: nowMs + 1 }] }
    expect(await stub.turns({ ...request, rows })).toEqual(known)
    await evictDurableObject(stub)
    expect(await stub.turns(request)).toEqual(known)
  })

  it('calls whoever has a turn by a larger plan, and is believed after an eviction', async () => {
    const { stub, order } = await newGate(limits, 'gen_a', 'gen_b', 'gen_c')
    expect(await stub.turns({ nowMs, concurrent: 2, jobId: 'gen_b' })).toMatchObject({ next: [slot('gen_b')], held: [slot('gen_a'), slot('gen_b')], waiting: [slot('gen_c')] })
    await evictDurableObject(stub)
    expect(await order()).toEqual(['gen_c'])
  })

  it('makes a smaller plan hold, though nobody has a turn by it', async () => {
    const { stub, order } = await newGate({ ...limits, concurrent: 2 }, 'gen_a', 'gen_b', 'gen_c')
    await stub.turns({ nowMs, concurrent: 1, jobId: 'gen_c' })
    expect([await stub.release({ jobIds: ['gen_a'], nowMs }), await order()]).toEqual([{ next: [] }, ['gen_c']])
  })
})

describe('the object writes', () => {
  it('nothing where nothing has changed', async () => {
    const { stub, stored, wipe, tell, firm } = await newGate(limits, 'gen_a', 'gen_b')
    await wipe()
    await stub.turns({ nowMs: nowMs + 61_000, concurrent: 1, jobId: 'gen_b' })
    await stub.release({ jobIds: ['gen_x'], nowMs })
    await stub.giveBack({ jobIds: ['gen_x'], nowMs })
    await tell('gen_a', false)
    await firm(0)
    expect(await stored()).toEqual([])
  })

  it('who waits apart from all else, and only where that has changed', async () => {
    const { stub, stored, wipe } = await newGate({ ...limits, concurrent: 2 }, 'gen_a', 'gen_b', 'gen_c')
    const keys = async () => (await stored()).map(([key, value]) => [key, 'turns' in value])
    expect(await keys()).toEqual([['state', false], ['turns', false]])
    await wipe()
    await stub.giveBack({ jobIds: ['gen_x'], nowMs })
    await stub.release({ jobIds: ['gen_a'] })
    expect(await keys()).toEqual([['state', false]])
  })
})

it('whoever waits on a line hears its place as it moves, and that it waits no more', async () => {
  const { stub, tell } = await newGate(limits, 'gen_a', 'gen_b', 'gen_c')
  const answer = await gateOf(stub).attach({ nowMs, limits, reads: 0, jobId: 'gen_c', version: 0, untilMs: nowMs + 60_000 })
  if (answer.kind === 'DENIED') throw new Error(answer.limit)
  const told = Promise.withResolvers<void>()
  const heard: string[] = []
  answer.socket.addEventListener('message', ({ data }) => {
    heard.push(String(data))
    if (data === 'row 1') told.resolve()
  })
  answer.socket.accept()
  for (const jobId of ['gen_a', 'gen_b']) await stub.release({ jobIds: [jobId], nowMs })
  await tell('gen_c', true)
  await told.promise
  expect(heard).toEqual(['{"place":1}', '{"place":null}', 'row 1'])
  answer.socket.close()
})
