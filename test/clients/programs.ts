// Runs a sample as a program of its own and tells what it printed.
import assert from 'node:assert/strict'
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PIPED, runTool, type ToolResult } from '../../tools/local/tools.ts'
import { PATIENCE_MS } from './graphql.ts'
import { programFolder } from './hand-over.ts'

/** A folder for each call, since the files run at the same time. */
export function writeProgram(name: string, source: string): string {
  mkdirSync(programFolder, { recursive: true })
  const path = join(mkdtempSync(join(programFolder, 'run-')), name)
  writeFileSync(path, source)
  return path
}

/** Fails when it does not end well by itself. */
export async function runProgram(command: string, ...args: string[]): Promise<ToolResult> {
  const result = await runTool(command, args, { stdio: PIPED, timeoutMs: PATIENCE_MS, environment: { PYTHONDONTWRITEBYTECODE: '1', GOCACHE: join(programFolder, 'go-cache') } })
  assert.equal(result.code, 0, `${command} ended with ${result.code}:\n${result.stdout}${result.stderr}`)
  return result
}

/** A reason to skip, or false. */
export async function isMissing(what: string, command: string, ...args: string[]): Promise<string | false> {
  const found = await runTool(command, args, { stdio: 'ignore' }).then(
    ({ code }) => code === 0,
    () => false,
  )
  return found ? false : `${what} is not installed`
}

export const bashIsMissing = await isMissing('curl or bash', 'bash', '-c', 'command -v curl')
export const goIsMissing = await isMissing('go', 'go', 'version')
export const phpIsMissing = await isMissing('php', 'php', '--version')
export const pythonIsMissing = await isMissing('python3 with requests', 'python3', '-c', 'import requests')
