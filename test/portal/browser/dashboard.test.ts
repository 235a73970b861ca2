// What a newcomer does in the dashboard: comes back from the sign-in to where they were, makes a key that cannot be lost by accident,
// uses it, ends it. By the keyboard.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertCalm, browserIsMissing, openContext, startBrowser, violationsOf } from './browser.ts'
import { enterAs, pressKey, statusWith } from './person.ts'

const PARTS = ['', 'credits/', 'usage/', 'generations/', 'keys/', 'webhooks/', 'account/'] as const

describe('the dashboard', { skip: browserIsMissing }, () => {
  let browser: Browser
  let page: Page
  const name = `Walk ${process.pid}`
  before(async () => {
    browser = await startBrowser()
    page = await (await openContext(browser, { width: 390, theme: 'light' })).newPage()
  })
  after(() => browser.close())

  const isFineFor = async (where: string): Promise<void> => {
    assert.deepEqual([where, ...(await violationsOf(page))], [where])
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${where} is wider than the screen`)
  }

  test('leads who is not signed in to the sign-in, and back to the same part', async () => {
    await page.goto('/hi/dashboard/keys/')
    await page.locator('.dash-out a').waitFor()
    await isFineFor('signed out')
    await pressKey(page.locator('.dash-out a'))
    await enterAs(page, 'Asha')
    await page.waitForURL('**/hi/dashboard/keys/')
    await page.locator('.dash-section-head button').waitFor()
    assert.equal(await page.locator('.frame-enter').innerText(), 'डैशबोर्ड')
  })

  test('makes a key by the keyboard alone, which no accident closes, and which works until it is revoked', async () => {
    await pressKey(page.locator('.dash-section-head button'))
    await page.locator('dialog input:focus').waitFor()
    await page.keyboard.type(name)
    await isFineFor('the dialog')
    await page.keyboard.press('Enter')
    const secret = await page.locator('[data-secret]').innerText()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    assert.ok(await page.locator('[data-secret]').isVisible(), 'Escape does not close it')
    await pressKey(page.locator('dialog .danger'))
    const row = page.locator('tr', { hasText: name })
    await row.locator('.danger').waitFor()

    assert.equal(await statusWith(secret), 200)
    await page.locator('.dash-code').fill(secret)
    assert.match(await page.locator('.dash-verdict').innerText(), new RegExp(`टेस्ट key.+${name}`))

    await pressKey(row.locator('.danger'))
    await pressKey(page.locator('dialog .danger'))
    await page.locator('details', { hasText: 'बंद हो चुकी keys' }).locator('th', { hasText: name }).waitFor({ state: 'attached' })
    assert.equal(await row.locator('.danger').count(), 0)
  })

  test('tells of a signature in the page whether it is right', async () => {
    await page.goto('/hi/dashboard/webhooks/')
    await pressKey(page.locator('.dash-section-head button').last())
    await page.locator('[data-verdict=right]').waitFor()
    await pressKey(page.locator('textarea').last(), 'Space')
    await page.locator('[data-verdict=wrong]').waitFor()
  })

  for (const language of ['hi', 'en'] as const) {
    test(`/${language}/ can be used by everybody, in every part`, async () => {
      for (const part of PARTS) {
        for (const width of [390, 1440]) {
          await page.setViewportSize({ width, height: 900 })
          await page.goto(`/${language}/dashboard/${part}`)
          await page.locator('.dash-body').waitFor()
          await page.waitForLoadState('networkidle')
          await assertCalm(page, `${part} on ${width} px`)
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme })
            assert.deepEqual([part, width, colorScheme, ...(await violationsOf(page))], [part, width, colorScheme])
          }
        }
      }
      await page.setViewportSize({ width: 390, height: 844 })
    })
  }

  test('says so when there is no network, and goes on when it is back', async () => {
    await page.context().setOffline(true)
    await page.locator('.dash-part > .notice').waitFor()
    await page.context().setOffline(false)
    await page.locator('.dash-part > .notice').waitFor({ state: 'detached' })
  })

  test('says so when the session has ended, and keeps what is on the screen', async () => {
    await page.goto('/en/dashboard/keys/')
    await page.locator('.dash-section-head button').click()
    await page.context().clearCookies({ name: '__Host-doitong_session' })
    await page.locator('dialog input').first().fill('Late')
    await page.keyboard.press('Enter')
    await page.locator('.dash-over').waitFor()
    assert.equal(await page.locator('dialog input').first().inputValue(), 'Late')
    const [other] = await Promise.all([page.context().waitForEvent('page'), page.locator('dialog .problem a').click()])
    await enterAs(other, 'Asha')
    await other.waitForURL('**/en/dashboard/keys/')
    await page.bringToFront()
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await page.locator('.dash-over').waitFor({ state: 'detached' })
  })
})
