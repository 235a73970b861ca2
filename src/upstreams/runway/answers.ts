// What Runway's answers mean: HTTP refusals, the states of a task and its failure codes, apart from the calls in runway.ts.
// Docs: https://docs.dev.runwayml.com/errors/task-failures, read 2026-11-22.
import * as v from 'valibot'
import type { PollOutcome, Refused } from '../contract.ts'
import { isAmbiguous, type HttpAnswer, type HttpOutcome } from '../http.ts'
import { BAD_MEDIA, BALANCE_EMPTY, DOWN, FAILED, KEY_REFUSED, MODERATED, UNMADE, verdictOfStatus, waitOf } from '../verdicts.ts'
import type { Verdict } from '../verdicts.ts'

const acceptedSchema = v.object({ id: v.pipe(v.string(), v.minLength(1)) })

const errorSchema = v.object({
  error: v.string(),
  issues: v.nullish(v.array(v.object({ path: v.nullish(v.array(v.union([v.string(), v.number()]))) }))),
})

const taskSchema = v.object({
  status: v.string(),
  progress: v.nullish(v.number()),
  output: v.nullish(v.array(v.string())),
  failure: v.nullish(v.string()),
  failureCode: v.nullish(v.string()),
})

export type RunwayTask = v.InferOutput<typeof taskSchema>

export type Acceptance =
  | { readonly kind: 'TASK'; readonly taskId: string }
  | { readonly kind: 'REFUSED'; readonly refused: Refused }
  | { readonly kind: 'UNCLEAR'; readonly detail: string }

export function readAcceptance(outcome: HttpOutcome): Acceptance {
  if (outcome.kind === 'LOST') return { kind: 'UNCLEAR', detail: outcome.detail }
  if (isAmbiguous(outcome.status)) return { kind: 'UNCLEAR', detail: `HTTP ${outcome.status}` }
  if (outcome.status >= 300) return { kind: 'REFUSED', refused: refusalOf(outcome) }
  const accepted = v.safeParse(acceptedSchema, outcome.json)
  if (!accepted.success) return { kind: 'UNCLEAR', detail: `HTTP ${outcome.status} without a task id` }
  return { kind: 'TASK', taskId: accepted.output.id }
}

/** What an answer that is no success says. An empty balance is a 400 like any invalid body; only its words differ. */
export function refusalOf(answer: HttpAnswer): Refused {
  const error = v.safeParse(errorSchema, answer.json)
  const words = error.success ? error.output.error : 'no message'
  const fields = error.success ? (error.output.issues ?? []).map((issue) => issue.path?.[0]) : []
  return { ...(verdictOfInput(words, fields) ?? verdictOfStatus(answer)), detail: `HTTP ${answer.status}: ${words}`, ...waitOf(answer) }
}

function verdictOfInput(words: string, fields: readonly unknown[]): Verdict | undefined {
  if (/enough credits/i.test(words)) return BALANCE_EMPTY
  // A model that Runway no longer has is our catalogue's fault, and another model may serve the caller.
  if (fields.includes('model')) return KEY_REFUSED
  return fields.includes('promptImage') ? { ...BAD_MEDIA, field: 'image' } : undefined
}

export function readTask(json: unknown): RunwayTask | undefined {
  const task = v.safeParse(taskSchema, json)
  return task.success ? task.output : undefined
}

/** Where a task stands. `THROTTLED` is a place in the queue, not an error; an unknown word says nothing about the work. */
export function standingOf(task: RunwayTask | undefined): PollOutcome {
  switch (task?.status) {
    case 'PENDING':
    case 'THROTTLED':
      return { kind: 'PENDING', started: false }
    case 'RUNNING':
      return { kind: 'PENDING', started: true, ...(typeof task.progress === 'number' && { progress: clamped(task.progress) }) }
    case 'SUCCEEDED': {
      const urls = task.output ?? []
      if (urls.length === 0) return { kind: 'UNREACHABLE', detail: 'succeeded without an output' }
      return { kind: 'DONE', outputs: urls.map((url) => ({ kind: 'url', url })) }
    }
    case 'FAILED': {
      const detail = `${task.failureCode ?? 'no failureCode'}: ${task.failure ?? 'no words'}`
      return { kind: 'FAILED', ...verdictOfFailureCode(task.failureCode ?? ''), detail }
    }
    case 'CANCELLED':
      return { kind: 'FAILED', stopped: true, refusal: 'FAILED', detail: 'cancelled upstream' }
    default:
      return { kind: 'UNREACHABLE', detail: `not a task or an unknown status: ${task?.status ?? 'absent'}` }
  }
}

function clamped(progress: number): number {
  return Math.min(1, Math.max(0, progress))
}

/** The families of codes, of which Runway adds members freely (`INTERNAL.BAD_OUTPUT.CODE01`). */
function verdictOfFailureCode(code: string): Verdict {
  if (code.startsWith('SAFETY.') || code.startsWith('INPUT_PREPROCESSING.SAFETY.')) return MODERATED
  if (code === 'ASSET.INVALID') return BAD_MEDIA
  if (code === 'THIRD_PARTY.UNAVAILABLE') return DOWN
  // What came of an input that it could not prepare, or was not good enough to be shown.
  return /^(INPUT_PREPROCESSING|INTERNAL\.BAD_OUTPUT)/.test(code) ? UNMADE : FAILED
}
