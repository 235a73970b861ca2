// Uploads that a request names, for its generations: those of the account, and of a client token's end user his own.
import { selectUsable } from '../store/uploads.ts'
import type { Upload } from '../store/upload-tables.ts'
import type { WithClock } from '../domain/effects.ts'
import type { WithDatabase } from '../store/database.ts'

/** @returns those that can be used now, by id */
export type FindUploads = (ids: readonly string[]) => Promise<ReadonlyMap<string, Upload>>

/**
 * Asks once for each id of a request, and not at all for a request without any.
 * @param admitted has its say before anything is read
 */
export function uploadFinder({ database, now }: WithClock & WithDatabase, owner: Pick<Upload, 'accountId' | 'endUser'>, admitted: () => Promise<unknown>): FindUploads {
  const found = new Map<string, Upload>()
  const asked = new Set<string>()
  return async (ids) => {
    const unknown = ids.filter((id) => !asked.has(id))
    if (unknown.length === 0) return found
    await admitted()
    const [rows] = await database.batch([selectUsable(database, owner.accountId, owner.endUser, unknown, now())])
    for (const id of unknown) asked.add(id)
    for (const row of rows) found.set(row.id, row)
    return found
  }
}
