// The whole service on the developer's machine: the API and the emulated upstreams in workerd, over a database that is migrated
// and has one demo account for each plan. The source runs by `wrangler dev`, what is built by run-built.ts.
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { builtOnce, EMULATORS } from '../build.ts'
import { buildSiteIfChanged, siteFolder } from '../build/site.ts'
import { keptSecrets, newSecrets, seedSql, type ByPlan } from './accounts.ts'
import { writeApiConfig, writeEmulatorsConfig } from './api-config.ts'
import { prepareDatabases, wranglerLogs } from './database.ts'
import { declaredDatabases } from './databases.ts'
import { freePort, waitForPort } from './ports.ts'
import { ownGroup, type ProcessGroup } from './process-group.ts'
import { writeSecretFile } from './secret-file.ts'
import { PIPED, startTool } from './tools.ts'

const PORT_PATIENCE_SECONDS = 30
const LOG_LINES = 30
const START_DEADLINE_MS = 90_000
/** It keeps no trace of each request; no change of a file starts it anew in the middle of one; it asks nobody where it is. */
const STEADY = { X_LOCAL_OBSERVABILITY: 'false', WRANGLER_CI_DISABLE_CONFIG_WATCHING: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' }

export interface RunningService extends ProcessGroup {
  readonly url: string
  readonly emulators: string
  readonly keys: ByPlan
  readonly testKeys: ByPlan
  /** Of the operator's account: for `npm run admin`. */
  readonly adminKey: string
  readonly webhookSecrets: ByPlan
  /** What the Workers printed. */
  readonly logFile: string
}

export interface ServiceOptions {
  /** Absent: any free one. */
  readonly port?: number
  readonly stateFolder: string
  /** The bundles, as they would be deployed; absent: the source. */
  readonly isBuilt?: boolean
  /** The portal as it is built anew meanwhile; absent: as it is now. */
  readonly followsSite?: boolean
  /** Databases beside those that wrangler.toml declares. */
  readonly moreDatabases?: number
  /** SQL for the first database, beside what the demo accounts need. */
  readonly moreSql?: readonly string[]
  /** Shows warnings and errors once it is ready. They are in the log file in any case, with all else. */
  readonly showWarnings?: boolean
  readonly say?: (line: string) => void
}

/** Resolves once the service answers. Throws with the end of its log when it does not come up. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const say = options.say ?? (() => {})
  if (options.port !== undefined) await waitForPort(options.port, PORT_PATIENCE_SECONDS, say)
  const port = options.port ?? (await freePort())
  const stateFolder = resolve(options.stateFolder)
  // The database and the bucket of the local service are in it.
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })

  const url = `http://127.0.0.1:${port}`
  const emulators = `${url}/emulators`
  const secretsFile = join(stateFolder, 'secrets.json')
  await buildSiteIfChanged()
  const site = options.followsSite ? siteFolder : copyOfSite(stateFolder)
  const secrets = existsSync(secretsFile) ? keptSecrets(JSON.parse(readFileSync(secretsFile, 'utf8'))) : newSecrets()
  const databases = declaredDatabases(options.moreDatabases)
  const built = options.isBuilt ? { api: await builtOnce(), emulators: await builtOnce(EMULATORS) } : undefined
  const apiConfig = await writeApiConfig(stateFolder, { url, emulators, built: built?.api, site, databases }, secrets)
  await prepareDatabases(apiConfig, stateFolder, databases.map(({ binding }) => binding), [seedSql(secrets, Date.now()), ...(options.moreSql ?? [])].join('\n'))
  writeSecretFile(secretsFile, JSON.stringify(secrets, null, 2))

  const logFile = join(stateFolder, 'service.log')
  const command = built ? runBuilt(stateFolder, port, [writeEmulatorsConfig(stateFolder, built.emulators), apiConfig]) : wranglerDev(stateFolder, port, apiConfig)
  const child = startLogged(command, stateFolder, logFile)
  const group = ownGroup(child)
  try {
    await waitUntilReady(url, group.endedByItself)
    if (options.showWarnings) child.stderr?.pipe(process.stderr, { end: false })
  } catch (error) {
    await group.stop()
    throw new Error(`The service did not start. The last it printed:\n\n${endOfLog(logFile)}`, { cause: error })
  }
  const { keys, testKeys, adminKey, webhookSecrets } = secrets
  return { url, emulators, keys, testKeys, adminKey, webhookSecrets, logFile, ...group }
}

/** Wrangler watches the files that it serves, and starts anew in the middle of requests when somebody builds the site, or only touches it. */
function copyOfSite(stateFolder: string): string {
  const copy = join(stateFolder, 'site')
  rmSync(copy, { recursive: true, force: true })
  cpSync(siteFolder, copy, { recursive: true })
  return copy
}

/** The last lines since it was ready, without wrangler's own for each request and what went well. */
export function endOfLog(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n')
  const sinceReady = lines.slice(lines.findLastIndex((line) => line.includes('Ready on')) + 1)
  return sinceReady.filter((line) => !/^\[(wrangler|mf):info\]/.test(line) && !line.includes('"status":"COMPLETED"')).slice(-LOG_LINES).join('\n')
}

type Command = readonly [tool: string, ...args: string[]]

const wranglerDev = (stateFolder: string, port: number, apiConfig: string): Command => [
  'wrangler', 'dev', `--config=${EMULATORS.config}`, `--config=${apiConfig}`, '--ip=127.0.0.1', `--port=${port}`, '--inspector-port=0',
  `--persist-to=${stateFolder}`, '--show-interactive-dev-session=false', '--log-level=log',
]

const runBuilt = (stateFolder: string, port: number, configs: readonly string[]): Command => [process.execPath, join(import.meta.dirname, 'run-built.ts'), String(port), stateFolder, ...configs]

function startLogged([tool, ...args]: Command, stateFolder: string, logFile: string) {
  const child = startTool(tool, args, {
    stdio: PIPED,
    ownGroup: true,
    // A registry of its own: other services of the same name on this machine must not be mistaken for its Workers.
    environment: { ...wranglerLogs(stateFolder), ...STEADY, WRANGLER_REGISTRY_PATH: join(stateFolder, 'registry') },
  })
  writeSecretFile(logFile, '')
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => appendFileSync(logFile, stripVTControlCharacters(String(chunk))))
  }
  return child
}

async function waitUntilReady(url: string, ended: Promise<void>): Promise<void> {
  const deadlineMs = Date.now() + START_DEADLINE_MS
  let hasEnded = false
  void ended.then(() => (hasEnded = true))
  while (Date.now() < deadlineMs) {
    if (hasEnded) throw new Error('it ended')
    if (await isHealthy(url)) return
    await sleep(200)
  }
  throw new Error(`${url}/health did not answer within ${START_DEADLINE_MS / 1000} s`)
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

/** Fires the API's scheduled handler once: on this machine crons do not fire by themselves. */
export async function tick(service: { readonly emulators: string }): Promise<void> {
  await fetch(`${service.emulators}/tick`, { method: 'POST', signal: AbortSignal.timeout(30_000) })
}
