// The vendors' own SDKs against our emulators, all at the same time, inside one running service with a fresh state. They
// are a package of their own, since they weigh ten times what the service does; it is installed when it is not yet there.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endOfLog, startService } from '../../tools/local/service.ts'
import { isSteady, single, sum, type Tally } from '../../tools/test/tally.ts'
import { print } from '../../tools/local/terminal.ts'
import { indented, runTestFiles } from '../../tools/test/test-files.ts'
import { runTool } from '../../tools/local/tools.ts'
import { EMULATORS_VARIABLE } from './hand-over.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
/** npm writes it last, so that an installation that was cut off does not count. */
const installedMark = join(folder, 'node_modules', '.package-lock.json')
const INSTALL_DEADLINE_MS = 10 * 60_000

export async function runSdkTests(): Promise<Tally> {
  if (!existsSync(installedMark)) await install()
  const types = await runTool('tsc', ['--noEmit', '-p', 'test/sdk'])
  return sum([single('type check of test/sdk', types.code === 0), await runAgainstEmulators()])
}

async function install(): Promise<void> {
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { code } = await runTool('npm', args, { timeoutMs: INSTALL_DEADLINE_MS })
  if (code !== 0) throw new Error('The SDKs could not be installed: npm ci --prefix test/sdk')
}

async function runAgainstEmulators(): Promise<Tally> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-sdk-'))
  process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }))
  const service = await startService({ stateFolder, isBuilt: true, say: print })
  try {
    process.env[EMULATORS_VARIABLE] = service.emulators
    const tally = await runTestFiles(folder)
    if (!isSteady(tally)) print(`\nThe last that the service printed:\n${indented(endOfLog(service.logFile))}`)
    return tally
  } finally {
    await service.stop()
  }
}
