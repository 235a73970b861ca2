// The databases and the bucket of a local state, read from outside of the service that has made it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getPlatformProxy } from 'wrangler'
import { declaredDatabases } from './databases.ts'

/** To be disposed of. */
export const openLocalDatabase = <Bindings extends Record<string, unknown>>(stateFolder: string) =>
  getPlatformProxy<Bindings>({ configPath: databaseConfig(stateFolder), persist: { path: join(stateFolder, 'v3') } })

/** No more than that: the Worker's other bindings are not needed here, and would be warned about. */
function databaseConfig(stateFolder: string): string {
  const config = { name: 'doitong-audit', compatibility_date: '2026-09-01', d1_databases: declaredDatabases(), r2_buckets: [{ binding: 'MEDIA', bucket_name: 'doitong-media' }] }
  const file = join(stateFolder, 'audit.json')
  writeFileSync(file, JSON.stringify(config))
  return file
}
