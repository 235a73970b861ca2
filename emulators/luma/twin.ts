// Luma's Dream Machine API as an emulator. https://docs.lumalabs.ai and npm lumaai 1.19.1, read 2026-11-22.
// Not served: the list of generations (a desk cannot list).
import { callbackOrder, jsonPost, promiseCallbacks } from '../callbacks.ts'
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Emulator, type Task } from '../emulator.ts'
import { complaints, echoed, frames, isRecord, isWebUrl } from './request.ts'
import { poster, videoClip } from '../media.ts'

export const LUMA_EMULATOR_KEY = 'luma-4b1d2c3e-5f60-4718-92a3-b4c5d6e7f809'
/** The key of an account that has no credits left. */
export const LUMA_EMULATOR_KEY_WITHOUT_CREDITS = 'luma-00000000-5f60-4718-92a3-b4c5d6e7f809'

const BASE_PATH = '/dream-machine/v1'
/** How long the real links live is not documented; they outlive any generation. */
const LINK_LIFETIME_SECONDS = 30 * 24 * 3600
const MODERATION = 'advanced moderation failed'

/** Unsigned, and the whole generation. */
const callback: Emulator['callback'] = async (task, order, desk) => jsonPost(order, JSON.stringify(await generation(task, desk)))

export const lumaEmulator: Emulator = { mount: 'luma', handle, callback }

async function handle(request: Request, desk: Desk): Promise<Response> {
  const { pathname } = new URL(request.url)
  const path = pathname.startsWith(`${BASE_PATH}/`) ? pathname.slice(BASE_PATH.length) : ''
  const id = /^\/generations\/([\w-]+)$/.exec(path)?.[1]
  const isCollection = path === '/generations' || path === '/generations/video'
  if (!isCollection && !id) return answer(404, { detail: 'Not Found' })
  const denied = denial(request)
  if (denied) return denied
  if (isCollection) return request.method === 'POST' ? create(request, desk) : answer(405, { detail: 'Method Not Allowed' })
  const task = await desk.tasks.get(id ?? '')
  if (!task) return answer(404, { detail: 'Generation not found' })
  if (request.method === 'GET') return answer(200, await generation(task, desk))
  if (request.method !== 'DELETE') return answer(405, { detail: 'Method Not Allowed' })
  await desk.tasks.delete(task.id)
  return new Response(null, { status: 204 })
}

function denial(request: Request): Response | undefined {
  const key = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!key) return answer(403, { detail: 'Not authenticated' })
  if (key !== LUMA_EMULATOR_KEY && key !== LUMA_EMULATOR_KEY_WITHOUT_CREDITS) return answer(401, { detail: 'Invalid API key' })
  if (key === LUMA_EMULATOR_KEY_WITHOUT_CREDITS && request.method === 'POST') return answer(402, { detail: 'Insufficient credits' })
  return undefined
}

async function create(request: Request, desk: Desk): Promise<Response> {
  const body = await request.json().catch(() => undefined)
  if (!isRecord(body)) {
    const context = { input: {}, ctx: { error: 'Expecting value' } }
    return answer(422, { detail: [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', ...context }] })
  }
  const wrong = complaints(body)
  if (wrong.length > 0) return answer(422, { detail: wrong })
  const { images, generations } = frames(body)
  const asked = echoed(body)
  if (asked.prompt === null && images.length + generations.length === 0) return answer(400, { detail: 'prompt is required for text to video' })
  if (!images.every(isWebUrl)) return answer(400, { detail: 'failed to read user input image' })
  for (const earlier of generations) {
    if (!(await desk.tasks.get(earlier))) return answer(400, { detail: `generation ${earlier} not found` })
  }
  const forced = forcedOutcome(asked.prompt ?? undefined)
  // Text is judged at once; with an image the verdict comes with the work.
  if (forced === 'moderated' && images.length === 0) return answer(400, { detail: `Prompt not allowed because ${MODERATION}` })
  if (forced === '429') return answer(429, { detail: 'Rate limit exceeded' })
  if (forced === '500') return answer(500, { detail: 'Internal Server Error' })
  const task: Task = { id: desk.newId(), createdAtMs: desk.nowMs(), forced, request: { asked }, ...callbackOrder(asked.callback_url, asked.prompt ?? undefined) }
  await desk.tasks.put(task)
  await promiseCallbacks(desk, task, WORK_SECONDS.video, true)
  return answer(201, await generation(task, desk))
}

async function generation(task: Task, desk: Desk): Promise<object> {
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  const asked = echoed(isRecord(task.request.asked) ? task.request.asked : {})
  const reason = phase.name === 'ended' ? failureReason(task) : null
  const links = phase.name === 'ended' && !reason ? await linksOf(task, desk) : null
  const states = { queued: 'queued', running: 'dreaming', ended: reason ? 'failed' : 'completed' }
  return {
    id: task.id,
    generation_type: 'video',
    state: states[phase.name],
    failure_reason: reason,
    created_at: new Date(task.createdAtMs).toISOString(),
    assets: links && { ...links, progress_video: null },
    model: asked.model,
    request: asked,
  }
}

function failureReason(task: Task): string | null {
  if (task.forced === 'moderated') return `400: prompt not allowed because ${MODERATION}`
  return task.forced === 'fail' ? '500: the generation could not be finished' : null
}

/** The same links at every look, so the task remembers them. */
async function linksOf(task: Task, desk: Desk): Promise<{ readonly video: string; readonly image: string }> {
  const known = task.request
  if (typeof known.video === 'string' && typeof known.image === 'string') return { video: known.video, image: known.image }
  const asked = echoed(isRecord(task.request.asked) ? task.request.asked : {})
  const video = await desk.publish(videoClip(asked.aspect_ratio, Number.parseInt(asked.duration, 10), task.request), LINK_LIFETIME_SECONDS)
  const image = await desk.publish(poster(task.request), LINK_LIFETIME_SECONDS)
  await desk.tasks.put({ ...task, request: { ...task.request, video, image } })
  return { video, image }
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status })
}
