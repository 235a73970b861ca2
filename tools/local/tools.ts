// The project's own command line tools, run as child processes: with the Node that runs this script first in PATH,
// so that they have Node 24 also where the machine's own is older.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectFolder = fileURLToPath(new URL('../../', import.meta.url))

const binFolder = join(projectFolder, 'node_modules', '.bin')

/** Nothing here may ask a question, phone home or check for updates. */
const toolEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [binFolder, dirname(process.execPath), process.env['PATH']].join(delimiter),
  CI: 'true',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
}

export interface ToolOptions {
  readonly stdio?: StdioOptions
  /** Added to the environment. */
  readonly environment?: NodeJS.ProcessEnv
  /** In a process group of its own, so that it can be ended together with all it started. */
  readonly ownGroup?: boolean
  /** Ends it with SIGTERM when it takes longer. */
  readonly timeoutMs?: number
}

/** @param tool a name in node_modules/.bin, or any program in PATH */
export function startTool(tool: string, args: readonly string[], options: ToolOptions = {}): ChildProcess {
  return spawn(tool, args, {
    cwd: projectFolder,
    env: { ...toolEnvironment, ...options.environment },
    stdio: options.stdio ?? ['ignore', 'inherit', 'inherit'],
    detached: options.ownGroup ?? false,
    timeout: options.timeoutMs,
  })
}

export interface ToolResult {
  /** The exit code; 1 also when a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a tool to its end. What it prints is returned where `stdio` pipes it. */
export async function runTool(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  const child = startTool(tool, args, options)
  const printed = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text))
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve(exitCode ?? 1))
  })
  return { code, ...printed }
}

export const PIPED: StdioOptions = ['ignore', 'pipe', 'pipe']
