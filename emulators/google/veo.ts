// Veo at both of Google's doors. https://ai.google.dev/gemini-api/docs/video and
// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation, read 2026-11-22.
// The Gemini API is emulated as it was before its own preview ids went, under the ids that live on at Vertex AI.
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Task } from '../emulator.ts'
import { bodyOf, forcedRefusal, invalid, isBody, problem, textOr, toBase64, type Body } from './replies.ts'
import { wrongSubmission, type VeoModel } from './veo-request.ts'
import { videoClip } from '../media.ts'

export interface Surface {
  readonly name: 'gemini' | 'vertex'
  /** Of its operations' names: empty, or the project and location with a slash behind. */
  readonly prefix: string
}

const FILE_SECONDS = 2 * 24 * 3600
const LINK_SECONDS = 3600

const FILTERED = "We couldn't generate this video because it may violate the usage guidelines. Support codes: 58061214"
const FAILURE = { code: 13, message: 'Video generation failed due to an internal server issue. Please try again in a few minutes.' }

/** POST …/models/{model}:predictLongRunning */
export async function startVideo(request: Request, desk: Desk, surface: Surface, model: VeoModel): Promise<Response> {
  const body = await bodyOf(request)
  if (!body) return invalid('Invalid JSON payload received.')
  const wrong = wrongSubmission(body, surface.name, model)
  if (wrong) return invalid(wrong)
  const instance: unknown = Array.isArray(body.instances) ? body.instances[0] : undefined
  const forced = forcedOutcome(isBody(instance) ? textOr(instance.prompt, '') : '')
  const refusal = forcedRefusal(forced)
  if (refusal) return refusal
  const name = `${surface.prefix}models/${model.id}/operations/${desk.newId()}`
  const parameters = isBody(body.parameters) ? body.parameters : {}
  await desk.tasks.put({ id: name, createdAtMs: desk.nowMs(), forced, request: { parameters } })
  return Response.json({ name })
}

/** GET /v1beta/models/{model}/operations/{id} */
export async function geminiOperation(name: string, desk: Desk): Promise<Response> {
  const task = await desk.tasks.get(name)
  if (!task) return problem(404, 'NOT_FOUND', `Operation ${name} not found.`)
  const ending = endingOf(task, desk)
  if (ending === 'pending') return Response.json({ name })
  if (ending === 'failed') return Response.json({ name, done: true, error: FAILURE })
  const generateVideoResponse =
    ending === 'filtered'
      ? { raiMediaFilteredCount: 1, raiMediaFilteredReasons: [FILTERED] }
      : { generatedSamples: [{ video: { uri: `${desk.origin}/v1beta/files/${await fileOf(task, desk)}:download?alt=media` } }] }
  const type = 'type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse'
  return Response.json({ name, done: true, response: { '@type': type, generateVideoResponse } })
}

/** POST …/models/{model}:fetchPredictOperation */
export async function vertexOperation(request: Request, desk: Desk, path: string): Promise<Response> {
  const body = await bodyOf(request)
  const name = body?.operationName
  if (typeof name !== 'string' || !name.startsWith(`${path}/operations/`)) return invalid('Invalid operation name.')
  const task = await desk.tasks.get(name)
  if (!task) return problem(404, 'NOT_FOUND', `Operation ${name} not found.`)
  const ending = endingOf(task, desk)
  if (ending === 'pending') return Response.json({ name })
  if (ending === 'failed') return Response.json({ name, done: true, error: FAILURE })
  const found =
    ending === 'filtered'
      ? { raiMediaFilteredCount: 1, raiMediaFilteredReasons: [FILTERED] }
      : { raiMediaFilteredCount: 0, videos: [{ bytesBase64Encoded: toBase64(clipOf(task).bytes), mimeType: 'video/mp4' }] }
  const type = 'type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse'
  return Response.json({ name, done: true, response: { '@type': type, ...found } })
}

/** GET /v1beta/files/{id}:download?alt=media: a redirect to a signed link, while the file lives. */
export async function download(id: string, desk: Desk): Promise<Response> {
  const file = await desk.tasks.get(`files/${id}`)
  const operation = file && (await desk.tasks.get(String(file.request.operation)))
  if (!operation || desk.nowMs() >= file.createdAtMs + FILE_SECONDS * 1000) {
    return problem(404, 'NOT_FOUND', `The file ${id} does not exist or has expired.`)
  }
  return new Response(null, { status: 302, headers: { location: await desk.publish(clipOf(operation), LINK_SECONDS) } })
}

function endingOf(task: Task, desk: Desk): 'pending' | 'failed' | 'filtered' | 'made' {
  if (phaseOf(task, WORK_SECONDS.video, desk.nowMs()).name !== 'ended') return 'pending'
  if (task.forced === 'fail') return 'failed'
  return task.forced === 'moderated' ? 'filtered' : 'made'
}

/** The same file at every look. */
export async function fileOf(task: Task, desk: Desk): Promise<string> {
  if (typeof task.request.file === 'string') return task.request.file
  const file = desk.newId().replaceAll('-', '').slice(0, 12)
  await desk.tasks.put({ ...task, request: { ...task.request, file } })
  await desk.tasks.put({ id: `files/${file}`, createdAtMs: desk.nowMs(), forced: undefined, request: { operation: task.id } })
  return file
}

export function clipOf(task: Task) {
  const parameters: Body = isBody(task.request.parameters) ? task.request.parameters : {}
  return videoClip(textOr(parameters.aspectRatio, '16:9'), Number(parameters.durationSeconds ?? 8), task.request)
}
