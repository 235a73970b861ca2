// Where ours spends the processor's time, function by function: `npm run bench:profile -- 'generate, automatic'`, any of the bench's
// names. `--requests 3000`: after as many that warm it up. `--lines 40`: of the table. By V8's own profiler, inside workerd.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { makeAccounts } from './bench/accounts.ts'
import { openGun } from './bench/load.ts'
import { openGenerations } from './bench/open-generations.ts'
import { profileTable, profiled } from './bench/profile.ts'
import { ourScenarios } from './bench/scenarios.ts'
import { startService } from './bench/services.ts'
import { build, OURS } from './build.ts'
import { freePort } from './local/ports.ts'
import { print } from './local/terminal.ts'
import { projectFolder } from './local/tools.ts'

const { values, positionals } = parseArgs({
  options: { requests: { type: 'string', default: '3000' }, lines: { type: 'string', default: '40' } },
  allowPositionals: true,
})
const [name = 'status read, ended'] = positionals

const folder = join(projectFolder, '.wrangler', 'bench', 'readable')
const accounts = makeAccounts(Date.now())
const inspectorPort = await freePort()
const gun = openGun()
const service = await startService('ours', accounts.sql, { bundle: await build(folder, { ...OURS, isReadable: true }), inspectorPort })
try {
  const scenarios = ourScenarios(accounts, await openGenerations(service.url, accounts))
  const scenario = scenarios.find((one) => one.name === name)
  if (!scenario) throw new Error(`There is no "${name}": ${scenarios.map((one) => one.name).join('; ')}`)
  const fire = () => gun.fire({ ...scenario, url: service.url, connections: 16, amount: Number(values.requests), seconds: 0 })
  await fire()
  const { outcome, profile } = await profiled(`ws://127.0.0.1:${inspectorPort}/core:user:bench`, fire)
  print(`${name}: ${outcome.answers} answers, ${outcome.bad} bad`)
  for (const line of profileTable(profile, outcome.answers, Number(values.lines))) print(line)
} finally {
  gun.close()
  await service.miniflare.dispose()
  rmSync(folder, { recursive: true, force: true })
}
