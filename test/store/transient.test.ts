// Which errors of D1 are waited out, and how a batch is repeated.
import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { marks } from '../../src/store/access-tables.ts'
import { openDatabase } from '../../src/store/database.ts'
import { isTransient } from '../../src/store/transient.ts'
import { faultyD1 } from './faulty-d1.ts'

describe('an error of D1', () => {
  it.each([
    'D1_ERROR: Network connection lost.',
    'D1_ERROR: D1 DB reset because its code was updated.',
    'D1_ERROR: Internal error while starting up D1 DB storage caused object to be reset.',
    'D1_ERROR: Internal error in D1 DB storage caused object to be reset.',
    'D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.',
    'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
    'D1_ERROR: D1 DB is overloaded. Requests queued for too long.',
    'D1_ERROR: D1 DB is overloaded. Too many requests queued.',
    'D1_ERROR: internal error; reference = 4g5mg5npu939v89t62h451km',
  ])('passes: %s', (message) => {
    expect(isTransient(new Error(message))).toBe(true)
    expect(isTransient(new Error('Failed query: select 1', { cause: new Error(message) }))).toBe(true)
  })

  it.each([
    'D1_ERROR: CHECK constraint failed: credits_not_negative: SQLITE_CONSTRAINT',
    'D1_ERROR: UNIQUE constraint failed: people.issuer, people.subject: SQLITE_CONSTRAINT',
    'D1_ERROR: no such column: nothing: SQLITE_ERROR',
    "D1_ERROR: D1 DB's isolate exceeded its memory limit and was reset.",
    'D1_ERROR: Exceeded maximum DB size.',
  ])('stays: %s', (message) => {
    expect(isTransient(new Error(message))).toBe(false)
    expect(isTransient(new Error('Failed query: select 1', { cause: new Error(message) }))).toBe(false)
  })
})

const opened = (failures: number, message?: string) => {
  let left = failures
  const paused: number[] = []
  const pause = async (ms: number): Promise<void> => void paused.push(ms)
  const database = openDatabase(faultyD1(env.DB, () => (left-- > 0 ? 'BEFORE' : undefined), message), { pause, pausesMs: [10, 20] })
  const write = (name: string) => database.batch([database.insert(marks).values({ name, value: 'x', updatedAtMs: 1 }), database.select({ seen: sql<number>`count(*)` }).from(marks).where(eq(marks.name, name))])
  return { paused, write }
}

describe('a batch', () => {
  it('is repeated after a pause, and after a longer one', async () => {
    const { paused, write } = opened(2)
    expect((await write('repeated'))[1]).toEqual([{ seen: 1 }])
    expect(paused).toEqual([10, 20])
  })

  it('fails when that did not help', async () => {
    const { paused, write } = opened(3)
    await expect(write('never')).rejects.toThrow('Network connection lost')
    expect(paused).toEqual([10, 20])
  })

  it('is not repeated when it would fail again', async () => {
    const { paused, write } = opened(1, 'D1_ERROR: CHECK constraint failed: credits_not_negative')
    await expect(write('never')).rejects.toThrow('constraint')
    expect(paused).toEqual([])
  })
})
