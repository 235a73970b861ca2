// What is sent to an upstream for a job's current attempt.
import { readKeptUpload, writeKeptUpload } from '../domain/upload.ts'
import type { SubmissionInput } from '../domain/upstream.ts'
import { submittedText } from '../routing/serve.ts'
import type { Job } from '../store/tables.ts'
import type { Submission } from '../upstreams/contract.ts'
import { isHeavy } from './heavy.ts'
import type { JobInput } from './job-input.ts'
import { currentModel, currentRoute } from './schedule.ts'
import type { WithCallbacks } from '../callbacks/ports.ts'
import type { WithMedia } from '../media/ports.ts'

/** Of a claimed job: made anew for the same attempt it is the same to the letter, its links too. */
export async function submissionOf(needs: WithCallbacks<'addressOf'> & WithMedia<'linkUntil'>, job: Job, { input, addedText, options }: JobInput): Promise<Submission> {
  const route = currentRoute(job)
  const text = submittedText(input, addedText)
  const callback = await needs.callbacks.addressOf({ accountId: job.accountId, jobId: job.id, attempt: job.attempt, upstream: route.upstream })
  return {
    externalId: `${job.id}-${job.attempt}`,
    model: currentModel(job).upstreamModel,
    type: job.type,
    input: { ...(await withUploads(needs, job, input)), ...(text !== undefined && { text }), ...(route.voice !== undefined && { voice: route.voice }) },
    options,
    ...(callback && { callback }),
  }
}

/** A company may fetch it late, and its own clock may be slow. */
const LINK_AFTER_DEADLINE_MS = 3_600_000

/** A link tells its end in whole seconds, and never one too early. */
const linkEndsMs = ({ deadlineMs }: Job): number => Math.ceil((deadlineMs + LINK_AFTER_DEADLINE_MS) / 1000) * 1000

const MEDIA = ['image', 'lastImage', 'audio', 'video'] as const

/** Who fetches by himself gets a link. Whose adapter sends bytes gets the upload's place, to read it when it is wanted. */
async function withUploads({ media }: WithMedia<'linkUntil'>, job: Job, input: SubmissionInput): Promise<SubmissionInput> {
  const takesBytes = isHeavy({ kind: 'submit', upstream: currentRoute(job).upstream })
  const handed = async (value: string): Promise<string> => {
    const kept = readKeptUpload(value)
    if (!kept) return value
    const path = `uploads/${job.accountId}/${kept.path}`
    return takesBytes ? writeKeptUpload({ ...kept, path }) : media.linkUntil(path, linkEndsMs(job))
  }
  const read: Record<string, string> = {}
  for (const name of MEDIA) {
    const value = input[name]
    if (value !== undefined) read[name] = await handed(value)
  }
  return { ...input, ...read, ...(input.images && { images: await Promise.all(input.images.map(handed)) }) }
}
