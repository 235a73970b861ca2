// The pages that the audit reads. A row that cannot be added up is found by halves and named, and stops nothing: the page
// goes on behind it.
import * as v from 'valibot'
import { selectAccountPlaces, selectAccountSums, selectJobPlaces, selectJobSums } from '../store/audits.ts'
import type { AccountSum, JobPlace, JobSum } from '../store/audits.ts'
import type { Database } from '../store/database.ts'

/** Behind which row the audit goes on; first all accounts, then all jobs. */
export interface AuditPlace extends JobPlace {
  readonly of: 'accounts' | 'jobs'
}

export const BEGINNING: AuditPlace = { of: 'accounts', accountId: '', id: '' }

export interface AuditPage {
  readonly accounts: readonly AccountSum[]
  readonly jobs: readonly JobSum[]
  readonly broken: readonly JobPlace[]
  /** Undefined: that was all. */
  readonly next: AuditPlace | undefined
}

const Mark = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ of: v.exactOptional(v.picklist(['accounts', 'jobs'])), accountId: v.exactOptional(v.string()), id: v.exactOptional(v.string()), finishedAtMs: v.exactOptional(v.number()) }),
)

/** @returns undefined for what cannot be read: the audit begins again */
export function readMark(value: string): { readonly place?: AuditPlace; readonly finishedAtMs?: number } | undefined {
  const { success, output } = v.safeParse(Mark, value)
  if (!success) return undefined
  const { of, accountId, id, finishedAtMs } = output
  if (finishedAtMs !== undefined) return { finishedAtMs }
  return of === undefined || accountId === undefined || id === undefined ? undefined : { place: { of, accountId, id } }
}

export async function accountsAfter(database: Database, after: JobPlace, limit: number): Promise<AuditPage> {
  const { rows, broken, last } = await rowsAfter(after, limit, {
    sums: async ({ accountId }, most) => (await database.batch([selectAccountSums(database, accountId, most)]))[0],
    places: async ({ accountId }, most) => (await database.batch([selectAccountPlaces(database, accountId, most)]))[0].map(({ id }) => ({ accountId: id, id: '' })),
    placeOf: ({ id }) => ({ accountId: id, id: '' }),
  })
  return { accounts: rows, jobs: [], broken, next: last ? { of: 'accounts', ...last } : { of: 'jobs', accountId: '', id: '' } }
}

export async function jobsAfter(database: Database, after: JobPlace, limit: number): Promise<AuditPage> {
  const { rows, broken, last } = await rowsAfter(after, limit, {
    sums: async (place, most) => (await database.batch([selectJobSums(database, place, most)]))[0],
    places: async (place, most) => (await database.batch([selectJobPlaces(database, place, most)]))[0],
    placeOf: ({ accountId, id }) => ({ accountId, id }),
  })
  return { accounts: [], jobs: rows, broken, next: last && { of: 'jobs', ...last } }
}

interface Source<Row> {
  readonly sums: (after: JobPlace, limit: number) => Promise<readonly Row[]>
  readonly places: (after: JobPlace, limit: number) => Promise<readonly JobPlace[]>
  readonly placeOf: (row: Row) => JobPlace
}

interface Rows<Row> {
  readonly rows: readonly Row[]
  readonly broken: readonly JobPlace[]
  /** Undefined: there are no more. */
  readonly last: JobPlace | undefined
}

/** @throws where the database itself cannot be read */
async function rowsAfter<Row>(after: JobPlace, limit: number, source: Source<Row>): Promise<Rows<Row>> {
  try {
    const rows = await source.sums(after, limit)
    const last = rows.at(-1)
    return { rows, broken: [], last: last && rows.length === limit ? source.placeOf(last) : undefined }
  } catch {
    const places = await source.places(after, limit)
    const last = places.length === limit ? places.at(-1) : undefined
    if (places.length <= 1) return { rows: [], broken: places, last }
    const half = Math.ceil(places.length / 2)
    const first = await rowsAfter(after, half, source)
    const second = await rowsAfter(places[half - 1] ?? after, places.length - half, source)
    return { rows: [...first.rows, ...second.rows], broken: [...first.broken, ...second.broken], last }
  }
}
