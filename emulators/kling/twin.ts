// The twin of Kling's V1 video endpoints: submit, and look by Kling's id or by the caller's own; API 2.0 is kling-tasks.ts.
// Facts: https://app.klingai.com/global/dev/document-api, read 2026-11-22. A second submission with the same
// external_task_id makes a second task: Kling documents no refusal, and this is the case that costs money.
import * as v from 'valibot'
import { forcedOutcome, phaseOf, WORK_SECONDS, type CallbackOrder, type Desk, type Emulator, type Task } from '../emulator.ts'
import { base64Of, callbackOrder, hmac, jsonPost, promiseCallbacks } from '../callbacks.ts'
import { refusalOfCaller, type KlingRefusal } from './auth.ts'
import { readRequest, type KlingBody, type KlingFamily } from './request.ts'
import { serveTasks, shown as shownListed } from './tasks.ts'
import { TASK_ROUTES } from './tasks-request.ts'
import { videoClip } from '../media.ts'

/** Of its console. */
export const KLING_EMULATOR_WEBHOOK_SECRET = 'whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI='
const LINK_DAYS = 30
/** As it was seen, though the table of codes has 1203 for what is not found. */
const NO_SUCH_TASK: KlingRefusal = { status: 400, code: 1201, message: 'Task not found' }

const rememberedSchema = v.object({
  family: v.string(),
  duration: v.string(),
  aspect_ratio: v.optional(v.string()),
})

async function handle(request: Request, desk: Desk): Promise<Response> {
  const refused = await refusalOfCaller(request.headers.get('authorization'), desk.nowMs())
  if (refused) return refuse(desk, refused)
  const reply = await serveTasks(request, desk, () => taskId(desk))
  if (reply) return 'data' in reply ? answer(desk, reply.data) : refuse(desk, reply)
  const match = /^\/v1\/videos\/(text2video|image2video)(?:\/([^/]+))?$/.exec(new URL(request.url).pathname)
  const family: KlingFamily = match?.[1] === 'image2video' ? 'image2video' : 'text2video'
  const id = match?.[2]
  if (match && request.method === 'POST' && id === undefined) return submit(request, desk, family)
  if (match && request.method === 'GET' && id !== undefined) return look(desk, family, decodeURIComponent(id))
  return refuse(desk, { status: 404, code: 1202, message: 'The requested method is invalid' })
}

async function submit(request: Request, desk: Desk, family: KlingFamily): Promise<Response> {
  const json: unknown = await request.json().catch(() => undefined)
  const read = readRequest(family, json)
  if (read.kind === 'INVALID') return refuse(desk, read)
  const forced = forcedOutcome(read.body.prompt)
  if (forced === '429') return refuse(desk, { status: 429, code: 1303, message: 'parallel task over resource pack limit' })
  if (forced === '500') return refuse(desk, { status: 500, code: 5000, message: 'Internal server error' })
  const task: Task = {
    id: taskId(desk),
    ...(read.body.external_task_id !== undefined && { externalId: read.body.external_task_id }),
    createdAtMs: desk.nowMs(),
    forced,
    request: remembered(family, read.body),
    ...callbackOrder(read.body.callback_url, read.body.prompt),
  }
  await desk.tasks.put(task)
  await promiseCallbacks(desk, task, WORK_SECONDS.video, true)
  return answer(desk, {
    task_id: task.id,
    task_status: 'submitted',
    task_info: { external_task_id: task.externalId ?? null },
    created_at: task.createdAtMs,
    updated_at: task.createdAtMs,
  })
}

/** Without the image, which may be 10 MB of base64. */
function remembered(family: KlingFamily, body: KlingBody): Task['request'] {
  return { family, duration: body.duration, ...('aspect_ratio' in body && { aspect_ratio: body.aspect_ratio }) }
}

/** Eighteen decimal digits, as Kling's are; too many for a number. */
function taskId(desk: Desk): string {
  const random = BigInt(`0x${desk.newId().replaceAll('-', '')}`) % 10n ** 17n
  return `8${String(random).padStart(17, '0')}`
}

async function look(desk: Desk, family: KlingFamily, id: string): Promise<Response> {
  const task = (await desk.tasks.get(id)) ?? (await desk.tasks.findByExternalId(id))
  if (!task || v.parse(rememberedSchema, task.request).family !== family) return refuse(desk, NO_SUCH_TASK)
  return answer(desk, await shownTask(task, desk))
}

async function shownTask(task: Task, desk: Desk): Promise<object> {
  const request = v.parse(rememberedSchema, task.request)
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  const shown = {
    task_id: task.id,
    task_info: { external_task_id: task.externalId ?? null },
    created_at: task.createdAtMs,
    updated_at: desk.nowMs(),
  }
  if (phase.name === 'queued') return { ...shown, task_status: 'submitted', task_status_msg: '' }
  if (phase.name === 'running') return { ...shown, task_status: 'processing', task_status_msg: '' }
  if (task.forced === 'moderated') {
    return { ...shown, task_status: 'failed', task_status_msg: 'Failure to pass the risk control system' }
  }
  if (task.forced === 'fail') {
    return { ...shown, task_status: 'failed', task_status_msg: 'The generation failed, please try again' }
  }
  const seconds = Number(request.duration)
  // A video from an image follows the image, which nobody here looks into: wide.
  const url = await desk.publish(videoClip(request.aspect_ratio ?? '16:9', seconds, task.request), LINK_DAYS * 24 * 60 * 60)
  return {
    ...shown,
    task_status: 'succeed',
    task_status_msg: '',
    watermark_info: { enabled: false },
    final_unit_deduction: String(seconds / 5),
    task_result: { videos: [{ id: desk.newId(), url, watermark_url: '', duration: seconds.toFixed(1) }] },
  }
}

/** Signed to Standard Webhooks, since its console has a secret for it. Told is what a look would be. */
async function callback(task: Task, order: CallbackOrder, desk: Desk): Promise<Request> {
  const isOfTasks = TASK_ROUTES.some((route) => route === task.request.family)
  const text = JSON.stringify(isOfTasks ? await shownListed(task, desk) : await shownTask(task, desk))
  const [id, timestamp] = [desk.newId(), String(Math.floor(desk.nowMs() / 1000))]
  const secret = Uint8Array.from(atob(KLING_EMULATOR_WEBHOOK_SECRET.slice('whsec_'.length)), (character) => character.charCodeAt(0))
  const signature = base64Of(await hmac(secret, `${id}.${timestamp}.${text}`))
  return jsonPost(order, text, { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` })
}

function answer(desk: Desk, data: unknown): Response {
  return Response.json({ code: 0, message: 'SUCCEED', request_id: desk.newId(), data })
}

function refuse(desk: Desk, { status, code, message }: KlingRefusal): Response {
  return Response.json({ code, message, request_id: desk.newId() }, { status })
}

export const klingEmulator: Emulator = { mount: 'kling', handle, callback }
