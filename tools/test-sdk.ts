// `npm run test:sdk`: only the SDKs against the emulators. `npm test -- --sdk` runs them as its last step.
import { runSdkTests } from '../test/sdk/run.ts'
import { lastLine } from './test/tally.ts'
import { print, red } from './local/terminal.ts'

const tally = await runSdkTests()
print()
for (const name of tally.failed) print(`${red('failed')}   ${name}`)
process.exitCode = tally.failed.length > 0 ? 1 : 0
print(lastLine(tally))
