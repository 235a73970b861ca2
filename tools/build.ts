// What is deployed: wrangler's bundle, made smaller once more by terser (5 % after gzip). `npm run build` writes it to
// dist; `npm run deploy` sends that file as it is, and the tests run it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { minify } from 'terser'
import { print } from './local/terminal.ts'
import { projectFolder, runTool } from './local/tools.ts'

const NAME = 'index.js'

/** @param folder where index.js and its source map go @returns the path of index.js */
async function build(folder: string): Promise<string> {
  const { code } = await runTool('wrangler', ['deploy', '--dry-run', '--minify', '--outdir', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (code !== 0) throw new Error(`wrangler could not build the bundle: it ended with ${code}`)
  const path = join(folder, NAME)
  const made = await minify(readFileSync(path, 'utf8'), {
    module: true,
    ecma: 2020,
    compress: { passes: 2 },
    sourceMap: { content: readFileSync(`${path}.map`, 'utf8'), filename: NAME, url: `${NAME}.map` },
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
