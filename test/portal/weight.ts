// What a page with one island weighs as it is sent: its document, its sheets, and every script that it loads in the end.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { siteFolder, textOf } from './site.ts'

const gzipped = (path: string): number => gzipSync(readFileSync(join(siteFolder, path))).byteLength

/** All that a script loads, its own imports first. */
function scriptsOf(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  for (const [, file = ''] of textOf(path).matchAll(/(?:from|import)\s*["'`](\.\/[\w.-]+\.js)["'`]/g)) scriptsOf(`assets/${file.slice(2)}`, seen)
  return seen
}

/** @param page `hi/playground/` @param island how the file of its island begins @returns bytes, without fonts and pictures */
export function weightOf(page: string, island: string): number {
  const document = `${page}index.html`
  const loaded = Array.from(textOf(document).matchAll(/(?:src|href)="\/(assets\/[\w.-]+\.(?:js|css))"/g), ([, path = '']) => path)
  const client = loaded.find((path) => path.includes('client-')) ?? ''
  const file = new RegExp(`\\./(${island}-[\\w-]+\\.js)`).exec(textOf(client))?.[1]
  if (file === undefined) throw new Error(`there is no island ${island}`)
  const all = new Set([...loaded, ...loaded.filter((path) => path.endsWith('.js')).flatMap((path) => [...scriptsOf(path)]), ...scriptsOf(`assets/${file}`)])
  return [...all].reduce((sum, path) => sum + gzipped(path), gzipped(document))
}
