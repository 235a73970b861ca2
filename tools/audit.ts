// `npm run audit`: the audits of the ledger (src/audit/audit.ts) and of the archive over every database of the local state, STATE_DIR or
// .wrangler/state. It ends with 1 when an account or a job breaks a rule. For the deployed service the same figures are in the Worker's log, once a day.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { declaredDatabases } from './local/databases.ts'
import { openLocalDatabase } from './local/open-database.ts'
import { green, print, red } from './local/terminal.ts'
import { projectFolder } from './local/tools.ts'

interface Audit {
  readonly accounts: number
  readonly jobs: number
  readonly breaches: readonly { readonly accountId: string; readonly jobId: string | null; readonly breach: string }[]
  readonly prices: readonly { readonly accountId: string; readonly jobId: string; readonly model: string; readonly difference: string }[]
}
interface Range {
  readonly offset: number
  readonly length: number
}
interface Bucket {
  readonly get: (key: string, options?: { readonly range: Range }) => Promise<{ readonly bytes: () => Promise<Uint8Array> } | null>
}
// By address, since the types of the Worker's own source are not those of Node.
const source = (file: string): Promise<unknown> => import(new URL(`../src/${file}`, import.meta.url).href)
const { audit } = (await source('audit/audit.ts')) as { readonly audit: (services: object) => Promise<Audit> }
const { auditArchive } = (await source('audit/audit-archive.ts')) as { readonly auditArchive: (services: object) => Promise<Pick<Audit, 'breaches'>> }
const { openDatabase } = (await source('store/database.ts')) as { readonly openDatabase: (binding: unknown) => object }

const stateFolder = process.env['STATE_DIR'] || join(projectFolder, '.wrangler', 'state')
if (!existsSync(stateFolder)) {
  print(red(`There is no state at ${stateFolder}. Start the service once: npm run dev`))
  process.exit(1)
}
const platform = await openLocalDatabase<Readonly<Record<string, unknown>> & { readonly MEDIA: Bucket }>(stateFolder)

try {
  const readArchive = async (key: string, range?: Range) => (await platform.env.MEDIA.get(key, range && { range }))?.bytes()
  const audits = declaredDatabases().map(async ({ binding }) => {
    const services = { database: openDatabase(platform.env[binding]), now: () => Date.now(), log: () => undefined, alarm: async () => undefined, media: { readArchive } }
    const ofLedger = await audit(services)
    return { ...ofLedger, breaches: [...ofLedger.breaches, ...(await auditArchive(services)).breaches] }
  })
  const found = await Promise.all(audits)
  const [accounts, jobs] = [found.reduce((sum, one) => sum + one.accounts, 0), found.reduce((sum, one) => sum + one.jobs, 0)]
  const [breaches, prices] = [found.flatMap((one) => one.breaches), found.flatMap((one) => one.prices)]
  for (const { accountId, jobId, breach } of breaches) print(red(`${accountId} ${jobId ?? ''}: ${breach}`))
  for (const { accountId, jobId, model, difference } of prices) print(`${accountId} ${jobId}: ${model} made ${difference}`)
  const sum = `${accounts} accounts, ${jobs} generations, ${breaches.length} breaches, ${prices.length} not as priced`
  print(breaches.length === 0 ? green(sum) : red(sum))
  process.exitCode = breaches.length === 0 ? 0 : 1
} finally {
  await platform.dispose()
}
