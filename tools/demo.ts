// `npm run demo`: the six published generations from submission to a file in out/, against a service of its own over a
// fresh state; with `--all` one of every provider. Then a picture that was uploaded becomes a video, followed live and told of by a
// webhook. Ends with 0 only if all are completed, every file is sound, the webhook's signature is verified and the ledger is exact.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { demoClient, type DemoClient } from './demo/client.ts'
import { inputsOfAllProviders } from './demo/all.ts'
import { DemoInputs, generate, type DemoInput, type Finished } from './demo/generation.ts'
import { elapsedMs, openScreen, type Line } from './demo/screen.ts'
import { tellStory } from './demo/story.ts'
import { endOfLog, startService, type RunningService } from './local/service.ts'
import { bold, byteCount, cyan, dim, green, grouped, print, red, seconds, table } from './local/terminal.ts'
import { projectFolder } from './local/tools.ts'

/** When what has not ended counts as failed, and when the demo gives up altogether. */
const DEADLINE_MS = 160_000
const LAST_RESORT_MS = 178_000
const outFolder = join(projectFolder, 'out')
const inputs = process.argv.includes('--all') ? inputsOfAllProviders() : publishedInputs()

const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-demo-'))
process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }))
setTimeout(() => {
  print(red('  The demo did not end within three minutes.'))
  process.exit(1)
}, LAST_RESORT_MS).unref()

const startedAtMs = Date.now()
let service: RunningService | undefined
try {
  print()
  print(`  ${bold('Doitong demo')}  ${dim(`${inputs.length} generations; the upstreams are emulated on this machine`)}`)
  print()
  service = await startService({ stateFolder, say: print })
  print(`  Service at ${cyan(service.url)}, ready after ${seconds(Date.now() - startedAtMs)}`)
  print()
  const isGood = await run(demoClient(service.url, service.keys.enterprise), service)
  if (!isGood) print(dim(`The last that the service printed:\n\n${endOfLog(service.logFile)}\n`))
  else print(`  ${dim('The portal, with the same service behind it:')} npm run dev`)
  process.exitCode = isGood ? 0 : 1
} catch (error) {
  print(red(`  ${messageOf(error)}`))
  process.exitCode = 1
} finally {
  await service?.stop()
}

async function run(client: DemoClient, { url, keys, webhookSecrets }: RunningService): Promise<boolean> {
  rmSync(outFolder, { recursive: true, force: true })
  mkdirSync(outFolder)
  const before = await client.credits()
  const submittedAtMs = Date.now()
  const lines = inputs.map((input, index): Line => ({
    number: index + 1,
    type: input.type,
    provider: '',
    status: 'SUBMITTING',
    percent: 0,
    startedAtMs: submittedAtMs,
  }))
  const screen = openScreen(lines)
  const outcomes = await Promise.allSettled(
    lines.map((line, index) => {
      return generate(client, inputs[index] ?? { type: line.type }, line, screen, outFolder, startedAtMs + DEADLINE_MS)
    }),
  )
  screen.close()
  const tookMs = Date.now() - submittedAtMs
  const finished = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const problems = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [`${index + 1}  ${messageOf(outcome.reason)}`] : [],
  )

  print()
  const story = await tellStory({ client, url, key: keys.enterprise, webhookSecret: webhookSecrets.enterprise }).catch((error: unknown) => {
    problems.push(messageOf(error))
    return undefined
  })
  for (const row of resultTable(finished)) print(`  ${row}`)
  print()
  const isExact = showLedger(before, await client.credits(), finished, story?.creditCost ?? 0)
  print()
  for (const problem of problems) print(`  ${red('✗')} ${problem}`)
  if (!isExact) print(`  ${red('✗')} The ledger does not add up.`)
  const isGood = problems.length === 0 && isExact
  const verdict = `${finished.length} of ${lines.length} completed in ${seconds(tookMs)}`
  print(isGood ? `  ${green('✓')} ${bold(verdict)}, ledger exact` : `  ${red('✗')} ${bold(verdict)}`)
  print()
  return isGood
}

function publishedInputs(): readonly DemoInput[] {
  const published = v.parse(DemoInputs, JSON.parse(readFileSync(new URL('demo/inputs.json', import.meta.url), 'utf8')))
  return published.map(({ variables }) => variables.input)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function resultTable(finished: readonly Finished[]): string[] {
  const rows = finished.map(({ line, generation, file }) => [
    file.name,
    byteCount(file.bytes),
    generation.provider,
    generation.model,
    seconds(elapsedMs(line)),
    grouped(generation.creditCost),
  ])
  return table(
    [
      { title: 'File in out/', side: 'left' },
      { title: 'Size', side: 'right' },
      { title: 'Provider', side: 'left' },
      { title: 'Model', side: 'left' },
      { title: 'Took', side: 'right' },
      { title: 'Credits', side: 'right' },
    ],
    rows,
  )
}

function showLedger(before: number, after: number, finished: readonly Finished[], more: number): boolean {
  const costs = finished.reduce((sum, { generation }) => sum + generation.creditCost, more)
  const isExact = before - after === costs
  const rows = [
    ['Credits before', grouped(before)],
    ['Sum of the prices', `− ${grouped(costs)}`],
    ['Credits after', grouped(after), isExact ? green('✓') : red(`expected ${grouped(before - costs)}`)],
  ]
  const columns = [{ title: 'Ledger', side: 'left' }, { title: '', side: 'right' }, { title: '', side: 'left' }] as const
  for (const row of table(columns, rows)) print(`  ${row}`)
  return isExact
}
