// Runs a folder's files of node:test, each in a process of its own, and prints and counts what came of every test.
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { sum, withReason, type Tally } from './tally.ts'
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

interface FileTally extends Tally {
  passed: number
  readonly failed: string[]
  readonly skipped: string[]
}

/**
 * What the files need they find in the environment of this process. A file that fails is run once more: they share a
 * service and a machine, and a moment of either is no fault of what they test. What passes only then is told as such.
 */
export async function runTestFiles(folder: string, wish: Wish = {}): Promise<Tally> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && name.includes(wish.only ?? '')).map((name) => join(folder, name))
  const first = await runOnce(files, wish)
  const failing = files.filter((file) => !isWell(first.get(file)))
  if (failing.length === 0) return sum([...first.values()])
  print(`\n${yellow('once more')}  ${failing.map((file) => relative(projectFolder, file)).join(', ')}`)
  const second = await runOnce(failing, wish)
  return { ...sum([...new Map([...first, ...second]).values()]), unsteady: failing.filter((file) => isWell(second.get(file))).flatMap((file) => first.get(file)?.failed ?? []) }
}

const isWell = (tally: Tally | undefined): boolean => tally === undefined || tally.failed.length === 0

/** @returns what came of each file */
async function runOnce(files: readonly string[], { deadlineMs = FILE_DEADLINE_MS, atOnce }: Wish): Promise<ReadonlyMap<string, Tally>> {
  const tallies = new Map<string, FileTally>()
  const tallyOf = ({ file = '' }: { readonly file?: string }): FileTally => {
    const tally = tallies.get(file) ?? { passed: 0, failed: [], skipped: [] }
    tallies.set(file, tally)
    return tally
  }
  const stream = run({ files: [...files], concurrency: atOnce ?? files.length, timeout: deadlineMs })
  stream.on('test:stderr', ({ message }) => process.stderr.write(message))
  stream.on('test:pass', (test) => {
    if (test.details.type === 'suite') return
    const name = fullName(test)
    if (test.skip === undefined || test.skip === false) {
      tallyOf(test).passed += 1
      print(`${green('✓')} ${name} ${dim(seconds(test.details.duration_ms))}`)
    } else {
      tallyOf(test).skipped.push(`${name} (${test.skip})`)
      print(`${yellow('-')} ${name} ${dim(String(test.skip))}`)
    }
  })
  stream.on('test:fail', (test) => {
    const { error, type } = test.details
    if (type === 'suite' && isOnlyOfItsTests(error)) return
    const name = fullName(test)
    tallyOf(test).failed.push(withReason(name, reason(error)))
    print(`${red('✗')} ${name}\n${indented(reason(error))}`)
  })
  await new Promise<void>((resolve) => stream.once('end', resolve).resume())
  return tallies
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
