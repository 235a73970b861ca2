// An upload is over: nothing was made from it in its time, or what was is long done. Nobody finds it any more when its bytes go.
import { utcDate } from '../domain/times.ts'
import { uploadPrefix } from '../domain/upload.ts'
import { removeEmptyShares, removeUpload, selectUpload, shutUpload, uncountUpload } from '../store/uploads.ts'
import type { UploadKey } from '../store/uploads.ts'
import { objectKey } from './send-upload.ts'
import { partiesOf } from './shares.ts'
import type { WithUploads } from './ports.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'

/** Repeating it is harmless; one that was used meanwhile is left alone. */
export async function deleteUpload({ database, uploads, now }: WithClock & WithDatabase & WithUploads<'abort' | 'deleteAll'>, key: UploadKey): Promise<void> {
  const nowMs = now()
  const [, [upload]] = await database.batch([shutUpload(database, key, nowMs), selectUpload(database, key)])
  if (upload?.status !== 'DELETING') return
  if (upload.multipart !== null && upload.multipartObject !== null) await uploads.abort({ key: objectKey(upload, upload.multipartObject), id: upload.multipart })
  await uploads.deleteAll(uploadPrefix(key.accountId, key.id))
  const parties = partiesOf(upload.endUser)
  await database.batch([
    uncountUpload(database, key, parties),
    removeUpload(database, key),
    removeEmptyShares(database, key.accountId, parties, utcDate(nowMs)),
  ])
}
