// What workerd is told, in its own words: one script, with the date, the flags and the bindings of a wrangler.toml.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { experimental_readRawConfig } from 'wrangler'

const Bound = v.array(v.object({ binding: v.string() }))
const Platform = v.object({ compatibility_date: v.string(), compatibility_flags: v.array(v.string()) })
const Declared = v.object({
  ...Platform.entries,
  vars: v.record(v.string(), v.string()),
  assets: v.object({ binding: v.string() }),
  d1_databases: Bound,
  r2_buckets: Bound,
  queues: v.object({ producers: Bound }),
  durable_objects: v.object({ bindings: v.array(v.object({ name: v.string(), class_name: v.string() })) }),
  ratelimits: v.optional(v.array(v.object({ name: v.string() })), []),
})
type Declared = v.InferOutput<typeof Declared>

const SECRETS = ['MEDIA_LINK_SECRET', 'CLIENT_TOKEN_SECRET', 'SESSION_SECRET'] as const

const read = (wranglerToml: string) => experimental_readRawConfig({ config: wranglerToml }).rawConfig

/** The date and the flags alone. */
export const platformOf = (wranglerToml: string) => v.parse(Platform, read(wranglerToml))

/**
 * @param folder where index.js is
 * @param database where D1 is asked; absent: a Worker without bindings
 * @returns the path of the file for `workerd serve`
 */
export function writeConfig(folder: string, wranglerToml: string, database: string | undefined): string {
  const declared = v.parse(Declared, read(wranglerToml))
  const { compatibility_date: date, compatibility_flags: flags } = declared
  const path = join(folder, 'config.capnp')
  writeFileSync(path, `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "index.js", esModule = embed "index.js")],
      compatibilityDate = ${text(date)},
      compatibilityFlags = ${list(flags.map(text))},
      ${database === undefined ? '' : bindings(declared)}
    )),
    (name = "internet", network = (allow = [])),
    (name = "nobody", network = (allow = [])),
    (name = "database", external = (address = ${text(database ?? '')}, http = ())),
    (name = "limiter", worker = (modules = [(name = "limiter.js", esModule = ${text(LIMITER)})], compatibilityDate = ${text(date)})),
    (name = "objects", disk = (path = ${text(folder)}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`)
  return path
}

/** Lets everybody pass: workerd itself has no rate limits. */
const LIMITER = `import { WorkerEntrypoint } from 'cloudflare:workers'
export default class extends WorkerEntrypoint { limit() { return { success: true } } }`

function bindings({ vars, assets, d1_databases: databases, r2_buckets: buckets, queues, durable_objects: objects, ratelimits }: Declared): string {
  const bound = [
    ...Object.entries(vars).map(([name, value]) => [name, `text = ${text(value)}`]),
    ...SECRETS.map((name) => [name, `text = ${text('known to everybody, and good for nothing')}`]),
    ...databases.map(({ binding }) => [binding, 'wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "database")])']),
    ...buckets.map(({ binding }) => [binding, 'r2Bucket = "nobody"']),
    ...queues.producers.map(({ binding }) => [binding, 'queue = "nobody"']),
    ...objects.bindings.map(({ name, class_name: className }) => [name, `durableObjectNamespace = ${text(className)}`]),
    ...ratelimits.map(({ name }) => [name, 'service = "limiter"']),
    [assets.binding, 'service = "nobody"'],
  ].map(([name = '', value]) => `(name = ${text(name)}, ${value})`)
  const namespaces = objects.bindings.map(({ class_name: name }) => `(className = ${text(name)}, uniqueKey = ${text(name)}, enableSql = true)`)
  return `bindings = ${list(bound)}, durableObjectNamespaces = ${list(namespaces)}, durableObjectStorage = (localDisk = "objects")`
}

const text = (value: string): string => JSON.stringify(value)
const list = (values: readonly string[]): string => `[${values.join(', ')}]`
