// The one batch that ends a job: of many that try, exactly one has any effect.
import { describe, expect, it } from 'vitest'
import { readJob } from '../../src/jobs/create-job.ts'
import { settleJob } from '../../src/store/settlements.ts'
import type { Settlement } from '../../src/store/settlements.ts'
import { GENERATE, RECEIVER, createWorld } from '../world.ts'

const failed: Settlement = { status: 'FAILED', outputs: null, refund: 50, errorCode: 'GENERATION_FAILED', errorReason: 'UPSTREAM', expiresAtMs: null }
const completed: Settlement = { status: 'COMPLETED', outputs: [], refund: 0, errorCode: null, errorReason: null, expiresAtMs: 1 }

const newToken = (): string => crypto.randomUUID()

async function openJob() {
  const world = await createWorld({ credits: 1000 })
  const input = { type: 'IMAGE', provider: 'flux-dev', input: { text: 'A fox' }, webhookUrl: RECEIVER }
  const { generate } = await world.ask(GENERATE, { input })
  const read = async () => {
    const job = await readJob(world.services, { accountId: world.accountId, endUser: null }, generate.id)
    if (!job) throw new Error('the job is gone')
    return job
  }
  return { world, read, job: await read() }
}

describe('settling', () => {
  it('changes nothing about a job that has ended', async () => {
    const { world, read, job } = await openJob()
    expect(await settleJob(world.services.database, job, failed, 1, newToken())).toEqual({ isAwaited: false })
    const ended = await read()
    for (const again of [failed, completed, { ...failed, status: 'CANCELLED' } as const]) {
      expect(await settleJob(world.services.database, job, again, 2, newToken())).toBe(undefined)
      expect(await settleJob(world.services.database, ended, again, 2, newToken())).toBe(undefined)
    }
    expect(await read()).toEqual(ended)
    expect(await world.balance()).toBe(1000)
  })

  it('by a stale attempt has no effect', async () => {
    const { world, read, job } = await openJob()
    expect(await settleJob(world.services.database, { ...job, attempt: job.attempt + 1 }, failed, 1, newToken())).toBe(undefined)
    expect(await read()).toEqual(job)
    expect(await world.balance()).toBe(950)
  })

  it('by another account has no effect', async () => {
    const { world, read, job } = await openJob()
    expect(await settleJob(world.services.database, { ...job, accountId: 'acc_other' }, failed, 1, newToken())).toBe(undefined)
    expect(await read()).toEqual(job)
  })

  it('by twenty at once refunds once', async () => {
    const { world, job } = await openJob()
    const won = await Promise.all(Array.from({ length: 20 }, () => settleJob(world.services.database, job, failed, 1, newToken())))
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(await world.balance()).toBe(1000)
  })
})
