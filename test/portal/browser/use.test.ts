// What people do with the public pages: change language and theme, search, reckon a price, copy; all by the keyboard too.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { browserIsMissing, openContext, startBrowser, violationsOf } from './browser.ts'
import { enterAs } from './person.ts'

describe('the public pages', { skip: browserIsMissing }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  const open = async (path: string, width: 390 | 1440 = 1440): Promise<Page> => {
    const page = await (await openContext(browser, { width, theme: 'light' })).newPage()
    await page.goto(path, { waitUntil: 'networkidle' })
    return page
  }

  test('a language that is chosen is kept, and the front door leads there', async () => {
    const page = await open('/en/models/')
    await page.locator('[data-language-switch]').click()
    await page.waitForURL('**/hi/models/')
    await page.goto('/')
    assert.match(page.url(), /\/hi\/$/)
  })

  test('a theme that is chosen is kept, and there before the first paint', async () => {
    const page = await open('/hi/')
    await page.locator('[data-theme-switch]').click()
    await page.goto('/hi/models/')
    assert.equal(await page.evaluate(() => document.documentElement.dataset['theme']), 'dark')
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark')
  })

  test('the catalogue is searched in Hinglish, filtered and compared, and the address keeps it', async () => {
    const page = await open('/hi/models/')
    const rows = page.locator('.model-row')
    const all = await rows.count()
    await page.locator('[data-search-box]').fill('awaaz')
    assert.ok((await rows.count()) < all)
    assert.match((await rows.first().textContent()) ?? '', /आवाज़/)
    await page.reload({ waitUntil: 'networkidle' })
    assert.equal(await page.locator('[data-search-box]').inputValue(), 'awaaz')
    await page.locator('.model-compare').nth(0).click()
    await page.locator('.model-compare').nth(1).click()
    assert.equal(await page.locator('.comparison thead th').count(), 2)
  })

  test("a model's price follows what is chosen, and so does the code", async () => {
    const page = await open('/en/models/kling/kling-v3/')
    const total = page.locator('.receipt-line.total dd')
    assert.equal(await total.textContent(), '840 credits')
    await page.locator('.field', { hasText: 'duration' }).locator('select').selectOption('15')
    assert.equal(await total.textContent(), '2,520 credits')
    assert.match((await page.locator('.tab-panel pre').first().textContent()) ?? '', /"duration": 15/)
  })

  test('a prompt is tried without signing in, and goes along into the playground', async () => {
    const page = await open('/hi/')
    await page.locator('#try .island[data-started]').waitFor()
    await page.locator('#try textarea').fill('नाचती हुई लड़की')
    await page.locator('#try form .button').click()
    assert.match((await page.locator('#try video').getAttribute('src')) ?? '', /dancer/)
    await page.locator('#try label', { hasText: 'आवाज़' }).click()
    await page.locator('#try audio').waitFor()
    assert.deepEqual(await violationsOf(page), [])
    await page.locator('#try .trial-bill a').click()
    await page.waitForURL('**/hi/playground/**')
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#input-text')?.value === 'नमस्ते! आपका ऑर्डर रास्ते में है।')
  })

  test('a test key is put into the samples of this tab, after a sign-in that leads back', async () => {
    const page = await open('/en/docs/quick-start/')
    const button = page.getByRole('button', { name: 'Put a test key into the samples' })
    await button.click()
    await enterAs(page, 'ushauses')
    await page.waitForURL('**/en/docs/quick-start/')
    await page.locator('.test-key p', { hasText: 'The samples carry your test key' }).waitFor()
    const sample = page.locator('.prose pre').first()
    assert.match(await sample.innerText(), /Bearer dt_test_\w{38}"/)
    await page.goto('/en/models/kling/kling-v3/', { waitUntil: 'networkidle' })
    assert.match(await page.locator('.tab-panel pre').first().innerText(), /Bearer dt_test_/)
    await page.locator('.field', { hasText: 'duration' }).locator('select').selectOption('15')
    await page.locator('.tab-panel pre', { hasText: '"duration": 15' }).first().waitFor()
    assert.match(await page.locator('.tab-panel pre').first().innerText(), /Bearer dt_test_/)
    await page.context().close()
  })

  test('an outcome of test mode is tried in its document, and answers as it does', async () => {
    for (const [language, outcome, answer] of [['hi', '[[fail]]', '"GENERATION_FAILED"'], ['en', '[[cancel:too-late]]', '"TOO_LATE"']] as const) {
      const page = await open(`/auth/sign-in?return_to=${encodeURIComponent(`/${language}/docs/test-keys/`)}`)
      await enterAs(page, `tara${language}`)
      await page.waitForURL(`**/${language}/docs/test-keys/`)
      await page.locator('.try').scrollIntoViewIfNeeded()
      await page.locator('.try button', { hasText: outcome }).click()
      await page.locator('.try pre', { hasText: answer }).waitFor({ timeout: 90_000 })
      assert.deepEqual(await violationsOf(page), [])
      await page.context().close()
    }
  })

  test('a document that was read is read again without a network', async () => {
    const page = await open('/hi/docs/limits/')
    await page.evaluate(async () => {
      const wanted = [location.href, document.querySelector<HTMLLinkElement>('link[rel=stylesheet]')?.href ?? '']
      for (const address of wanted) while ((await caches.match(address)) === undefined) await new Promise(requestAnimationFrame)
    })
    await page.context().setOffline(true)
    await page.reload()
    assert.equal(await page.locator('h1').innerText(), 'सीमाएँ')
    assert.equal(await page.evaluate(() => document.styleSheets.length > 0 && getComputedStyle(document.body).display), 'flex')
    await page.context().close()
  })

  test('letters of twice the size, and a screen of 320 px, make no page wider than the screen', async () => {
    const page = await open('/hi/')
    for (const path of ['/en/', '/hi/models/', '/hi/models/kling/kling-v3/', '/hi/docs/limits/', '/en/playground/']) {
      await page.goto(path)
      for (const [width, size] of [[320, '100%'], [390, '200%'], [1280, '200%']] as const) {
        await page.setViewportSize({ width, height: 800 })
        const wide = await page.evaluate((fontSize) => {
          const sheet = new CSSStyleSheet()
          sheet.replaceSync(`html { font-size: ${fontSize} }`)
          document.adoptedStyleSheets = [sheet]
          return document.documentElement.scrollWidth - innerWidth
        }, size)
        assert.deepEqual([path, width, size, wide], [path, width, size, Math.min(wide, 0)])
      }
    }
    await page.context().close()
  })

  test('code is chosen by arrow keys and copied', async () => {
    const page = await open('/hi/')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.locator('#quick-start .tab input').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('#quick-start [data-copy]:visible').click()
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^const ENDPOINT/)
  })

  test('everything is found by the keyboard alone, in Hinglish', async () => {
    const page = await open('/hi/')
    await page.keyboard.press('/')
    await page.locator('.palette input').waitFor()
    await page.keyboard.type('kredit khatam')
    await page.locator('.palette .chosen').waitFor()
    assert.deepEqual(await violationsOf(page), [])
    await page.keyboard.press('Enter')
    await page.waitForURL('**/hi/docs/errors/INSUFFICIENT_CREDITS/')
  })

  test('by the keyboard one comes past the header to the content', async () => {
    const page = await open('/hi/')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'content')
  })

  test('without a script every page can be read', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: new URL((await open('/hi/')).url()).origin })
    const page = await context.newPage()
    for (const path of ['/hi/', '/hi/models/', '/hi/models/kling/kling-v3/', '/hi/docs/errors/RATE_LIMIT/']) {
      await page.goto(path)
      assert.ok(((await page.locator('main').innerText()) ?? '').length > 400, path)
    }
  })
})
