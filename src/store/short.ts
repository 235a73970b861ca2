// JSON columns of a job's row without what goes without saying: a row that fits where it stands is a quarter of one that does not.
// What an earlier version stored whole is read as well.
import { customType } from 'drizzle-orm/sqlite-core'
import type { Route } from '../domain/job.ts'
import type { StoredOutput } from '../domain/media.ts'
import { believed, readOwnJson } from '../domain/own-json.ts'

const Routes = believed<readonly Route[]>()
const Outputs = believed<readonly StoredOutput[]>()

/** What a route has where nothing is said of it; SQL that reads routes names nothing of it. */
export const ROUTE_DEFAULTS = { addedText: '', adjustments: [], outputs: 1 } as const satisfies Partial<Route>

function shortRoute({ addedText, adjustments, outputs, ...route }: Route): object {
  return { ...route, ...(addedText !== '' && { addedText }), ...(adjustments.length > 0 && { adjustments }), ...(outputs !== 1 && { outputs }) }
}

export const routesColumn = customType<{ data: readonly Route[]; driverData: string }>({
  dataType: () => 'text',
  toDriver: (routes) => JSON.stringify(routes.map(shortRoute)),
  fromDriver: (stored) => readOwnJson(Routes, stored).map((route) => ({ ...ROUTE_DEFAULTS, ...route })),
})

/** A file is of one type: as it is served, so it was measured. */
function shortOutput({ facts: { contentType: measured, ...facts }, ...output }: StoredOutput): object {
  return { ...output, facts: measured === output.contentType ? facts : { contentType: measured, ...facts } }
}

export const outputsColumn = customType<{ data: readonly StoredOutput[]; driverData: string }>({
  dataType: () => 'text',
  toDriver: (outputs) => JSON.stringify(outputs.map(shortOutput)),
  fromDriver: (stored) => readOwnJson(Outputs, stored).map(({ facts, ...output }) => ({ ...output, facts: { ...facts, contentType: facts.contentType ?? output.contentType } })),
})
