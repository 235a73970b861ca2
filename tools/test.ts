// `npm test`: types, lint, the tests inside workerd, the clients against the running service; with `-- --sdk` also the
// vendors' SDKs, with `-- --portal` the portal in a browser, with `-- --commands` every command that the docs name. Every step runs, also after one that failed; the last line counts every single test.
import { runClientTests } from '../test/clients/run.ts'
import { runPortalTests } from '../test/portal/browser/run.ts'
import { runSdkTests } from '../test/sdk/run.ts'
import { runBundleTest } from './test/bundle-test.ts'
import { runCommandTests } from './test-commands.ts'
import { runRestartTest } from './test-restart.ts'
import { lastLine, single, sum, type Tally } from './test/tally.ts'
import { bold, dim, print, red, seconds, yellow } from './local/terminal.ts'
import { runTool } from './local/tools.ts'
import { runWorkerTests } from './test/worker-tests.ts'

interface Step {
  readonly name: string
  readonly run: () => Promise<Tally>
}

const STEPS: readonly Step[] = [
  { name: 'type check', run: () => commands('type check', [['tsc', '--noEmit'], ['tsc', '--noEmit', '-p', 'tools'], ['tsc', '--noEmit', '-p', 'portal'], ['tsc', '--noEmit', '-p', 'test/portal']]) },
  { name: 'lint', run: () => commands('lint', [['oxlint', '--type-aware']]) },
  { name: 'bundle', run: runBundleTest },
  { name: 'tests in workerd', run: runWorkerTests },
  { name: 'clients against the running service', run: runClientTests },
  // The commands have one of their own, of more generations.
  ...(process.argv.includes('--commands') ? [] : [{ name: 'restart', run: () => runRestartTest(12) }]),
  { name: 'commands that the docs name', run: () => runCommandTests(process.argv.includes('--commands')) },
  ...(process.argv.includes('--portal') ? [{ name: 'the portal in a browser', run: runPortalTests }] : []),
  ...(process.argv.includes('--sdk') ? [{ name: "the vendors' SDKs against the emulators", run: runSdkTests }] : []),
]

const tallies: Tally[] = []
for (const step of STEPS) {
  print(`\n${bold(step.name)}`)
  const startedAtMs = Date.now()
  const tally = await step.run().catch((error: unknown): Tally => {
    print(red(error instanceof Error ? (error.stack ?? error.message) : String(error)))
    return single(step.name, false)
  })
  tallies.push(tally)
  print(dim(`${lastLine(tally)} in ${seconds(Date.now() - startedAtMs)}`))
}

const total = sum(tallies)
print()
for (const name of total.skipped) print(`${yellow('skipped')}  ${name}`)
for (const name of total.unsteady ?? []) print(`${yellow('unsteady')} ${name}`)
for (const name of total.failed) print(`${red('failed')}   ${name}`)
process.exitCode = total.failed.length > 0 ? 1 : 0
print(lastLine(total))

async function commands(name: string, lines: readonly (readonly [string, ...string[]])[]): Promise<Tally> {
  let isGood = true
  for (const [tool, ...args] of lines) {
    const { code } = await runTool(tool, args)
    if (code !== 0) isGood = false
  }
  return single(name, isGood)
}
