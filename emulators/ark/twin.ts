// ByteDance's Ark (BytePlus ModelArk) as an emulator: Seedance's tasks. https://docs.byteplus.com/en/docs/ModelArk/1520757,
// /1521309 and /1521720, read 2026-11-22. Not served: the list of tasks (a desk cannot list), drafts, reference video.
import * as v from 'valibot'
import { readRequest, type ArkBody, type ArkRefusal } from './request.ts'
import { callbackOrder, jsonPost, promiseCallbacks } from '../callbacks.ts'
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Emulator, type Task } from '../emulator.ts'
import { videoClip } from '../media.ts'

export const ARK_EMULATOR_KEY = '7c1d0f3a-92b4-4e58-8a6d-5b3e9f0c2d41'
/** The key of an account that owes money. */
export const ARK_EMULATOR_KEY_OVERDUE = '00000000-92b4-4e58-8a6d-5b3e9f0c2d41'

const TASKS = '/api/v3/contents/generations/tasks'
const LINK_LIFETIME_SECONDS = 24 * 3600

/** At 16:9; other shapes have about as many pixels. */
const PIXELS: Readonly<Record<string, number>> = { '480p': 864 * 480, '720p': 1248 * 704, '1080p': 1920 * 1088, '4k': 3840 * 2160 }
const FRAMES_A_SECOND = 24

const INTERNAL = { code: 'InternalServiceError', message: 'The service encountered an unexpected internal error.' } as const
const TYPES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'BadRequest',
  409: 'Conflict',
  429: 'TooManyRequests',
}

const rememberedSchema = v.object({
  model: v.string(),
  resolution: v.string(),
  ratio: v.string(),
  duration: v.number(),
  seed: v.number(),
  sound: v.boolean(),
  serviceTier: v.string(),
  expiresAfter: v.number(),
  video: v.optional(v.string()),
})
type Remembered = v.InferOutput<typeof rememberedSchema>

/** Unsigned, and what a look would be. */
const callback: Emulator['callback'] = async (task, order, desk) => jsonPost(order, JSON.stringify(await shown(task, desk)))

export const arkEmulator: Emulator = { mount: 'ark', handle, callback }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const { pathname } = new URL(request.url)
  const id = pathname.startsWith(`${TASKS}/`) ? decodeURIComponent(pathname.slice(TASKS.length + 1)) : undefined
  if (pathname !== TASKS && !id) return new Response('404 page not found', { status: 404 })
  const key = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key !== ARK_EMULATOR_KEY && key !== ARK_EMULATOR_KEY_OVERDUE) {
    return refuse(desk, { status: 401, code: 'AuthenticationError', message: 'The API key in the request is missing or invalid.' })
  }
  if (!id) {
    if (request.method !== 'POST') return refuse(desk, { status: 405, code: 'MethodNotAllowed', message: 'Method not allowed.' })
    if (key === ARK_EMULATOR_KEY) return create(request, desk)
    const message = 'The request failed because your account has an overdue balance.'
    return refuse(desk, { status: 403, code: 'AccountOverdueError', message })
  }
  const task = await desk.tasks.get(id)
  if (!task) return refuse(desk, { status: 404, code: 'NotFound', message: `The specified task ${id} is not found.` })
  if (request.method === 'GET') return Response.json(await shown(task, desk))
  if (request.method === 'DELETE') return remove(task, desk)
  return refuse(desk, { status: 405, code: 'MethodNotAllowed', message: 'Method not allowed.' })
}

async function create(request: Request, desk: Desk): Promise<Response> {
  const json: unknown = await request.json().catch(() => undefined)
  const read = readRequest(json)
  if (read.kind === 'INVALID') return refuse(desk, read)
  const { body } = read
  const images = body.content.filter((part) => part.type === 'image_url').length
  const prompt = body.content.find((part) => part.type === 'text')?.text
  const forced = forcedOutcome(prompt)
  // Text is judged at once; with an image the verdict comes with the work, on what was made.
  if (forced === 'moderated' && images === 0) {
    const message = 'The request failed because the input text may contain sensitive information.'
    return refuse(desk, { status: 400, code: 'InputTextSensitiveContentDetected', message })
  }
  if (forced === '429') {
    return refuse(desk, { status: 429, code: 'ModelAccountRpmRateLimitExceeded', message: 'The RPM limit of this model is exceeded.' })
  }
  if (forced === '500') return refuse(desk, { status: 500, ...INTERNAL })
  const task: Task = { id: taskId(desk), createdAtMs: desk.nowMs(), forced, request: { ...remembered(body) }, ...callbackOrder(body.callback_url, prompt) }
  await desk.tasks.put(task)
  await promiseCallbacks(desk, task, WORK_SECONDS.video, true)
  return Response.json({ id: task.id })
}

/** Without the images, which may be many megabytes of base64. */
function remembered(body: ArkBody): Remembered {
  return {
    model: body.model,
    resolution: body.resolution,
    // Nobody here looks into an image for its shape: wide.
    ratio: body.ratio === 'adaptive' ? '16:9' : body.ratio,
    duration: body.duration,
    seed: body.seed === undefined || body.seed === -1 ? 58944 : body.seed,
    sound: body.generate_audio ?? false,
    serviceTier: body.service_tier,
    expiresAfter: body.execution_expires_after,
  }
}

/** `cgt-` with the time to the second and five letters or digits. */
function taskId(desk: Desk): string {
  const time = new Date(desk.nowMs()).toISOString().replaceAll(/\D/g, '').slice(0, 14)
  return `cgt-${time}-${desk.newId().slice(-5)}`
}

async function shown(task: Task, desk: Desk): Promise<object> {
  const asked = v.parse(rememberedSchema, task.request)
  const status = statusOf(task, desk)
  const common = {
    id: task.id,
    model: asked.model,
    status,
    created_at: Math.floor(task.createdAtMs / 1000),
    updated_at: Math.floor(desk.nowMs() / 1000),
    service_tier: asked.serviceTier,
    execution_expires_after: asked.expiresAfter,
  }
  if (status === 'failed') return { ...common, error: errorOf(task) }
  if (status !== 'succeeded') return common
  const tokens = Math.round(((PIXELS[asked.resolution] ?? 0) * (asked.duration * FRAMES_A_SECOND + 1)) / 1024)
  return {
    ...common,
    content: { video_url: await videoUrl(task, asked, desk) },
    usage: { completion_tokens: tokens, total_tokens: tokens },
    seed: asked.seed,
    resolution: asked.resolution,
    ratio: asked.ratio,
    duration: asked.duration,
    framespersecond: FRAMES_A_SECOND,
    generate_audio: asked.sound,
    draft: false,
  }
}

type Status = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'expired'

function statusOf(task: Task, desk: Desk): Status {
  if (task.cancelledAtMs !== undefined) return 'cancelled'
  const { expiresAfter } = v.parse(rememberedSchema, task.request)
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  if (phase.name === 'ended') return task.forced === 'fail' || task.forced === 'moderated' ? 'failed' : 'succeeded'
  if (desk.nowMs() - task.createdAtMs >= expiresAfter * 1000) return 'expired'
  return phase.name
}

function errorOf(task: Task): { readonly code: string; readonly message: string } {
  return task.forced === 'moderated'
    ? { code: 'OutputVideoSensitiveContentDetected', message: 'The output video may contain sensitive information.' }
    : INTERNAL
}

/** The same link at every look, so the task remembers it. */
async function videoUrl(task: Task, asked: Remembered, desk: Desk): Promise<string> {
  if (asked.video !== undefined) return asked.video
  const video = await desk.publish(videoClip(asked.ratio, asked.duration, task.request), LINK_LIFETIME_SECONDS)
  await desk.tasks.put({ ...task, request: { ...task.request, video } })
  return video
}

/** Cancels what is queued and forgets what has ended, with the same empty answer. */
async function remove(task: Task, desk: Desk): Promise<Response> {
  const status = statusOf(task, desk)
  if (status === 'running' || status === 'cancelled') {
    const message = `The task ${task.id} is ${status} and cannot be deleted.`
    return refuse(desk, { status: 409, code: 'InvalidAction.RunningTaskDeletion', message })
  }
  if (status === 'queued') await desk.tasks.put({ ...task, cancelledAtMs: desk.nowMs() })
  else await desk.tasks.delete(task.id)
  return new Response(null, { status: 200 })
}

function refuse(desk: Desk, { status, code, message, param = '' }: ArkRefusal): Response {
  const requestId = desk.newId().replaceAll('-', '')
  const error = { code, message: `${message} Request id: ${requestId}`, param, type: TYPES[status] ?? 'InternalServerError' }
  return Response.json({ error }, { status, headers: { 'x-request-id': requestId } })
}
