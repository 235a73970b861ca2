// The documents: what they link to and name exists, every page is reached from README, and their figures are the code's.
import { parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../src/domain/errors.ts'
import { PLANS, limitsOf, mediaRetentionDays, uploadLimitsOf } from '../src/domain/plans.ts'
import { toCanonical } from '../src/graphql/protocol/dialect.ts'
import { schema } from '../src/graphql/schema.ts'

const fromRoot = (path: string): string => new URL(path, 'file:///test/').pathname.slice(1)
const pages: ReadonlyMap<string, string> = new Map(
  Object.entries(import.meta.glob(['../*.md', '../docs/**/*.md'], { query: '?raw', import: 'default', eager: true })).map(([path, text]) => [fromRoot(path), text]),
)
/** A pattern leaves out the file that it stands in. */
const files: ReadonlySet<string> = new Set([
  'test/docs.test.ts',
  ...Object.keys(import.meta.glob(['../*', '../.dev.vars.example', '../.editorconfig', '../{docs,emulators,migrations,portal,src,static,test,tools}/**'])).map(fromRoot),
])
const folders: ReadonlySet<string> = new Set([...files].flatMap((file) => [...file.matchAll(/\//g)].map(({ index }) => file.slice(0, index))))
const names: ReadonlySet<string> = new Set([...files].map((file) => file.slice(file.lastIndexOf('/') + 1)))

const textOf = (page: string): string => pages.get(page) ?? ''
const each = (find: (text: string) => readonly string[]): readonly (readonly [page: string, found: string])[] =>
  [...pages].flatMap(([page, text]) => find(text).map((found) => [page, found] as const))

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '')
const firstGroups = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, group = '']) => group)

const linksOf = (text: string): readonly string[] => firstGroups(withoutCode(text), /\]\(([^)\s]+)\)/g).filter((link) => !/^https?:/.test(link))
const pathsOf = (text: string): readonly string[] => firstGroups(text, /(?<![\w/.-])((?:docs|emulators|migrations|portal|src|static|test|tools)\/[\w./-]*\w)(?![<{*])/g)
const fileNamesOf = (text: string): readonly string[] => firstGroups(text, /`([\w.-]+\.(?:ts|toml|sql|json|graphql))`/g)

/** As GitHub names headings. */
const anchorsOf = (text: string): readonly string[] =>
  firstGroups(withoutCode(text), /^#+ (.+)$/gm).map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{M}\p{N} _-]/gu, '').replaceAll(' ', '-'))

/** @returns the page or file, and the heading in it */
function target(page: string, link: string): { readonly path: string; readonly anchor: string | undefined } {
  const [path = '', anchor] = link.split('#')
  return { path: path === '' ? page : new URL(path, `file:///${page}`).pathname.slice(1), anchor }
}

function leadsSomewhere(page: string, link: string): boolean {
  const { path, anchor } = target(page, link)
  return files.has(path) && (anchor === undefined || anchorsOf(textOf(path)).includes(anchor))
}

describe('the documents', () => {
  it('link to what there is', () => {
    const links = each(linksOf)
    expect(links.length).toBeGreaterThan(80)
    expect(links.filter(([page, link]) => !leadsSomewhere(page, link))).toEqual([])
  })

  it('name files and folders that there are', () => {
    const paths = each(pathsOf)
    expect(paths.length).toBeGreaterThan(50)
    expect(paths.filter(([, path]) => !files.has(path) && !folders.has(path))).toEqual([])
    const written: ReadonlySet<string> = new Set(['dev.json', 'index.js'])
    expect(each(fileNamesOf).filter(([, name]) => !names.has(name) && !written.has(name))).toEqual([])
  })

  it('are all reached from README', () => {
    const reached = new Set<string>()
    const waiting = ['README.md']
    for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
      if (reached.has(page) || !pages.has(page)) continue
      reached.add(page)
      for (const link of linksOf(textOf(page))) waiting.push(target(page, link).path)
    }
    expect([...pages.keys()].filter((page) => !reached.has(page))).toEqual([])
  })

  it('begin with a README of one screen', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(150)
  })
})

const figure = (value: number | null): string => (value === null ? 'unlimited' : value.toLocaleString('en'))

describe('the guide', () => {
  it('asks GraphQL for what the schema has', () => {
    const samples = each((text) => firstGroups(text, /^```graphql\n([\s\S]*?)^```$/gm))
    expect(samples.length).toBeGreaterThan(5)
    for (const [page, code] of samples) expect([page, validate(schema, toCanonical(schema, parse(code)))]).toEqual([page, []])
  })

  it('lists every error with its status', () => {
    // Told of a generation, and of no request.
    const { GENERATION_FAILED: _, ...told } = ERRORS
    for (const [code, { status, retryable }] of Object.entries(told)) {
      expect(textOf('docs/guide/errors.md')).toContain(`| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} |`)
    }
  })

  it('lists what every plan may upload', () => {
    for (const plan of PLANS) {
      const { image, audio, video, storedBytes, perDay } = uploadLimitsOf(plan)
      const [one, other, third, all] = [image, audio, video, storedBytes].map((bytes) => figure(bytes / 1_000_000))
      expect(textOf('docs/guide/limits.md')).toContain(`| ${plan.charAt(0)}${plan.slice(1).toLowerCase()} | ${one} · ${other} · ${third} MB | ${all} MB | ${figure(perDay)} |`)
    }
  })

  it('lists the figures of every plan', () => {
    for (const plan of PLANS) {
      const { perMinute, concurrent, perDay, readsPerMinute, streams } = limitsOf(plan, null)
      const own = (text: string): string => (plan === 'ENTERPRISE' ? `per account (${text})` : text)
      const cells = [own(figure(perMinute)), own(figure(concurrent)), figure(perDay), figure(readsPerMinute), figure(streams), own(`${mediaRetentionDays(plan, null)} days`)]
      expect(textOf('docs/guide/limits.md')).toContain(`| ${plan.charAt(0)}${plan.slice(1).toLowerCase()} | ${cells.join(' | ')} |`)
    }
  })
})
