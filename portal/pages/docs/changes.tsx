// What changed for callers, by day.
import { DAYS } from '../../data/docs/changes.ts'
import type { Change } from '../../data/docs/changes.ts'
import { CHANGES } from '../../data/docs/list.ts'
import { addressOf, dayOf } from '../../language.ts'
import type { PageProps, Route } from '../../page.ts'
import { DocsFrame } from '../../ui/docs-frame.tsx'
import { Sentence } from '../../ui/prose-text.tsx'
import { changesWords } from '../../words/changes.ts'

const KINDS = ['added', 'changed', 'fixed'] as const

function ChangesPage({ language }: PageProps) {
  const words = changesWords(language)
  return (
    <DocsFrame language={language} path={CHANGES.path}>
      <h1>{CHANGES.title[language]}</h1>
      <p class="lead">{words.lead}</p>
      {DAYS.map((day) => (
        <section id={day.on} key={day.on}>
          <h2><time datetime={day.on}>{dayOf(day.on, language)}</time></h2>
          {KINDS.filter((kind) => day[kind].length > 0).map((kind) => (
            <section key={kind}>
              <h3>{words[kind]}</h3>
              <ul class="changes">{day[kind].map((change) => <ChangeLine language={language} change={change} key={change.en} />)}</ul>
            </section>
          ))}
        </section>
      ))}
    </DocsFrame>
  )
}

function ChangeLine({ language, change }: PageProps & { readonly change: Change }) {
  const words = changesWords(language)
  return (
    <li>
      <Sentence text={change[language]} />
      {change.page !== undefined && <> <a href={addressOf(language, change.page)} aria-label={`${words.more}: ${change[language].replaceAll('`', '')}`}>{words.more}</a></>}
    </li>
  )
}

export const changesRoute: Route = { path: CHANGES.path, title: CHANGES.title, description: CHANGES.about, view: ChangesPage, style: 'docs' }
