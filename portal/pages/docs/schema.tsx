// The schema: a page that lists what there is, and one for each kind.
import { KINDS, REFERENCE, SCHEMA_PATH, kindPath } from '../../data/schema/reference.ts'
import type { Kind } from '../../data/schema/reference.ts'
import { addressOf } from '../../language.ts'
import type { PageProps, Route } from '../../page.ts'
import { DocsFrame } from '../../ui/docs-frame.tsx'
import { schemaWords } from '../../words/schema.ts'
import { Entry } from './schema/entry.tsx'

function SchemaHome({ language }: PageProps) {
  const words = schemaWords(language)
  return (
    <DocsFrame language={language} path={SCHEMA_PATH}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <p><a href="/schema.graphql">{words.whole}</a></p>
      {KINDS.map((kind) => (
        <section key={kind}>
          <h2><a href={addressOf(language, kindPath(kind))}>{words.kinds[kind]}</a></h2>
          <p>{words.kindAbout[kind]}</p>
          <Names language={language} kind={kind} path={kindPath(kind)} />
        </section>
      ))}
    </DocsFrame>
  )
}

/** @param path of the page that they stand on; empty: this one */
function Names({ language, kind, path }: PageProps & { readonly kind: Kind; readonly path: string }) {
  return (
    <ul class="schema-names">
      {REFERENCE[kind].map(({ name }) => <li key={name}><a href={`${path === '' ? '' : addressOf(language, path)}#${name}`}><code>{name}</code></a></li>)}
    </ul>
  )
}

function KindPage({ language, kind }: PageProps & { readonly kind: Kind }) {
  const words = schemaWords(language)
  return (
    <DocsFrame language={language} path={SCHEMA_PATH}>
      <p class="crumbs"><a href={addressOf(language, SCHEMA_PATH)}>{words.title}</a></p>
      <h1>{words.kinds[kind]}</h1>
      <p class="lead">{words.kindAbout[kind]}</p>
      {words.english !== '' && <p class="today">{words.english}</p>}
      <details class="schema-index">
        <summary>{words.onThisPage}</summary>
        <Names language={language} kind={kind} path="" />
      </details>
      {REFERENCE[kind].map((entry) => <Entry language={language} entry={entry} isOperation={kind === 'queries' || kind === 'mutations'} key={entry.name} />)}
    </DocsFrame>
  )
}

const [en, hi] = [schemaWords('en'), schemaWords('hi')]

export const schemaRoutes: readonly Route[] = [
  { path: SCHEMA_PATH, title: { en: en.title, hi: hi.title }, description: { en: en.lead, hi: hi.lead }, view: SchemaHome, style: 'docs' },
  ...KINDS.map((kind): Route => ({
    path: kindPath(kind),
    title: { en: `${en.kinds[kind]}: ${en.title}`, hi: `${hi.kinds[kind]}: ${hi.title}` },
    description: { en: en.kindAbout[kind], hi: hi.kindAbout[kind] },
    view: ({ language }) => <KindPage language={language} kind={kind} />,
    style: 'docs',
  })),
]
