// Who is measured: each built as it is deployed, in a workerd of its own that listens itself, over its own D1.
import { randomBytes } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from 'miniflare'
import { platformOf } from '../bench-start/workerd-config.ts'
import { build, builtOnce } from '../build.ts'
import { emulatorSettings } from '../local/emulator-settings.ts'
import { childrenOf } from '../local/processor-time.ts'
import { projectFolder } from '../local/tools.ts'

export const SERVICE_NAMES = ['ours', 'floor', 'yoga', 'yoga, minimal'] as const
export type ServiceName = (typeof SERVICE_NAMES)[number]

export interface Service {
  readonly name: ServiceName
  readonly url: string
  readonly miniflare: Miniflare
  /** Of its workerd, where that can be told. */
  readonly pid: number | undefined
}

const folder = join(projectFolder, '.wrangler', 'bench')
const wranglerToml = join(projectFolder, 'wrangler.toml')
/** Nobody consumes them: what is measured is the request. */
const QUEUES = ['SUBMITS', 'POLLS', 'HEAVY', 'WEBHOOKS', 'WEBHOOKS_SLOW', 'DUE'] as const

/** @param bundle of ours, instead of one that is built now @param accounts the SQL that makes them */
export async function startService(name: ServiceName, accounts: readonly string[], { bundle, inspectorPort }: { readonly bundle?: string | undefined; readonly inspectorPort?: number } = {}): Promise<Service> {
  const { compatibility_date: compatibilityDate, compatibility_flags: compatibilityFlags } = platformOf(wranglerToml)
  const own = name === 'ours' ? await ours(bundle) : await small(name === 'floor' ? 'floor-worker' : 'yoga-worker', { GUARDED: String(name === 'yoga') })
  const before = childrenOf(process.pid)
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: 'bench', compatibilityDate, compatibilityFlags, d1Databases: ['DB'], logRequests: false, unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      ...(inspectorPort !== undefined && { inspectorPort }), ...own,
    }),
  )
  await miniflare.ready
  const pid = childrenOf(process.pid).find((one) => !before.includes(one))
  const database = await miniflare.getD1Database('DB')
  const migrations = globSync('migrations/*.sql', { cwd: projectFolder }).toSorted().map((file) => readFileSync(join(projectFolder, file), 'utf8'))
  const statements = [...migrations.flatMap((sql) => sql.split('--> statement-breakpoint')), ...accounts]
  await database.batch(statements.filter((sql) => sql.trim() !== '').map((sql) => database.prepare(sql)))
  return { name, url: (await miniflare.unsafeGetDirectURL()).href.replace(/\/$/, ''), miniflare, pid }
}

const script = (path: string) => ({ modules: [{ type: 'ESModule', path: 'index.js', contents: readFileSync(path, 'utf8') }] }) satisfies V4MiniflareOptions
/** It stays while others are asked. */
const object = (className: string) => ({ className, useSQLite: true, unsafePreventEviction: true })
const queues = Object.fromEntries(QUEUES.map((name) => [name, name.toLowerCase()]))

async function ours(bundle: string | undefined): Promise<V4MiniflareOptions> {
  return {
    ...script(bundle ?? (await builtOnce())),
    durableObjects: { ACCOUNT_GATE: object('AccountGate'), UPSTREAM_HEALTH: object('UpstreamHealth'), UPSTREAM_PLACES: object('UpstreamPlaces') },
    queueProducers: queues,
    r2Buckets: ['MEDIA'],
    ratelimits: { KEY_LOOKUPS: { namespace_id: '1001', simple: { limit: 300, period: 60 } }, CALLBACKS: { namespace_id: '1002', simple: { limit: 10, period: 60 } } },
    bindings: {
      PUBLIC_URL: 'https://api.example.com',
      ...Object.fromEntries(['MEDIA_LINK_SECRET', 'CLIENT_TOKEN_SECRET', 'SESSION_SECRET', 'CALLBACK_SECRET'].map((name) => [name, randomBytes(32).toString('hex')])),
      ...(await emulatorSettings('http://127.0.0.1:9')),
    },
  }
}

/** The floor and the peer. */
async function small(entry: string, bindings: Readonly<Record<string, string>>): Promise<V4MiniflareOptions> {
  mkdirSync(folder, { recursive: true })
  const config = join(folder, 'wrangler.json')
  writeFileSync(config, JSON.stringify({ name: 'small', ...platformOf(wranglerToml) }))
  const bundle = await build(join(folder, entry), { config, entry: join(import.meta.dirname, `${entry}.ts`) })
  return { ...script(bundle), durableObjects: { ACCOUNT_GATE: object('Gate') }, queueProducers: queues, bindings: { ...bindings } }
}
