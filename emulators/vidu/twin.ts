// Vidu's API as an emulator: the four routes of submission, a task's creations, the list of tasks, cancel.
// https://platform.vidu.com/docs, read 2026-11-22. Templates and extension are not served.
import { base64Of, bytesOf, callbackOrder, hmac, jsonPost, promiseCallbacks } from '../callbacks.ts'
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Emulator, type Task } from '../emulator.ts'
import { poster, videoClip } from '../media.ts'
import { objection, ROUTES, type Body } from './request.ts'

export const VIDU_EMULATOR_KEY = 'vda_817263549081726354_eMuLaToR0aB1cD2eF3gH4iJ5kL6mN7oP'
/** The key of an account that has no credits left. */
export const VIDU_EMULATOR_KEY_WITHOUT_CREDITS = 'vda_000000000000000000_eMuLaToR0aB1cD2eF3gH4iJ5kL6mN7oP'

const LINK_LIFETIME_SECONDS = 24 * 3600
/** A desk cannot list tasks, so their ids are kept in one more, under a name no task has. */
const LIST_ID = 'listed'
const LISTED_AT_MOST = 1000

/** What a look would be; signed are the address and the time, and not the body. */
const callback: Emulator['callback'] = async (task, order, desk) => {
  const date = new Date(desk.nowMs()).toUTCString()
  const headers = { 'x-hmac-algorithm': 'hmac-sha256', 'x-hmac-access-key': 'vidu', 'x-hmac-signed-headers': 'x-request-id', 'x-request-id': desk.newId(), date }
  const signed = ['POST', new URL(order.url).pathname, '', 'vidu', date, `x-request-id:${headers['x-request-id']}\n`].join('\n')
  const signature = base64Of(await hmac(bytesOf(VIDU_EMULATOR_KEY), signed))
  return jsonPost(order, JSON.stringify({ id: task.id, ...(await creations(task, desk)) }), { ...headers, 'x-hmac-signature': signature })
}

export const viduEmulator: Emulator = { mount: 'vidu', handle, callback }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const url = new URL(request.url)
  const denied = denial(request)
  if (denied) return denied
  const path = /^\/ent\/v2\/(.+)$/.exec(url.pathname)?.[1] ?? ''
  const [, id, action] = /^tasks\/(\d+)\/(creations|cancel)$/.exec(path) ?? []
  if (request.method === 'POST' && Object.hasOwn(ROUTES, path)) return create(path, request, desk)
  if (request.method === 'GET' && path === 'tasks') return list(url.searchParams, desk)
  const task = id === undefined ? undefined : await desk.tasks.get(id)
  if (id !== undefined && !task) return problem(404, 'TaskNotFound', 'task not found')
  if (task && action === 'creations' && request.method === 'GET') return Response.json(await creations(task, desk))
  if (task && action === 'cancel' && request.method === 'POST') return cancel(task, request, desk)
  return problem(404, 'NotFound', 'not found')
}

function denial(request: Request): Response | undefined {
  const key = /^Token (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key === VIDU_EMULATOR_KEY) return undefined
  if (key !== VIDU_EMULATOR_KEY_WITHOUT_CREDITS) return problem(401, 'Unauthorized', 'token is invalid')
  return request.method === 'POST' ? problem(400, 'CreditInsufficient', 'credit is insufficient') : undefined
}

async function create(route: string, request: Request, desk: Desk): Promise<Response> {
  const body: unknown = await request.json().catch(() => undefined)
  if (!isBody(body)) return problem(400, 'BadRequest', 'body is not a JSON object')
  const wrong = objection(route, body)
  if (wrong) return problem(400, wrong.reason, wrong.message)
  const prompt = typeof body.prompt === 'string' ? body.prompt : undefined
  const forced = forcedOutcome(prompt)
  if (forced === '429') return problem(429, 'QuotaExceeded', 'concurrency quota exceeded')
  if (forced === '500') return problem(500, 'InternalServiceFailure', 'internal service failure')
  // A prompt is judged at once; what is made of images, after the work.
  if (forced === 'moderated' && route === 'text2video') return problem(400, 'TaskPromptPolicyViolation', 'prompt violates the policy')
  const task: Task = { id: numberOf(desk.newId()), createdAtMs: desk.nowMs(), forced, request: { ...body, route }, ...callbackOrder(body.callback_url, prompt) }
  await desk.tasks.put(task)
  await promiseCallbacks(desk, task, WORK_SECONDS.video, true)
  const listed = await desk.tasks.get(LIST_ID)
  const ids = [task.id, ...listedIds(listed)].slice(0, LISTED_AT_MOST)
  await desk.tasks.put({ id: LIST_ID, createdAtMs: desk.nowMs(), forced: undefined, request: { ids } })
  const echoed = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'callback_url'))
  return Response.json({ task_id: task.id, state: 'created', ...echoed, credits: 80, created_at: new Date(task.createdAtMs).toISOString() })
}

async function list(query: URLSearchParams, desk: Desk): Promise<Response> {
  const length = Number(query.get('pager.pagesz') ?? 20)
  if (!Number.isInteger(length) || length < 1 || length > 100) return problem(400, 'PageSizeOutOfRange', 'page size is out of range')
  const from = Date.parse(query.get('created_at.from') ?? '1970-01-01')
  if (Number.isNaN(from)) return problem(400, 'FieldInvalid', 'created_at.from is invalid')
  const all = await Promise.all(listedIds(await desk.tasks.get(LIST_ID)).map((id) => desk.tasks.get(id)))
  const tasks = all.filter((task) => task !== undefined && task.createdAtMs >= from)
  const start = Number(query.get('pager.page') ?? 0) * length
  const page = tasks.slice(start, start + length).flatMap((task) => (task ? [{ id: task.id, state: stateOf(task, desk), payload: task.request.payload ?? '' }] : []))
  return Response.json({ tasks: page, ...(tasks.length > start + length && { next_page_token: String(start + length) }) })
}

async function creations(task: Task, desk: Desk): Promise<object> {
  const state = stateOf(task, desk)
  return {
    state,
    err_code: state === 'failed' ? errorOf(task) : '',
    credits: 80,
    payload: task.request.payload ?? '',
    bgm: false,
    off_peak: false,
    creations: state === 'success' ? [await creation(task, desk)] : [],
  }
}

function stateOf(task: Task, desk: Desk): string {
  if (task.cancelledAtMs !== undefined) return 'failed'
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  if (phase.name === 'queued') return desk.nowMs() === task.createdAtMs ? 'created' : 'queueing'
  if (phase.name === 'running') return 'processing'
  return task.forced === 'fail' || task.forced === 'moderated' ? 'failed' : 'success'
}

function errorOf(task: Task): string {
  if (task.cancelledAtMs !== undefined) return 'UserCancelled'
  return task.forced === 'moderated' ? 'CreationPolicyViolation' : 'InternalServiceFailure'
}

/** A fresh link at every look. */
async function creation(task: Task, desk: Desk): Promise<object> {
  const { duration, aspect_ratio: ratio } = task.request
  const clip = videoClip(typeof ratio === 'string' ? ratio : '16:9', typeof duration === 'number' ? duration : 5, task.request)
  const url = await desk.publish(clip, LINK_LIFETIME_SECONDS)
  const cover = await desk.publish(poster(task.request), LINK_LIFETIME_SECONDS)
  return { id: `${task.id}1`, url, cover_url: cover, watermarked_url: '', duration }
}

async function cancel(task: Task, request: Request, desk: Desk): Promise<Response> {
  const body: unknown = await request.json().catch(() => undefined)
  if (!isBody(body) || body.id !== task.id) return problem(400, 'FieldInvalid', 'id is invalid')
  const state = stateOf(task, desk)
  if (state !== 'created' && state !== 'queueing') return problem(400, 'BadRequest', 'task state is scheduled, can not cancel')
  await desk.tasks.put({ ...task, cancelledAtMs: desk.nowMs() })
  return Response.json({})
}

/** Task ids are long numbers, carried as strings. */
function numberOf(id: string): string {
  return BigInt(`0x${id.replaceAll('-', '').slice(0, 15)}`).toString()
}

function listedIds(listed: Task | undefined): string[] {
  const ids = listed?.request.ids
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function problem(code: number, reason: string, message: string): Response {
  return Response.json({ code, reason, message, metadata: { trace_id: '04e5f6a7b8c9d0e1' } }, { status: code })
}
