// Black Forest Labs' API as an emulator. https://docs.bfl.ai/api_integration/integration_guidelines and
// https://api.bfl.ai/openapi.json of 2026-05-01, checked 2026-11. Not served: the FLUX.2 routes.
import { complaints, ratioOf, ROUTES, type Fields } from './request.ts'
import { bytesOf, callbackOrder, hexOf, hmac, jsonPost, promiseCallbacks } from '../callbacks.ts'
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Emulator, type Media, type Task } from '../emulator.ts'
import { paintedImage } from '../media.ts'

export const BFL_EMULATOR_KEY = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
/** The key of an account that has no credits left. */
export const BFL_EMULATOR_KEY_WITHOUT_CREDITS = '00000000-7425-40de-944b-e07fc1f90ae7'

const LINK_LIFETIME_SECONDS = 600
const ULTRA_PIXELS = 4 * 1024 * 1024
const KONTEXT_PIXELS = 1024 * 1024

/** As others' code tells it: signed with the secret of the submission, where it gave one. */
const callback: Emulator['callback'] = async (task, order, desk) => {
  const text = await (await result(task.id, desk)).text()
  const signature: Record<string, string> = order.secret === undefined ? {} : { 'x-bfl-signature': `sha256=${hexOf(await hmac(bytesOf(order.secret), text))}` }
  return jsonPost(order, text, signature)
}

export const bflEmulator: Emulator = { mount: 'bfl', handle, callback }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const url = new URL(request.url)
  const name = /^\/v1\/([\w.-]+)$/.exec(url.pathname)?.[1] ?? ''
  const isPoll = name === 'get_result'
  if (!isPoll && !Object.hasOwn(ROUTES, name)) return answer(404, { detail: 'Not Found' })
  if (request.method !== (isPoll ? 'GET' : 'POST')) return answer(405, { detail: 'Method Not Allowed' })
  const denied = denial(request)
  if (denied) return denied
  return isPoll ? result(url.searchParams.get('id'), desk) : create(name, request, desk)
}

function denial(request: Request): Response | undefined {
  const key = request.headers.get('x-key')
  if (!key) return answer(403, { detail: 'Not authenticated' })
  if (!/^[0-9a-f-]{36}$/.test(key)) return answer(403, { detail: 'Invalid API key format' })
  if (key !== BFL_EMULATOR_KEY && key !== BFL_EMULATOR_KEY_WITHOUT_CREDITS) return answer(403, { detail: 'Not authenticated' })
  if (key === BFL_EMULATOR_KEY_WITHOUT_CREDITS && request.method === 'POST') return answer(402, { detail: 'Insufficient credits' })
  return undefined
}

async function create(name: string, request: Request, desk: Desk): Promise<Response> {
  const body = await request.json().catch(() => undefined)
  if (!isFields(body)) return answer(422, { detail: [{ loc: ['body', 0], msg: 'JSON decode error', type: 'json_invalid' }] })
  const route = ROUTES[name]
  const wrong = route ? complaints(route, body) : []
  if (!route || wrong.length > 0) return answer(422, { detail: wrong })
  const prompt = typeof body.prompt === 'string' ? body.prompt : undefined
  const forced = forcedOutcome(prompt)
  // Retry-After is mentioned by the vendor's own integration guide only, not by the specification.
  if (forced === '429') return answer(429, { detail: 'Too many active tasks' }, { 'retry-after': '5' })
  if (forced === '500') return answer(500, { detail: 'Internal Server Error' })
  const task: Task = { id: desk.newId(), createdAtMs: desk.nowMs(), forced, request: { ...route.defaults, ...body, route: name }, ...callbackOrder(body.webhook_url, prompt, body.webhook_secret) }
  await desk.tasks.put(task)
  await promiseCallbacks(desk, task, WORK_SECONDS.image, false)
  const { width, height } = sizeOf(task.request)
  const metered = { cost: route.cost, input_mp: 0, output_mp: Math.round((width * height) / 10_000) / 100 }
  if (typeof body.webhook_url === 'string') return answer(200, { id: task.id, status: 'Pending', webhook_url: body.webhook_url, ...metered })
  return answer(200, { id: task.id, polling_url: `${desk.origin}/v1/get_result?id=${task.id}`, ...metered })
}

async function result(id: string | null, desk: Desk): Promise<Response> {
  if (!id) return answer(422, { detail: [{ loc: ['query', 'id'], msg: 'Field required', type: 'missing' }] })
  const task = await desk.tasks.get(id)
  const state = { id, result: null, progress: null, details: null, preview: null }
  if (!task) return answer(200, { ...state, status: 'Task not found' })
  const phase = phaseOf(task, WORK_SECONDS.image, desk.nowMs())
  const reasons = { 'Moderation Reasons': ['Violence'] }
  if (phase.name === 'queued') return answer(200, { ...state, status: 'Pending' })
  // A text is judged before the work; what is made of an image, after it.
  if (task.forced === 'moderated' && !task.request.input_image) return answer(200, { ...state, status: 'Request Moderated', details: reasons })
  if (phase.name === 'running') return answer(200, { ...state, status: 'Pending', progress: phase.progress })
  if (task.forced === 'moderated') return answer(200, { ...state, status: 'Content Moderated', details: reasons })
  if (task.forced === 'fail') return answer(200, { ...state, status: 'Error', details: { error: 'generation failed' } })
  return answer(200, { ...state, status: 'Ready', result: await ready(task, desk) })
}

async function ready(task: Task, desk: Desk): Promise<object> {
  const startSeconds = task.createdAtMs / 1000
  return {
    sample: await sampleUrl(task, desk),
    prompt: task.request.prompt,
    seed: seedOf(task),
    start_time: startSeconds,
    end_time: startSeconds + WORK_SECONDS.image,
    duration: WORK_SECONDS.image,
  }
}

/** The same link at every look, so the task remembers it. */
async function sampleUrl(task: Task, desk: Desk): Promise<string> {
  if (typeof task.request.sample_url === 'string') return task.request.sample_url
  const url = await desk.publish(await paint(task), LINK_LIFETIME_SECONDS)
  await desk.tasks.put({ ...task, request: { ...task.request, sample_url: url } })
  return url
}

function paint(task: Task): Promise<Media> {
  const { width, height } = sizeOf(task.request)
  return paintedImage(width, height, task.request.output_format === 'png' ? 'png' : 'jpeg', seedOf(task), promptOf(task))
}

const promptOf = ({ request: { prompt } }: Task): string => (typeof prompt === 'string' ? prompt : '')

function seedOf(task: Task): number {
  return typeof task.request.seed === 'number' ? task.request.seed : Number.parseInt(task.id.slice(0, 7), 16)
}

/** As asked where the route takes pixels; otherwise of the ratio, ultra with about four megapixels and kontext with one. */
function sizeOf(request: Fields): { width: number; height: number } {
  const { route, width, height, aspect_ratio: asked } = request
  if (typeof width === 'number' && typeof height === 'number') return { width, height }
  const ratio = (typeof asked === 'string' ? ratioOf(asked) : undefined) ?? 1
  const pixels = route === 'flux-pro-1.1-ultra' ? ULTRA_PIXELS : KONTEXT_PIXELS
  return { width: toStep(Math.sqrt(pixels * ratio)), height: toStep(Math.sqrt(pixels / ratio)) }
}

function toStep(side: number): number {
  return Math.round(side / 32) * 32
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers })
}
