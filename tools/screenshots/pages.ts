// Which pages are shown: one of each kind, or all that were built.
import { globSync } from 'node:fs'
import { siteFolder } from '../build/site.ts'

const KINDS = ['', 'models/', 'models/kling/', 'models/kling/kling-v3/', 'models/elevenlabs/eleven-v3/', 'docs/', 'docs/quick-start/', 'docs/errors/', 'docs/errors/RATE_LIMIT/', 'status/', 'dashboard/', '404/'] as const

export function pagesToShow(areAll: boolean): readonly string[] {
  const built = globSync('**/index.html', { cwd: siteFolder }).map((path) => `/${path.replace(/index\.html$/, '')}`).toSorted()
  return areAll ? built : ['hi', 'en'].flatMap((language) => KINDS.map((kind) => `/${language}/${kind}`)).filter((path) => built.includes(path))
}
