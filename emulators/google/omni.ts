// Gemini Omni at both of Google's doors: an interaction that makes a video, looked at and cancelled by its id.
// https://ai.google.dev/gemini-api/docs/omni and https://ai.google.dev/api/interactions-api, read 2026-11-28. What its content
// rules refuse is `completed`, with words in the place of the video.
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Task } from '../emulator.ts'
import { bodyOf, forcedRefusal, isBody, isInlineImage, problem, textOr, toBase64, unknownField, type Body } from './replies.ts'
import { clipOf, fileOf } from './veo.ts'

const MODELS: ReadonlySet<string> = new Set(['gemini-omni-1.1-flash'])
const FIELDS = ['model', 'input', 'background', 'response_format', 'store', 'stream', 'previous_interaction_id']
const REFUSED = "I can't make this video: it may go against the usage policies."

/** Files are the Gemini API's: at Vertex AI the video stands in the answer. */
type Door = 'gemini' | 'vertex'

/** @param path below the surface: `interactions`, `interactions/{id}`, `interactions/{id}/cancel` */
export async function onInteractions(request: Request, desk: Desk, door: Door, path: string): Promise<Response | undefined> {
  const [, id, verb] = /^interactions(?:\/([^/]+))?(\/cancel)?$/.exec(path) ?? []
  if (!path.startsWith('interactions')) return undefined
  if (id === undefined) return request.method === 'POST' ? begin(request, desk, door) : problem(404, 'NOT_FOUND', 'Requested entity was not found.')
  const task = await desk.tasks.get(id)
  if (!task) return invalid('Invalid interaction name.')
  if (verb === undefined) return Response.json(await interaction(task, desk, door))
  if (task.request.cancelled === true || isOver(task, desk)) return invalid('The interaction is not running.')
  const cancelled = { ...task, request: { ...task.request, cancelled: true } }
  await desk.tasks.put(cancelled)
  return Response.json(await interaction(cancelled, desk, door))
}

async function begin(request: Request, desk: Desk, door: Door): Promise<Response> {
  const body = await bodyOf(request)
  if (!body) return invalid('Invalid JSON payload received.')
  const wrong = wrongIn(body)
  if (wrong !== undefined) return invalid(wrong)
  if (!MODELS.has(String(body.model))) return problem(404, 'NOT_FOUND', `Model family ${String(body.model)} is not supported.`)
  const forced = forcedOutcome(promptOf(body))
  const refusal = forcedRefusal(forced)
  if (refusal) return refusal
  const format: Body = isBody(body.response_format) ? body.response_format : {}
  const parameters = { aspectRatio: textOr(format.aspect_ratio, '16:9'), durationSeconds: Number.parseInt(textOr(format.duration, '8s'), 10) }
  const task: Task = { id: desk.newId().replaceAll('-', ''), createdAtMs: desk.nowMs(), forced, request: { parameters } }
  await desk.tasks.put(task)
  return Response.json(await interaction(task, desk, door))
}

function wrongIn(body: Body): string | undefined {
  const field = unknownField(body, FIELDS)
  if (field) return `Unknown name "${field}": Cannot find field.`
  const { response_format: format } = body
  if (!isBody(format) || format.type !== 'video') return 'response_format.type must be video.'
  if (format.delivery !== 'uri' && format.delivery !== 'inline') return 'response_format.delivery is invalid.'
  if (!['360p', '720p', '1080p'].includes(String(format.resolution))) return 'response_format.resolution is invalid.'
  if (!['16:9', '9:16'].includes(String(format.aspect_ratio))) return 'response_format.aspect_ratio is invalid.'
  if (!/^(?:[3-9]|10)s$/.test(String(format.duration))) return 'response_format.duration is invalid.'
  if (body.background !== true) return 'Only background interactions are emulated.'
  if (typeof body.input === 'string') return body.input === '' ? 'input is required.' : undefined
  if (!Array.isArray(body.input)) return 'input is required.'
  const isRight = body.input.every((part: unknown) => isBody(part) && (part.type === 'text' ? typeof part.text === 'string' : part.type === 'image' && isInlineImage(part.data, part.mime_type)))
  return isRight ? undefined : 'input is invalid.'
}

function promptOf({ input }: Body): string {
  if (!Array.isArray(input)) return textOr(input, '')
  return input.map((part: unknown) => (isBody(part) ? textOr(part.text, '') : '')).join(' ')
}

const isOver = (task: Task, desk: Desk): boolean => phaseOf(task, WORK_SECONDS.video, desk.nowMs()).name === 'ended'

async function interaction(task: Task, desk: Desk, door: Door): Promise<object> {
  const shown = { id: task.id, object: 'interaction', model: 'gemini-omni-1.1-flash' }
  if (task.request.cancelled === true) return { ...shown, status: 'cancelled' }
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  if (phase.name !== 'ended') return { ...shown, status: phase.name === 'queued' ? 'queued' : 'in_progress' }
  if (task.forced === 'fail') return { ...shown, status: 'failed', error: { code: 'internal', message: 'Video generation failed due to an internal issue.' } }
  const output = (content: object, tokens: number) => ({
    ...shown, status: 'completed', steps: [{ type: 'user_input', content: [] }, { type: 'model_output', content: [content] }],
    usage: { output_tokens_by_modality: [{ modality: 'video', tokens }] },
  })
  if (task.forced === 'moderated') return output({ type: 'text', text: REFUSED }, 0)
  if (door === 'vertex') return output({ type: 'video', mime_type: 'video/mp4', data: toBase64(clipOf(task).bytes) }, 5792)
  const uri = `${desk.origin}/v1beta/files/${await fileOf(task, desk)}:download?alt=media`
  return output({ type: 'video', mime_type: 'video/mp4', uri }, 5792)
}

/** Of interactions the code is a word. */
function invalid(message: string): Response {
  return Response.json({ error: { code: 'invalid_request', message } }, { status: 400 })
}
