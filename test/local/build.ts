// What is deployed: wrangler's bundle, made smaller once more by terser (5 % after gzip). `npm run build` writes it to
// dist; `npm run deploy` sends that file as it is, and the tests run it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { minify } from 'terser'
import { print } from './terminal.ts'
import { projectFolder, runTool } from './tools.ts'

const NAME = 'index.js'

/** @param folder where index.js and its source map go @returns the path of index.js */
export async function build(folder: string): Promise<string> {
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

if (import.meta.main) print(await build(join(projectFolder, 'dist')))
