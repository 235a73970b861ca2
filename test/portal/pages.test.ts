// The pages as they are served: whole without a script, nothing inline, in pairs, and linked to what there is.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { pagePaths, projectFolder, siteFolder, textOf } from './site.ts'

const pages = new Map(pagePaths.map((path) => [path, textOf(path)] as const))
/** Of every page, those for which it is not as it should be. */
const wrong = (isWrong: (html: string, path: string) => boolean): readonly string[] => [...pages].filter(([path, html]) => isWrong(html, path)).map(([path]) => path)
const attributes = (html: string, name: string): readonly string[] => Array.from(html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g')), ([, value = '']) => value.replaceAll('&amp;', '&'))

const below = (language: string): readonly string[] => pagePaths.filter((path) => path.startsWith(`${language}/`)).map((path) => path.slice(3))
const sizes = new Map<string, number>()
/** Of a file that pages load, as it is sent. */
function sizeOf(link: string): number {
  const size = sizes.get(link) ?? gzipSync(readFileSync(join(siteFolder, link))).byteLength
  sizes.set(link, size)
  return size
}

/** Of the Worker: wrangler.toml sends them to it. */
const workerPaths: readonly RegExp[] = Array.from(/run_worker_first = \[([^\]]+)\]/.exec(readFileSync(join(projectFolder, 'wrangler.toml'), 'utf8'))?.[1]?.matchAll(/"([^"]+)"/g) ?? [], ([, path = '']) => new RegExp(`^${path.replaceAll('.', String.raw`\.`).replace('*', '.*')}$`))

function leadsSomewhere(link: string, from: string): boolean {
  const { pathname, hash, host } = new URL(link, `https://portal.invalid/${from.replace(/index\.html$/, '')}`)
  if (host !== 'portal.invalid' || workerPaths.some((path) => path.test(pathname))) return true
  const file = pathname.endsWith('/') ? `${pathname.slice(1)}index.html` : pathname.slice(1)
  if (!existsSync(join(siteFolder, file))) return false
  // The playground's holds a whole form.
  return hash === '' || hash.startsWith('#%7B') || !file.endsWith('.html') || (pages.get(file) ?? '').includes(` id="${decodeURIComponent(hash.slice(1))}"`)
}

describe('the pages', () => {
  it('are there in both languages, and name each other', () => {
    expect(below('hi').length).toBeGreaterThan(1)
    expect(below('hi')).toEqual(below('en'))
    expect(wrong((html, path) => !html.includes(`<html lang="${path.slice(0, 2)}">`))).toEqual([])
    expect(wrong((html) => !html.includes('noindex') && attributes(html, 'hreflang').filter((one) => ['hi', 'en', 'x-default'].includes(one)).length < 3)).toEqual([])
  })

  it('have no script, style or handler inline', () => {
    expect(wrong((html) => /<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/.test(html))).toEqual([])
  })

  it('link to what there is', () => {
    const broken = [...pages].flatMap(([path, html]) => [...attributes(html, 'href'), ...attributes(html, 'src')].filter((link) => !leadsSomewhere(link, path)).map((link) => `${path}: ${link}`))
    expect(broken).toEqual([])
  })

  it('have one heading above all, a title and a description', () => {
    expect(wrong((html) => html.split('<h1').length !== 2 || !/<title>[^<]{4,}</.test(html) || !/<meta name="description" content="[^"]{10,}"/.test(html))).toEqual([])
  })

  it('use no id twice', () => {
    expect(wrong((html) => new Set(attributes(html, 'id')).size !== attributes(html, 'id').length)).toEqual([])
  })

  it('load little at first: 60 KB at most, a document 30, without fonts and pictures', () => {
    for (const [page, html] of pages) {
      const most = page.slice(3).startsWith('docs/') ? 30_000 : 60_000
      const loaded = [...attributes(html, 'src'), ...attributes(html, 'href').filter((link) => link.endsWith('.css'))].filter((link) => /\.(?:js|css)$/.test(link))
      expect(loaded.length).toBeGreaterThan(2)
      expect([page, gzipSync(html).byteLength + loaded.reduce((sum, link) => sum + sizeOf(link), 0) < most]).toEqual([page, true])
    }
  })
})
