// `npm run dev`: the service, left running. PORT (8787) and STATE_DIR (.wrangler/state) choose where; what the state
// folder holds survives a restart, keys included. `.wrangler/dev.json` tells other programs where it runs.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DEMO_PLANS } from './local/accounts.ts'
import { writeSecretFile } from './local/secret-file.ts'
import { rebuildOnChange } from './dev/rebuild-on-change.ts'
import { startService, tick, type RunningService } from './local/service.ts'
import { bold, cyan, dim, green, left, print, red } from './local/terminal.ts'
import { projectFolder } from './local/tools.ts'

const TICK_MS = 60_000
const announcement = join(projectFolder, '.wrangler', 'dev.json')

try {
  await run()
} catch (error) {
  print(red(error instanceof Error ? error.message : String(error)))
  process.exit(1)
}

async function run(): Promise<void> {
  const port = Number(process.env['PORT'] || 8787)
  const stateFolder = process.env['STATE_DIR'] || join(projectFolder, '.wrangler', 'state')
  rmSync(announcement, { force: true })
  print(dim('Starting the API and the emulated upstreams …'))
  const service = await startService({ port, stateFolder, followsSite: true, showWarnings: true, say: print })

  // The first round takes up the generations that a restart interrupted.
  await tick(service)
  setInterval(() => void tick(service).catch(() => {}), TICK_MS)
  rebuildOnChange((problem) => print(red(problem)))
  announce(service)
  show(service)
  await service.endedByItself
  rmSync(announcement, { force: true })
  throw new Error(`The service has ended. What it printed is in ${service.logFile}`)
}

function announce({ url, emulators, keys, testKeys, adminKey, webhookSecrets }: RunningService): void {
  mkdirSync(join(projectFolder, '.wrangler'), { recursive: true })
  writeSecretFile(announcement, JSON.stringify({ url, emulators, keys, testKeys, adminKey, webhookSecrets }, null, 2))
  process.once('exit', () => rmSync(announcement, { force: true }))
}

function show({ url, keys, testKeys, adminKey, emulators }: RunningService): void {
  const mutation = 'mutation { generate(input: { type: IMAGE, input: { text: "A lotus at dawn" } }) { id status provider creditCost } }'
  print()
  print(`  ${bold('Doitong')}  ${green('●')} ready at ${cyan(url)}`)
  print()
  print(`  ${left('Portal', 12)}${url}/ ${dim('(built anew when a file of portal/ changes)')}`)
  print(`  ${left('GraphQL', 12)}${url}/graphql`)
  print(`  ${left('Account', 12)}${url}/account ${dim('(sign in as one of the local issuer\'s people)')}`)
  print(`  ${left('Emulators', 12)}${emulators} ${dim('(no upstream is called, no money spent)')}`)
  print()
  for (const plan of DEMO_PLANS) print(`  ${left(plan.charAt(0).toUpperCase() + plan.slice(1), 12)}${keys[plan]}`)
  print(`  ${left('Pro, test', 12)}${testKeys.pro}`)
  print(`  ${left('Admin', 12)}${adminKey} ${dim('(npm run admin uses it)')}`)
  print()
  print(`  ${dim('Try it:')}`)
  print()
  print(`curl ${url}/graphql \\`)
  print(`  -H 'Authorization: Bearer ${keys.pro}' \\`)
  print(`  -H 'Content-Type: application/json' \\`)
  print(`  -d '${JSON.stringify({ query: mutation })}'`)
  print()
  print(`  ${dim('Ctrl-C stops it. Keys and generations are kept for the next start.')}`)
  print()
}
