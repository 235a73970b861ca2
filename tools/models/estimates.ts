// What the companies that tell a price beforehand would ask today, beside the rows' prices: for `npm run models`, where a key
// in the environment or in .dev.vars allows it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { dim, green, print, red } from '../local/terminal.ts'
import { projectFolder } from '../local/tools.ts'

/** Of src, as far as it is used here: it is written for workerd, and Node's types do not fit the rest. */
type Setting = (name: string) => string | undefined
interface Registration {
  readonly upstream: unknown
  readonly defaultBaseUrl: string
  readonly authorize: (setting: Setting, fetcher: typeof fetch) => unknown
}
type OpenHttp = (access: { readonly baseUrl: string; readonly authorize: unknown }, fetcher: typeof fetch, nowMs: () => number) => unknown
interface ComparedPrice {
  readonly model: string
  readonly kind: 'SAME' | 'DIFFERENT' | 'UNKNOWN'
  readonly detail: string
}
type Compare = (upstreams: { readonly get: (id: string) => unknown }) => Promise<readonly ComparedPrice[]>

const from = (file: string): string => new URL(`../../src/${file}`, import.meta.url).href

export async function printEstimates(): Promise<void> {
  const setting = settings()
  if (!setting('API_KEY')) return
  const { hedraRegistration }: { readonly hedraRegistration: Registration } = await import(from('upstreams/hedra/adapter.ts'))
  const { upstreamHttp }: { readonly upstreamHttp: OpenHttp } = await import(from('upstreams/http.ts'))
  const { comparedEstimates }: { readonly comparedEstimates: Compare } = await import(from('audit/compare-estimates.ts'))
  const authorize = hedraRegistration.authorize(setting, fetch)
  if (!authorize) return
  const baseUrl = (setting('BASE_URL') ?? hedraRegistration.defaultBaseUrl).replace(/\/$/, '')
  const http = upstreamHttp({ baseUrl, authorize }, fetch, Date.now)
  const compared = await comparedEstimates({ get: (id) => (id === 'hedra' ? { upstream: hedraRegistration.upstream, http } : undefined) })
  const PAINT = { SAME: green, DIFFERENT: red, UNKNOWN: dim } as const
  for (const { model, kind, detail } of compared) print(`  ${model}: ${PAINT[kind](kind === 'UNKNOWN' ? `no estimate was had: ${detail}` : detail)}`)
  print()
}

/** The environment has the last word. */
function settings(): Setting {
  const path = join(projectFolder, '.dev.vars')
  const own = existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {}
  return (name) => process.env[`HEDRA_${name}`] || own[`HEDRA_${name}`] || undefined
}
