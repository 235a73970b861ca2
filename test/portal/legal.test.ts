// Who runs the service is told where settings tell it, and said to be missing where they do not; both languages say the same, step for step.
import { describe, expect, it } from 'vitest'
import { DAYS } from '../../portal/data/docs/changes.ts'
import { FACTS, isMissing, withFacts } from '../../portal/data/legal/facts.ts'
import { LEGAL } from '../../portal/data/legal/list.ts'
import { pagePaths, readable, textOf } from './site.ts'

const files = import.meta.glob<string>('../../portal/legal/*/*.md', { query: '?raw', import: 'default', eager: true })
const textIn = (language: string, name: string): string => files[`../../portal/legal/${language}/${name}.md`] ?? ''
const stepsOf = (text: string) => ({ headings: text.match(/^#+ /gm), rows: text.match(/^\|/gm)?.length, points: text.match(/^- /gm)?.length, facts: text.match(/\{\{\w+\}\}/g)?.toSorted() })

describe('who runs the service', () => {
  for (const { name } of LEGAL) {
    it(`is told alike in both languages: ${name}`, () => expect(stepsOf(textIn('hi', name))).toEqual(stepsOf(textIn('en', name))))

    it(`asks for facts that there are, and says where one is missing: ${name}`, () => {
      const named = Array.from(textIn('en', name).matchAll(/\{\{(\w+)\}\}/g), ([, fact = '']) => fact)
      expect(named.filter((fact) => !(fact in FACTS))).toEqual([])
      for (const [language, missing] of [['en', 'not filled in yet'], ['hi', 'अभी नहीं भरा गया']] as const) {
        const page = readable(textOf(`${language}/${name}/index.html`))
        expect(page).not.toContain('{{')
        expect(page.includes(missing)).toBe(isMissing(textIn(language, name)))
      }
    })
  }

  it('is linked from every page', () => {
    for (const path of pagePaths) expect([path, LEGAL.filter(({ name }) => !textOf(path).includes(`href="/${path.slice(0, 2)}/${name}/"`))]).toEqual([path, []])
  })

  it('stands there as it was set, and as text', () => {
    expect(withFacts('<p>{{company}}, {{email}}</p>', '<em>?</em>', { company: 'A & <b>' })).toBe('<p>A &amp; &lt;b&gt;, <em>?</em></p>')
    expect([isMissing('{{company}}', { company: 'A' }), isMissing('{{company}}', { company: '' })]).toEqual([false, true])
  })
})

describe('the changes', () => {
  it('stand by day, newest first, and lead to pages that there are', () => {
    expect(DAYS.map(({ on }) => on)).toEqual(DAYS.map(({ on }) => on).toSorted().toReversed())
    const pages = DAYS.flatMap(({ added, changed, fixed }) => [...added, ...changed, ...fixed].flatMap(({ page }) => page ?? []))
    expect(pages.filter((page) => !pagePaths.includes(`hi/${page}index.html`))).toEqual([])
  })
})
