// The twin of Runway's developer API: submit from an image or a text, look at a task, cancel or delete it.
// Facts: https://docs.dev.runwayml.com and @runwayml/sdk 4.20.1, read 2026-11-22.
import * as v from 'valibot'
import { forcedOutcome, phaseOf, WORK_SECONDS, type Desk, type Emulator, type Task } from '../emulator.ts'
import { videoClip } from '../media.ts'
import { readRequest, RUNWAY_DOCS_URL, type RunwayBody } from './request.ts'

export const RUNWAY_EMULATOR_KEY = `key_${'e0'.repeat(64)}`

const API_VERSION = '2024-11-06'
/** Links live 24 to 48 hours; another look at the task gives fresh ones. */
const LINK_SECONDS = 24 * 60 * 60
const CREDITS_PER_SECOND: Readonly<Record<RunwayBody['model'], number>> = { gen4_turbo: 5, 'gen4.5': 12 }

const rememberedSchema = v.object({ ratio: v.string(), duration: v.number(), credits: v.number() })

async function handle(request: Request, desk: Desk): Promise<Response> {
  if (request.headers.get('authorization') !== `Bearer ${RUNWAY_EMULATOR_KEY}`) return refuse(401, 'Unauthorized')
  if (request.headers.get('x-runway-version') !== API_VERSION) return refuse(400, 'A valid X-Runway-Version header is required.')
  const path = new URL(request.url).pathname
  const taskId = /^\/v1\/tasks\/([^/]+)$/.exec(path)?.[1]
  if (taskId && request.method === 'GET') return look(desk, taskId)
  if (taskId && request.method === 'DELETE') return cancelOrDelete(desk, taskId)
  if (taskId || request.method !== 'POST') return refuse(405, 'Method not allowed')
  return submit(request, desk, path)
}

async function submit(request: Request, desk: Desk, path: string): Promise<Response> {
  const json: unknown = await request.json().catch(() => undefined)
  const read = readRequest(path, json)
  if (!read) return refuse(404, 'Not found')
  if (read.kind === 'INVALID') return Response.json(read.answer, { status: 400 })
  const forced = forcedOutcome(read.body.promptText)
  if (forced === '429') return refuse(429, 'You have reached the daily limit for generations.')
  if (forced === '500') return refuse(500, 'Internal server error')
  const { model, ratio, duration } = read.body
  const credits = CREDITS_PER_SECOND[model] * duration
  const task: Task = { id: desk.newId(), createdAtMs: desk.nowMs(), forced, request: { ratio, duration, credits } }
  await desk.tasks.put(task)
  return Response.json({ id: task.id, estimatedCost: { credits } })
}

async function look(desk: Desk, id: string): Promise<Response> {
  const task = await desk.tasks.get(id)
  if (!task) return refuse(404, 'Not found')
  return Response.json({ id, createdAt: new Date(task.createdAtMs).toISOString(), ...(await stateOf(desk, task)) })
}

async function stateOf(desk: Desk, task: Task): Promise<Readonly<Record<string, unknown>>> {
  const { ratio, duration, credits } = v.parse(rememberedSchema, task.request)
  const cost = { credits }
  if (task.cancelledAtMs !== undefined) return { status: 'CANCELLED', cost }
  const phase = phaseOf(task, WORK_SECONDS.video, desk.nowMs())
  // Slow work is work that waits for the account's other work.
  if (phase.name === 'queued') return { status: task.forced === 'slow' ? 'THROTTLED' : 'PENDING', estimatedCost: cost }
  if (phase.name === 'running') return { status: 'RUNNING', progress: phase.progress, estimatedCost: cost }
  if (task.forced === 'moderated') {
    return { status: 'FAILED', failure: 'The text was blocked by our content moderation.', failureCode: 'SAFETY.INPUT.TEXT', cost }
  }
  if (task.forced === 'fail') {
    return { status: 'FAILED', failure: 'The generation failed.', failureCode: 'INTERNAL.BAD_OUTPUT.CODE01', cost: { credits: 0 } }
  }
  const url = await desk.publish(videoClip(ratio, duration, task.request), LINK_SECONDS)
  return { status: 'SUCCEEDED', output: [url], cost }
}

/** Cancels what is unfinished; anything else is deleted, and then it is as if it had never been. */
async function cancelOrDelete(desk: Desk, id: string): Promise<Response> {
  const task = await desk.tasks.get(id)
  if (!task) return refuse(404, 'Not found')
  const isFinished = task.cancelledAtMs !== undefined || phaseOf(task, WORK_SECONDS.video, desk.nowMs()).name === 'ended'
  if (isFinished) await desk.tasks.delete(id)
  else await desk.tasks.put({ ...task, cancelledAtMs: desk.nowMs() })
  return new Response(null, { status: 204 })
}

function refuse(status: number, error: string): Response {
  return Response.json({ error, docUrl: RUNWAY_DOCS_URL }, { status })
}

export const runwayEmulator: Emulator = { mount: 'runway', handle }
