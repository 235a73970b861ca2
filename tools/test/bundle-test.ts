// What would be deployed: that wrangler takes it, and its size as Cloudflare counts it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { builtOnce } from '../build.ts'
import type { Tally } from './tally.ts'
import { print } from '../local/terminal.ts'
import { PIPED, projectFolder, runTool } from '../local/tools.ts'

const NAME = 'the bundle is at most 1 MiB gzip, and deployable'
const MOST_KIB = 1024

export async function runBundleTest(): Promise<Tally> {
  const path = await builtOnce()
  const { code, stdout, stderr } = await runTool('wrangler', ['deploy', '--dry-run', '--no-bundle', path, '--config', join(projectFolder, 'wrangler.toml')], { stdio: PIPED })
  const kib = gzipSync(readFileSync(path)).byteLength / 1024
  print(`bundle: ${kib.toFixed(1)} KiB gzip of ${MOST_KIB}`)
  if (code !== 0) print(stdout + stderr)
  return code === 0 && kib <= MOST_KIB ? { passed: 1, failed: [], skipped: [] } : { passed: 0, failed: [`${NAME}: ${kib.toFixed(1)} KiB`], skipped: [] }
}
