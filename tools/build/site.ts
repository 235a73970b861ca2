// The portal as a folder of files: `portal/` bundled by Vite, rendered in both languages, with what of `static/` is delivered.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as v from 'valibot'
import { projectFolder } from '../local/tools.ts'
import { bundleClient, bundleServer, COMPANY } from './bundle.ts'

const dist = join(projectFolder, 'dist')
export const siteFolder = join(dist, 'site')
/** Beside the site, not in it: what it was built from. */
const stampFile = join(dist, 'site.stamp')
/** Of `static/test-media`, what the home page shows: under its own name, for anybody. */
const SAMPLES = '{*-wide.jpg,*-wide-5.mp4,talking-*-wide.mp4,speech-*.mp3}.bin'
/** What the portal is made of. */
const SOURCES = ['portal/**', 'src/{catalog,domain,routing}/**', 'static/**', 'docs/guide/**', 'CHANGELOG.md', 'schema.graphql', 'tools/build/*.ts', 'package-lock.json'] as const

const Rendered = v.array(v.object({ path: v.string(), text: v.string() }))
const Server = v.object({ renderSite: v.function() })

/** Builds it unless it is there already, from these very sources. */
export async function buildSiteIfChanged(): Promise<void> {
  const stamp = stampOf()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && existsSync(siteFolder)) return
  await buildSite()
  writeFileSync(stampFile, stamp)
}

/** In place: who serves the folder finds it whole at any time but for the files that differ. */
export async function buildSite(): Promise<void> {
  const { assets, files: bundled } = await bundleClient()
  const server = await bundleServer(join(dist, 'portal'))
  const { renderSite } = v.parse(Server, await import(`${pathToFileURL(server).href}?${stampOf()}`))
  const files = new Map<string, string | Uint8Array>(bundled)
  for (const { path, text } of v.parse(Rendered, renderSite(assets, publicOrigin()))) files.set(path, text)
  const media = join(projectFolder, 'static', 'test-media')
  for (const file of globSync(SAMPLES, { cwd: media })) files.set(`samples/${basename(file, '.bin')}`, readFileSync(join(media, file)))
  for (const [path, content] of files) write(join(siteFolder, path), content)
  cpSync(join(projectFolder, 'static'), siteFolder, { recursive: true })
  const kept: ReadonlySet<string> = new Set([...files.keys(), ...globSync('**/*', { cwd: join(projectFolder, 'static') })])
  for (const path of globSync('**/*', { cwd: siteFolder })) {
    if (!kept.has(path) && statSync(join(siteFolder, path)).isFile()) rmSync(join(siteFolder, path))
  }
}

function write(path: string, content: string | Uint8Array): void {
  const bytes = Buffer.from(content)
  if (existsSync(path) && readFileSync(path).equals(bytes)) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

/** Where callers reach the service that is deployed. */
function publicOrigin(): string {
  const origin = /^PUBLIC_URL = "(https:\/\/[^"/]+)"$/m.exec(readFileSync(join(projectFolder, 'wrangler.toml'), 'utf8'))?.[1]
  if (origin === undefined) throw new Error('wrangler.toml names no PUBLIC_URL')
  return origin
}

function stampOf(): string {
  const hash = createHash('sha256')
  for (const name of Object.keys(process.env).filter((one) => one.startsWith(COMPANY)).toSorted()) hash.update(`${name} ${process.env[name]}\n`)
  const paths = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: projectFolder })).toSorted()
  for (const path of paths) {
    const { mtimeMs, size } = statSync(join(projectFolder, path))
    hash.update(`${relative('', path)} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}
