// What would be deployed, built by `wrangler deploy --dry-run`, and its size as Cloudflare counts it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Tally } from './tally.ts'
import { print } from './terminal.ts'
import { runTool } from './tools.ts'

const NAME = 'wrangler deploy --dry-run builds at most 200 KiB gzip'
const MOST_KIB = 200

export async function runBundleTest(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'doitong-bundle-'))
  try {
    const { code } = await runTool('wrangler', ['deploy', '--dry-run', '--outdir', folder])
    if (code !== 0) return { passed: 0, failed: [NAME], skipped: [] }
    const kib = gzipSync(readFileSync(join(folder, 'index.js'))).byteLength / 1024
    print(`bundle: ${kib.toFixed(1)} KiB gzip of ${MOST_KIB}`)
    return kib <= MOST_KIB ? { passed: 1, failed: [], skipped: [] } : { passed: 0, failed: [`${NAME}: ${kib.toFixed(1)}`], skipped: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
