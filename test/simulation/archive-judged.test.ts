// The judge of the archive, on one run: what it must pass, and what it must not.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Services } from '../../src/services.ts'
import { breachesOfArchive } from './archive-judged.ts'
import type { RequestCase } from './schedule.ts'
import { simulate } from './simulate.ts'
import type { Live } from './simulate.ts'

const UNCHECKED = { between: async () => undefined, jobsOver: async () => undefined, keeping: async () => undefined }
const ASKED = { what: 'elevenlabs', caller: 'large', word: '', manner: '', hasKey: false, hasWebhook: true, atSeconds: 0, waitSeconds: 0, storeDays: null, upload: null } satisfies RequestCase
const REQUESTS: readonly RequestCase[] = [ASKED, { ...ASKED, what: 'luma', word: '[[fail]]', caller: 'small' }, { ...ASKED, caller: 'test' }]

/** @param archives after how many batches of the first minute D1 is lost */
const ended = (archives = 0) =>
  simulate({
    requests: REQUESTS, interferences: [], faults: [], outages: [], keyless: null, deployedAtSeconds: 0, turns: [], credits: 1_000_000, batch: 1, sweeps: 1, due: 1, hasServiceAccount: false,
    health: 'WELL', places: null, isSharded: false, uploads: [], endpoints: [], watches: [], operations: [], callsBack: false, archives,
  }, UNCHECKED)

const rows = async (table: string): Promise<number> => (await env.DB.prepare(`select count(*) as count from ${table}`).first<number>('count')) ?? 0

describe('what is archived at the end of a run', () => {
  it('is all that was asked for, and nothing is wrong with it', async () => {
    const run = await ended()
    expect([await breachesOfArchive(run), await rows('archive_chunks'), await rows("jobs where account_id <> 'acc_still'")]).toEqual([[], 3, 0])
  })

  it('is the same wherever D1 is lost in the middle of it', { timeout: 120_000 }, async () => {
    const found: unknown[] = []
    for (const batches of [9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]) found.push(await breachesOfArchive(await ended(batches)), await rows('archive_chunks'))
    expect(found).toEqual(Array.from({ length: 11 }, () => [[], 3]).flat())
  })

  it.each<readonly [string, (live: Live) => Partial<Live>, RegExp]>([
    ['nothing can be written', ({ services }) => ({ services: { ...services, media: { ...services.media, putArchive: async () => undefined } } }), /^gen_\w+ was over for a month, and is in the database$/],
    ['it is told no more', ({ fetch }) => ({ fetch: answering(fetch, (answer, number) => (number < 3 ? answer : answer.replace(/"generation":.*/, '"generation":null}}'))) }), /^gen_\w+, once archived, is not told of any more$/],
    ['it costs something else', ({ fetch }) => ({ fetch: answering(fetch, (answer, number) => (number < 3 ? answer : answer.replace(/"creditCost":/, '"creditCost":1'))) }), /^gen_\w+, once archived, has as its creditCost 1(\d+), which was \1$/],
    ['credits are lost', ({ services }) => ({ services: { ...services, media: { ...services.media, readArchive: losing(services.media.readArchive) } } }), /^archiving changed what accounts have from acc_large 999996 999996/],
  ])('is judged where %s', async (_, change, words) => {
    const run = await ended()
    const live = { ...run.live, ...change(run.live) }
    expect(await breachesOfArchive({ ...run, live })).toContainEqual(expect.stringMatching(words))
  })

  it('is judged where its object is lost', async () => {
    const run = await ended()
    expect(await breachesOfArchive(run)).toEqual([])
    for (const { key } of (await env.MEDIA.list({ prefix: 'archive/acc_large/' })).objects) await env.MEDIA.delete(key)
    expect(await breachesOfArchive(run)).toEqual([expect.stringMatching(/^once archived, the audit says of acc_large: archive .*: its object is gone$/)])
  })
})

/** With each answer as a test has it. */
function answering(fetch: Live['fetch'], change: (answer: string, number: number) => string): Live['fetch'] {
  let number = -1
  return async (request) => {
    number += 1
    return new Response(change(await (await fetch(request)).text(), number))
  }
}

const losing = (readArchive: Services['media']['readArchive']): typeof readArchive => async (...asked) => {
  await env.DB.prepare("update accounts set credits = credits - 1 where id = 'acc_large'").run()
  return readArchive(...asked)
}
