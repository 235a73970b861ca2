// Alibaba's DashScope as an emulator: Wan's asynchronous tasks. Facts:
// https://www.alibabacloud.com/help/en/model-studio/legacy-wan-text-to-video-api-reference and the page on
// managing asynchronous tasks (help.aliyun.com), read 2026-11-22. Not served: the list of tasks (a desk cannot list).
import * as v from 'valibot'
import { isImage, readRequest, type DashscopeBody, type DashscopeRefusal } from './request.ts'
import { forcedOutcome, phaseOf, QUEUE_SECONDS, WORK_SECONDS, type Desk, type Emulator, type Task } from '../emulator.ts'
import { videoClip } from '../media.ts'

export const DASHSCOPE_EMULATOR_KEY = 'sk-2f6b8c1d9e3a4570b6d8e0f1a2c3d4e5'
/** The key of an account that owes money. */
export const DASHSCOPE_EMULATOR_KEY_IN_ARREARS = 'sk-000000000000000000000000a2c3d4e5'

const BASE_PATH = '/api/v1'
/** Of the link, and of the task itself. */
const LIFETIME_SECONDS = 24 * 3600
/** Its times are those of Beijing, without a zone. */
const BEIJING_MS = 8 * 3600 * 1000

const rememberedSchema = v.object({
  prompt: v.string(),
  size: v.string(),
  seconds: v.number(),
  readable: v.boolean(),
  video: v.optional(v.string()),
})
type Remembered = v.InferOutput<typeof rememberedSchema>

export const dashscopeEmulator: Emulator = { mount: 'dashscope', handle }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const { pathname } = new URL(request.url)
  const path = pathname.startsWith(`${BASE_PATH}/`) ? pathname.slice(BASE_PATH.length) : ''
  const synthesis = /^\/services\/aigc\/(video-generation|image2video)\/video-synthesis$/.exec(path)?.[1]
  const [, id, cancelling] = /^\/tasks\/([^/]+)(\/cancel)?$/.exec(path) ?? []
  if (!synthesis && !id) return refuse(desk, { status: 404, code: 'InvalidParameter', message: 'url error, please check url！' })
  const key = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key !== DASHSCOPE_EMULATOR_KEY && key !== DASHSCOPE_EMULATOR_KEY_IN_ARREARS) {
    return refuse(desk, { status: 401, code: 'InvalidApiKey', message: 'Invalid API-key provided.' })
  }
  if (request.method !== (synthesis || cancelling ? 'POST' : 'GET')) {
    return refuse(desk, { status: 405, code: 'BadRequest.IllegalMethod', message: `Request method '${request.method}' is not supported.` })
  }
  if (id) return cancelling ? cancel(decodeURIComponent(id), desk) : look(decodeURIComponent(id), desk)
  if (request.headers.get('x-dashscope-async') !== 'enable') {
    return refuse(desk, { status: 403, code: 'AccessDenied', message: 'current user api does not support synchronous calls.' })
  }
  if (key === DASHSCOPE_EMULATOR_KEY) return create(request, synthesis ?? '', desk)
  return refuse(desk, { status: 400, code: 'Arrearage', message: 'Access denied, please make sure your account is in good standing.' })
}

async function create(request: Request, synthesis: string, desk: Desk): Promise<Response> {
  const json: unknown = await request.json().catch(() => undefined)
  const read = readRequest(synthesis, json)
  if (read.kind === 'INVALID') return refuse(desk, read)
  const { body } = read
  const forced = forcedOutcome(body.input.prompt)
  // Text is judged at once; with an image the verdict comes with the work, on what was made.
  if (forced === 'moderated' && imagesOf(body).length === 0) {
    return refuse(desk, { status: 400, code: 'DataInspectionFailed', message: 'Input data may contain inappropriate content.' })
  }
  if (forced === '429') {
    return refuse(desk, { status: 429, code: 'Throttling.RateQuota', message: 'Requests rate limit exceeded, please try again later.' })
  }
  if (forced === '500') return refuse(desk, { status: 500, code: 'InternalError', message: 'An internal error has occured.' })
  const task: Task = { id: desk.newId(), createdAtMs: desk.nowMs(), forced, request: { ...remembered(body) } }
  await desk.tasks.put(task)
  return Response.json({ output: { task_status: 'PENDING', task_id: task.id }, request_id: desk.newId() })
}

/** Without the images, which may be 10 MB of base64. Nobody here looks into them for their shape: wide. */
function remembered(body: DashscopeBody): Remembered {
  return {
    prompt: body.input.prompt ?? '',
    size: body.parameters.size ?? '1920*1080',
    seconds: body.parameters.duration ?? 5,
    readable: imagesOf(body).every(isImage),
  }
}

function imagesOf({ input }: DashscopeBody): readonly string[] {
  return [input.img_url, input.first_frame_url, input.last_frame_url].filter((url) => url !== undefined)
}

async function look(id: string, desk: Desk): Promise<Response> {
  const task = await desk.tasks.get(id)
  const isForgotten = !task || desk.nowMs() - task.createdAtMs >= LIFETIME_SECONDS * 1000
  // No error: a task that it does not know is an answer like any other.
  if (isForgotten) return Response.json({ request_id: desk.newId(), output: { task_id: id, task_status: 'UNKNOWN' } })
  return Response.json({ request_id: desk.newId(), ...(await shown(task, desk)) })
}

async function shown(task: Task, desk: Desk): Promise<object> {
  const asked = v.parse(rememberedSchema, task.request)
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  const common = { task_id: task.id, submit_time: beijing(task.createdAtMs) }
  if (task.cancelledAtMs !== undefined) return { output: { ...common, task_status: 'CANCELED', end_time: beijing(task.cancelledAtMs) } }
  if (phase.name === 'queued') return { output: { ...common, task_status: 'PENDING' } }
  const started = { ...common, scheduled_time: beijing(task.createdAtMs + QUEUE_SECONDS * 1000) }
  if (phase.name === 'running') return { output: { ...started, task_status: 'RUNNING' } }
  const ended = { ...started, end_time: beijing(desk.nowMs()) }
  const failure = failureOf(task, asked)
  if (failure) return { output: { ...ended, task_status: 'FAILED', ...failure } }
  const prompts = { orig_prompt: asked.prompt, actual_prompt: `${asked.prompt}, cinematic` }
  return {
    output: { ...ended, task_status: 'SUCCEEDED', ...prompts, video_url: await videoUrl(task, asked, desk) },
    usage: { video_count: 1, video_duration: asked.seconds, video_ratio: asked.size },
  }
}

function failureOf(task: Task, asked: Remembered): { readonly code: string; readonly message: string } | undefined {
  if (!asked.readable) return { code: 'InvalidURL', message: 'The request URL is invalid, please check the request URL is available.' }
  if (task.forced === 'moderated') return { code: 'DataInspectionFailed', message: 'Output data may contain inappropriate content.' }
  return task.forced === 'fail' ? { code: 'InternalError.Algo', message: 'inference internal error' } : undefined
}

/** The same link at every look, so the task remembers it. */
async function videoUrl(task: Task, asked: Remembered, desk: Desk): Promise<string> {
  if (asked.video !== undefined) return asked.video
  const video = await desk.publish(videoClip(asked.size, asked.seconds, task.request), LIFETIME_SECONDS)
  await desk.tasks.put({ ...task, request: { ...task.request, video } })
  return video
}

async function cancel(id: string, desk: Desk): Promise<Response> {
  const task = await desk.tasks.get(id)
  const isPending = task && task.cancelledAtMs === undefined && phaseOf(task, WORK_SECONDS.video, desk.nowMs()).name === 'queued'
  if (!isPending) {
    const message = 'Failed to cancel the task, please confirm if the task is in PENDING status.'
    return refuse(desk, { status: 400, code: 'UnsupportedOperation', message })
  }
  await desk.tasks.put({ ...task, cancelledAtMs: desk.nowMs() })
  return Response.json({ request_id: desk.newId() })
}

/** `2025-09-29 14:18:52.331` */
function beijing(timeMs: number): string {
  return new Date(timeMs + BEIJING_MS).toISOString().replace('T', ' ').replace('Z', '')
}

function refuse(desk: Desk, { status, code, message }: DashscopeRefusal): Response {
  return Response.json({ code, message, request_id: desk.newId() }, { status })
}
