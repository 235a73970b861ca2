// Runs a folder's files of node:test, each in a process of its own, and prints and counts what came of every test.
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import type { Tally } from './tally.ts'
import { dim, green, print, red, seconds, yellow } from '../local/terminal.ts'
import { projectFolder } from '../local/tools.ts'

const FILE_DEADLINE_MS = 120_000

interface Wish {
  /** Of a file. */
  readonly deadlineMs?: number
  /** How many files at the same time; left out: all. */
  readonly atOnce?: number
  /** The files whose names contain it. */
  readonly only?: string
}

/** What the files need they find in the environment of this process. */
export async function runTestFiles(folder: string, { deadlineMs = FILE_DEADLINE_MS, atOnce, only = '' }: Wish = {}): Promise<Tally> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && name.includes(only)).map((name) => join(folder, name))
  const counted = { passed: 0, failed: [] as string[], skipped: [] as string[] }
  const stream = run({ files, concurrency: atOnce ?? files.length, timeout: deadlineMs })
  stream.on('test:stderr', ({ message }) => process.stderr.write(message))
  stream.on('test:pass', (test) => {
    if (test.details.type === 'suite') return
    const name = fullName(test)
    if (test.skip === undefined || test.skip === false) {
      counted.passed += 1
      print(`${green('✓')} ${name} ${dim(seconds(test.details.duration_ms))}`)
    } else {
      counted.skipped.push(`${name} (${test.skip})`)
      print(`${yellow('-')} ${name} ${dim(String(test.skip))}`)
    }
  })
  stream.on('test:fail', (test) => {
    const { error, type } = test.details
    if (type === 'suite' && isOnlyOfItsTests(error)) return
    const name = fullName(test)
    counted.failed.push(name)
    print(`${red('✗')} ${name}\n${indented(reason(error))}`)
  })
  await new Promise<void>((resolve) => stream.once('end', resolve).resume())
  return counted
}

/** A suite fails when one of its tests does, which is counted already. */
function isOnlyOfItsTests(error: Error): boolean {
  return 'failureType' in error && error.failureType === 'subtestsFailed'
}

/** The error that the test threw, with the frames of our own files. */
function reason(error: Error): string {
  if (!(error.cause instanceof Error)) return error.message
  return (error.cause.stack ?? error.cause.message).split('\n').filter((line) => !line.includes('(node:internal')).join('\n')
}

/** A file that cannot be loaded is reported under its own path. */
function fullName({ file = '', name }: { readonly file?: string; readonly name: string }): string {
  return `${relative(projectFolder, file)}: ${name === file ? 'the file itself' : name}`
}

export function indented(text: string): string {
  return text.split('\n').map((line) => `    ${line}`).join('\n')
}
