// Desks for tests: everything in memory, the time from the test's own clock, ids that are the same in every run.
// memory-emulators.ts has the same for all emulators at once.
import { callBack } from './callbacks.ts'
import type { Desk, Emulator, Media, Reminder, Task, Tasks } from './emulator.ts'
import { mediaUrl, serve, type Published } from './serve.ts'

export interface Clock {
  nowMs: number
}

export type TestFetch = (url: string, init?: RequestInit) => Promise<Response>

/** Where the emulators are in tests. */
export const MEMORY_ORIGIN = 'http://127.0.0.1:8787/emulators'

/** One emulator. `fetch` answers below `origin` and for the media it published; 404 elsewhere. */
export function memoryDesk(emulator: Emulator, clock: Clock): { desk: Desk; fetch: TestFetch; origin: string } {
  const { deskOf, fetch } = memoryDesks([emulator], clock)
  const desk = deskOf(emulator.mount)
  return { desk, fetch, origin: desk.origin }
}

export interface MemoryDesks {
  readonly deskOf: (mount: string) => Desk
  readonly fetch: TestFetch
  readonly origin: string
  /** What the companies are going to tell: whoever moves the clock has them tell it. */
  readonly callbacks: {
    readonly nextAtMs: () => number
    /** Makes the calls that are due. */
    readonly run: () => Promise<void>
  }
}

/** Several emulators under one origin, each with tasks of its own. `deskOf` throws for an unknown mount. */
export function memoryDesks(emulators: readonly Emulator[], clock: Clock, post: Desk['post'] = async () => new Response(null, { status: 503 })): MemoryDesks {
  const nowMs = () => clock.nowMs
  const newId = countedIds()
  const media = new Map<string, Published>()
  const publish = async (published: Media, lifetimeSeconds: number): Promise<string> => {
    const id = newId()
    media.set(id, { media: published, expiresAtMs: clock.nowMs + lifetimeSeconds * 1000 })
    return mediaUrl(MEMORY_ORIGIN, id, published)
  }
  const reminders: Reminder[] = []
  const desks = new Map<string, Desk>()
  for (const { mount } of emulators) {
    desks.set(mount, { origin: `${MEMORY_ORIGIN}/${mount}`, nowMs, newId, tasks: memoryTasks(), publish, post, remind: async (reminder) => void reminders.push({ ...reminder, mount }) })
  }
  const deskOf = (mount: string): Desk => {
    const desk = desks.get(mount)
    if (!desk) throw new Error(`no emulator is mounted at ${mount}`)
    return desk
  }
  const site = {
    origin: MEMORY_ORIGIN,
    emulators,
    nowMs,
    deskOf: (emulator: Emulator) => deskOf(emulator.mount),
    published: async (id: string) => media.get(id),
  }
  const run = async (): Promise<void> => {
    for (const reminder of reminders.filter(({ atMs }) => atMs <= clock.nowMs)) {
      reminders.splice(reminders.indexOf(reminder), 1)
      const emulator = emulators.find(({ mount }) => mount === reminder.mount)
      const again = emulator && (await callBack(emulator, deskOf(reminder.mount), reminder))
      if (again) reminders.push(again)
    }
  }
  const callbacks = { nextAtMs: () => Math.min(Number.POSITIVE_INFINITY, ...reminders.map(({ atMs }) => atMs)), run }
  return { deskOf, origin: MEMORY_ORIGIN, callbacks, fetch: (url, init) => unlessAborted(init?.signal, () => serve(new Request(url, init), site)) }
}

/** As the real fetch: rejects with the signal's reason as soon as it aborts, also while an emulator hangs. */
async function unlessAborted(signal: AbortSignal | null | undefined, answer: () => Promise<Response>): Promise<Response> {
  if (!signal) return answer()
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    return await Promise.race([answer(), aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Keeps what JSON keeps, as the shelf of local development does: a task is never shared with the emulator that put it. */
function memoryTasks(): Tasks {
  const rows = new Map<string, string>()
  return {
    get: async (id) => thawed(rows.get(id)),
    put: async (task) => void rows.set(task.id, JSON.stringify(task)),
    delete: async (id) => void rows.delete(id),
    findByExternalId: async (externalId) => [...rows.values()].map(thawed).find((task) => task?.externalId === externalId),
  }
}

function thawed(row: string | undefined): Task | undefined {
  if (row === undefined) return undefined
  const task: Task = JSON.parse(row)
  return task
}

/** UUIDs of version 4's shape, a different one each time in every group, yet the same in every run. */
function countedIds(): () => string {
  let count = 0
  return () => {
    count += 1
    const words = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f].map((odd) => Math.imul(count, odd) >>> 0)
    const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
  }
}
