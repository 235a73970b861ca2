// The pages of the audit: each goes on behind the last row of the one before, also where a row cannot be added up, and the last says so.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { BEGINNING, accountsAfter, jobsAfter, readMark } from '../../src/audit/audit-pages.ts'
import { openDatabase } from '../../src/store/database.ts'
import { accounts, creditEntries, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { GENERATE, createWorld } from '../world.ts'

const JOBS = 5
const BROKEN = 1

// The tables are one for all test files.
beforeAll(async () => {
  const database = openDatabase(env.DB)
  await database.batch([database.delete(jobs), database.delete(creditEntries), database.delete(accounts), database.delete(webhookDeliveries)])
})

describe('the mark', () => {
  it.each([
    ['{"of":"jobs","accountId":"acc_1","id":"gen_1"}', { place: { of: 'jobs', accountId: 'acc_1', id: 'gen_1' } }],
    ['{"of":"accounts","accountId":"","id":""}', { place: BEGINNING }],
    ['{"finishedAtMs":0}', { finishedAtMs: 0 }],
  ])('%s says where to go on, or since when all was seen', (value, meaning) => {
    expect(readMark(value)).toEqual(meaning)
  })

  it.each(['', '{', '[]', '"jobs"', '{}', '{"of":"keys","accountId":"a","id":"b"}', '{"accountId":"a","id":"b"}', '{"of":"jobs","id":"b"}', '{"of":"jobs","accountId":"a"}'])(
    '%s says nothing: it begins again',
    (value) => {
      expect(readMark(value)).toBeUndefined()
    },
  )
})

describe('the pages', () => {
  it('of accounts are followed by the jobs', async () => {
    const world = await createWorld()
    const { database } = world.services
    const all = (await accountsAfter(database, BEGINNING, 100)).accounts.map(({ id }) => id)
    expect(all).toContain(world.accountId)
    const one = await accountsAfter(database, BEGINNING, all.length)
    expect(one).toMatchObject({ jobs: [], broken: [], next: { of: 'accounts', accountId: all.at(-1), id: '' } })
    expect(await accountsAfter(database, one.next ?? BEGINNING, 1)).toEqual({ accounts: [], jobs: [], broken: [], next: { of: 'jobs', accountId: '', id: '' } })
  })

  it('of jobs go on behind what cannot be added up, whatever their size, and each row is in one of them', async () => {
    const world = await createWorld()
    const { database } = world.services
    const ids: string[] = []
    for (let count = 0; count < JOBS; count += 1) ids.push((await world.ask(GENERATE, { input: { type: 'AUDIO', provider: 'elevenlabs', input: { text: `${count}` } } }))['generate'].id)
    await world.run(30)
    ids.sort()
    await env.DB.prepare("update jobs set outputs = '{broken' where id = ?1").bind(ids[BROKEN]).run()
    for (let size = 1; size <= JOBS + 1; size += 1) {
      const seen: string[] = []
      let pages = 0
      let place = { of: 'jobs' as const, accountId: world.accountId, id: '' }
      // Pages that do not move on would never end.
      for (let isMore = true; isMore && pages <= JOBS + 1; pages += 1) {
        const page = await jobsAfter(database, place, size)
        const read = page.jobs.filter(({ accountId }) => accountId === world.accountId).map(({ id }) => id)
        const broken = page.broken.map(({ id }) => `broken ${ids.indexOf(id)}`)
        expect(page.accounts).toEqual([])
        seen.push(...read, ...broken)
        const { next } = page
        isMore = next?.accountId === world.accountId
        if (next) place = { of: 'jobs', accountId: next.accountId, id: next.id }
      }
      expect([size, seen.toSorted(), pages]).toEqual([size, [`broken ${BROKEN}`, ...ids.filter((_, index) => index !== BROKEN)], Math.floor(JOBS / size) + 1])
    }
  })
})
