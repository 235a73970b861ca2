// What a newcomer does in the playground: looks, signs in, gives a picture, watches it being made, plays it; and what a failure
// costs: nothing. By the keyboard too.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { join } from 'node:path'
import { projectFolder } from '../../../tools/local/tools.ts'
import { browserIsMissing, complaintsOf, openContext, SCREENS, startBrowser, violationsOf } from './browser.ts'

const RESULT = '.play-result'
const FIRST_RESULT_MS = 60_000

/** At the local issuer, as the first of its people. */
const signIn = async (page: Page): Promise<void> => {
  await page.locator('.play-bar button', { hasText: /साइन इन|Sign in/ }).click()
  await page.locator('a').first().click()
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

  const open = async (language: 'hi' | 'en', width: 390 | 1440): Promise<Page> => {
    const page = await (await openContext(browser, { width, theme: 'light' })).newPage()
    await page.goto(`/${language}/playground/`)
    await page.locator('.island[data-started]').waitFor()
    return page
  }
  for (const [language, width] of [['hi', 1440], ['en', 390]] as const) {
    test(`/${language}/ on ${width} px: a picture is sent, a film made of it and played, and a failure comes back`, { timeout: 120_000 }, async () => {
      const page = await open(language, width)
      await page.locator('#input-text').fill('नाचती हुई लड़की')
      await signIn(page)
      assert.equal(await page.locator('#input-text').inputValue(), 'नाचती हुई लड़की', 'what was typed is there after the sign-in')

      await page.locator('#input-image').setInputFiles(join(projectFolder, 'tools/demo/portrait.jpg'))
      await page.locator('.play-file', { hasText: 'portrait.jpg' }).waitFor()
      // It may stand there for less time than a look from outside takes.
      await page.evaluate(() => {
        new MutationObserver(() => {
          if (document.querySelector('.play-result progress')) document.body.dataset['progress'] = 'seen'
        }).observe(document.body, { subtree: true, childList: true })
      })
      await make(page)
      const result = page.locator(RESULT).first()
      const film = result.locator('video')
      await film.waitFor({ timeout: FIRST_RESULT_MS })
      assert.equal(await page.locator('body').getAttribute('data-progress'), 'seen')
      await page.waitForFunction(() => (document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 5)
      assert.equal(await result.locator('.receipt-line.taken').count(), 1)
      assert.equal(await result.locator('.receipt-line.back').count(), 0)

      await page.locator('.play-chip', { hasText: '[[fail]]' }).click()
      await make(page)
      await result.locator('.receipt-line.back').waitFor({ timeout: FIRST_RESULT_MS })
      const taken = await result.locator('.receipt-line.taken dd').innerText()
      assert.equal(await result.locator('.receipt-line.back dd').innerText(), taken.replace('−', '+'))
      assert.match(await result.locator('.receipt-line.total dd').innerText(), /^0 /)
      await page.context().close()
    })
  }

  test('what is greyed tells why, and the keyboard alone makes something', async () => {
    const page = await open('en', 1440)
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
    const page = await open('en', 1440)
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

  for (const screen of SCREENS) {
    test(`everybody can use it on ${screen.width} px, ${screen.theme}`, async () => {
      const page = await (await openContext(browser, screen)).newPage()
      const complaints = complaintsOf(page)
      await page.goto('/hi/playground/', { waitUntil: 'networkidle' })
      assert.deepEqual(complaints, [], 'who is not signed in is asked for by nobody')
      assert.deepEqual(await violationsOf(page), [])
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
      await page.context().close()
    })
  }
})
