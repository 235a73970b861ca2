// What is deployed: the portal's files, and wrangler's bundle. `npm run build` writes both to dist; `npm run deploy` sends them as
// they are, and the tests run them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { buildSite, buildSiteIfChanged } from './build/site.ts'
import { print } from './local/terminal.ts'
import { projectFolder, runTool } from './local/tools.ts'

export interface Source {
  /** A wrangler.toml. */
  readonly config: string
  /** Instead of the Worker that it names. */
  readonly entry?: string
  /** Names of the source, and what stands for them. */
  readonly define?: readonly string[]
  /** With the names of its functions, for who reads a profile. */
  readonly isReadable?: boolean
}

const MAIN = 'src/index.ts'
/** The upstreams' twins, with the front desk of local development: built for who runs the bundle. */
export const EMULATORS: Source = { config: join(projectFolder, 'emulators', 'wrangler.toml'), entry: join(projectFolder, 'emulators', 'worker.ts') }
/** Nothing of Node's: graphql-js, dataloader and lru-cache look for its process, which workerd makes at the first look, a tenth of a start. */
export const OURS: Source = { config: join(projectFolder, 'wrangler.toml'), define: ['process:undefined', 'globalThis.process:undefined'] }

/** The portal must be there: wrangler asks for its folder. @param folder where the bundle and its source map go @returns the path of the bundle */
export async function build(folder: string, { config, entry, define = [], isReadable = false }: Source = OURS): Promise<string> {
  const source = [...(entry === undefined ? [] : [entry]), '--config', config, ...define.flatMap((one) => ['--define', one])]
  const { code } = await runTool('wrangler', ['deploy', ...source, '--dry-run', ...(isReadable ? [] : ['--minify']), '--outdir', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (code !== 0) throw new Error(`wrangler could not build the bundle: it ended with ${code}`)
  return join(folder, `${basename(entry ?? MAIN, '.ts')}.js`)
}

const once = new Map<Source, Promise<string>>()

/** Built the first time it is asked for, for all tests of this run; gone when the run ends. @returns the path of the bundle */
export function builtOnce(source: Source = OURS): Promise<string> {
  const built = once.get(source) ?? buildOnce(source)
  once.set(source, built)
  return built
}

async function buildOnce(source: Source): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'doitong-bundle-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await buildSiteIfChanged()
  return build(folder, source)
}

if (import.meta.main) {
  await buildSite()
  print(await build(join(projectFolder, 'dist')))
}
