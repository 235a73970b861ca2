// The playground beside the newcomer's walk (walk.test.ts): what is greyed, by the keyboard alone, without a network, for everybody.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertCalm, browserIsMissing, complaintsOf, openContext, startBrowser, violationsOf } from './browser.ts'
import { enterAs } from './person.ts'

const RESULT = '.play-result'
const FIRST_RESULT_MS = 60_000

/** At the local issuer, as somebody whom no other file's tests are. */
const signIn = async (page: Page): Promise<void> => {
  await page.locator('.play-bar button', { hasText: /साइन इन|Sign in/ }).click()
  await enterAs(page, 'palomaplays')
  await page.waitForURL('**/playground/**')
  await page.locator('.play-mode strong').waitFor()
}
const make = (page: Page): Promise<void> => page.locator('.play-bar button').click()

describe('the playground', { skip: browserIsMissing }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  const open = async (): Promise<Page> => {
    const page = await (await openContext(browser, { width: 1440, theme: 'light' })).newPage()
    await page.goto('/en/playground/')
    await page.locator('.island[data-started]').waitFor()
    return page
  }

  test('what is greyed tells why, and the keyboard alone makes something', async () => {
    const page = await open()
    await signIn(page)
    await page.locator('#play-model').selectOption('kling-v3')
    await page.locator('input[name=option-mode][value=std]').focus()
    await page.keyboard.press('Space')
    assert.equal(await page.locator('input[name=option-resolution][value="1080p"]').isDisabled(), true)
    assert.match(await page.locator('.play-reasons').first().innerText(), /1080p together with mode std/)
    await page.locator('#input-text').focus()
    await page.keyboard.press('Control+Enter')
    await page.locator(RESULT).first().locator('video').waitFor({ timeout: FIRST_RESULT_MS })
    await page.context().close()
  })

  test('without a network nothing that was typed is lost, and it can be sent again', async () => {
    const page = await open()
    await signIn(page)
    await page.context().setOffline(true)
    await page.locator('#input-text').fill('A lotus')
    await make(page)
    await page.locator(RESULT).first().getByRole('button', { name: 'Send again' }).waitFor()
    assert.equal(await page.locator('#input-text').inputValue(), 'A lotus')
    await page.context().setOffline(false)
    await page.locator(RESULT).first().getByRole('button', { name: 'Send again' }).click()
    await page.locator(RESULT).first().locator('video').waitFor({ timeout: FIRST_RESULT_MS })
    await page.context().close()
  })

  for (const width of [390, 1440] as const) {
    test(`everybody can use it on ${width} px`, async () => {
      const page = await (await openContext(browser, { width, theme: 'light' })).newPage()
      const complaints = complaintsOf(page)
      await page.goto('/hi/playground/', { waitUntil: 'networkidle' })
      assert.deepEqual(complaints, [], 'who is not signed in is asked for by nobody')
      await assertCalm(page, 'the playground')
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme })
        assert.deepEqual([theme, ...(await violationsOf(page))], [theme])
      }
      await page.context().close()
    })
  }
})
