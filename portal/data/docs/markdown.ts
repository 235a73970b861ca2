// Markdown as the portal shows it: code coloured, tables that scroll, links to our own pages, headings that both languages name alike.
import { Marked } from 'marked'
import type { Tokens } from 'marked'
import { addressOf } from '../../language.ts'
import type { Language } from '../../language.ts'
import { isLegal } from '../legal/list.ts'
import { tokenize } from '../../ui/tokenize.ts'
import type { Language as CodeLanguage } from '../../ui/tokenize.ts'
import { codeWords } from '../../words/code.ts'

/** Go and PHP look enough like JavaScript to be coloured as it is. */
const CODE: Readonly<Record<string, CodeLanguage>> = { sh: 'sh', js: 'js', py: 'py', graphql: 'graphql', json: 'json', go: 'js', php: 'js' }

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** As GitHub names headings, so that links within the files work in both places. */
export const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll('`', '').replace(/[^\p{L}\p{M}\p{N} _-]/gu, '').replaceAll(' ', '-')

const HEADING = /^#+ (.+)$/gm
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '')

export const headingsOf = (text: string): readonly string[] => Array.from(withoutCode(text).matchAll(HEADING), ([, heading = '']) => heading)

const BLOCK = /^```[\s\S]*?^```$/gm

/** The Hindi prose says `[[code]]` where the English file has its next block: so both always show the same code. */
export const withCodeOf = (english: string, text: string): string => {
  const blocks = english.match(BLOCK) ?? []
  let next = 0
  return text.replace(/^\[\[code\]\]$/gm, () => blocks[next++] ?? '')
}

export const blocksOf = (text: string): number => text.match(BLOCK)?.length ?? 0

/** @param anchors of its headings in their order: those of the English file */
export function htmlOf(text: string, language: Language, anchors: readonly string[]): string {
  let heading = 0
  /** Landmarks of a page have names of their own. */
  let block = 0
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading): string {
        const anchor = anchors[heading] ?? ''
        heading += 1
        return `<h${depth} id="${escaped(anchor)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      code({ text: code, lang }: Tokens.Code): string {
        block += 1
        return codeBlock(code, CODE[lang ?? ''], language, block)
      },
      table(token: Tokens.Table): string {
        const row = (cells: readonly Tokens.TableCell[], tag: string): string => `<tr>${cells.map((cell) => `<${tag}${cell.align === 'right' ? ' class="end"' : ''}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`
        block += 1
        const hasHead = token.header.some(({ text: cell }) => cell !== '')
        return `<div class="table-wrap" tabindex="0" role="region" aria-label="${language === 'hi' ? 'तालिका' : 'Table'} ${block}"><table>${hasHead ? `<thead>${row(token.header, 'th')}</thead>` : ''}<tbody>${token.rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>\n`
      },
      link({ href, tokens }: Tokens.Link): string {
        const target = targetOf(href, language)
        const words = this.parser.parseInline(tokens)
        return target === undefined ? words : `<a href="${escaped(target)}">${words}</a>`
      },
    },
  })
  return marked.parse(text, { async: false })
}

function codeBlock(code: string, codeLanguage: CodeLanguage | undefined, language: Language, number: number): string {
  const words = codeWords(language)
  const coloured = codeLanguage === undefined ? escaped(code) : tokenize(code, codeLanguage).map(({ kind, text }) => (kind === 'plain' ? escaped(text) : `<span class="${kind}">${escaped(text)}</span>`)).join('')
  return `<div class="code-block"><button class="code-copy" type="button" data-copy data-copied="${words.copied}">${words.copy}</button><pre class="code" tabindex="0" role="region" aria-label="${codeLanguage ?? 'text'} ${number}" translate="no"><code lang="en">${coloured}</code></pre></div>\n`
}

/** Of links as they stand in docs/guide. @returns undefined for what is not published: documents for contributors */
function targetOf(href: string, language: Language): string | undefined {
  if (/^https?:/.test(href) || href.startsWith('#')) return href
  if (href === '../../schema.graphql') return '/schema.graphql'
  const [, page, anchor = ''] = /^([\w-]+)\.md(#.*)?$/.exec(href) ?? []
  if (page === undefined) return undefined
  // Of the errors there is a page for each, and no prose.
  if (page === 'status') return addressOf(language, 'status/')
  if (isLegal(page)) return addressOf(language, `${page}/`)
  return page === 'errors' ? addressOf(language, 'docs/errors/') : addressOf(language, `docs/${page}/${anchor}`)
}
