// The judge of uploads, on two files of one client: one that is said twice is one, and two that are not are never.
import { describe, expect, it } from 'vitest'
import type { UploadPlan } from './plans.ts'
import { simulate } from './simulate.ts'
import { breachesOfUploads } from './uploads-judged.ts'

const UNCHECKED = { between: async () => undefined, jobsOver: async () => undefined, keeping: async () => undefined }

type Said = readonly [UploadPlan['says'], UploadPlan['says']]

async function sentBoth([first, second]: Said, files: readonly [number, number]) {
  const uploads = files.map((file, index): UploadPlan => ({ caller: 'large', file, says: index === 0 ? first : second, atSeconds: 25 * index, sendings: [], parts: null }))
  const request = { what: 'elevenlabs', caller: 'large', word: '', manner: '', hasKey: false, hasWebhook: false, atSeconds: 0, waitSeconds: 0, storeDays: null, upload: null } as const
  return simulate({
    requests: [request], interferences: [], faults: [], outages: [], keyless: null, deployedAtSeconds: 0, turns: [], credits: 1_000_000, batch: 1, sweeps: 1, due: 0, hasServiceAccount: false,
    health: 'WELL', places: null, isSharded: false, uploads, endpoints: [], watches: [], operations: [], callsBack: false, archives: null,
  }, UNCHECKED)
}

describe('of two files', () => {
  it.each<readonly [Said, readonly [number, number], boolean]>([
    [['HASH', 'HASH'], [0, 0], true], [['HASH', 'HASH'], [0, 1], false], [['NOTHING', 'NOTHING'], [0, 0], false], [['NOTHING', 'HASH'], [0, 0], true], [['NOTHING', 'HASH'], [0, 1], false],
    [['HASH', 'NOTHING'], [0, 0], false], [['OTHER_HASH', 'OTHER_HASH'], [0, 0], true], [['OTHER_HASH', 'OTHER_HASH'], [0, 1], true],
  ])(
    'announced with %j, %j, it lets pass what the service makes of them: one upload is %s', async (says, files, isOne) => {
      const run = await sentBoth(says, files)
      const [first, second] = run.uploads.sent
      expect([first?.id === second?.id, await breachesOfUploads(run)]).toEqual([isOne, []])
    })

  it.each<readonly [Said, readonly [number, number]]>([[['HASH', 'HASH'], [0, 1]], [['NOTHING', 'NOTHING'], [0, 0]], [['NOTHING', 'HASH'], [0, 1]]])('announced with %j, %j, it complains of one upload for both', async (says, files) => {
    const run = await sentBoth(says, files)
    const [first, second] = run.uploads.sent
    if (second) second.id = first?.id
    expect((await breachesOfUploads(run)).filter((breach) => breach.endsWith('is another one\'s, too'))).toHaveLength(2)
  })
})
