// What a reader's own settings ask of the pages: their system's colours alone, in which what is chosen still looks chosen, and stillness.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { browserIsMissing, openContext, startBrowser } from './browser.ts'

/** A page, and radio buttons on it whose words are in the `span` behind. */
const CHOICES = [['/hi/', '#quick-start .tab input'], ['/en/playground/', '.play-choice input']] as const

/** How the words of a chosen one and of another one are marked. */
const marksOf = (page: Page, inputs: string): Promise<readonly string[]> =>
  page.evaluate((selector) => [':checked', ':not(:checked)'].map((state) => {
    const { outlineStyle, outlineWidth, borderBottomStyle, borderBottomWidth } = getComputedStyle(document.querySelector(`${selector}${state} + span`) ?? document.body)
    return [outlineStyle, outlineWidth, borderBottomStyle, borderBottomWidth].join(' ')
  }), inputs)

describe('a reader\'s settings', { skip: browserIsMissing }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  test('of forced colours leave what is chosen to be seen', async () => {
    const context = await openContext(browser, { width: 390, theme: 'light' })
    const page = await context.newPage()
    await page.emulateMedia({ forcedColors: 'active' })
    for (const [path, inputs] of CHOICES) {
      await page.goto(path, { waitUntil: 'networkidle' })
      await page.locator(`${inputs}:checked + span`).first().waitFor()
      const [chosen, other] = await marksOf(page, inputs)
      assert.notEqual(chosen, other, path)
    }
    await context.close()
  })

  test('of stillness are kept: nothing moves by itself', async () => {
    const context = await openContext(browser, { width: 1440, theme: 'light' })
    const page = await context.newPage()
    for (const path of ['/hi/', '/en/models/', '/hi/playground/', '/en/status/']) {
      await page.goto(path, { waitUntil: 'networkidle' })
      const moving = await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').map(({ effect }) => (effect instanceof KeyframeEffect ? (effect.target?.className ?? '') : '')))
      const playing = await page.evaluate(() => [...document.querySelectorAll('video')].filter(({ paused }) => !paused).length)
      assert.deepEqual([path, moving, playing], [path, [], 0])
    }
    await context.close()
  })
})
