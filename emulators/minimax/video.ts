// MiniMax's video API of the first generation: POST /v1/video_generation, GET /v1/query/video_generation, GET /v1/files/retrieve.
// https://platform.minimax.io/docs/api-reference/video-generation-t2v.md and its neighbours, read 2026-10-08. Fields the pages
// do not have are ignored: the schemas do not forbid them.
import { callbackOrder, jsonPost, promiseCallbacks } from '../callbacks.ts'
import { forcedOutcome, phaseOf, WORK_SECONDS, type CallbackOrder, type Desk, type Task } from '../emulator.ts'
import { videoClip } from '../media.ts'
import {
  bodyOf, invalid, isAddress, isImage, isMostlyInvisible, refuse, reply, SUCCESS, type Body, type Refusal,
} from './replies.ts'

const LINK_SECONDS = 3600

interface ModelPage {
  readonly text: boolean
  readonly firstFrame: boolean
  readonly lastFrame: boolean
  readonly subject: boolean
  /** Resolution → the seconds it can have. The first is the default. S2V-01's page has neither field. */
  readonly sizes: Readonly<Record<string, readonly number[]>>
}

const HAILUO = { '768P': [6, 10], '1080P': [6] }
const TEXT = { text: true, firstFrame: false, lastFrame: false, subject: false, sizes: { '720P': [6] } }
const IMAGE = { ...TEXT, text: false, firstFrame: true }

const MODELS: Readonly<Record<string, ModelPage>> = {
  'MiniMax-Hailuo-2.3': { ...TEXT, firstFrame: true, sizes: HAILUO },
  'MiniMax-Hailuo-2.3-Fast': { ...IMAGE, sizes: HAILUO },
  'MiniMax-Hailuo-02': { ...TEXT, firstFrame: true, lastFrame: true, sizes: { ...HAILUO, '512P': [6, 10] } },
  'T2V-01': TEXT,
  'T2V-01-Director': TEXT,
  'I2V-01': IMAGE,
  'I2V-01-live': IMAGE,
  'I2V-01-Director': IMAGE,
  'S2V-01': { ...TEXT, text: false, subject: true, sizes: {} },
}

const PIXELS: Readonly<Record<string, readonly [number, number]>> = {
  '512P': [910, 512],
  '720P': [1280, 720],
  '768P': [1366, 768],
  '1080P': [1920, 1080],
}

export async function createVideo(request: Request, desk: Desk): Promise<Response> {
  const body = await bodyOf(request)
  if (!body) return refuse(desk, invalid('the body must be a JSON object'), { task_id: '' })
  const refusal = wrongIn(body)
  if (refusal) return refuse(desk, refusal, { task_id: '' })
  const forced = forcedOutcome(typeof body.prompt === 'string' ? body.prompt : undefined)
  if (forced === '429') return refuse(desk, { code: 1002 }, { task_id: '' })
  if (forced === '500') return refuse(desk, { code: 1024 }, { task_id: '' })
  if (forced === 'moderated') return refuse(desk, { code: 1026 }, { task_id: '' })
  const id = digits(desk.newId(), 15)
  // The file's id is kept where other upstreams keep the caller's, since a file is looked for by it. It is an int64
  // beyond what a JavaScript number holds exactly.
  const order = callbackOrder(body.callback_url, typeof body.prompt === 'string' ? body.prompt : undefined)
  if (order.callback && !(await isChallengeMet(order.callback, desk))) return refuse(desk, invalid('callback_url did not answer the challenge'), { task_id: '' })
  const task: Task = { id, externalId: digits(desk.newId(), 18), createdAtMs: desk.nowMs(), forced, request: body, ...order }
  await desk.tasks.put(task)
  await promiseCallbacks(desk, task, WORK_SECONDS.video, true)
  return reply(desk, JSON.stringify({ task_id: id, base_resp: SUCCESS }))
}

/** Before it takes the address, it has it say a word again. */
async function isChallengeMet(order: CallbackOrder, desk: Desk): Promise<boolean> {
  const challenge = desk.newId()
  const answer: unknown = await desk.post(jsonPost(order, JSON.stringify({ challenge }))).then((response) => response.json(), () => undefined)
  return JSON.stringify(answer) === JSON.stringify({ challenge })
}

/** Its words are in lower case here. */
export async function minimaxCallback(task: Task, order: CallbackOrder, desk: Desk): Promise<Request> {
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  const status = phase.name === 'ended' ? (task.forced === 'fail' ? 'failed' : 'success') : 'processing'
  return jsonPost(order, JSON.stringify({ task_id: task.id, status, ...(status === 'success' && { file_id: task.externalId }), base_resp: SUCCESS }))
}

/** As many digits, the first of which is 1, from an id. */
function digits(id: string, count: number): string {
  const number = BigInt(`0x${id.replaceAll('-', '')}`) % 10n ** BigInt(count - 1)
  return `1${number.toString().padStart(count - 1, '0')}`
}

function wrongIn(body: Body): Refusal | undefined {
  const page = typeof body.model === 'string' ? MODELS[body.model] : undefined
  if (!page) return invalid('model is not supported')
  for (const flag of ['prompt_optimizer', 'fast_pretreatment']) {
    if (body[flag] !== undefined && typeof body[flag] !== 'boolean') return invalid(`${flag} must be a bool`)
  }
  if (body.callback_url !== undefined && !isAddress(body.callback_url)) return invalid('callback_url must be a URL')
  return wrongMedia(body, page) ?? wrongPrompt(body, page) ?? wrongSize(body, page)
}

function wrongMedia(body: Body, page: ModelPage): Refusal | undefined {
  const { first_frame_image: first, last_frame_image: last, subject_reference: subject } = body
  if (first !== undefined && !page.firstFrame) return invalid('model does not support first_frame_image')
  if (last !== undefined && !page.lastFrame) return invalid('model does not support last_frame_image')
  if (subject !== undefined && !page.subject) return invalid('model does not support subject_reference')
  if (first === undefined && page.firstFrame && !page.text) return invalid('first_frame_image is required')
  if (first !== undefined && !isImage(first)) return invalid('first_frame_image is not an image')
  if (last !== undefined && !isImage(last)) return invalid('last_frame_image is not an image')
  return page.subject && !isSubject(subject) ? invalid('subject_reference must be one character with one image') : undefined
}

/** Its page shows public addresses only. */
function isSubject(value: unknown): boolean {
  const entry: unknown = Array.isArray(value) && value.length === 1 ? value[0] : undefined
  if (typeof entry !== 'object' || entry === null || !('type' in entry) || !('image' in entry)) return false
  return entry.type === 'character' && Array.isArray(entry.image) && entry.image.length === 1 && isAddress(entry.image[0])
}

function wrongPrompt({ prompt, ...body }: Body, page: ModelPage): Refusal | undefined {
  const hasFrame = body.first_frame_image !== undefined || body.last_frame_image !== undefined
  if (prompt === undefined || prompt === '') return page.text && !hasFrame ? invalid('prompt is required') : undefined
  if (typeof prompt !== 'string') return invalid('prompt must be a string')
  if (Array.from(prompt).length > 2000) return invalid('prompt is longer than 2000')
  return isMostlyInvisible(prompt) ? { code: 1042 } : undefined
}

function wrongSize(body: Body, page: ModelPage): Refusal | undefined {
  if (page.subject) return undefined
  const { duration = 6, resolution = Object.keys(page.sizes)[0] } = body
  if (typeof duration !== 'number' || !Number.isInteger(duration)) return invalid('duration must be an integer')
  if (typeof resolution !== 'string') return invalid('resolution must be a string')
  if (!page.sizes[resolution]?.includes(duration)) return invalid(`does not support resolution ${resolution} with duration ${duration}`)
  const onlyFirstFrame = body.first_frame_image !== undefined && body.last_frame_image === undefined
  return resolution === '512P' && !onlyFirstFrame ? invalid('512P needs a first frame, and no last one') : undefined
}

export async function queryVideo(taskId: string | null, desk: Desk): Promise<Response> {
  const task = taskId ? await desk.tasks.get(taskId) : undefined
  if (!task) return refuse(desk, invalid('task_id is not found'), { task_id: taskId ?? '', status: '' })
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  const state = (status: string, more = {}) => reply(desk, JSON.stringify({ task_id: task.id, status, ...more, base_resp: SUCCESS }))
  if (phase.name === 'queued') return state(desk.nowMs() - task.createdAtMs < 500 ? 'Preparing' : 'Queueing')
  if (phase.name === 'running') return state('Processing')
  if (task.forced === 'fail') return state('Fail')
  const [width, height] = PIXELS[resolutionOf(task)] ?? [1280, 720]
  return state('Success', { file_id: task.externalId, video_width: width, video_height: height })
}

function resolutionOf({ request }: Task): string {
  const sizes = Object.keys(MODELS[String(request.model)]?.sizes ?? {})
  return typeof request.resolution === 'string' ? request.resolution : (sizes[0] ?? '720P')
}

export async function retrieveFile(fileId: string | null, desk: Desk): Promise<Response> {
  if (!fileId || !/^\d+$/.test(fileId)) return refuse(desk, invalid('file_id must be an integer'))
  const task = await desk.tasks.findByExternalId(fileId)
  const exists = task && task.forced !== 'fail' && phaseOf(task, WORK_SECONDS.video, desk.nowMs()).name === 'ended'
  if (!exists) return refuse(desk, invalid('file is not found'))
  const clip = videoClip('16:9', task.request.duration === 10 ? 10 : 6, task.request)
  const rest = {
    bytes: clip.bytes.byteLength,
    created_at: Math.floor(desk.nowMs() / 1000),
    filename: 'output_aigc.mp4',
    purpose: 'video_generation',
    download_url: await desk.publish(clip, LINK_SECONDS),
  }
  // A number here, unlike in the query; written by hand, since it is wider than JSON.stringify can say.
  return reply(desk, `{"file":{"file_id":${fileId},${JSON.stringify(rest).slice(1)},"base_resp":${JSON.stringify(SUCCESS)}}`)
}
