// Built Workers in one workerd that listens itself, until somebody ends it: a process of its own, which service.ts starts. Not by
// `wrangler dev`: that has a second workerd before them, and a request is lost on the connections in between now and then, where the
// machine is busy or a body was not read. Usage: run-built.ts <port> <state folder> <wrangler configuration of each Worker, the first answers>
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from 'miniflare'
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler'

const [port, stateFolder = '', ...configs] = process.argv.slice(2)
// Where wrangler keeps its state as well.
const resourcePersistencePath = join(stateFolder, 'v3')
const listening = { host: '127.0.0.1', port: Number(port), cf: false, log: new Log(LogLevel.INFO), logRequests: false }
await new Miniflare(convertV4MiniflareOptions({ ...listening, resourcePersistencePath, workers: configs.map(optionsOf) })).ready

function optionsOf(path: string): V4WorkerOptions {
  const config = unstable_readConfig({ config: path })
  if (config.name === undefined || config.main === undefined) throw new Error(`${path} has no name, or names no bundle`)
  const { modulesRules: _, ...options } = unstable_getMiniflareWorkerOptions(config).workerOptions
  return { ...options, name: config.name, modules: modulesOf(config.main) }
}

/** The bundle, and what lies beside it. */
function modulesOf(main: string) {
  const folder = dirname(main)
  const files = readdirSync(folder).filter((name) => name.endsWith('.bin'))
  return [
    { type: 'ESModule', path: basename(main), contents: readFileSync(main, 'utf8') } as const,
    ...files.map((path) => ({ type: 'Data', path, contents: readFileSync(join(folder, path)) }) as const),
  ]
}
