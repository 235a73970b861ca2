// The tables of what callers send beforehand.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { UploadStatus } from '../domain/upload.ts'

export const uploads = sqliteTable(
  'uploads',
  {
    accountId: text('account_id').notNull(),
    /** `upl_…`. */
    id: text('id').notNull(),
    /** The caller's own user, of a client token's. */
    endUser: text('end_user'),
    status: text('status').$type<UploadStatus>().notNull(),
    /** As it was said to be; once it is stored, as its bytes are. */
    contentType: text('content_type').notNull(),
    bytes: integer('bytes').notNull(),
    /** Hex. As it was said to be, null where nothing was said; once it is stored, its own. */
    sha256: text('sha256'),
    fileName: text('file_name'),
    /** How often somebody began to send it: each has an object of its own in R2. */
    tries: integer('tries').notNull(),
    /** Which of them it is; null until it is stored. */
    object: integer('object'),
    /** Of one that is sent in parts: R2's name for putting them together, the object that it will be, and R2's tag of each part that is there. */
    multipart: text('multipart'),
    multipartObject: integer('multipart_object'),
    parts: text('parts', { mode: 'json' }).$type<Readonly<Record<string, string>>>(),
    /** Of a picture, in pixels. */
    width: integer('width'),
    height: integer('height'),
    createdAtMs: integer('created_at_ms').notNull(),
    /** From then on nobody finds it. */
    expiresAtMs: integer('expires_at_ms').notNull(),
    /** When the sweeper must look at it. */
    dueAtMs: integer('due_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    index('uploads_hash').on(table.accountId, table.sha256),
    index('uploads_due').on(table.dueAtMs),
  ],
)
export type Upload = typeof uploads.$inferSelect

/** What uploads take up: of the account, of its client tokens together, of each end user. */
export const uploadShares = sqliteTable(
  'upload_shares',
  {
    accountId: text('account_id').notNull(),
    /** As in uploads/shares.ts. */
    party: text('party').notNull(),
    storedBytes: integer('stored_bytes').notNull(),
    /** The last UTC day on which one was begun, and how many were on it. */
    date: text('date').notNull(),
    today: integer('today').notNull(),
    /** The upload that was counted last: its row is written under this. */
    lastId: text('last_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.party] })],
)
export type UploadShare = typeof uploadShares.$inferSelect
