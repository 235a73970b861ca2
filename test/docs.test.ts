// The documents: every link in them leads somewhere, every page is reached from README, and what they ask of GraphQL is right.
import { parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { toCanonical } from '../src/graphql/protocol/dialect.ts'
import { schema } from '../src/graphql/schema.ts'
import readme from '../README.md?raw'

const pages: Readonly<Record<string, string>> = {
  'README.md': readme,
  ...Object.fromEntries(Object.entries(import.meta.glob('../docs/**/*.md', { query: '?raw', import: 'default', eager: true })).map(([path, text]) => [path.slice('../'.length), text])),
}
/** What a link may lead to that is no page. */
const files: ReadonlySet<string> = new Set(['schema.graphql', '.dev.vars.example'])

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '')

const linksOf = (text: string): readonly string[] => [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => (/^https?:/.test(link) ? [] : [link]))

/** As GitHub names headings. */
const anchorsOf = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replace(/[^\p{L}\p{M}\p{N} _-]/gu, '').replaceAll(' ', '-'))

/** @returns the page or file, and the heading in it */
function target(page: string, link: string): { readonly path: string; readonly anchor: string | undefined } {
  const [path = '', anchor] = link.split('#')
  return { path: path === '' ? page : new URL(path, `file:///${page}`).pathname.slice(1), anchor }
}

function leadsSomewhere(page: string, link: string): boolean {
  const { path, anchor } = target(page, link)
  const text = pages[path]
  return text === undefined ? files.has(path) && anchor === undefined : anchor === undefined || anchorsOf(text).includes(anchor)
}

describe('the documents', () => {
  it('link to what there is', () => {
    const links = Object.entries(pages).flatMap(([page, text]) => linksOf(text).map((link) => [page, link] as const))
    expect(links.length).toBeGreaterThan(50)
    expect(links.filter(([page, link]) => !leadsSomewhere(page, link))).toEqual([])
  })

  it('are all reached from README', () => {
    const reached = new Set<string>()
    const waiting = ['README.md']
    for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
      const text = pages[page]
      if (text === undefined || reached.has(page)) continue
      reached.add(page)
      for (const link of linksOf(text)) waiting.push(target(page, link).path)
    }
    expect(Object.keys(pages).filter((page) => !reached.has(page))).toEqual([])
  })

  it('ask GraphQL for what the schema has', () => {
    const samples = Object.entries(pages).flatMap(([page, text]) => [...text.matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(([, code = '']) => [page, code] as const))
    expect(samples.length).toBeGreaterThan(5)
    for (const [page, code] of samples) expect([page, validate(schema, toCanonical(schema, parse(code)))]).toEqual([page, []])
  })
})
