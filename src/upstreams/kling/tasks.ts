// Kling's API 2.0 (since 2026-07-15): the model stands in the path, and every task is looked at by GET /tasks. It has no cancel.
// An upstream of its own beside kling.ts, since it takes the API key alone: where only a key pair is set, what is reached by
// no other way is then not offered. Docs: https://kling.ai/document-api (API 2.0), as others quote it, read 2026-11-28.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { FindOutcome, PollOutcome, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import type { UpstreamHttp } from '../http.ts'
import { readEnvelope } from './answers.ts'
import { klingCallbacks } from './callbacks.ts'
import { findTask, listedTaskSchema, lookAtTask, taskRefSchema } from './task-list.ts'

/** They take texts and frames by one path; the others have one for each. */
const OMNI: ReadonlySet<string> = new Set(['kling-3.0-omni', 'kling-o1'])
/** The others know neither of these settings. */
const TAKES_SHOTS_AND_SOUND: ReadonlySet<string> = new Set(['kling-3.0', 'kling-3.0-omni'])

const pathOf = ({ model, input }: Submission): string => (OMNI.has(model) ? 'omni-video' : input.image ? 'image-to-video' : 'text-to-video')

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const url = `/${pathOf(submission)}/${submission.model}`
  const reply = readEnvelope(await http.request({ method: 'POST', url, json: bodyOf(submission) }))
  if (reply.kind === 'REFUSED') return { kind: 'REJECTED', ...reply.refused }
  if (reply.kind === 'UNCLEAR') return { kind: 'UNKNOWN', detail: reply.detail }
  const task = v.safeParse(listedTaskSchema, reply.data)
  if (!task.success) return { kind: 'UNKNOWN', detail: `${reply.detail} (not a task)` }
  return { kind: 'ACCEPTED', ref: { route: 'tasks', taskId: task.output.id } }
}

/** Shots and a watermark are Kling's default, so both are refused in so many words. */
function bodyOf(submission: Submission): Record<string, unknown> {
  const { model, externalId, input, options, callback } = submission
  const settings = {
    ...(TAKES_SHOTS_AND_SOUND.has(model) && { multi_shot: false, audio: options['sound'] === true ? 'native' : 'off' }),
    resolution: options['resolution'],
    duration: options['duration'],
    // With an image there is none: the video follows the image.
    ...(!input.image && { aspect_ratio: options['aspectRatio'] }),
  }
  const sent = { settings, options: { external_task_id: externalId, watermark_info: { enabled: false }, ...(callback && { callback_url: callback.url }) } }
  return pathOf(submission) === 'text-to-video' ? { prompt: input.text, ...sent } : { contents: contentsOf(input), ...sent }
}

function contentsOf({ text, image, lastImage }: Submission['input']): readonly Record<string, unknown>[] {
  return [
    ...(text === undefined ? [] : [{ type: 'prompt', text }]),
    ...(image === undefined ? [] : [{ type: 'first_frame', url: image }]),
    ...(lastImage === undefined ? [] : [{ type: 'last_frame', url: lastImage }]),
  ]
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  return lookAtTask(http, v.parse(taskRefSchema, ref))
}

async function find(http: UpstreamHttp, { externalId }: Submission): Promise<FindOutcome> {
  const found = await findTask(http, externalId)
  return found.kind === 'UNREACHABLE' ? { kind: 'UNREACHABLE', detail: found.detail } : found
}

export const klingTasksRegistration = {
  upstream: { id: 'kling-tasks', company: 'Kuaishou', submit, poll, find },
  defaultBaseUrl: 'https://api-singapore.klingai.com',
  settings: 'KLING',
  authorize: (setting) => {
    const apiKey = setting('API_KEY')
    return apiKey ? async () => ({ authorization: `Bearer ${apiKey}` }) : undefined
  },
  callbacks: klingCallbacks,
} satisfies UpstreamRegistration
