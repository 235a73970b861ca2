// What an emulator is: one upstream's wire protocol as a function from request to response, over a desk that gives
// it time, ids, memory and media. The same function runs in `wrangler dev` (worker.ts) and inside the tests
// (with a clock of the test's own), so nothing here may read the real time or keep state of its own.

export interface Desk {
  /** Where this emulator is mounted, no trailing slash: `http://127.0.0.1:8787/emulators/kling`. For absolute URLs. */
  readonly origin: string
  readonly nowMs: () => number
  /** A fresh random UUID. */
  readonly newId: () => string
  /** Remembers tasks, this emulator's alone. Survives a restart. */
  readonly tasks: Tasks
  /** Puts bytes behind a URL that needs no key. `lifetimeSeconds` is how long the real link lives; then it answers 403. */
  readonly publish: (media: Media, lifetimeSeconds: number) => Promise<string>
  /** Has a task told of at that time, by its emulator's `callback`. */
  readonly remind: (reminder: Omit<Reminder, 'mount'>) => Promise<void>
  /** The company's own way out, to whom it calls back. */
  readonly post: (request: Request) => Promise<Response>
}

export interface Tasks {
  readonly get: (id: string) => Promise<Task | undefined>
  readonly put: (task: Task) => Promise<void>
  readonly delete: (id: string) => Promise<void>
  readonly findByExternalId: (externalId: string) => Promise<Task | undefined>
}

/** One piece of work as the emulator remembers it. */
export interface Task {
  readonly id: string
  readonly externalId?: string
  readonly createdAtMs: number
  readonly forced: ForcedOutcome | undefined
  readonly cancelledAtMs?: number
  readonly callback?: CallbackOrder
  /** The request as it came, for what the answers echo and for choosing the media. */
  readonly request: Readonly<Record<string, unknown>>
}

export interface Media {
  readonly bytes: Uint8Array
  readonly contentType: string
}

export interface Emulator {
  /** The folder it is mounted under: `/emulators/<mount>`. One per company's host. */
  readonly mount: string
  /** @param request its URL already without the mount: `/v1/videos/text2video` */
  readonly handle: (request: Request, desk: Desk) => Promise<Response>
  /** What it tells of a task now, as the company words and signs it. Absent: it never calls back. */
  readonly callback?: (task: Task, order: CallbackOrder, desk: Desk) => Promise<Request>
}

/** What can become of callbacks, forced by a word in double square brackets in the prompt, beside those below. */
export const CALLBACK_MANNERS = ['callback-lost', 'callback-twice', 'callback-late', 'callback-early'] as const
export type CallbackManner = (typeof CALLBACK_MANNERS)[number]

/** Where, and how, a task is told of. */
export interface CallbackOrder {
  readonly url: string
  /** What the submission gave to sign with. */
  readonly secret?: string
  readonly manner?: CallbackManner
}

/** A call that is to be made. */
export interface Reminder {
  readonly mount: string
  readonly taskId: string
  readonly atMs: number
  /** How often it has failed. */
  readonly failures: number
}

/** Outcomes that a prompt can force, by a word in double square brackets anywhere in it. */
export const FORCED_OUTCOMES = ['fail', 'moderated', 'slow', '429', '500', 'hang', 'late'] as const
export type ForcedOutcome = (typeof FORCED_OUTCOMES)[number]

/**
 * - `[[fail]]` accepted, then ends with the upstream's own failure
 * - `[[moderated]]` refused by its content rules, at submission or later, as that upstream does
 * - `[[slow]]` takes ten times as long
 * - `[[429]]` refuses the submission as rate-limited, with Retry-After where the real one sends it
 * - `[[500]]` answers the submission with its server error
 * - `[[late]]` takes longer than any deadline: two hours
 * - `[[hang]]` accepted, and never ends (a synchronous upstream never answers)
 */
export function forcedOutcome(prompt: string | undefined): ForcedOutcome | undefined {
  const word = /\[\[(\w+)\]\]/.exec(prompt ?? '')?.[1]
  return FORCED_OUTCOMES.find((outcome) => outcome === word)
}

/** How long emulated work waits in the queue and then runs. Real upstreams take 20 to 100 times as long. */
export const QUEUE_SECONDS = 1
export const WORK_SECONDS = { video: 6, image: 2, avatar: 8 } as const

const LATE_SECONDS = 7200

export type Phase = { readonly name: 'queued' } | { readonly name: 'running'; readonly progress: number } | { readonly name: 'ended' }

/** Where a task stands now. `progress` is 0 to 1. */
export function phaseOf(task: Task, workSeconds: number, nowMs: number): Phase {
  const seconds = (nowMs - task.createdAtMs) / 1000
  const pace = task.forced === 'slow' ? 10 : 1
  if (seconds < QUEUE_SECONDS) return { name: 'queued' }
  if (task.forced === 'late') return seconds < LATE_SECONDS ? { name: 'running', progress: 0.5 } : { name: 'ended' }
  const progress = (seconds - QUEUE_SECONDS) / (workSeconds * pace)
  if (task.forced === 'hang') return { name: 'running', progress: Math.min(progress, 0.5) }
  return progress < 1 ? { name: 'running', progress } : { name: 'ended' }
}

/** When the work ends; undefined where it never does. */
export function workEndsMs(task: Task, workSeconds: number): number | undefined {
  if (task.forced === 'hang') return undefined
  const seconds = task.forced === 'late' ? LATE_SECONDS : QUEUE_SECONDS + workSeconds * (task.forced === 'slow' ? 10 : 1)
  return task.createdAtMs + seconds * 1000
}

/** Never resolves while the client waits: the twin of an upstream that does not answer. */
export function hang(): Promise<never> {
  return new Promise(() => {})
}
