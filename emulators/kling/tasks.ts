// The twin of Kling's API 2.0: submit by the model in the path, and GET /tasks, which shows the tasks of both APIs. It takes the
// API key alone. Facts: https://kling.ai/document-api (API 2.0) and others' unbilled probes, read 2026-11-28: an unknown id is
// an empty list, a token is refused with 1002, and one of the two lists of ids must be given.
import * as v from 'valibot'
import { callbackOrder, promiseCallbacks } from '../callbacks.ts'
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Task } from '../emulator.ts'
import { KLING_EMULATOR_API_KEY, type KlingRefusal } from './auth.ts'
import { readTaskRequest, TASK_ROUTES, type TaskRoute } from './tasks-request.ts'
import { videoClip } from '../media.ts'

const LINK_DAYS = 30

/** As both APIs remember their tasks. */
const rememberedSchema = v.object({ duration: v.string(), aspect_ratio: v.optional(v.string()) })

export type KlingReply = { readonly data: unknown } | KlingRefusal

const TOKEN_REFUSED: KlingRefusal = { status: 401, code: 1002, message: 'The current API does not support AK/SK' }

/** Undefined where the path is none of API 2.0. @param newTaskId as Kling makes them */
export async function serveTasks(request: Request, desk: Desk, newTaskId: () => string): Promise<KlingReply | undefined> {
  const { pathname, searchParams } = new URL(request.url)
  const [, first, model] = /^\/([\w-]+)\/([\w.-]+)$/.exec(pathname) ?? []
  const route = TASK_ROUTES.find((one) => one === first)
  const isList = pathname === '/tasks' && request.method === 'GET'
  if (!isList && !(route && model !== undefined && request.method === 'POST')) return undefined
  if (request.headers.get('authorization') !== `Bearer ${KLING_EMULATOR_API_KEY}`) return TOKEN_REFUSED
  return route && model !== undefined ? submit(request, desk, route, model, newTaskId) : list(desk, searchParams)
}

async function submit(request: Request, desk: Desk, route: TaskRoute, model: string, newTaskId: () => string): Promise<KlingReply> {
  const json: unknown = await request.json().catch(() => undefined)
  const read = readTaskRequest(route, model, json)
  if (read.kind === 'INVALID') return read
  const { prompt, seconds, aspectRatio, externalId, callbackUrl } = read.order
  const forced = forcedOutcome(prompt)
  if (forced === '429') return { status: 429, code: 1303, message: 'parallel task over resource pack limit' }
  if (forced === '500') return { status: 500, code: 5000, message: 'Internal server error' }
  const task: Task = {
    id: newTaskId(),
    ...(externalId !== undefined && { externalId }),
    createdAtMs: desk.nowMs(),
    forced,
    request: { family: route, duration: String(seconds), ...(aspectRatio !== undefined && { aspect_ratio: aspectRatio }) },
    ...callbackOrder(callbackUrl, prompt),
  }
  await desk.tasks.put(task)
  await promiseCallbacks(desk, task, WORK_SECONDS.video, true)
  return { data: await shown(task, desk) }
}

async function list(desk: Desk, query: URLSearchParams): Promise<KlingReply> {
  const [ids, externalIds] = [query.get('task_ids'), query.get('external_task_ids')]
  if ((ids === null) === (externalIds === null)) return { status: 400, code: 1201, message: 'task_ids or external_task_ids is required' }
  const tasks = ids === null ? (externalIds ?? '').split(',').map((id) => desk.tasks.findByExternalId(id)) : ids.split(',').map((id) => desk.tasks.get(id))
  const found = (await Promise.all(tasks)).filter((task) => task !== undefined)
  return { data: await Promise.all(found.map((task) => shown(task, desk))) }
}

export async function shown(task: Task, desk: Desk): Promise<Readonly<Record<string, unknown>>> {
  const common = { id: task.id, external_id: task.externalId ?? '', message: '', create_time: task.createdAtMs, update_time: desk.nowMs() }
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  if (phase.name !== 'ended') return { ...common, status: phase.name === 'queued' ? 'submitted' : 'processing' }
  if (task.forced === 'moderated') return { ...common, status: 'failed', message: 'Failure to pass the risk control system' }
  if (task.forced === 'fail') return { ...common, status: 'failed', message: 'The generation failed, please try again' }
  const { duration, aspect_ratio: aspectRatio } = v.parse(rememberedSchema, task.request)
  // A video from an image follows the image, which nobody here looks into: wide.
  const url = await desk.publish(videoClip(aspectRatio ?? '16:9', Number(duration), task.request), LINK_DAYS * 24 * 60 * 60)
  return { ...common, status: 'succeeded', outputs: [{ type: 'video', url, duration }], billing: [] }
}
