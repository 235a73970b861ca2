// Runway: video from an image or a text, by the developer API (its host's "dev" is production).
// Docs: https://docs.dev.runwayml.com (API reference, task failures), read 2026-11-22. Nothing of ours can be sent along to
// find a task by, so a submission whose answer is lost stays unknown.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { OptionValue } from '../../domain/model.ts'
import type { CancelOutcome, PollOutcome, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import type { HttpOutcome, UpstreamHttp, UpstreamRequest } from '../http.ts'
import { readAcceptance, readTask, refusalOf, standingOf } from './answers.ts'
import { waitOf } from '../verdicts.ts'
import { ownValue } from '../../domain/own-value.ts'

/** Required on every request. */
const API_VERSION = '2024-11-06'

/** Runway names a shape by its pixels; 1584:672 is its widest, called 21:9 elsewhere. */
const PIXELS_OF_ASPECT_RATIO: Readonly<Record<string, string>> = {
  '16:9': '1280:720',
  '9:16': '720:1280',
  '4:3': '1104:832',
  '3:4': '832:1104',
  '1:1': '960:960',
  '21:9': '1584:672',
}

const refSchema = v.object({ taskId: v.string() })

function request(http: UpstreamHttp, what: UpstreamRequest): Promise<HttpOutcome> {
  return http.request({ ...what, headers: { 'x-runway-version': API_VERSION } })
}

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const url = submission.input.image ? '/v1/image_to_video' : '/v1/text_to_video'
  const outcome = await request(http, { method: 'POST', url, json: bodyOf(submission) })
  const acceptance = readAcceptance(outcome)
  if (acceptance.kind === 'TASK') return { kind: 'ACCEPTED', ref: { taskId: acceptance.taskId } }
  if (acceptance.kind === 'UNCLEAR') return { kind: 'UNKNOWN', detail: acceptance.detail }
  return { kind: 'REJECTED', ...acceptance.refused }
}

function bodyOf({ model, input, options }: Submission): Record<string, unknown> {
  return {
    model,
    promptText: input.text,
    promptImage: input.image,
    ratio: pixelsOf(options['aspectRatio']),
    duration: options['duration'],
    seed: options['seed'],
  }
}

function pixelsOf(aspectRatio: OptionValue | undefined): OptionValue | undefined {
  return ownValue(PIXELS_OF_ASPECT_RATIO, String(aspectRatio)) ?? aspectRatio
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const outcome = await request(http, { method: 'GET', url: taskPath(ref) })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 404) return { kind: 'MISSING', stopped: true, detail: 'the task is gone upstream' }
  if (outcome.status === 200) return standingOf(readTask(outcome.json))
  const { detail, alarm } = refusalOf(outcome)
  return { kind: 'UNREACHABLE', detail, ...(alarm && { alarm }), ...waitOf(outcome) }
}

/** Looks first: DELETE cancels only unfinished work; a finished task it would erase, with the result that was paid for. */
async function cancel(http: UpstreamHttp, ref: UpstreamRef): Promise<CancelOutcome> {
  const seen = await request(http, { method: 'GET', url: taskPath(ref) })
  if (seen.kind === 'LOST') return { kind: 'UNREACHABLE', detail: seen.detail }
  if (seen.status === 404) return { kind: 'TOO_LATE' }
  const task = seen.status === 200 ? readTask(seen.json) : undefined
  if (task?.status === 'CANCELLED') return { kind: 'CANCELLED' }
  const standing = standingOf(task)
  if (standing.kind === 'DONE' || standing.kind === 'FAILED') return { kind: 'TOO_LATE' }
  if (standing.kind === 'UNREACHABLE') return { kind: 'UNREACHABLE', detail: `HTTP ${seen.status} before cancelling` }
  const outcome = await request(http, { method: 'DELETE', url: taskPath(ref) })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 204) return { kind: 'CANCELLED' }
  if (outcome.status === 404) return { kind: 'TOO_LATE' }
  return { kind: 'UNREACHABLE', detail: `HTTP ${outcome.status} when cancelling` }
}

function taskPath(ref: UpstreamRef): string {
  return `/v1/tasks/${encodeURIComponent(v.parse(refSchema, ref).taskId)}`
}

export const runwayRegistration = {
  upstream: { id: 'runway', company: 'Runway', submit, poll, cancel },
  defaultBaseUrl: 'https://api.dev.runwayml.com',
  settings: 'RUNWAY',
  authorize: (setting) => {
    const apiKey = setting('API_KEY')
    return apiKey ? async () => ({ authorization: `Bearer ${apiKey}` }) : undefined
  },
} satisfies UpstreamRegistration
