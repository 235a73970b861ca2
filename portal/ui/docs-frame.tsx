// Around a page of the documents: the list of them beside it, on a phone behind it. So it is sent: what comes first must not be pushed away.
import type { ComponentChildren } from 'preact'
import { DOCS } from '../data/docs/list.ts'
import { addressOf } from '../language.ts'
import type { Language } from '../language.ts'
import { docsWords } from '../words/docs.ts'

interface DocsFrameProps {
  readonly language: Language
  readonly path: string
  readonly children: ComponentChildren
}

export function DocsFrame({ language, path, children }: DocsFrameProps) {
  const words = docsWords(language)
  return (
    <div class="column docs">
      <article class="prose">{children}</article>
      <nav class="docs-nav" aria-label={words.title}>
        {DOCS.map(({ title, pages }) => (
          <section key={title.en}>
            <h2>{title[language]}</h2>
            <ul>
              {pages.map((page) => (
                <li key={page.path}>
                  <a href={addressOf(language, page.path)} aria-current={page.path === path ? 'page' : undefined}>{page.title[language]}</a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </div>
  )
}
