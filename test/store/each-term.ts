// Each term of a statement's condition, held by a row: the statement works on rows as they should be, and leaves them alone as
// soon as one of them is otherwise in one respect. Account by account too: ids are only unique within one.
import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { alarms, asks, marks, modelSwitches, people, sessions, suspendedUsers } from '../../src/store/access-tables.ts'
import { archiveChunks } from '../../src/store/archive-tables.ts'
import type { ArchiveChunk } from '../../src/store/archive-tables.ts'
import { isAnyRow, runBatch } from '../../src/store/batch.ts'
import { openDatabase } from '../../src/store/database.ts'
import { events, webhookEndpoints } from '../../src/store/event-tables.ts'
import type { Database } from '../../src/store/database.ts'
import { tasks } from '../../src/store/task-tables.ts'
import { uploadShares, uploads } from '../../src/store/upload-tables.ts'
import type { Upload } from '../../src/store/upload-tables.ts'
import { accounts, apiKeys, attempts, creditEntries, jobWords, jobs, spendingLimits, webhookDeliveries } from '../../src/store/tables.ts'
import type { Job, JobRow } from '../../src/store/tables.ts'
import { healthSpans, modelDays, usageParts, usageTotals } from '../../src/store/usage-tables.ts'

export const ACCOUNT = 'acc_a'
export const OTHER = 'acc_b'
export const NOW_MS = 1_000_000

const FIGURES = { generations: 1, failed: 0, refunded: 0, refundedCredits: 0, credits: 50 } as const

export const JOB: JobRow = {
  accountId: ACCOUNT, id: 'gen_j', status: 'QUEUED', type: 'IMAGE', input: { text: 'A fox' }, routes: [], route: 0, reasons: [], idempotencyKey: null, fingerprint: 'f', cost: 50,
  refunded: 0, webhookUrl: null, tags: [], keyId: null, endUser: null, spendingIds: null, retentionDays: 1, attempt: 1, chain: 0, progress: null, outputs: null, errorCode: null, errorReason: null,
  errorField: null, createdAtMs: NOW_MS, waitedUntilMs: null, claimedAtMs: null, startedAtMs: null, completedAtMs: null, deadlineMs: 2 * NOW_MS, expiresAtMs: null, expiredAtMs: null, takenDownAtMs: null, dueAtMs: null,
  dueFor: null, faults: 0, moveToken: 'token', cancelAskedAtMs: null, missing: null, refusals: 0, storedInputs: 1, polls: 0,
}
export const KEY: typeof apiKeys.$inferSelect = {
  hash: 'hash', accountId: ACCOUNT, id: 'key_k', name: 'k', kind: 'live', lastFour: 'abcd', scopes: ['read'], providers: null, origins: null, spendingIds: [], createdAtMs: 1,
  expiresAtMs: null, revokedAtMs: null, replacedBy: null, lastUsedAtMs: null,
}

export const UPLOAD: Upload = {
  accountId: ACCOUNT, id: 'upl_new', endUser: null, status: 'OPEN', contentType: 'image/png', bytes: 5, sha256: null, fileName: null, tries: 0, object: null, multipart: null, multipartObject: null, parts: null, width: null, height: null,
  createdAtMs: 1, expiresAtMs: 2 * NOW_MS, dueAtMs: 3 * NOW_MS,
}

export const CHUNK: ArchiveChunk = {
  accountId: ACCOUNT, month: '1970-01', firstId: 'gen_j', lastId: 'gen_j', generations: 1, bytes: 1, sha256: 'h', members: [['gen_j', 0]], openingId: '0.opening', credits: -50, takenDown: {}, archivedAtMs: NOW_MS, moveToken: 'token',
}

/** A row of each table, as it is where a case does not say otherwise. */
const TABLES = {
  accounts: [accounts, { id: ACCOUNT, name: 'A', plan: 'PRO', credits: 1000, webhookSecret: 'old', createdAtMs: 1 }],
  apiKeys: [apiKeys, KEY],
  spendingLimits: [spendingLimits, { accountId: ACCOUNT, id: 'lim_l', keyId: 'key_k', date: '1970-01-01', spentToday: 100, spent: 100, createdAtMs: 1 }],
  jobs: [jobs, JOB],
  jobWords: [jobWords, { id: 1, packed: new Uint8Array([1]), fingerprint: 'f' }],
  attempts: [attempts, { accountId: ACCOUNT, jobId: 'gen_j', number: 1, upstream: 'luma', model: 'ray-2', outcome: 'ACCEPTED', createdAtMs: 1 }],
  archiveChunks: [archiveChunks, CHUNK],
  creditEntries: [creditEntries, { accountId: ACCOUNT, id: 'j.charge', jobId: 'gen_j', kind: 'CHARGE', amount: -50, createdAtMs: 1 }],
  webhookDeliveries: [webhookDeliveries, {
    accountId: ACCOUNT, id: 'msg_j', jobId: 'gen_j', event: 'generation.failed', url: 'https://receiver.example.com', status: 'PENDING', attempts: 0, createdAtMs: 1, moveToken: 'token',
  }],
  events: [events, { accountId: ACCOUNT, seq: 1, kind: 'generation.completed', subject: 'gen_j', atMs: 1 }],
  webhookEndpoints: [webhookEndpoints, { accountId: ACCOUNT, id: 'whe_e', url: 'https://receiver.example.com', headers: {}, secret: 'old', sinceSeq: 0, createdAtMs: 1 }],
  uploads: [uploads, { accountId: ACCOUNT, id: 'upl_u', status: 'OPEN', contentType: 'image/png', bytes: 5, sha256: 'h', tries: 0, createdAtMs: 1, expiresAtMs: 2 * NOW_MS, dueAtMs: 3 * NOW_MS }],
  uploadShares: [uploadShares, { accountId: ACCOUNT, party: 'account', storedBytes: 5, date: '1970-01-01', today: 1, lastId: 'upl_t' }],
  tasks: [tasks, { accountId: ACCOUNT, id: 'tkd_t', kind: 'takedown', state: '{}', createdAtMs: 1, dueAtMs: NOW_MS }],
  people: [people, { issuer: 'https://issuer.example.com', subject: 's', id: 'per_p', accountId: ACCOUNT, createdAtMs: 1 }],
  sessions: [sessions, { hash: 'hash', accountId: ACCOUNT, personId: 'per_p', createdAtMs: 1, expiresAtMs: 2 * NOW_MS }],
  suspendedUsers: [suspendedUsers, { accountId: ACCOUNT, endUser: 'asha', sinceMs: 1 }],
  modelSwitches: [modelSwitches, { model: 'ray-2', reason: 'broken', offSinceMs: 1 }],
  asks: [asks, { id: 'ask_a', accountId: ACCOUNT, note: 'more', createdAtMs: 1 }],
  alarms: [alarms, { kind: 'DEAD_LETTER', subject: 'poll', hour: '1970-01-01T00', detail: 'd', count: 1, firstAtMs: 1, lastAtMs: 1, postToken: 'token' }],
  usageTotals: [usageTotals, { accountId: ACCOUNT, date: '1970-01-01', ...FIGURES }],
  usageParts: [usageParts, { accountId: ACCOUNT, date: '1970-01-01', model: 'ray-2', keyId: 'key_k', endUser: 'asha', ...FIGURES }],
  modelDays: [modelDays, { date: '1970-01-01', model: 'ray-2', generations: 1, kept: 1, unlisted: 0, credits: 50, listMicroUsd: 20_000, late: 0 }],
  healthSpans: [healthSpans, { span: 'HOUR', startMs: 0, upstream: 'luma', model: 'ray-2', counts: { t40: 1 }, failingAccounts: 0 }],
  marks: [marks, { name: 'usage', value: '', updatedAtMs: 1 }],
} as const

type TableName = keyof typeof TABLES
/** Rows that are there, each by what it has besides the usual. */
export type Rows = { readonly [Name in TableName]?: Partial<(typeof TABLES)[Name][0]['$inferInsert']> }

export interface Case {
  readonly name: string
  readonly rows: Rows
  /** Whether it works on the rows as they are; each variation turns it about. */
  readonly works?: false
  readonly statement: (database: Database) => BatchItem<'sqlite'>
  readonly otherwise: readonly Rows[]
}

/** Another account's, and another one of the same account: of all that is found by its key. */
export const apart = (name: TableName): readonly Rows[] => [{ [name]: { accountId: OTHER } }, { [name]: { id: 'another' } }]

/** A condition by itself, built anew each time. */
export const holds = (condition: () => SQL) => (database: Database) => database.select({ one: sql<number>`1`.as('one') }).from(sql`(select 1)`).where(condition())

export const job = (change: Partial<Job> = {}): Job => ({ ...JOB, ...change })

export function describeTerms(name: string, cases: readonly Case[]): void {
  describe(`each term of ${name} holds:`, () => {
    it.each(cases)('$name', async ({ rows, works = true, statement, otherwise }) => {
      expect(await isEffective(rows, statement)).toBe(works)
      for (const change of otherwise) {
        expect([change, await isEffective(merge(rows, change), statement)]).toEqual([change, !works])
      }
    })
  })
}

/** Whether it changes or finds anything. All in one batch, which leaves nothing behind. */
async function isEffective(rows: Rows, statement: Case['statement']): Promise<boolean> {
  const database = openDatabase(env.DB)
  const names = Object.keys(TABLES) as TableName[]
  const empty = names.map((name) => database.delete(TABLES[name][0]))
  const inserts = names.filter((name) => rows[name] !== undefined).map((name) => database.insert(TABLES[name][0] as SQLiteTable).values({ ...TABLES[name][1], ...rows[name] }))
  const all = names.map((name) => database.select().from(TABLES[name][0]))
  const answers = await runBatch(database, [...empty, ...inserts, ...all, statement(database), ...all, ...empty])
  const start = empty.length + inserts.length
  const end = start + all.length
  return isAnyRow(answers[end]) || JSON.stringify(answers.slice(start, end)) !== JSON.stringify(answers.slice(end + 1, end + 1 + all.length))
}

const merge = (rows: Rows, change: Rows): Rows =>
  Object.fromEntries(Object.keys({ ...rows, ...change }).map((name) => [name, { ...rows[name as TableName], ...change[name as TableName] }]))
