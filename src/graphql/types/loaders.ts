// What fields of many generations ask of the database, each kind at once: a page's stories are one round trip.
import DataLoader from 'dataloader'
import type { Language } from '../../domain/errors.ts'
import { readArchived } from '../../jobs/archived.ts'
import type { ReadArchivedNeeds } from '../../jobs/archived.ts'
import { givenInput } from '../../jobs/given-input.ts'
import type { GivenInput } from '../../jobs/given-input.ts'
import { readStories } from '../../jobs/story.ts'
import type { StoryEvent } from '../../jobs/story.ts'
import { selectViews } from '../../store/events.ts'
import { inputOf } from '../../store/job-columns.ts'
import { selectInputs, selectKeyNames } from '../../store/stories.ts'
import type { LoggedAttempt, ViewedJob } from '../../store/tables.ts'
import { selectLogs } from '../../store/webhook-deliveries.ts'

export interface Loaders {
  readonly story: DataLoader<ViewedJob, readonly StoryEvent[], string>
  /** By the job's id. */
  readonly input: DataLoader<string, GivenInput>
  /** The generation by its id; null where it is none of the account's. */
  readonly job: DataLoader<string, ViewedJob | null>
  /** The attempts by the delivery's id. */
  readonly deliveryLog: DataLoader<string, readonly LoggedAttempt[]>
  /** By the key's id. */
  readonly keyName: DataLoader<string, string | null>
}

/** For one request. */
export function openLoaders(needs: ReadArchivedNeeds, accountId: string, language: Language): Loaders {
  const { database } = needs
  /** Those that are not in the database any more. */
  const archivedOf = async (ids: readonly string[], rows: readonly { readonly id: string }[]) => {
    const stored = new Set(rows.map(({ id }) => id))
    return [...(await readArchived(needs, accountId, ids.filter((id) => !stored.has(id)))).values()]
  }
  return {
    story: new DataLoader(
      async (jobs) => {
        const stories = await readStories(needs, accountId, jobs, language)
        return jobs.map(({ id }) => stories.get(id) ?? [])
      },
      { cacheKeyFn: ({ id }) => id },
    ),
    input: new DataLoader(async (ids) => {
      const [rows] = await database.batch([selectInputs(database, accountId, ids)])
      const stored = await Promise.all(rows.map(async (row) => ({ id: row.id, input: await inputOf(row) })))
      const inputs = new Map([...stored, ...(await archivedOf(ids, rows))].map(({ id, input }) => [id, givenInput(input)]))
      return ids.map((id) => inputs.get(id) ?? new Error(`generation ${id} is gone`))
    }),
    job: new DataLoader(async (ids) => {
      const [rows] = await database.batch([selectViews(database, accountId, ids)])
      const views = new Map<string, ViewedJob>([...rows, ...(await archivedOf(ids, rows)).map(({ job }) => job)].map((row) => [row.id, row]))
      return ids.map((id) => views.get(id) ?? null)
    }),
    deliveryLog: new DataLoader(async (ids) => {
      const [rows] = await database.batch([selectLogs(database, accountId, ids)])
      const logs = new Map(rows.map(({ id, log }) => [id, log]))
      return ids.map((id) => logs.get(id) ?? [])
    }),
    keyName: new DataLoader(async (ids) => {
      const [rows] = await database.batch([selectKeyNames(database, accountId, ids)])
      const names = new Map(rows.map(({ id, name }) => [id, name]))
      return ids.map((id) => names.get(id) ?? null)
    }),
  }
}
