// HeyGen's API v3 as an emulator: create, look at, delete a video; Idempotency-Key with its 24 hours of replay.
// https://developers.heygen.com/docs/error-codes and the official CLI's schemas, 2026-11-22.
// Lists, assets and the other kinds of video are not served.
import { bytesOf, callbackOrder, hexOf, hmac, jsonPost, promiseCallbacks } from '../callbacks.ts'
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Emulator, type Task } from '../emulator.ts'
import { isRecord, objection } from './request.ts'
import { poster, talkingClip } from '../media.ts'

export const HEYGEN_EMULATOR_KEY = 'sk_V2_hgu_kEmulator0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1w'
/** The key of an account whose wallet is empty. */
export const HEYGEN_EMULATOR_KEY_WITHOUT_CREDIT = 'sk_V2_hgu_kEmulatorEmpty1cD2eF3gH4iJ5kL6mN7oP8qR9sT'

const IDEMPOTENCY_WINDOW_MS = 24 * 3600 * 1000
const LINK_LIFETIME_SECONDS = 7 * 24 * 3600
const RETRY_AFTER_SECONDS = 5
const CHARACTERS_PER_SECOND = 15

/** Of an endpoint that was registered with a secret; the time is beside what is signed. */
export const HEYGEN_EMULATOR_WEBHOOK_SECRET = 'whsec_kEmulator0aB1cD2eF3gH4iJ5kL6mN7oP'

const callback: Emulator['callback'] = async (task, order, desk) => {
  const failure = failureOf(task)
  const told = failure ? { video_id: task.id, msg: failure.message } : { video_id: task.id, url: `https://files.heygen.example/${task.id}.mp4` }
  const text = JSON.stringify({ event_id: desk.newId(), event_type: `avatar_video.${failure ? 'fail' : 'success'}`, event_data: told })
  const signature = hexOf(await hmac(bytesOf(HEYGEN_EMULATOR_WEBHOOK_SECRET), text))
  return jsonPost(order, text, { 'heygen-signature': signature, 'heygen-timestamp': String(Math.floor(desk.nowMs() / 1000)), 'heygen-event-id': desk.newId() })
}

export const heygenEmulator: Emulator = { mount: 'heygen', handle, callback }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const { pathname } = new URL(request.url)
  const id = /^\/v3\/videos\/([\w-]+)$/.exec(pathname)?.[1]
  if (pathname !== '/v3/videos' && id === undefined) return problem(404, 'not_found', 'The requested resource was not found.')
  const key = request.headers.get('x-api-key')
  if (key !== HEYGEN_EMULATOR_KEY && key !== HEYGEN_EMULATOR_KEY_WITHOUT_CREDIT) {
    return problem(401, 'unauthorized', 'Missing or invalid API key.')
  }
  if (id === undefined) return request.method === 'POST' ? create(request, desk, key) : notAllowed()
  const task = await desk.tasks.get(id)
  if (!task) return problem(404, 'video_not_found', `Video ${id} was not found.`)
  if (request.method === 'GET') return Response.json({ data: await video(task, desk) })
  if (request.method !== 'DELETE') return notAllowed()
  await desk.tasks.delete(id)
  return Response.json({ data: { id, deleted: true } })
}

async function create(request: Request, desk: Desk, apiKey: string): Promise<Response> {
  const idempotencyKey = request.headers.get('idempotency-key') ?? undefined
  if (idempotencyKey !== undefined && !/^[A-Za-z0-9_:.-]{1,255}$/.test(idempotencyKey)) {
    return problem(400, 'invalid_parameter', 'Idempotency-Key must be 1-255 characters of [A-Za-z0-9_:.-].', 'Idempotency-Key')
  }
  const body: unknown = await request.json().catch(() => undefined)
  if (!isRecord(body)) return problem(400, 'invalid_parameter', 'The request body is not a JSON object.')
  const earlier = idempotencyKey === undefined ? undefined : await desk.tasks.findByExternalId(idempotencyKey)
  if (earlier && desk.nowMs() - earlier.createdAtMs < IDEMPOTENCY_WINDOW_MS) {
    const isSame = JSON.stringify(earlier.request) === JSON.stringify(body)
    return isSame ? created(earlier.id) : problem(409, 'conflict', 'The Idempotency-Key was used with another request.')
  }
  const wrong = objection(body)
  if (wrong) return problem(wrong.status, wrong.code, wrong.message, wrong.param)
  if (apiKey === HEYGEN_EMULATOR_KEY_WITHOUT_CREDIT) return problem(402, 'insufficient_credit', 'Insufficient credit to perform this action.')
  const forced = forcedOutcome(typeof body.script === 'string' ? body.script : undefined)
  if (forced === '500') return problem(500, 'internal_error', 'An internal error occurred.')
  if (forced === '429') {
    const response = problem(429, 'rate_limit_exceeded', 'Too many concurrent videos.')
    response.headers.set('retry-after', String(RETRY_AFTER_SECONDS))
    return response
  }
  // An expired key starts afresh: the older video lets go of it.
  if (earlier) await desk.tasks.put({ id: earlier.id, createdAtMs: earlier.createdAtMs, forced: earlier.forced, request: earlier.request })
  const id = desk.newId().replaceAll('-', '')
  const order = callbackOrder(body.callback_url, typeof body.script === 'string' ? body.script : undefined)
  const task: Task = { id, createdAtMs: desk.nowMs(), forced, request: body, ...(idempotencyKey !== undefined && { externalId: idempotencyKey }), ...order }
  await desk.tasks.put(task)
  await promiseCallbacks(desk, task, WORK_SECONDS.avatar, false)
  return created(id)
}

function created(id: string): Response {
  return Response.json({ data: { video_id: id, status: 'waiting', output_format: 'mp4' } })
}

async function video(task: Task, desk: Desk): Promise<object> {
  const phase = phaseOf(task, WORK_SECONDS.avatar, desk.nowMs())
  const failure = phase.name === 'ended' ? failureOf(task) : undefined
  const isDone = phase.name === 'ended' && !failure
  const seconds = secondsOf(task)
  const shape = typeof task.request.aspect_ratio === 'string' ? task.request.aspect_ratio : '16:9'
  const url = isDone ? await desk.publish(talkingClip(shape, seconds, task.request), LINK_LIFETIME_SECONDS) : null
  const ended = failure ? 'failed' : 'completed'
  return {
    id: task.id,
    title: task.request.title ?? null,
    status: phase.name === 'ended' ? ended : phase.name === 'running' ? 'processing' : 'waiting',
    created_at: Math.floor(task.createdAtMs / 1000),
    completed_at: isDone ? Math.floor(desk.nowMs() / 1000) : null,
    duration: isDone ? seconds : null,
    video_url: url,
    captioned_video_url: null,
    thumbnail_url: isDone ? await desk.publish(poster('face'), LINK_LIFETIME_SECONDS) : null,
    gif_url: null,
    subtitle_url: null,
    video_page_url: isDone ? `https://app.heygen.com/videos/${task.id}` : null,
    folder_id: null,
    output_language: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
  }
}

function failureOf(task: Task): { readonly code: string; readonly message: string } | undefined {
  if (task.forced === 'moderated') return { code: 'MODERATION_POLICY_VIOLATED', message: 'The script goes against the content policy.' }
  if (task.forced === 'fail') return { code: 'RENDER_FAILED', message: 'The video could not be rendered.' }
  return undefined
}

function secondsOf(task: Task): number {
  const script = typeof task.request.script === 'string' ? task.request.script : ''
  return Math.max(1, Math.ceil(Array.from(script).length / CHARACTERS_PER_SECOND))
}

function problem(status: number, code: string, message: string, param?: string): Response {
  const doc_url = `https://developers.heygen.com/docs/error-codes#${code}`
  return Response.json({ error: { code, message, ...(param !== undefined && { param }), doc_url } }, { status })
}

function notAllowed(): Response {
  return problem(405, 'invalid_parameter', 'Method not allowed.')
}
