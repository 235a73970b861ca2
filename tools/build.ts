// What is deployed: wrangler's bundle, made smaller once more by terser (5 % after gzip). `npm run build` writes it to
// dist; `npm run deploy` sends that file as it is, and the tests run it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { minify } from 'terser'
import { print } from './local/terminal.ts'
import { projectFolder, runTool } from './local/tools.ts'

const MAIN = 'src/index.ts'

export interface Source {
  /** This project's unless it says otherwise. */
  readonly config?: string
  /** Instead of the Worker that the configuration names. */
  readonly entry?: string
}

/** @param folder where the bundle and its source map go @returns the path of the bundle */
export async function build(folder: string, { config = join(projectFolder, 'wrangler.toml'), entry }: Source = {}): Promise<string> {
  const args = ['deploy', ...(entry === undefined ? [] : [entry]), '--config', config, '--dry-run', '--minify', '--outdir', folder]
  const { code } = await runTool('wrangler', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (code !== 0) throw new Error(`wrangler could not build the bundle: it ended with ${code}`)
  const name = `${basename(entry ?? MAIN, '.ts')}.js`
  const path = join(folder, name)
  const made = await minify(readFileSync(path, 'utf8'), {
    module: true,
    ecma: 2020,
    compress: { passes: 2 },
    sourceMap: { content: readFileSync(`${path}.map`, 'utf8'), filename: name, url: `${name}.map` },
  })
  if (made.code === undefined || typeof made.map !== 'string') throw new Error('terser made nothing')
  writeFileSync(path, made.code)
  writeFileSync(`${path}.map`, made.map)
  return path
}

let once: Promise<string> | undefined

/** Built the first time it is asked for, for all tests of this run; gone when the run ends. @returns the path of index.js */
export function builtOnce(): Promise<string> {
  if (!once) {
    const folder = mkdtempSync(join(tmpdir(), 'doitong-bundle-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    once = build(folder)
  }
  return once
}

if (import.meta.main) print(await build(join(projectFolder, 'dist')))
