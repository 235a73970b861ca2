// What is sent to an upstream for a job's current attempt.
import { submittedText } from '../routing/serve.ts'
import type { Job } from '../store/tables.ts'
import type { Submission } from '../upstreams/contract.ts'
import type { JobInput } from './job-input.ts'
import { currentModel, currentRoute } from './schedule.ts'

export function submissionOf(job: Job, { input, addedText, options }: JobInput): Submission {
  const route = currentRoute(job)
  const text = submittedText(input, addedText)
  return {
    externalId: `${job.id}-${job.attempt}`,
    model: currentModel(job).upstreamModel,
    type: job.type,
    input: { ...input, ...(text !== undefined && { text }), ...(route.voice !== undefined && { voice: route.voice }) },
    options,
  }
}
