// The first lines of code, in five ways, and the closing call. The samples are files that tests run: test/clients/portal-samples.test.ts.
import { CLOSING_TEXT, CLOSING_TITLE, QUICK_START_TITLE } from '../../data/published/promises.ts'
import { pathOfPart } from '../../data/dashboard-parts.ts'
import { addressOf } from '../../language.ts'
import type { PageProps } from '../../page.ts'
import { TestKey } from '../../islands/test-key/test-key.tsx'
import { Code } from '../../ui/code.tsx'
import { Island } from '../../ui/island.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { homeWords } from '../../words/home.ts'

const files = import.meta.glob<string>('../../samples/*', { query: '?raw', import: 'default', eager: true })
const fileOf = (name: string): string => files[`../../samples/${name}`] ?? ''

const SAMPLES = [
  { name: 'curl', code: fileOf('quick-start.sh'), in: 'sh' },
  { name: 'JavaScript', code: fileOf('client.js'), in: 'js' },
  { name: 'Python', code: fileOf('client.py'), in: 'py' },
  { name: 'GraphQL', code: fileOf('operations.graphql'), in: 'graphql' },
  { name: 'Apollo', code: fileOf('apollo.js'), in: 'js' },
] as const

export function QuickStart({ language }: PageProps) {
  const title = QUICK_START_TITLE[language]
  return (
    <section class="column part" id="quick-start">
      <h2>{title}</h2>
      <Island name="test-key" props={{ language }} view={TestKey} />
      <Tabs id="quick-start-tabs" label={title} tabs={SAMPLES.map(({ name, code, in: codeLanguage }) => ({ name, content: <Code language={language} code={code} in={codeLanguage} label={name} /> }))} />
    </section>
  )
}

export function Closing({ language }: PageProps) {
  const words = homeWords(language)
  return (
    <section class="column part closing">
      <h2>{CLOSING_TITLE[language]}</h2>
      <p class="lead">{CLOSING_TEXT[language]}</p>
      <p><a class="button printed" href={addressOf(language, pathOfPart('keys'))}>{words.start}</a></p>
    </section>
  )
}
