// All client tests at the same time, against one running service with a fresh state and two databases: the built bundle, the file that is deployed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endOfLog, startService, tick } from '../../tools/local/service.ts'
import { isSteady, type Tally } from '../../tools/test/tally.ts'
import { print } from '../../tools/local/terminal.ts'
import { indented, runTestFiles } from '../../tools/test/test-files.ts'
import { programFolder, SERVICE_VARIABLE } from './hand-over.ts'

const TICK_MS = 10_000
/** Of a file: the samples of the models' pages are a hundred programs. */
const DEADLINE_MS = 240_000
const folder = fileURLToPath(new URL('.', import.meta.url))

export async function runClientTests(): Promise<Tally> {
  rmSync(programFolder, { recursive: true, force: true })
  const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-clients-'))
  process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }))
  const service = await startService({ stateFolder, isBuilt: true, moreDatabases: 1, say: print })
  const sweeping = setInterval(() => void tick(service).catch(() => {}), TICK_MS)
  try {
    process.env[SERVICE_VARIABLE] = JSON.stringify({ url: service.url, emulators: service.emulators, keys: service.keys, adminKey: service.adminKey })
    const tally = await runTestFiles(folder, { deadlineMs: DEADLINE_MS })
    if (!isSteady(tally)) print(`\nThe last that the service printed:\n${indented(endOfLog(service.logFile))}`)
    return tally
  } finally {
    clearInterval(sweeping)
    await service.stop()
  }
}
