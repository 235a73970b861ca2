// What a company is sent of a job: only what there is of it.
import { expect, it } from 'vitest'
import { writeKeptUpload } from '../../src/domain/upload.ts'
import { submissionOf } from '../../src/jobs/submission.ts'
import { ROUTE, oneJob } from './one-job.ts'

const OPTIONS = { duration: 5 }

it('has the text with what was added to it, and the voice of its route', async () => {
  const { needs, job } = await oneJob({ job: { routes: [{ ...ROUTE, voice: 'asha' }] } })
  const submission = await submissionOf(needs, job, { input: { text: 'storm' }, addedText: 'cinematic', options: OPTIONS })
  expect(submission).toMatchObject({ externalId: `${job.id}-2`, type: 'VIDEO', input: { text: 'storm, cinematic', voice: 'asha' }, options: OPTIONS })
})

it('names no text and no voice where there is none', async () => {
  const { needs, job } = await oneJob()
  const { input } = await submissionOf(needs, job, { input: { image: 'https://example.com/a.png' }, addedText: '', options: OPTIONS })
  expect(Object.keys(input)).toEqual(['image'])
})

it.each([0, 1, 179, 999])('links an upload until an hour after the deadline at least, %i ms behind a whole second too', async (ms) => {
  const { needs, job } = await oneJob({ job: (nowMs) => ({ deadlineMs: Math.floor(nowMs / 1000) * 1000 + 60_000 + ms }) })
  const image = writeKeptUpload({ path: 'upl_a', contentType: 'image/png', bytes: 5 })
  const { input } = await submissionOf(needs, job, { input: { text: 'storm', image }, addedText: '', options: OPTIONS })
  const leftMs = Number(new URL(input.image ?? '').searchParams.get('exp')) * 1000 - job.deadlineMs - 3_600_000
  expect([leftMs >= 0, leftMs < 1000]).toEqual([true, true])
})
