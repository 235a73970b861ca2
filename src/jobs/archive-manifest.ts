// The list of what has left the database, of an account and a month: a file that links the chunks' own lists. It is made anew for whoever
// asks, since links end.
import type { WithClock } from '../domain/effects.ts'
import type { WithMedia } from '../media/ports.ts'
import { selectChunksOfMonth } from '../store/archives.ts'
import type { WithDatabase } from '../store/database.ts'
import { archiveFolder, listKey } from './archive-chunk.ts'

export interface LinkedArchive {
  readonly month: string
  readonly generations: number
  readonly credits: number
  readonly url: string
  readonly expiresAtMs: number
}

/** @returns null where nothing of it has left */
export async function linkArchive(needs: WithClock & WithDatabase & WithMedia<'link' | 'putArchive'>, accountId: string, month: string): Promise<LinkedArchive | null> {
  const { database, media } = needs
  const [chunks] = await database.batch([selectChunksOfMonth(database, accountId, month)])
  if (chunks.length === 0) return null
  const generations = chunks.reduce((sum, chunk) => sum + chunk.generations, 0)
  const lists = await Promise.all(
    chunks.map(async (chunk, index) => {
      const { url } = await media.link(listKey(chunk), Number.MAX_SAFE_INTEGER, `doitong-${month}-${index + 1}.ndjson.gz`)
      return { url, generations: chunk.generations, firstId: chunk.firstId, lastId: chunk.lastId }
    }),
  )
  const key = `${archiveFolder(accountId)}${month}/manifest.json`
  await media.putArchive(key, new TextEncoder().encode(JSON.stringify({ month, generations, lists })), 'application/json')
  const { url, expiresAtMs } = await media.link(key, Number.MAX_SAFE_INTEGER, `doitong-${month}.json`)
  return { month, generations, credits: chunks.reduce((sum, { credits }) => sum + credits, 0), url, expiresAtMs }
}
