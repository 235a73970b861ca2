// A generation as callers see it, by figures: one row in all its states.
import { describe, expect, it } from 'vitest'
import { JOB_STATUSES } from '../../src/domain/job.ts'
import type { FailureCode, FailureReason, JobStatus, Route } from '../../src/domain/job.ts'
import type { StoredOutput } from '../../src/domain/media.ts'
import { viewGeneration } from '../../src/jobs/generation.ts'
import type { Job } from '../../src/store/tables.ts'
import { NOW_MS, job } from '../store/each-term.ts'
import { file } from './one-job.ts'

const ROUTE: Route = { provider: 'luma', model: 'ray-2', upstream: 'luma', addedText: '', options: {}, adjustments: [], outputs: 1, credits: 50, measuredSeconds: 100 }
const output = (name: string, facts: Partial<StoredOutput['facts']> = {}): StoredOutput => ({ ...file(`k/${name}`, facts), sha256: 'h' })
const view = (change: Partial<Job> = {}, route: Partial<Route> = {}) =>
  viewGeneration(
    { now: () => NOW_MS, publicUrl: 'https://doitong.example', media: { link: async (key, untilMs) => ({ url: `https://files.example/${key}?until=${untilMs}`, expiresAtMs: untilMs - 1 }), posterLink: async (key) => ({ url: `https://files.example/poster of ${key}` }) } },
    job({ routes: [{ ...ROUTE, ...route }], createdAtMs: 1, ...change }),
    'en',
  )

const STATUSES: Readonly<Record<JobStatus, string>> = {
  WAITING: 'QUEUED', QUEUED: 'QUEUED', SUBMITTING: 'PROCESSING', PROCESSING: 'PROCESSING', HELD: 'PROCESSING', COMPLETED: 'COMPLETED', FAILED: 'FAILED', CANCELLED: 'CANCELLED',
}

it.each(JOB_STATUSES)('one that is %s is shown by its public status, and to be looked at again while it is open', async (status) => {
  const { status: shown, pollAfterMs, progress } = await view({ status })
  const open: Record<string, number> = { QUEUED: 0, PROCESSING: 0 }
  expect([shown, pollAfterMs, progress]).toEqual([STATUSES[status], shown in open ? 5000 : null, shown === 'COMPLETED' ? 100 : (open[shown] ?? null)])
})

const paceOf = async (provider: Route['provider'], model: string, upstream: Route['upstream'] = 'fal') => (await view({}, { provider, model, upstream })).pollAfterMs

it('is looked at again at the pace of its model, every two to ten seconds', async () => {
  expect([await paceOf('flux-dev', 'flux-dev'), await paceOf('luma', 'ray-2', 'luma'), await paceOf('veo-3', 'veo-3.1', 'veo'), await paceOf('luma', 'ray-2', 'test')]).toEqual([2000, 5000, 10_000, 2000])
})

const progressAfter = async (seconds: number | null, progress: number | null = null, status: JobStatus = 'PROCESSING') =>
  (await view({ status, progress, claimedAtMs: seconds === null ? null : NOW_MS - seconds * 1000 })).progress

it('tells how far it is: by what the company told or by the time that has passed, whichever is more, up to 95', async () => {
  expect([await progressAfter(null), await progressAfter(0), await progressAfter(30), await progressAfter(94.5), await progressAfter(1000)]).toEqual([0, 0, 30, 94, 95])
  expect([await progressAfter(null, 0.4), await progressAfter(30, 0.4), await progressAfter(60, 0.4), await progressAfter(30, 1)]).toEqual([40, 40, 60, 95])
  expect([await progressAfter(30, 0.4, 'QUEUED'), await progressAfter(30, 0.4, 'COMPLETED'), await progressAfter(30, 0.4, 'FAILED'), await progressAfter(30, 0.4, 'CANCELLED')]).toEqual([0, 100, null, null])
})

describe('its files', () => {
  const made = { status: 'COMPLETED', outputs: [output('1', { width: 1280, height: 720, durationSeconds: 5.00049 }), output('2')], expiresAtMs: NOW_MS + 9 } as const

  it('each have a link, and what their bytes are; the first stands for all', async () => {
    const { outputs, url, metadata, urlExpiresAt, expiresAt, expired } = await view(made)
    expect(outputs).toEqual([
      {
        posterUrl: null,
        url: 'https://files.example/k/1?until=1000009',
        metadata: { width: 1280, height: 720, duration: 5, format: 'mp4', resolution: '1280x720', contentType: 'video/mp4', bytes: 7, sha256: 'h' },
      },
      { posterUrl: null, url: 'https://files.example/k/2?until=1000009', metadata: { width: null, height: null, duration: null, format: 'mp4', resolution: null, contentType: 'video/mp4', bytes: 7, sha256: 'h' } },
    ])
    expect([url, metadata]).toEqual([outputs[0]?.url, outputs[0]?.metadata])
    expect([urlExpiresAt, expiresAt, expired]).toEqual([new Date(NOW_MS + 8).toISOString(), new Date(NOW_MS + 9).toISOString(), false])
  })

  it.each([[{ width: 5 }], [{ height: 5 }]])('have no resolution where %o alone is known', async (side) => {
    expect((await view({ ...made, outputs: [output('1', side)] })).metadata?.resolution).toBeNull()
  })

  it.each([
    ['a moment before their time', { expiresAtMs: NOW_MS + 1 }, false, true], ['at their time', { expiresAtMs: NOW_MS }, true, false],
    ['once they are deleted', { expiredAtMs: 5 }, true, false], ['while they have no time', { expiresAtMs: null }, false, false],
    ['deleted without a time', { expiresAtMs: null, expiredAtMs: 5 }, false, false],
  ] as const)('%s', async (_, change, expired, linked) => {
    const seen = await view({ ...made, ...change })
    expect([seen.expired, seen.url !== null, seen.urlExpiresAt !== null, seen.outputs.map(({ url }) => url !== null)]).toEqual([expired, linked, linked, [linked, linked]])
    expect(seen.metadata).toMatchObject({ format: 'mp4' })
  })

  it('are none before it is made', async () => {
    expect(await view({ outputs: null })).toMatchObject({ outputs: [], url: null, metadata: null, expiresAt: null, expired: false, urlExpiresAt: null })
  })
})

it('tells its figures, times and seed', async () => {
  expect(await view({ cost: 9, refunded: 3, attempt: 2, tags: ['a'], endUser: 'asha', completedAtMs: 4 }, { options: { seed: 7 } })).toMatchObject({
    creditCost: 9, refundedCredits: 3, attempts: 2, tags: ['a'], endUser: 'asha', seed: 7, estimatedTime: 100, test: false, error: null, errorCode: null, late: false,
    createdAt: '1970-01-01T00:00:00.001Z', startedAt: null, completedAt: '1970-01-01T00:00:00.004Z',
  })
  expect((await view({}, { options: { seed: 'seven' } })).seed).toBeNull()
  expect([(await view({ claimedAtMs: 2, startedAtMs: 3 })).startedAt, (await view({ claimedAtMs: 2 })).startedAt]).toEqual(['1970-01-01T00:00:00.003Z', '1970-01-01T00:00:00.002Z'])
  expect((await view({}, { upstream: 'test' })).test).toBe(true)
})

const failed = async (errorCode: FailureCode, errorReason: FailureReason | null = null, errorField: string | null = null) => (await view({ status: 'FAILED', errorCode, errorReason, errorField })).error

describe('its failure', () => {
  it.each([
    ['GENERATION_FAILED', 'MODERATED', null, false, 'The content rules of Luma Dream Machine'], ['GENERATION_FAILED', 'UPSTREAM', null, true, 'Luma Dream Machine could not finish'],
    ['GENERATION_FAILED', null, null, true, 'Luma Dream Machine could not finish'], ['GENERATION_FAILED', 'TIMEOUT', null, true, 'Luma Dream Machine took too long'],
    ['GENERATION_FAILED', 'UNKNOWN_OUTCOME', null, true, 'The connection to Luma Dream Machine was lost'], ['GENERATION_FAILED', 'MEDIA', null, true, 'The file that Luma Dream Machine delivered'],
    ['INVALID_INPUT', 'INPUT_MEDIA', null, false, 'A file that you gave could not'], ['INVALID_INPUT', 'INPUT_MEDIA', 'audio', false, 'The file that you gave as audio could not be fetched or read. Check its address, type and size. The'],
    ['INVALID_INPUT', 'INPUT_MEDIA', 'video', false, 'The file that you gave as video could not be fetched or read. Check its address, type and size. The'],
    ['INVALID_INPUT', 'INPUT_MEDIA', 'lastImage', false, 'The file that you gave as lastImage could not be fetched or read. Check its address, type and size; a HEIC'],
    ['INVALID_INPUT', null, 'text', false, 'Luma Dream Machine did not accept this input'], ['PROVIDER_UNAVAILABLE', null, null, true, 'Luma Dream Machine cannot be used right now'],
  ] as const)('%s, %s of %s: may be tried again: %s, and says: %s', async (code, reason, field, retryable, words) => {
    expect(await failed(code, reason, field)).toEqual({
      code, reason, retryable, field: field === null ? null : `input.input.${field}`, message: expect.stringMatching(new RegExp(`^${words}`)), docsUrl: `https://doitong.example/errors/${code}`,
    })
  })

  it('is forgotten once it is made after all: then it is late', async () => {
    expect(await view({ status: 'COMPLETED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT' })).toMatchObject({ error: null, errorCode: null, late: true })
    expect(await view({ status: 'FAILED', errorCode: 'GENERATION_FAILED', errorReason: 'TIMEOUT' })).toMatchObject({ errorCode: 'GENERATION_FAILED', late: false })
  })
})
