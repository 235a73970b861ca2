// Kling (Kuaishou): video from text or an image, through the legacy "V1" endpoints, which take both kinds of credentials.
// Docs: https://app.klingai.com/global/dev/document-api (text to video, image to video), read 2026-11-22. It has no cancel.
// What only API 2.0 serves is in kling-tasks.ts.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { OptionValue } from '../../domain/model.ts'
import type { FindOutcome, PollOutcome, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import type { HttpOutcome, UpstreamHttp } from '../http.ts'
import { readAnswer, standingOf } from './answers.ts'
import { authorizeKling } from './auth.ts'
import { klingCallbacks } from './callbacks.ts'
import { findTask, lookAtTask, taskRefSchema } from './task-list.ts'
import { ownValue } from '../../domain/own-value.ts'

/** A task is seen only through the family it was submitted to. */
const FAMILIES = ['text2video', 'image2video'] as const
type Family = (typeof FAMILIES)[number]

/** The second: found by API 2.0, and looked at there. */
const refSchema = v.union([v.object({ family: v.picklist(FAMILIES), taskId: v.string() }), taskRefSchema])

/** Kling asks for a tier where callers may ask for a size; the rows keep the two in step. */
const MODE_OF_RESOLUTION: Readonly<Record<string, string>> = { '720p': 'std', '1080p': 'pro', '4k': '4k' }

function familyOf({ input }: Submission): Family {
  return input.image || input.lastImage ? 'image2video' : 'text2video'
}

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const family = familyOf(submission)
  const json = bodyOf(submission, family)
  const answer = readAnswer(await http.request({ method: 'POST', url: `/v1/videos/${family}`, json }))
  if (answer.kind === 'TASK') return { kind: 'ACCEPTED', ref: { family, taskId: answer.task.task_id } }
  if (answer.kind === 'REFUSED') return { kind: 'REJECTED', ...answer.refused }
  return { kind: 'UNKNOWN', detail: answer.detail }
}

/** With an image there is no aspect ratio: the video follows the image. */
function bodyOf({ model, externalId, input, options, callback }: Submission, family: Family): Record<string, unknown> {
  return {
    model_name: model,
    prompt: input.text,
    negative_prompt: input.negativeText,
    mode: modeOf(options),
    // A string, as Kling insists.
    duration: String(options['duration']),
    ...(family === 'text2video'
      ? { aspect_ratio: options['aspectRatio'] }
      : { image: withoutDataPrefix(input.image), image_tail: withoutDataPrefix(input.lastImage) }),
    external_task_id: externalId,
    ...(callback && { callback_url: callback.url }),
  }
}

function modeOf(options: Readonly<Record<string, OptionValue>>): OptionValue | undefined {
  return ownValue(MODE_OF_RESOLUTION, String(options['resolution'])) ?? options['mode']
}

/** Kling wants an https URL, or base64 without the `data:` in front. */
function withoutDataPrefix(image: string | undefined): string | undefined {
  return image?.replace(/^data:[^,]*,/, '')
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const work = v.parse(refSchema, ref)
  if ('route' in work) return lookAtTask(http, work)
  const answer = readAnswer(await look(http, work.family, work.taskId))
  if (answer.kind === 'TASK') return standingOf(answer.task)
  if (answer.kind === 'UNCLEAR') return { kind: 'UNREACHABLE', detail: answer.detail }
  const { detail, alarm, retryAfterSeconds } = answer.refused
  if (answer.notFound) return { kind: 'MISSING', detail }
  return { kind: 'UNREACHABLE', detail, ...(alarm && { alarm }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

/**
 * API 2.0 is seen to look up our ids. Its empty list proves nothing, and it refuses the token of a key pair: then the old path
 * is asked, by our id in the place of Kling's. Neither promises to refuse a second task of the same id.
 */
async function find(http: UpstreamHttp, submission: Submission): Promise<FindOutcome> {
  const listed = await findTask(http, submission.externalId)
  if (listed.kind === 'FOUND') return listed
  if (listed.kind === 'UNREACHABLE' && !listed.isRefused) return { kind: 'UNREACHABLE', detail: listed.detail }
  const family = familyOf(submission)
  const answer = readAnswer(await look(http, family, submission.externalId))
  if (answer.kind === 'TASK') {
    const echoed = answer.task.task_info?.external_task_id ?? submission.externalId
    if (echoed !== submission.externalId) return { kind: 'UNREACHABLE', detail: 'another task was found under our external id' }
    return { kind: 'FOUND', ref: { family, taskId: answer.task.task_id } }
  }
  if (answer.kind === 'UNCLEAR') return { kind: 'UNREACHABLE', detail: answer.detail }
  return answer.notFound ? { kind: 'ABSENT' } : { kind: 'UNREACHABLE', detail: answer.refused.detail }
}

function look(http: UpstreamHttp, family: Family, id: string): Promise<HttpOutcome> {
  return http.request({ method: 'GET', url: `/v1/videos/${family}/${encodeURIComponent(id)}` })
}

export const klingRegistration = {
  upstream: { id: 'kling', company: 'Kuaishou', submit, poll, find },
  defaultBaseUrl: 'https://api-singapore.klingai.com',
  settings: 'KLING',
  authorize: authorizeKling,
  callbacks: klingCallbacks,
} satisfies UpstreamRegistration
