// What the emulators of local development remember: their tasks, the media they published, the webhooks that were caught.
// One object per emulator's mount, one for media, one per webhook catcher. Times are handed in, as everywhere in the emulators.
import { DurableObject } from 'cloudflare:workers'
import { callBack } from './callbacks.ts'
import type { Desk, Media, Reminder, Task } from './emulator.ts'
import { emulators } from './registry.ts'
import { MEDIA_MOUNT, mediaUrl, type Published } from './serve.ts'

/** SQLite in a Durable Object holds at most 2 MB in a row. */
const PIECE_BYTES = 1024 * 1024
/** The object of the calls that are to be made, of all emulators. */
const REMINDERS = 'reminders'
/** How many caught webhooks a catcher keeps. */
const KEPT_WEBHOOKS = 200
/** How long expired media stay known, to answer 403 rather than 404. */
const KEPT_EXPIRED_MS = 24 * 3600 * 1000

export interface CaughtWebhook {
  readonly receivedAt: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What is behind the front desk. */
export interface Site {
  readonly API: Fetcher
  readonly TASK_SHELF: Shelves
}

export class TaskShelf extends DurableObject<Site> {
  private readonly sql: SqlStorage

  constructor(state: DurableObjectState, env: Site) {
    super(state, env)
    this.sql = state.storage.sql
    this.sql.exec(`
      CREATE TABLE IF NOT EXISTS tasks (id TEXT PRIMARY KEY, external_id TEXT, task TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS tasks_by_external_id ON tasks (external_id) WHERE external_id IS NOT NULL;
      CREATE TABLE IF NOT EXISTS media (id TEXT PRIMARY KEY, content_type TEXT NOT NULL, expires_at_ms INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS pieces (media_id TEXT NOT NULL, piece INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (media_id, piece));
      CREATE TABLE IF NOT EXISTS reminders (number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, reminder TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS webhooks (number INTEGER PRIMARY KEY, webhook TEXT NOT NULL);
    `)
  }

  /** Tasks cross as JSON: it is what they are kept as, and an emulator's answers are made of nothing else. */
  putTask(id: string, externalId: string | null, json: string): void {
    this.sql.exec('INSERT OR REPLACE INTO tasks (id, external_id, task) VALUES (?, ?, ?)', id, externalId, json)
  }

  getTask(id: string): string | undefined {
    return this.sql.exec<{ task: string }>('SELECT task FROM tasks WHERE id = ?', id).toArray()[0]?.task
  }

  findTask(externalId: string): string | undefined {
    return this.sql.exec<{ task: string }>('SELECT task FROM tasks WHERE external_id = ? ORDER BY rowid', externalId).toArray()[0]?.task
  }

  deleteTask(id: string): void {
    this.sql.exec('DELETE FROM tasks WHERE id = ?', id)
  }

  putMedia(id: string, media: Media, nowMs: number, expiresAtMs: number): void {
    this.forgetMedia(nowMs - KEPT_EXPIRED_MS)
    this.sql.exec('INSERT INTO media (id, content_type, expires_at_ms) VALUES (?, ?, ?)', id, media.contentType, expiresAtMs)
    for (let start = 0; start < media.bytes.byteLength; start += PIECE_BYTES) {
      const piece = media.bytes.slice(start, start + PIECE_BYTES)
      this.sql.exec('INSERT INTO pieces (media_id, piece, bytes) VALUES (?, ?, ?)', id, start / PIECE_BYTES, piece.buffer)
    }
  }

  private forgetMedia(expiredBeforeMs: number): void {
    this.sql.exec('DELETE FROM pieces WHERE media_id IN (SELECT id FROM media WHERE expires_at_ms < ?)', expiredBeforeMs)
    this.sql.exec('DELETE FROM media WHERE expires_at_ms < ?', expiredBeforeMs)
  }

  async getMedia(id: string): Promise<Published | undefined> {
    const row = this.sql.exec<{ content_type: string; expires_at_ms: number }>('SELECT * FROM media WHERE id = ?', id).toArray()[0]
    if (!row) return undefined
    const pieces = this.sql.exec<{ bytes: ArrayBuffer }>('SELECT bytes FROM pieces WHERE media_id = ? ORDER BY piece', id)
    const bytes = await new Blob(pieces.toArray().map((piece) => piece.bytes)).bytes()
    return { media: { bytes, contentType: row.content_type }, expiresAtMs: row.expires_at_ms }
  }

  /** @param json a Reminder with the origin of the site */
  async putReminder(atMs: number, json: string): Promise<void> {
    this.sql.exec('INSERT INTO reminders (at_ms, reminder) VALUES (?, ?)', atMs, json)
    await this.#wakeUp()
  }

  /** Companies call back. */
  override async alarm(): Promise<void> {
    const due = this.sql.exec<{ number: number; reminder: string }>('SELECT number, reminder FROM reminders WHERE at_ms <= ? ORDER BY at_ms', Date.now()).toArray()
    for (const { number, reminder: json } of due) {
      this.sql.exec('DELETE FROM reminders WHERE number = ?', number)
      const { origin, ...reminder }: Reminder & { readonly origin: string } = JSON.parse(json)
      const emulator = emulators.find(({ mount }) => mount === reminder.mount)
      const again = emulator && (await callBack(emulator, shelfDesk(this.env, origin, reminder.mount), reminder))
      if (again) await this.putReminder(again.atMs, JSON.stringify({ ...again, origin }))
    }
    await this.#wakeUp()
  }

  async #wakeUp(): Promise<void> {
    const [next] = this.sql.exec<{ at_ms: number | null }>('SELECT min(at_ms) AS at_ms FROM reminders').toArray()
    if (next?.at_ms != null) await this.ctx.storage.setAlarm(next.at_ms)
  }

  putWebhook(json: string): void {
    this.sql.exec('INSERT INTO webhooks (webhook) VALUES (?)', json)
    this.sql.exec('DELETE FROM webhooks WHERE number <= (SELECT max(number) FROM webhooks) - ?', KEPT_WEBHOOKS)
  }

  /** Newest first. */
  webhooks(): string[] {
    return this.sql.exec<{ webhook: string }>('SELECT webhook FROM webhooks ORDER BY number DESC').toArray().map((row) => row.webhook)
  }
}

export type Shelves = DurableObjectNamespace<TaskShelf>

/** The desk of an emulator in local development. @param origin of the site: `http://127.0.0.1:8787/emulators` */
export function shelfDesk({ API, TASK_SHELF: shelves }: Site, origin: string, mount: string): Desk {
  const shelf = shelves.getByName(mount)
  return {
    origin: `${origin}/${mount}`,
    nowMs: Date.now,
    newId: () => crypto.randomUUID(),
    tasks: {
      get: async (id) => thawed(await shelf.getTask(id)),
      put: async (task) => shelf.putTask(task.id, task.externalId ?? null, JSON.stringify(task)),
      delete: async (id) => shelf.deleteTask(id),
      findByExternalId: async (externalId) => thawed(await shelf.findTask(externalId)),
    },
    publish: async (media, lifetimeSeconds) => {
      const id = crypto.randomUUID()
      const nowMs = Date.now()
      await shelves.getByName(MEDIA_MOUNT).putMedia(id, media, nowMs, nowMs + lifetimeSeconds * 1000)
      return mediaUrl(origin, id, media)
    },
    remind: (reminder) => shelves.getByName(REMINDERS).putReminder(reminder.atMs, JSON.stringify({ ...reminder, mount, origin })),
    // Whatever the address: nobody else than the service behind this desk is called back.
    post: (request) => API.fetch(request),
  }
}

export function publishedOnShelf(shelves: Shelves, id: string): Promise<Published | undefined> {
  return shelves.getByName(MEDIA_MOUNT).getMedia(id)
}

function thawed(json: string | undefined): Task | undefined {
  if (json === undefined) return undefined
  const task: Task = JSON.parse(json)
  return task
}
