// All browser tests, against one running service with a fresh state: the built bundle, the site that is deployed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startService, tick } from '../../../tools/local/service.ts'
import { print } from '../../../tools/local/terminal.ts'
import type { Tally } from '../../../tools/test/tally.ts'
import { runTestFiles } from '../../../tools/test/test-files.ts'
import { SERVICE_VARIABLE } from '../../clients/hand-over.ts'

const TICK_MS = 5000
/** Of a file: each page is looked at four times. */
const DEADLINE_MS = 900_000
/** Each has a browser of its own. */
const AT_ONCE = 3
/** What the hourly run would have counted: nothing that the tests make is old enough. */
const EARNED_SQL = `INSERT OR IGNORE INTO model_days (date, model, generations, kept, unlisted, credits, list_micro_usd, late) VALUES
  (date('now'), 'flux-pro-1.1', 3, 2, 0, 500, 80000, 0), (date('now'), 'flux-dev', 1200, 1187, 0, 59350, 29675000, 2), (date('now', '-1 day'), 'ray-2', 4, 3, 1, 9000, 5000000, 0);`
const folder = fileURLToPath(new URL('.', import.meta.url))

/** @param only the files whose names contain it */
export async function runPortalTests(only?: string): Promise<Tally> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-portal-'))
  process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }))
  const service = await startService({ stateFolder, isBuilt: true, say: print, moreSql: [EARNED_SQL] })
  const sweeping = setInterval(() => void tick(service).catch(() => {}), TICK_MS)
  try {
    process.env[SERVICE_VARIABLE] = JSON.stringify({ url: service.url, emulators: service.emulators, keys: service.keys, adminKey: service.adminKey })
    return await runTestFiles(folder, { deadlineMs: DEADLINE_MS, atOnce: AT_ONCE, ...(only !== undefined && { only }) })
  } finally {
    clearInterval(sweeping)
    await service.stop()
  }
}
