// Privacy, terms, grievances: prose in both languages, with the facts of who runs the service.
import { anchorOf, headingsOf, htmlOf } from '../data/docs/markdown.ts'
import { isMissing, withFacts } from '../data/legal/facts.ts'
import { LEGAL } from '../data/legal/list.ts'
import type { LegalName } from '../data/legal/list.ts'
import type { PageProps, Route } from '../page.ts'
import { legalWords } from '../words/legal.ts'

const files = import.meta.glob<string>('../legal/*/*.md', { query: '?raw', import: 'default', eager: true })

function LegalPage({ language, name }: PageProps & { readonly name: LegalName }) {
  const words = legalWords(language)
  const text = files[`../legal/${language}/${name}.md`] ?? ''
  const anchors = headingsOf(files[`../legal/en/${name}.md`] ?? '').map(anchorOf)
  return (
    <article class="column prose legal">
      {isMissing(text) && <p class="today">{words.isMissing}</p>}
      <div dangerouslySetInnerHTML={{ __html: withFacts(htmlOf(text, language, anchors), `<em class="legal-missing">${words.missing}</em>`) }} />
    </article>
  )
}

export const legalRoutes: readonly Route[] = LEGAL.map(({ name, title, about }): Route => ({
  path: `${name}/`,
  title,
  description: about,
  view: ({ language }) => <LegalPage language={language} name={name} />,
  style: 'docs',
}))
