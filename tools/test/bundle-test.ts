// What would be deployed: that wrangler takes it, its size as Cloudflare counts it, and what its start must not do.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { builtOnce } from '../build.ts'
import { single, sum, type Tally } from './tally.ts'
import { print } from '../local/terminal.ts'
import { PIPED, projectFolder, runTool } from '../local/tools.ts'

const MOST_KIB = 1024

export async function runBundleTest(): Promise<Tally> {
  const path = await builtOnce()
  const { code, stdout, stderr } = await runTool('wrangler', ['deploy', '--dry-run', '--no-bundle', path, '--config', join(projectFolder, 'wrangler.toml')], { stdio: PIPED })
  const kib = gzipSync(readFileSync(path)).byteLength / 1024
  print(`bundle: ${kib.toFixed(1)} KiB gzip of ${MOST_KIB}`)
  if (code !== 0) print(stdout + stderr)
  return sum([single(`the bundle is at most 1 MiB gzip, and deployable: ${kib.toFixed(1)} KiB`, code === 0 && kib <= MOST_KIB), await errorsTest(path)])
}

/** For the lines of such an error's stack V8 would read the whole bundle a second time: docs/start-up.md. */
async function errorsTest(path: string): Promise<Tally> {
  const { code, stdout, stderr } = await runTool('node', ['tools/test/errors-at-import.ts', path], { stdio: PIPED })
  if (code !== 0) print(stderr)
  return single(`the bundle makes no error while it is imported: ${stdout.trim()}`, code === 0 && stdout === '')
}
