// All client tests at the same time, against one running service with a fresh state.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'
import { endOfLog, startService, tick } from '../local/service.ts'
import type { Tally } from '../local/tally.ts'
import { dim, green, print, red, seconds, yellow } from '../local/terminal.ts'
import { programFolder, SERVICE_VARIABLE } from './hand-over.ts'

const TICK_MS = 10_000
const FILE_DEADLINE_MS = 120_000
const folder = fileURLToPath(new URL('.', import.meta.url))

export async function runClientTests(): Promise<Tally> {
  rmSync(programFolder, { recursive: true, force: true })
  const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-clients-'))
  process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }))
  const service = await startService({ stateFolder, say: print })
  const sweeping = setInterval(() => void tick(service).catch(() => {}), TICK_MS)
  try {
    process.env[SERVICE_VARIABLE] = JSON.stringify({ url: service.url, emulators: service.emulators, keys: service.keys })
    const tally = await runFiles()
    if (tally.failed.length > 0) print(`\nThe last that the service printed:\n${indented(endOfLog(service.logFile))}`)
    return tally
  } finally {
    clearInterval(sweeping)
    await service.stop()
  }
}

async function runFiles(): Promise<Tally> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts')).map((name) => join(folder, name))
  const counted = { passed: 0, failed: [] as string[], skipped: [] as string[] }
  const stream = run({ files, concurrency: files.length, timeout: FILE_DEADLINE_MS })
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
  return `test/clients/${basename(file)}: ${name === file ? 'the file itself' : name}`
}

function indented(text: string): string {
  return text.split('\n').map((line) => `    ${line}`).join('\n')
}
