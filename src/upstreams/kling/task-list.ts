// Kling's GET /tasks, of API 2.0: looks at a task by Kling's id, and finds one by ours, whichever API it was submitted to.
// Docs: https://kling.ai/document-api (API 2.0), as others quote it, and their unbilled probes; read 2026-11-28.
import * as v from 'valibot'
import type { FindOutcome, PollOutcome } from '../contract.ts'
import type { UpstreamHttp } from '../http.ts'
import { readEnvelope, reasonOf } from './answers.ts'
import type { KlingNo } from './answers.ts'
import { waitOf } from '../verdicts.ts'

/** A task that is seen by this list. */
export const taskRefSchema = v.object({ route: v.literal('tasks'), taskId: v.pipe(v.string(), v.minLength(1)) })
export type KlingTaskRef = v.InferOutput<typeof taskRefSchema>

export const listedTaskSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  status: v.nullish(v.string()),
  message: v.nullish(v.string()),
  external_id: v.nullish(v.string()),
  outputs: v.nullish(v.array(v.object({ type: v.nullish(v.string()), url: v.nullish(v.string()) }))),
})
type ListedTask = v.InferOutput<typeof listedTaskSchema>

type Listed = { readonly kind: 'TASKS'; readonly tasks: readonly ListedTask[] } | KlingNo

async function list(http: UpstreamHttp, by: 'task_ids' | 'external_task_ids', id: string): Promise<Listed> {
  const reply = readEnvelope(await http.request({ method: 'GET', url: '/tasks', query: { [by]: id } }))
  if (reply.kind !== 'DATA') return reply
  const tasks = v.safeParse(v.array(listedTaskSchema), reply.data)
  return tasks.success ? { kind: 'TASKS', tasks: tasks.output } : { kind: 'UNCLEAR', detail: `${reply.detail} (no list of tasks)` }
}

export async function lookAtTask(http: UpstreamHttp, { taskId }: KlingTaskRef): Promise<PollOutcome> {
  const listed = await list(http, 'task_ids', taskId)
  if (listed.kind === 'UNCLEAR') return { kind: 'UNREACHABLE', detail: listed.detail }
  if (listed.kind === 'REFUSED') {
    const { detail, alarm } = listed.refused
    if (listed.notFound) return { kind: 'MISSING', detail }
    return { kind: 'UNREACHABLE', detail, ...(alarm && { alarm }), ...waitOf(listed.refused) }
  }
  const task = listed.tasks.find(({ id }) => id === taskId)
  return task ? standingOf(task) : { kind: 'MISSING', detail: 'the list of tasks is without it' }
}

/** `isRefused`: this list is not for us, or not now. */
type FoundTask = Exclude<FindOutcome, { kind: 'UNREACHABLE' }> | { readonly kind: 'UNREACHABLE'; readonly detail: string; readonly isRefused: boolean }

/** ABSENT: an empty list, which proves nothing. */
export async function findTask(http: UpstreamHttp, externalId: string): Promise<FoundTask> {
  const listed = await list(http, 'external_task_ids', externalId)
  if (listed.kind === 'UNCLEAR') return { kind: 'UNREACHABLE', detail: listed.detail, isRefused: false }
  if (listed.kind === 'REFUSED') return { kind: 'UNREACHABLE', detail: listed.refused.detail, isRefused: true }
  const task = listed.tasks.find(({ external_id }) => external_id === externalId)
  if (task) return { kind: 'FOUND', ref: { route: 'tasks', taskId: task.id } }
  return listed.tasks.length === 0 ? { kind: 'ABSENT' } : { kind: 'UNREACHABLE', detail: 'another task was found under our external id', isRefused: false }
}

/** Where a task stands. An unknown word says nothing about the work. */
function standingOf({ status, message, outputs }: ListedTask): PollOutcome {
  switch (status) {
    case 'submitted':
      return { kind: 'PENDING', started: false }
    case 'processing':
      return { kind: 'PENDING', started: true }
    case 'succeeded': {
      const videos = (outputs ?? []).flatMap(({ type, url }) => (url && (type ?? 'video') === 'video' ? [url] : []))
      if (videos.length === 0) return { kind: 'UNREACHABLE', detail: 'succeeded without a video' }
      return { kind: 'DONE', outputs: videos.map((url) => ({ kind: 'url', url })) }
    }
    case 'failed':
      return { kind: 'FAILED', ...reasonOf(message ?? '') }
    default:
      return { kind: 'UNREACHABLE', detail: `unknown status ${status ?? 'absent'}` }
  }
}
