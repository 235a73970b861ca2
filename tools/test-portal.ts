// `npm run test:portal`: the portal in a browser, against the running service. A part of `npm test -- --portal`.
// `-- --only walk` runs the files whose names contain it; `-- --times` tells instead how long a page is awaited on a slow phone.
import { parseArgs } from 'node:util'
import { runPortalTests } from '../test/portal/browser/run.ts'
import { lastLine } from './test/tally.ts'
import { print } from './local/terminal.ts'
import { printTimes } from './test-portal/times.ts'

const { values: { only, times } } = parseArgs({ options: { only: { type: 'string' }, times: { type: 'boolean', default: false } } })
if (times) await printTimes()
else await runTests()

async function runTests(): Promise<void> {
  const tally = await runPortalTests(only)
  for (const name of tally.skipped) print(`skipped  ${name}`)
  for (const name of tally.unsteady ?? []) print(`unsteady ${name}`)
  print(lastLine(tally))
  process.exitCode = tally.failed.length > 0 ? 1 : 0
}
