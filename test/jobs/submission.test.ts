// What a company is sent of a job: only what there is of it.
import { expect, it } from 'vitest'
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
