// The dashboard as it is served: static shells that lead from one to the other, nobody's but the reader's.
import { describe, expect, it } from 'vitest'
import { DASHBOARD_PAGES, DASHBOARD_PARTS, isOperatorPart, pathOfPart } from '../../portal/data/dashboard-parts.ts'
import { RUPEE_RATE, sayRupees } from '../../portal/data/rupees.ts'
import { runwayOf } from '../../portal/islands/dashboard/overview/runway.ts'
import { LANGUAGES, addressOf } from '../../portal/language.ts'
import { readable, textOf } from './site.ts'
import { weightOf } from './weight.ts'

const MOST_BYTES = 120_000
const pages = LANGUAGES.flatMap((language) => DASHBOARD_PAGES.map((part) => ({ language, part, path: `${language}/${pathOfPart(part)}`, html: textOf(`${language}/${pathOfPart(part)}index.html`) })))

describe('the dashboard', () => {
  it('has a page for each part in both languages, and each leads to all', () => {
    expect(pages).toHaveLength(24)
    for (const { language, part, html } of pages) {
      for (const other of DASHBOARD_PARTS) expect([part, html.includes(`<a href="${addressOf(language, pathOfPart(other))}"${other === part ? ' aria-current="page"' : ''}>`)]).toEqual([part, true])
    }
  })

  it('leads nobody to the operators\' pages before it is known that he may', () => {
    for (const { part, html } of pages) {
      expect([part, html.includes('<li class="dash-nav-operator" hidden></li>')]).toEqual([part, true])
      if (!isOperatorPart(part)) expect([part, html.includes('dashboard/operator/')]).toEqual([part, false])
    }
  })

  it('is entered from the header of every page', () => {
    for (const page of ['hi/index.html', 'en/docs/keys/index.html', 'hi/dashboard/keys/index.html']) expect(textOf(page)).toContain(`href="/${page.slice(0, 2)}/dashboard/"`)
  })

  it('is nobody\'s to find: not in the sitemap, and not to be indexed', () => {
    expect(textOf('sitemap.xml')).not.toContain('dashboard')
    for (const { path, html } of pages) expect([path, html.includes('<meta name="robots" content="noindex"/>')]).toEqual([path, true])
  })

  it('tells what it is before its script has started, and that it needs one', () => {
    expect(readable(textOf('hi/dashboard/keys/index.html'))).toContain('डैशबोर्ड के लिए JavaScript चाहिए।')
    expect(readable(textOf('en/dashboard/webhooks/index.html'))).toContain('Where you are told what happened')
  })

  it('weighs at most 120 KB compressed, every part of it', () => {
    for (const { part, path } of pages) expect([path, weightOf(path, part.replace('operator-', ''))]).toEqual([path, expect.toSatisfy((bytes: number) => bytes < MOST_BYTES)])
  })
})

describe('the balance', () => {
  it('lasts as long as the days\' average lets it', () => {
    expect(runwayOf(1000, [{ credits: 300 }, { credits: 400 }], 7)).toEqual({ perDay: 100, days: 10 })
    expect(runwayOf(1000, [], 7)).toEqual({ perDay: 0, days: undefined })
    expect(runwayOf(-5, [{ credits: 7 }], 7)).toEqual({ perDay: 1, days: 0 })
    expect(runwayOf(1000, [{ credits: -300 }], 7).days).toBeUndefined()
  })

  it('is told in rupees by the dated rate', () => {
    expect([sayRupees(0), sayRupees(100), sayRupees(12_345_678)]).toEqual(['≈ ₹0', '≈ ₹4.50', '≈ ₹5,55,556'])
    expect(RUPEE_RATE.on).toMatch(/^\d{4}-\d\d-\d\d$/)
  })
})
