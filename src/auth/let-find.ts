// Letting the directory find an account that is in another database, by what its keys and sessions show.
import type { WithClock } from '../domain/effects.ts'
import { liveAccountId } from '../domain/test-account.ts'
import type { Finder } from '../store/home-tables.ts'
import { deleteOldFinders, insertFinder } from '../store/homes.ts'
import type { WithShards } from '../store/shards.ts'

/** Before the row that it finds is written: what is found and is not there opens nothing. @param untilMs of what is over then; null: of a key */
export async function letFind({ shards, now }: WithClock & WithShards, { accountId: id, hash }: Pick<Finder, 'accountId' | 'hash'>, untilMs: number | null = null): Promise<void> {
  const accountId = liveAccountId(id)
  const { directory, homeOf } = shards
  if ((await homeOf(accountId)) === directory) return
  await directory.batch([insertFinder(directory, { accountId, hash, untilMs }), deleteOldFinders(directory, accountId, now())])
}
