// An owner asks for credits, a listed person gives them in the operators' page, and nobody else sees it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { browserIsMissing, openContext, startBrowser, violationsOf } from './browser.ts'

const PAGE = '/en/dashboard/operator/'

describe('the operators\' page', { skip: browserIsMissing }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  /** In live mode, at the local issuer. */
  const signedIn = async (who: string, path: string): Promise<Page> => {
    const context = await openContext(browser, { width: 390, theme: 'light' })
    await context.addInitScript(() => localStorage.setItem('mode', 'live'))
    const page = await context.newPage()
    await page.goto(`/auth/sign-in?return_to=${encodeURIComponent(path)}`)
    await page.locator('a', { hasText: who }).click()
    await page.waitForURL(`**${path}`)
    return page
  }

  test('settles what an owner asks for, by the keyboard, and is nobody else\'s', { timeout: 90_000 }, async () => {
    const owner = await signedIn('Asha', '/en/dashboard/credits/')
    await owner.locator('.ask-form input[type=number]').fill('4321')
    await owner.locator('.ask-form textarea').fill('For a film')
    await owner.locator('.ask-form button', { hasText: 'Ask for it' }).click()
    await owner.locator('tbody tr', { hasText: '4,321 credits' }).waitFor()
    await owner.goto(PAGE)
    await owner.locator('.problem').waitFor()
    assert.equal(await owner.locator('table').count(), 0)

    const operator = await signedIn('Mira', PAGE)
    const ask = operator.locator('tr', { hasText: '4,321 credits' }).first()
    await ask.waitFor()
    assert.deepEqual(await violationsOf(operator), [])
    assert.ok((await operator.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
    await ask.locator('button', { hasText: 'Give it' }).focus()
    await operator.keyboard.press('Enter')
    await operator.locator('dialog textarea').fill('Here you are')
    assert.deepEqual(await violationsOf(operator), [])
    await operator.locator('dialog button', { hasText: 'Give it' }).press('Enter')
    await operator.locator('dialog').waitFor({ state: 'detached' })

    await owner.goto('/en/dashboard/credits/')
    await owner.locator('tr', { hasText: 'Here you are' }).locator('.tag.back').waitFor()
    await owner.locator('tr', { hasText: 'Given' }).filter({ hasText: '+4,321' }).waitFor()
    await Promise.all([owner, operator].map((page) => page.context().close()))
  })
})
