// The documents: their list, and a page for each file of prose.
import { DOCS } from '../../data/docs/list.ts'
import type { DocsEntry } from '../../data/docs/list.ts'
import { anchorOf, headingsOf, htmlOf, withCodeOf } from '../../data/docs/markdown.ts'
import { english, hindi } from '../../data/docs/prose.ts'
import { addressOf } from '../../language.ts'
import type { PageProps, Route } from '../../page.ts'
import { TestKey } from '../../islands/test-key/test-key.tsx'
import { DocsFrame } from '../../ui/docs-frame.tsx'
import { Try } from '../../islands/try/try.tsx'
import { Island } from '../../ui/island.tsx'
import { Sentence } from '../../ui/prose-text.tsx'
import { docsWords } from '../../words/docs.ts'

/** Where the reader is offered a key, below the lead. */
const WITH_TEST_KEY: ReadonlySet<string> = new Set(['quick-start', 'test-keys'])

/** Of this document the outcomes can be tried, below their table: before the next heading. */
const WITH_TRIES = 'test-keys'
/** A row's first word: `[[slow]]`. */
const OUTCOME = /^\| `(\[\[[a-z:-]+\]\])`/gm

function ProsePage({ language, entry, file }: PageProps & { readonly entry: DocsEntry; readonly file: string }) {
  const en = english.get(file) ?? ''
  const hi = hindi.get(file)
  const anchors = headingsOf(en).map(anchorOf)
  const isForeign = language === 'hi' && hi === undefined
  const text = language === 'hi' && hi !== undefined ? withCodeOf(en, hi) : en
  const html = htmlOf(text, language, anchors)
  const first = html.indexOf('<h2')
  const [lead, rest] = WITH_TEST_KEY.has(file) ? [html.slice(0, first), html.slice(first)] : [html, '']
  const end = file === WITH_TRIES ? rest.lastIndexOf('<h2') : rest.length
  return (
    <DocsFrame language={language} path={entry.path}>
      {isForeign && <p class="today">{docsWords(language).onlyEnglish}</p>}
      <div lang={isForeign ? 'en' : undefined} dangerouslySetInnerHTML={{ __html: lead }} />
      {rest !== '' && <Island name="test-key" props={{ language }} view={TestKey} />}
      {rest !== '' && <div dangerouslySetInnerHTML={{ __html: rest.slice(0, end) }} />}
      {file === WITH_TRIES && <Island name="try" props={{ language, outcomes: Array.from(en.matchAll(OUTCOME), ([, outcome = '']) => outcome) }} view={Try} />}
      {end < rest.length && <div dangerouslySetInnerHTML={{ __html: rest.slice(end) }} />}
    </DocsFrame>
  )
}

function DocsHome({ language }: PageProps) {
  const words = docsWords(language)
  return (
    <DocsFrame language={language} path="docs/">
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {DOCS.map(({ title, pages }) => (
        <section key={title.en}>
          <h2>{title[language]}</h2>
          <ul class="docs-list">
            {pages.map((page) => (
              <li key={page.path}>
                <a href={addressOf(language, page.path)}>{page.title[language]}</a>
                <span class="soft"><Sentence text={page.about[language]} /></span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </DocsFrame>
  )
}

const pages = DOCS.flatMap(({ pages: entries }) => entries)

export const docsRoutes: readonly Route[] = [
  {
    path: 'docs/',
    title: { en: 'Documents', hi: 'दस्तावेज़' },
    description: { en: 'How to use the API: quick start, waiting, credits, errors, webhooks, limits.', hi: 'API कैसे इस्तेमाल करें: क्विक स्टार्ट, इंतज़ार, क्रेडिट, एरर, webhook, सीमाएँ।' },
    view: DocsHome,
    style: 'docs',
    nav: { en: 'Docs', hi: 'दस्तावेज़' },
  },
  ...pages.flatMap((entry): readonly Route[] => {
    const { file } = entry
    if (file === undefined) return []
    return [{
      path: entry.path,
      title: entry.title,
      description: { en: entry.about.en.replaceAll('`', ''), hi: entry.about.hi.replaceAll('`', '') },
      view: ({ language }) => <ProsePage language={language} entry={entry} file={file} />,
      style: 'docs',
    }]
  }),
]
