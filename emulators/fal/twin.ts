// fal.ai's queue as an emulator: submit, status, result, cancel. https://fal.ai/docs (queue, errors) and npm
// @fal-ai/client 1.10.1, read 2026-11-22. Not served: streams, the synchronous host.
import { bytesOf, callbackOrder, hexOf, jsonPost, promiseCallbacks } from '../callbacks.ts'
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Emulator, type Task } from '../emulator.ts'
import { complaints, ENDPOINTS, isInput, sizeOf, type Input } from './request.ts'
import { paintedImage } from '../media.ts'

export const FAL_EMULATOR_KEY = '3f8a1c2e-emul-4b5d-9e6f-7a8b9c0d1e2f:0123456789abcdef0123456789abcdef'
/** The key of an account whose balance is used up. */
export const FAL_EMULATOR_KEY_WITHOUT_BALANCE = '00000000-emul-4b5d-9e6f-7a8b9c0d1e2f:0123456789abcdef0123456789abcdef'

/** At least seven days, by default. */
const LINK_LIFETIME_SECONDS = 7 * 24 * 3600

/** Its key pair, as the real one publishes the half of. */
const publicJwk = { kty: 'OKP', crv: 'Ed25519', x: 'ytb5YS4JAift6ZkGkEMunyrgeRzmqeDjim00JggvkCw' }
const USER_ID = 'emulated'

/** The output itself, and always signed. */
const callback: Emulator['callback'] = async (task, order, desk) => {
  const answered = await result(task, desk)
  const payload: unknown = await answered.json()
  const text = JSON.stringify({ request_id: task.id, gateway_request_id: task.id, status: answered.ok ? 'OK' : 'ERROR', payload, ...(!answered.ok && { error: `Invalid status code: ${answered.status}` }) })
  const timestamp = String(Math.floor(desk.nowMs() / 1000))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(text)))
  const key = await crypto.subtle.importKey('jwk', { ...publicJwk, d: 'acwOFkcE8ow6uQeSGIGDPpvgZCXJm6TmjSeNkg1Hp0I' }, { name: 'Ed25519' }, false, ['sign'])
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytesOf([task.id, USER_ID, timestamp, hexOf(digest)].join('\n'))))
  return jsonPost(order, text, {
    'x-fal-webhook-request-id': task.id,
    'x-fal-webhook-user-id': USER_ID,
    'x-fal-webhook-timestamp': timestamp,
    'x-fal-webhook-signature': hexOf(signature),
  })
}

export const falEmulator: Emulator = { mount: 'fal', handle, callback }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/.well-known/jwks.json') return answer(200, { keys: [publicJwk] })
  const denied = denial(request)
  if (denied) return denied
  const endpoint = pathname.slice(1)
  if (request.method === 'POST' && Object.hasOwn(ENDPOINTS, endpoint)) return create(endpoint, request, desk)
  // Of the endpoint's name only owner and app remain here.
  const [, app, id, action] = /^\/([\w-]+\/[\w-]+)\/requests\/([\w-]+)(?:\/(status|cancel))?$/.exec(pathname) ?? []
  if (app === undefined || id === undefined) return answer(404, { detail: `Application '${endpoint}' not found` })
  const task = await desk.tasks.get(id)
  if (!task || appOf(endpointOf(task)) !== app) return answer(404, action === 'cancel' ? { status: 'NOT_FOUND' } : { detail: 'Request not found' })
  if (action === 'cancel') return request.method === 'PUT' ? cancel(task, desk) : answer(405, { detail: 'Method Not Allowed' })
  if (request.method !== 'GET') return answer(405, { detail: 'Method Not Allowed' })
  return action === 'status' ? status(task, desk) : result(task, desk)
}

function denial(request: Request): Response | undefined {
  const key = /^Key (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key === FAL_EMULATOR_KEY) return undefined
  if (key !== FAL_EMULATOR_KEY_WITHOUT_BALANCE) return answer(401, { detail: 'Cannot access application. Authentication is required.' })
  return request.method === 'POST' ? answer(403, { detail: 'User is locked. Reason: Exhausted balance. Top up your balance.' }) : undefined
}

/** Whatever the input, the queue takes it: it is the model that judges it. */
async function create(endpoint: string, request: Request, desk: Desk): Promise<Response> {
  const input: unknown = await request.json().catch(() => undefined)
  if (!isInput(input)) return answer(422, { detail: [{ loc: ['body'], msg: 'JSON decode error', type: 'json_invalid' }] })
  const prompt = typeof input.prompt === 'string' ? input.prompt : undefined
  const webhook = new URL(request.url).searchParams.get('fal_webhook')
  const forced = forcedOutcome(prompt)
  if (forced === '429') return answer(429, { detail: 'Too many requests', error_type: 'rate_limited' }, { 'retry-after': '5', 'x-fal-retryable': 'true' })
  if (forced === '500') return answer(500, { detail: 'Internal Server Error' }, { 'x-fal-retryable': 'true' })
  const task: Task = { id: desk.newId(), createdAtMs: desk.nowMs(), forced, request: { endpoint, input }, ...callbackOrder(webhook, prompt) }
  await desk.tasks.put(task)
  await promiseCallbacks(desk, task, WORK_SECONDS.image, false)
  return answer(200, { status: 'IN_QUEUE', queue_position: 0, ...urlsOf(task, desk) })
}

function urlsOf(task: Task, desk: Desk): object {
  const url = `${desk.origin}/${appOf(endpointOf(task))}/requests/${task.id}`
  return { request_id: task.id, response_url: url, status_url: `${url}/status`, cancel_url: `${url}/cancel` }
}

function status(task: Task, desk: Desk): Response {
  const phase = phaseOf(task, WORK_SECONDS.image, desk.nowMs())
  const urls = urlsOf(task, desk)
  if (task.cancelledAtMs === undefined && phase.name === 'queued') return answer(202, { status: 'IN_QUEUE', queue_position: 0, ...urls })
  if (task.cancelledAtMs === undefined && phase.name === 'running') return answer(202, { status: 'IN_PROGRESS', ...urls })
  const failure = failureOf(task)
  return answer(200, {
    status: 'COMPLETED',
    metrics: { inference_time: WORK_SECONDS.image },
    ...urls,
    ...(failure && { error: `Invalid status code: ${failure.status}`, error_type: failure.type }),
  })
}

async function result(task: Task, desk: Desk): Promise<Response> {
  const isEnded = task.cancelledAtMs !== undefined || phaseOf(task, WORK_SECONDS.image, desk.nowMs()).name === 'ended'
  if (!isEnded) return answer(400, { detail: 'Request is still in progress' })
  const headers = { 'x-fal-request-id': task.id }
  const failure = failureOf(task)
  if (failure) return answer(failure.status, failure.body, { ...headers, 'x-fal-error-type': failure.type, 'x-fal-retryable': String(failure.status >= 500) })
  const input = inputOf(task)
  const { width, height } = sizeOf(endpointOf(task), input)
  const format = (input.output_format ?? input.format) === 'png' ? 'png' : 'jpeg'
  const seed = typeof input.seed === 'number' ? input.seed : Number.parseInt(task.id.slice(0, 7), 16)
  const count = typeof input.num_images === 'number' ? input.num_images : 1
  const images = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const url = await desk.publish(await paintedImage(width, height, format, seed + index, String(input.prompt)), LINK_LIFETIME_SECONDS)
      return { url, width, height, content_type: `image/${format}` }
    }),
  )
  const has_nsfw_concepts = images.map(() => task.forced === 'moderated')
  return answer(200, { images, timings: { inference: WORK_SECONDS.image }, seed, has_nsfw_concepts, prompt: input.prompt }, headers)
}

interface Failure {
  readonly status: number
  readonly type: string
  readonly body: object
}

function failureOf(task: Task): Failure | undefined {
  if (task.cancelledAtMs !== undefined) return { status: 400, type: 'request_cancelled', body: { detail: 'Request was cancelled', error_type: 'request_cancelled' } }
  const detail = complaints(endpointOf(task), inputOf(task))
  if (detail[0]) return { status: 422, type: detail[0].type, body: { detail } }
  if (task.forced !== 'fail') return undefined
  return { status: 503, type: 'runner_disconnected', body: { detail: 'Runner disconnected', error_type: 'runner_disconnected' } }
}

async function cancel(task: Task, desk: Desk): Promise<Response> {
  const phase = phaseOf(task, WORK_SECONDS.image, desk.nowMs())
  if (phase.name === 'ended') return answer(400, { status: 'ALREADY_COMPLETED' })
  if (phase.name === 'queued') await desk.tasks.put({ ...task, cancelledAtMs: desk.nowMs() })
  return answer(202, { status: 'CANCELLATION_REQUESTED' })
}

function endpointOf(task: Task): string {
  return typeof task.request.endpoint === 'string' ? task.request.endpoint : ''
}

function inputOf(task: Task): Input {
  return isInput(task.request.input) ? task.request.input : {}
}

function appOf(endpoint: string): string {
  return endpoint.split('/').slice(0, 2).join('/')
}

function answer(code: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status: code, headers })
}
