// An account's owner is handed what we keep of it: page by page, each its own step, then joined to one archive that is kept for a week.
import { sql } from 'drizzle-orm'
import * as v from 'valibot'
import { isoTime } from '../domain/times.ts'
import type { ArchivedGeneration } from '../jobs/archive-chunk.ts'
import { readChunk } from '../jobs/archived.ts'
import { givenInput } from '../jobs/given-input.ts'
import { viewGeneration } from '../jobs/generation.ts'
import { REDRIVE_MS } from '../jobs/schedule.ts'
import type { WithClock, WithPublicUrl } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'
import { posterKey } from '../media/poster.ts'
import type { WithDatabase } from '../store/database.ts'
import { selectChunkAfter } from '../store/archives.ts'
import { selectAsksOf } from '../store/asks.ts'
import { selectAccount } from '../store/credits.ts'
import { selectEvents } from '../store/events.ts'
import { inputOf } from '../store/job-columns.ts'
import { selectEntriesAfter, selectJobsAfter, selectKeysAfter, selectPeopleOf, selectUploadsAfter } from '../store/exports.ts'
import type { CreditEntry, Job, KeptInput, ViewedJob } from '../store/tables.ts'
import type { Task } from '../store/task-tables.ts'
import { deleteTask, moveTask } from '../store/tasks.ts'
import { selectEndpoints } from '../store/webhook-endpoints.ts'

export type ExportAccountNeeds = WithClock & WithDatabase & WithMedia<'deletePage' | 'joinPages' | 'linkUntil' | 'putPage' | 'readArchive'> & WithPublicUrl

export const EXPORT_KEPT_MS = 7 * 86_400_000
/** A row has 8 KB at most. */
const ROWS_OF_A_PAGE = 500

const State = v.pipe(v.string(), v.parseJson(), v.object({
  stage: v.picklist(['PAGES', 'JOIN', 'READY']),
  section: v.number(),
  /** Behind which row the section goes on. */
  after: v.string(),
  page: v.number(),
  /** Of the archive. */
  bytes: v.nullable(v.number()),
  expiresAtMs: v.nullable(v.number()),
}))

export const readExport = ({ state }: Task) => v.parse(State, state)
type State = ReturnType<typeof readExport>

export const newExport = (accountId: string, id: string, nowMs: number): Task => ({
  accountId, id, kind: 'export', state: JSON.stringify({ stage: 'PAGES', section: 0, after: '', page: 0, bytes: null, expiresAtMs: null } satisfies State), createdAtMs: nowMs, dueAtMs: nowMs + REDRIVE_MS, faults: 0,
})

export const archiveKey = ({ accountId, id }: Pick<Task, 'accountId' | 'id'>): string => `exports/${accountId}/${id}.zip`
const folderOf = ({ accountId, id }: Task): string => `exports/${accountId}/${id}/`

/** @returns whether there is more to do now */
export async function stepExport(needs: ExportAccountNeeds, task: Task): Promise<boolean> {
  const { database, media, now } = needs
  const state = readExport(task)
  if (state.stage === 'READY') {
    if (now() < (state.expiresAtMs ?? 0)) return false
    await media.deletePage(archiveKey(task))
    await database.batch([deleteTask(database, task, sql`true`)])
    return false
  }
  const next = state.stage === 'PAGES' ? await writePage(needs, task, state) : await join(needs, task, state)
  await database.batch([moveTask(database, task, JSON.stringify(next), next.expiresAtMs ?? now() + REDRIVE_MS)])
  return next.stage !== 'READY'
}

interface Page {
  readonly lines: readonly object[]
  /** Behind which row there may be more; undefined: that was all. */
  readonly next: string | undefined
}

type Section = (needs: ExportAccountNeeds, task: Task, after: string) => Promise<Page>

const pageOf = (rows: readonly { readonly id: string }[], lines: readonly object[]): Page => ({ lines, next: rows.length === ROWS_OF_A_PAGE ? rows.at(-1)?.id : undefined })

const SECTIONS: readonly (readonly [name: string, Section])[] = [
  ['account', async ({ database }, { accountId }) => {
    const [[account], persons] = await database.batch([selectAccount(database, accountId), selectPeopleOf(database, accountId)])
    if (!account) return { lines: [], next: undefined }
    const { id, name, plan, credits, limits, retentionDays, createdAtMs, creditsLowAt, suspendedAtMs, closedAtMs } = account
    return { lines: [inTimes({ id, name, plan, credits, limits, retentionDays, creditsLowAt, createdAtMs, suspendedAtMs, closedAtMs, people: persons.map(inTimes) })], next: undefined }
  }],
  ['keys', async ({ database }, { accountId }, after) => {
    const [rows] = await database.batch([selectKeysAfter(database, accountId, after, ROWS_OF_A_PAGE)])
    return pageOf(rows, rows.map(inTimes))
  }],
  ['webhook-endpoints', async ({ database }, { accountId }) => {
    const [rows] = await database.batch([selectEndpoints(database, accountId)])
    const lines = rows.map(({ id, url, events, description, headers, disabledAtMs, disabledReason, createdAtMs }) =>
      inTimes({ id, url, events, description, headers: Object.keys(headers), disabledAtMs, disabledReason, createdAtMs }))
    return { lines, next: undefined }
  }],
  ['uploads', async ({ database }, { accountId }, after) => {
    const [rows] = await database.batch([selectUploadsAfter(database, accountId, after, ROWS_OF_A_PAGE)])
    return pageOf(rows, rows.map(inTimes))
  }],
  ['events', async ({ database }, { accountId }, after) => {
    const [rows] = await database.batch([selectEvents(database, accountId, Number(after), 0, ROWS_OF_A_PAGE)])
    return pageOf(rows.map(({ seq }) => ({ id: String(seq) })), rows.map(({ seq, kind, subject, detail, atMs }) => inTimes({ seq, kind, subject, detail, atMs })))
  }],
  ['credit-entries', async ({ database }, { accountId }, after) => {
    const [rows] = await database.batch([selectEntriesAfter(database, accountId, after, ROWS_OF_A_PAGE)])
    return pageOf(rows, rows.map(({ jobId, ...entry }) => inTimes({ ...entry, generationId: jobId })))
  }],
  ['asks', async ({ database }, { accountId }) => {
    const [rows] = await database.batch([selectAsksOf(database, accountId, ROWS_OF_A_PAGE)])
    return { lines: rows.map(inTimes), next: undefined }
  }],
  ['generations', async (needs, { accountId, createdAtMs }, after) => {
    const [rows] = await needs.database.batch([selectJobsAfter(needs.database, accountId, after, ROWS_OF_A_PAGE)])
    const lines: object[] = []
    for (const { input, packed, ...job } of rows) lines.push(await lineOf(needs, createdAtMs, job, await inputOf({ input, packed })))
    return pageOf(rows, lines)
  }],
  ['generations', (needs, { accountId, createdAtMs }, after) => archivePage(needs, accountId, after, ({ job, input }) => lineOf(needs, createdAtMs, job, input))],
  ['credit-entries', (needs, { accountId }, after) => archivePage(needs, accountId, after, async ({ entries }) => entries.map(entryLine))],
]

const entryLine = ({ jobId, accountId: _account, ...entry }: CreditEntry): object => inTimes({ ...entry, generationId: jobId })

async function lineOf(needs: ExportAccountNeeds, begunAtMs: number, job: ViewedJob & Pick<Job, 'webhookUrl'>, input: KeptInput): Promise<object> {
  const untilMs = begunAtMs + EXPORT_KEPT_MS
  // Links as long as the archive lives, and no longer than the file.
  const link = async (key: string, fileExpiresAtMs: number) => {
    const expiresAtMs = Math.min(untilMs, fileExpiresAtMs)
    return { url: await needs.media.linkUntil(key, expiresAtMs), expiresAtMs }
  }
  const posterLink = async (key: string, fileExpiresAtMs: number) => link(posterKey(key), fileExpiresAtMs)
  const view = await viewGeneration({ ...needs, media: { link, posterLink } }, job, 'en')
  return { ...view, options: job.routes[job.route]?.options ?? {}, input: givenInput(input), webhookUrl: job.webhookUrl, keyId: job.keyId }
}

/** What has left the database, a chunk a page. @param after `<month>/<first id>` of the one before */
async function archivePage(needs: ExportAccountNeeds, accountId: string, after: string, linesOf: (one: ArchivedGeneration) => Promise<object | readonly object[]>): Promise<Page> {
  const [[chunk]] = await needs.database.batch([selectChunkAfter(needs.database, accountId, after)])
  if (!chunk) return { lines: [], next: undefined }
  const lines: object[] = []
  for (const one of await readChunk(needs, chunk)) lines.push(...[await linesOf(one)].flat())
  return { lines, next: `${chunk.month}/${chunk.firstId}` }
}

/** Times as everywhere: `createdAtMs` becomes `createdAt`. */
const inTimes = (row: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => (/(?:At|^at)Ms$/.test(name) ? [name.slice(0, -2), typeof value === 'number' ? isoTime(value) : null] : [name, value])))

async function writePage(needs: ExportAccountNeeds, task: Task, state: State): Promise<State> {
  const found = SECTIONS[state.section]
  if (!found) return { ...state, stage: 'JOIN' }
  const [name, section] = found
  const { lines, next } = await section(needs, task, state.after)
  const number = String(state.page + 1).padStart(6, '0')
  if (lines.length > 0) await needs.media.putPage(folderOf(task) + number, `${name}-${number}.ndjson`, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  return next === undefined ? { ...state, section: state.section + 1, after: '', page: state.page + 1 } : { ...state, after: next, page: state.page + 1 }
}

async function join(needs: ExportAccountNeeds, task: Task, state: State): Promise<State> {
  const { media, now } = needs
  const bytes = await media.joinPages(folderOf(task), archiveKey(task), task.createdAtMs)
  let isLeft = true
  while (isLeft) isLeft = await media.deletePage(folderOf(task))
  return { ...state, stage: 'READY', bytes, expiresAtMs: now() + EXPORT_KEPT_MS }
}
