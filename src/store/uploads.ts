// Statements on uploads, unexecuted. Each batch of them may be played twice: what is counted is counted under a row that is not
// there yet, and who has won reads it from the row.
import { and, desc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { DELETE_AFTER_MS } from '../domain/upload.ts'
import type { Database } from './database.ts'
import { insertIf } from './insert-if.ts'
import { isOneOf } from './is-one-of.ts'
import { uploadShares, uploads } from './upload-tables.ts'
import type { Upload } from './upload-tables.ts'

export type UploadKey = Pick<Upload, 'accountId' | 'id'>

const isUpload = (key: UploadKey): SQL | undefined => and(eq(uploads.accountId, key.accountId), eq(uploads.id, key.id))

const isUsers = (endUser: string | null): SQL => (endUser === null ? isNull(uploads.endUser) : eq(uploads.endUser, endUser))

/** Whose it is; null: the account's own. */
export const endUserOf = (key: UploadKey): SQL => sql`(select ${uploads.endUser} from ${uploads} where ${isUpload(key)})`

/** Not sooner than it would have ended. */
const livesUntil = (untilMs: number) => ({
  expiresAtMs: sql`max(${uploads.expiresAtMs}, ${untilMs})`,
  dueAtMs: sql`max(${uploads.dueAtMs}, ${untilMs + DELETE_AFTER_MS})`,
})

export const selectUpload = (database: Database, key: UploadKey) => database.select().from(uploads).where(isUpload(key)).limit(1)

export type SameFile = Pick<Upload, 'accountId' | 'endUser' | 'contentType' | 'bytes'> & { readonly sha256: string }

/** What was sent, or begun, of the same owner with the same hash. */
const isSameFile = ({ accountId, endUser, contentType, bytes, sha256 }: SameFile, nowMs: number): SQL | undefined =>
  and(
    eq(uploads.accountId, accountId), eq(uploads.sha256, sha256), isUsers(endUser), eq(uploads.bytes, bytes), gt(uploads.expiresAtMs, nowMs),
    sql`(${uploads.status} = 'STORED' or (${uploads.status} = 'OPEN' and ${uploads.contentType} = ${contentType}))`,
  )

export const renewSameFile = (database: Database, file: SameFile, nowMs: number, untilMs: number) =>
  database.update(uploads).set(livesUntil(untilMs)).where(isSameFile(file, nowMs))

/** Rather one that is there than one that is begun. */
export const selectSameFile = (database: Database, file: SameFile, nowMs: number) =>
  database.select().from(uploads).where(isSameFile(file, nowMs)).orderBy(desc(uploads.status), desc(uploads.id)).limit(1)

/** One that counts, and how much of it. */
export interface PartyLimit {
  readonly party: string
  readonly storedBytes: number
  readonly perDay: number
}

const namesOf = (limits: readonly PartyLimit[]): string[] => limits.map(({ party }) => party)

export const openShares = (database: Database, accountId: string, limits: readonly PartyLimit[]) =>
  database.insert(uploadShares).values(limits.map(({ party }) => ({ accountId, party, storedBytes: 0, date: '', today: 0, lastId: '' }))).onConflictDoNothing()

/** Counts it for all of them, or, where one has no room, for none. */
export function countUpload(database: Database, { accountId, id, bytes }: Upload, date: string, limits: readonly PartyLimit[]) {
  const asked = JSON.stringify(limits.map(({ party, storedBytes, perDay }) => [party, storedBytes, perDay]))
  const withRoom = sql`(select count(*) from json_each(${asked}) as asked join ${uploadShares} as share on share.account_id = ${accountId} and share.party = asked.value ->> 0
    where share.stored_bytes + ${bytes} <= asked.value ->> 1 and (share.date <> ${date} or share.today < asked.value ->> 2))`
  return database
    .update(uploadShares)
    .set({
      storedBytes: sql`${uploadShares.storedBytes} + ${bytes}`,
      today: sql`case when ${uploadShares.date} = ${date} then ${uploadShares.today} + 1 else 1 end`,
      date,
      lastId: id,
    })
    .where(
      and(
        eq(uploadShares.accountId, accountId),
        inArray(uploadShares.party, namesOf(limits)),
        sql`not exists (select 1 from ${uploads} where ${isUpload({ accountId, id })})`,
        sql`${withRoom} = ${limits.length}`,
      ),
    )
}

/** If it was counted. */
export const insertUpload = (database: Database, upload: Upload) =>
  insertIf(
    database,
    uploads,
    upload,
    sql`exists (select 1 from ${uploadShares} where ${eq(uploadShares.accountId, upload.accountId)} and ${eq(uploadShares.lastId, upload.id)})`,
  ).onConflictDoNothing()

export const selectShares = (database: Database, accountId: string, limits: readonly PartyLimit[]) =>
  database.select().from(uploadShares).where(and(eq(uploadShares.accountId, accountId), inArray(uploadShares.party, namesOf(limits))))

/** How often one may be begun: and so much more for each so many bytes. */
export interface MostTries {
  readonly most: number
  readonly more: number
  readonly perBytes: number
}

/** Somebody begins to send it. @returns the number of his object; none where it cannot be sent, or was sent too often */
export const beginTry = (database: Database, key: UploadKey, nowMs: number, { most, more, perBytes }: MostTries) =>
  database
    .update(uploads)
    .set({ tries: sql`${uploads.tries} + 1` })
    .where(and(isUpload(key), eq(uploads.status, 'OPEN'), gt(uploads.expiresAtMs, nowMs), sql`${uploads.tries} < ${most} + ${more} * cast(${uploads.bytes} / ${perBytes} as integer)`))
    .returning({ object: uploads.tries })

/** Of several who begin to send parts at once the first. */
export const openMultipart = (database: Database, key: UploadKey, multipart: string, object: number) =>
  database
    .update(uploads)
    .set({ multipart, multipartObject: object, parts: {} })
    .where(and(isUpload(key), eq(uploads.status, 'OPEN'), isNull(uploads.multipart)))

/** A part that is sent again stands in the place of the one before. */
export const notePart = (database: Database, key: UploadKey, multipart: string, part: number, tag: string) =>
  database
    .update(uploads)
    .set({ parts: sql`json_set(${uploads.parts}, ${`$."${part}"`}, ${tag})` })
    .where(and(isUpload(key), eq(uploads.status, 'OPEN'), eq(uploads.multipart, multipart)))

/** What the parts came to was not it: all of them are to be sent again. */
export const resetMultipart = (database: Database, key: UploadKey, multipart: string) =>
  database
    .update(uploads)
    .set({ multipart: null, multipartObject: null, parts: null })
    .where(and(isUpload(key), eq(uploads.status, 'OPEN'), eq(uploads.multipart, multipart)))

/** It is all there, and is what it was said to be. Of several who sent it the first counts. */
export const closeUpload = (
  database: Database,
  key: UploadKey,
  found: Pick<Upload, 'contentType' | 'sha256' | 'object' | 'width' | 'height' | 'expiresAtMs'>,
  nowMs: number,
) =>
  database
    .update(uploads)
    .set({ ...found, status: 'STORED', dueAtMs: found.expiresAtMs + DELETE_AFTER_MS })
    .where(and(isUpload(key), eq(uploads.status, 'OPEN'), gt(uploads.expiresAtMs, nowMs)))

/** @param endUser of a client token, who finds his own alone; null: all of the account */
export const selectUsable = (database: Database, accountId: string, endUser: string | null, ids: readonly string[], nowMs: number) =>
  database
    .select()
    .from(uploads)
    .where(
      and(
        eq(uploads.accountId, accountId),
        isOneOf(uploads.id, ids),
        endUser === null ? undefined : eq(uploads.endUser, endUser),
        eq(uploads.status, 'STORED'),
        gt(uploads.expiresAtMs, nowMs),
      ),
    )

/** Something is made from them. */
export const renewUsed = (database: Database, accountId: string, ids: readonly string[], untilMs: number) =>
  database
    .update(uploads)
    .set(livesUntil(untilMs))
    .where(and(eq(uploads.accountId, accountId), isOneOf(uploads.id, ids), eq(uploads.status, 'STORED')))

/** Takes one that is over from everybody, before anything of it is deleted. */
export const shutUpload = (database: Database, key: UploadKey, nowMs: number) =>
  database.update(uploads).set({ status: 'DELETING' }).where(and(isUpload(key), lte(uploads.expiresAtMs, nowMs - DELETE_AFTER_MS)))

/** What it took up is free again. */
export const uncountUpload = (database: Database, key: UploadKey, parties: readonly string[]) =>
  database
    .update(uploadShares)
    .set({ storedBytes: sql`${uploadShares.storedBytes} - coalesce((select ${uploads.bytes} from ${uploads} where ${isUpload(key)}), 0)` })
    .where(and(eq(uploadShares.accountId, key.accountId), inArray(uploadShares.party, [...parties])))

export const removeUpload = (database: Database, key: UploadKey) => database.delete(uploads).where(isUpload(key))

/** Of those who have nothing stored and begin none today. */
export const removeEmptyShares = (database: Database, accountId: string, parties: readonly string[], date: string) =>
  database
    .delete(uploadShares)
    .where(and(eq(uploadShares.accountId, accountId), inArray(uploadShares.party, [...parties]), eq(uploadShares.storedBytes, 0), sql`${uploadShares.date} <> ${date}`))
