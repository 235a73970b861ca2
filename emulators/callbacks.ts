// How the twins call back: when work begins and when it ends, as each company does, to the address of the submission. Whoever keeps a
// desk's time makes the calls (desk.ts, task-shelf.ts).
import { CALLBACK_MANNERS, QUEUE_SECONDS, workEndsMs, type CallbackOrder, type Desk, type Emulator, type Reminder, type Task } from './emulator.ts'

const LATE_MS = 60_000
const AGAIN_MS = 2000
/** Vidu, Luma and Ark say three. */
const MOST_FAILURES = 3

export function callbackOrder(url: unknown, prompt: string | undefined, secret?: unknown): { callback?: CallbackOrder } {
  if (typeof url !== 'string' || !URL.canParse(url)) return {}
  const word = /\[\[(callback-\w+)\]\]/.exec(prompt ?? '')?.[1]
  const manner = CALLBACK_MANNERS.find((one) => one === word)
  return { callback: { url, ...(typeof secret === 'string' && { secret }), ...(manner && { manner }) } }
}

/** Of a task that was just put. `callback-early` is told of before its submission is answered. @param tellsOfWork whether the company also tells that the work has begun */
export async function promiseCallbacks(desk: Desk, task: Task, workSeconds: number, tellsOfWork: boolean): Promise<void> {
  const manner = task.callback?.manner
  if (!task.callback || manner === 'callback-lost') return
  const remind = (atMs: number): Promise<void> => desk.remind({ taskId: task.id, atMs, failures: 0 })
  if (tellsOfWork) await remind(task.createdAtMs + QUEUE_SECONDS * 1000)
  if (manner === 'callback-early') await remind(desk.nowMs())
  const endsMs = workEndsMs(task, workSeconds)
  if (endsMs === undefined) return
  await remind(endsMs + (manner === 'callback-late' ? LATE_MS : 0))
  if (manner === 'callback-twice') await remind(endsMs)
}

/** Makes a call whose time has come. @returns when it is to be made again */
export async function callBack(emulator: Emulator, desk: Desk, reminder: Reminder): Promise<Reminder | undefined> {
  const task = await desk.tasks.get(reminder.taskId)
  const request = task?.callback && (await emulator.callback?.(task, task.callback, desk))
  if (!request) return undefined
  const isHeard = await desk.post(request).then(({ ok }) => ok, () => false)
  const failures = reminder.failures + 1
  return isHeard || failures > MOST_FAILURES ? undefined : { ...reminder, failures, atMs: desk.nowMs() + AGAIN_MS }
}

/** A POST of JSON. */
export const jsonPost = ({ url }: CallbackOrder, text: string, headers: Readonly<Record<string, string>> = {}): Request =>
  new Request(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text })

/** HMAC-SHA256. */
export async function hmac(secret: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))
}

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text))
export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
export const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
