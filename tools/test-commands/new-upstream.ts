// `npm run new:upstream` in a copy of the project: what it makes passes the type check, works, and its tests say what is to be filled in.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { copyProject } from '../local/project-copy.ts'
import { PIPED, runTool } from '../local/tools.ts'

const run = (tool: string, ...args: readonly string[]) => runTool(tool, args, { stdio: PIPED, environment: { NO_COLOR: '1' } })

/** @returns what is wrong, if anything */
export async function tryNewUpstream(): Promise<string | undefined> {
  const folder = copyProject('new-upstream')
  try {
    const made = await run('node', join(folder, 'tools', 'new-upstream.ts'), 'acme')
    if (made.code !== 0 || !made.stdout.includes('npm run unit -- test/upstreams/acme')) return `it printed: ${made.stdout}${made.stderr}`
    const checked = await run('tsc', '--noEmit', '-p', folder)
    if (checked.code !== 0) return `what it made does not pass the type check: ${checked.stdout}`
    const tried = await run('vitest', 'run', 'test/upstreams/acme', '--root', folder)
    const isAsking = tried.stdout.includes('✓ is accepted, waits, runs and is done') && /FILL IN: [\s\S]*FILL IN: /.test(tried.stdout + tried.stderr)
    return isAsking && tried.code !== 0 ? undefined : `its tests printed: ${tried.stdout}${tried.stderr}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
