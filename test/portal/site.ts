// The site as it was built, for the tests that read it.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectFolder = fileURLToPath(new URL('../../', import.meta.url))
export const siteFolder = join(projectFolder, 'dist', 'site')

export const textOf = (path: string): string => readFileSync(join(siteFolder, path), 'utf8')

/** Every page, by its path in the folder: `hi/index.html`. */
export const pagePaths: readonly string[] = globSync('**/*.html', { cwd: siteFolder }).toSorted()

/** What a person reads of a page, in one line. */
export function readable(html: string): string {
  const body = html.replace(/^[\s\S]*<body>/, '').replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '')
  const text = body.replace(/<[^>]+>/g, ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  return text.replace(/\s+/g, ' ').trim()
}
