// Left alone, what simulated clients ask for is made: each case, and between them each upstream. Otherwise a run of the
// simulation could be good because nothing in it ever began.
import { describe, expect, it } from 'vitest'
import { UPSTREAM_IDS } from '../../src/domain/upstream.ts'
import { attempts, jobs } from '../../src/store/tables.ts'
import { CASE_NAMES, caseOf } from './cases.ts'
import type { CaseName } from './cases.ts'
import { breachesAfter } from './invariants.ts'
import { readAll } from './shards.ts'
import { simulate } from './simulate.ts'

const reached = new Set<string>()
const UNCHECKED = { between: async () => undefined, jobsOver: async () => undefined, keeping: async () => undefined }

async function alone(what: CaseName, hasServiceAccount: boolean): Promise<void> {
  const asked = { what, caller: 'large', word: '', manner: '', hasKey: false, hasWebhook: true, atSeconds: 0, waitSeconds: 0, storeDays: null, upload: null } as const
  const quiet = { interferences: [], faults: [], outages: [], keyless: null, deployedAtSeconds: 0, turns: [], credits: 1_000_000, batch: 1, sweeps: 1, due: 0, health: 'WELL', places: null, isSharded: false, uploads: [], endpoints: [], watches: [], operations: [], callsBack: true, archives: null } as const
  const run = await simulate({ ...quiet, requests: [asked], hasServiceAccount }, UNCHECKED)
  const [rows, tries] = await readAll((database) => database.batch([database.select().from(jobs), database.select().from(attempts)]))
  expect(rows.map(({ status }) => status), run.scheduler.story.join('\n')).toEqual(['COMPLETED'])
  expect(await breachesAfter(run)).toEqual([])
  for (const { upstream } of rows.flatMap(({ routes, route }) => routes[route] ?? [])) reached.add(upstream)
  expect(tries.length).toBeLessThanOrEqual(1)
}

describe('left alone', () => {
  it.each(CASE_NAMES.filter((name) => !caseOf(name).isDoomed))('%s is made', (what) => alone(what, false))
  it.each(['veo', 'imagen', 'google-tts', 'gemini-omni'] as const)('%s is made by a service account', (what) => alone(what, true))
  it('every upstream had its turn', () => {
    expect([...reached].toSorted()).toEqual(UPSTREAM_IDS.toSorted())
  })
})
