// Hedra's API v3 as an emulator: files, jobs of speech and of talking portraits, idempotency keys. The OpenAPI document
// (github.com/hedra-labs/hedra-cli, 2026-08-21), read 2026-11-22; that a key is refused for another body was seen live by
// others. Not served: webhooks, streams, lists.
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Emulator, type Task } from '../emulator.ts'
import { fieldError, fieldErrors, HEDRA_EMULATOR_VOICE, isFields, MODELS, type FieldError, type Fields } from './request.ts'
import { speech, talkingClip } from '../media.ts'

export const HEDRA_EMULATOR_KEY = 'key_emulator0123456789:s3cr3t0123456789abcdef0123456789abcdef'
/** The key of a workspace whose wallet is empty. */
export const HEDRA_EMULATOR_KEY_WITHOUT_BALANCE = 'key_emulator0000000000:s3cr3t0123456789abcdef0123456789abcdef'

const BASE_PATH = '/v3'
const HANDLE_LIFETIME_MS = 3600 * 1000
const LINK_LIFETIME_SECONDS = 3600
const RETRY_AFTER_SECONDS = 30
const SPEECH_SECONDS = 3
const CHARACTERS_PER_SECOND = 15
const USD_PER_SECOND: Readonly<Record<string, number>> = { 'hedra-character-3': 0.06, 'hedra-avatar': 0.06 }

export const hedraEmulator: Emulator = { mount: 'hedra', handle }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const { pathname } = new URL(request.url)
  const path = pathname.startsWith(`${BASE_PATH}/`) ? pathname.slice(BASE_PATH.length) : ''
  const key = /^(?:Key|Bearer) (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key === undefined) return problem(401, 'UNAUTHORIZED', "Missing credentials. Send 'Authorization: Key <key_id>:<secret>'.")
  if (key !== HEDRA_EMULATOR_KEY && key !== HEDRA_EMULATOR_KEY_WITHOUT_BALANCE) return problem(401, 'UNAUTHORIZED', 'Invalid API key.')
  if (path === '/files' && request.method === 'POST') return receive(request, desk)
  const model = /^\/models\/([\w.-]+)$/.exec(path)?.[1]
  if (model !== undefined && request.method === 'POST') return create(model, request, desk, key)
  const estimated = /^\/models\/([\w.-]+)\/estimate$/.exec(path)?.[1]
  if (estimated !== undefined && request.method === 'POST') return estimate(estimated, request, desk)
  const [, id, action] = /^\/jobs\/(job_[\w-]+)(\/status)?$/.exec(path) ?? []
  const task = id === undefined ? undefined : await desk.tasks.get(id)
  if (request.method !== 'GET' || id === undefined) return problem(404, 'NOT_FOUND', 'Not found.')
  if (!task) return problem(404, 'NOT_FOUND', 'Job not found.')
  return Response.json(action === undefined ? await result(task, desk) : status(task, desk))
}

/** Free also for an empty wallet. The URL is the handle, and good for an hour. */
async function receive(request: Request, desk: Desk): Promise<Response> {
  const form = await request.formData().catch(() => undefined)
  const file = form?.get('file')
  if (!(file instanceof File) || file.size === 0) return problem(400, 'INVALID_ARGUMENT', 'A file is required.', [fieldError('file', 'required')])
  if (!/^(image|audio)\//.test(file.type)) return problem(400, 'INVALID_ARGUMENT', 'Unsupported file type.', [fieldError('file', 'content_type')])
  const id = desk.newId()
  const expiresAtMs = desk.nowMs() + HANDLE_LIFETIME_MS
  const url = `${desk.origin}/uploads/${id}/${file.name}?X-Amz-Signature=${id.slice(0, 8)}`
  await desk.tasks.put({ id: url, createdAtMs: desk.nowMs(), forced: undefined, request: { type: file.type, expiresAtMs } })
  return Response.json({ url, content_type: file.type, expires_at: new Date(expiresAtMs).toISOString() }, { status: 201 })
}

async function create(model: string, request: Request, desk: Desk, apiKey: string): Promise<Response> {
  if (!Object.hasOwn(MODELS, model)) return problem(404, 'NOT_FOUND', `Model '${model}' not found.`)
  const body: unknown = await request.json().catch(() => undefined)
  if (!isFields(body) || !isFields(body.input)) return problem(400, 'INVALID_ARGUMENT', 'input is required.', [fieldError('', 'required')])
  const { input, idempotency_key: externalId } = body
  const earlier = typeof externalId === 'string' ? await desk.tasks.findByExternalId(externalId) : undefined
  if (earlier) {
    const isSame = JSON.stringify(earlier.request) === JSON.stringify({ model, input })
    return isSame ? acknowledge(earlier, desk) : problem(409, 'ALREADY_EXISTS', 'Idempotency-Key already used with a different request body')
  }
  const wrong = [...fieldErrors(model, input), ...(await mediaErrors(input, desk))]
  if (wrong.length > 0) return problem(400, 'INVALID_ARGUMENT', `${wrong.length} input fields are invalid; see details.`, wrong)
  if (input.voice_id !== undefined && input.voice_id !== HEDRA_EMULATOR_VOICE) return problem(404, 'NOT_FOUND', 'Voice not found.', [fieldError('voice_id', 'not_found')])
  if (apiKey === HEDRA_EMULATOR_KEY_WITHOUT_BALANCE) return problem(402, 'INSUFFICIENT_BALANCE', 'The API wallet has too little balance.')
  const words = input.text ?? input.prompt
  const forced = forcedOutcome(typeof words === 'string' ? words : undefined)
  if (forced === 'moderated') return problem(422, 'MODERATION_FAILED', 'The input was refused by moderation.')
  if (forced === '500') return problem(500, 'INTERNAL', 'An unexpected error occurred')
  if (forced === '429') return rateLimited()
  const task: Task = {
    id: `job_${desk.newId()}`,
    createdAtMs: desk.nowMs(),
    forced,
    request: { model, input },
    ...(typeof externalId === 'string' && { externalId }),
  }
  await desk.tasks.put(task)
  return acknowledge(task, desk)
}

/** By the length that is said, of the same input as the job's; nothing is begun. */
async function estimate(model: string, request: Request, desk: Desk): Promise<Response> {
  if (!Object.hasOwn(USD_PER_SECOND, model)) return problem(404, 'NOT_FOUND', `Model '${model}' not found.`)
  const body: unknown = await request.json().catch(() => undefined)
  if (!isFields(body) || !isFields(body.input)) return problem(400, 'INVALID_ARGUMENT', 'input is required.', [fieldError('', 'required')])
  const wrong = [...fieldErrors(model, body.input), ...(await mediaErrors(body.input, desk))]
  if (wrong.length > 0) return problem(400, 'INVALID_ARGUMENT', `${wrong.length} input fields are invalid; see details.`, wrong)
  return Response.json({ cost: ((USD_PER_SECOND[model] ?? 0) * Number(body.input.duration_ms)) / 1000, currency: 'USD' })
}

/** Only what was uploaded within the hour, or what a job of ours has made, can be used. */
async function mediaErrors(input: Fields, desk: Desk): Promise<FieldError[]> {
  const errors: FieldError[] = []
  for (const [name, type] of [['start_image', 'image/'], ['audio', 'audio/']] as const) {
    const medium = input[name]
    if (!isFields(medium)) continue
    if (typeof medium.url === 'string') {
      const file = await desk.tasks.get(medium.url)
      if (!file || !String(file.request.type).startsWith(type)) errors.push(fieldError(name, 'unknown_url'))
      else if (desk.nowMs() >= Number(file.request.expiresAtMs)) errors.push(fieldError(name, 'expired'))
    }
    if (typeof medium.asset_id === 'string') {
      const job = await desk.tasks.get(medium.asset_id.replace(/^asset_/, 'job_'))
      if (!job || stateOf(job, desk) !== 'COMPLETED') errors.push(fieldError(name, 'not_found'))
    }
  }
  return errors
}

function acknowledge(task: Task, desk: Desk): Response {
  const url = `/v3/jobs/${task.id}`
  const ack = {
    job_id: task.id,
    model: task.request.model,
    status: 'IN_QUEUE',
    status_url: `${url}/status`,
    result_url: url,
    estimated_completion_at: new Date(task.createdAtMs + WORK_SECONDS.avatar * 1000).toISOString(),
  }
  return Response.json(ack, { status: 202, headers: { location: `${desk.origin}${url}` } })
}

const STATES = { queued: 'IN_QUEUE', running: 'IN_PROGRESS', ended: 'COMPLETED' } as const

function stateOf(task: Task, desk: Desk): 'IN_QUEUE' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' {
  const state = STATES[phaseOf(task, workSecondsOf(task), desk.nowMs()).name]
  return state === 'COMPLETED' && task.forced === 'fail' ? 'FAILED' : state
}

function workSecondsOf(task: Task): number {
  return isSpeech(task) ? SPEECH_SECONDS : WORK_SECONDS.avatar
}

function status(task: Task, desk: Desk): object {
  const phase = phaseOf(task, workSecondsOf(task), desk.nowMs())
  return { job_id: task.id, status: stateOf(task, desk), progress: phase.name === 'running' ? phase.progress : null, estimated_completion_at: null }
}

async function result(task: Task, desk: Desk): Promise<object> {
  const state = stateOf(task, desk)
  const error = state === 'FAILED' ? { code: 'INTERNAL', message: 'The generation failed.', retryable: false } : null
  const outputs = state === 'COMPLETED' ? [await output(task, desk)] : []
  return { job_id: task.id, model: task.request.model, status: state, outputs, metrics: null, error, cost: 0.6, currency: 'USD' }
}

/** A fresh link at every look. */
async function output(task: Task, desk: Desk): Promise<object> {
  const input = isFields(task.request.input) ? task.request.input : {}
  const seconds = Math.ceil(Array.from(typeof input.text === 'string' ? input.text : '').length / CHARACTERS_PER_SECOND)
  const media = isSpeech(task) ? speech('mp3', typeof input.text === 'string' ? input.text : '') : talkingClip(typeof input.aspect_ratio === 'string' ? input.aspect_ratio : '9:16', seconds, task.request)
  return {
    status: 'COMPLETED',
    asset_id: task.id.replace(/^job_/, 'asset_'),
    url: await desk.publish(media, LINK_LIFETIME_SECONDS),
    content_type: media.contentType,
    width: null,
    height: null,
    duration_ms: null,
    fps: null,
    error: null,
  }
}

function isSpeech(task: Task): boolean {
  return task.request.model === 'elevenlabs-v3'
}

function rateLimited(): Response {
  const message = 'Request rate limit exceeded: this API key is limited to 60 requests per 60s.'
  const error = { code: 'RESOURCE_EXHAUSTED', message, retryable: true, retry_after: RETRY_AFTER_SECONDS }
  return Response.json({ error }, { status: 429, headers: { 'retry-after': String(RETRY_AFTER_SECONDS), 'x-ratelimit-limit': '60' } })
}

function problem(code: number, name: string, message: string, details?: readonly FieldError[]): Response {
  const error = { code: name, message, retryable: false, ...(details && { param: details[0]?.field, details }) }
  return Response.json({ error, trace_id: '4bf92f3577b34da6' }, { status: code, headers: { 'x-trace-id': '4bf92f3577b34da6' } })
}
