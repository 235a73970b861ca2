// Every kind of page in a browser, as the running service serves it: both languages, both themes, a phone and a desk.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { drawAll } from '../../../tools/screenshots/draw-all.ts'
import { assertCalm, browserIsMissing, complaintsOf, openContext, startBrowser, violationsOf } from './browser.ts'

/** One of each kind, and three models. */
const KINDS = ['', 'models/', 'models/kling/', 'models/kling/kling-v3/', 'models/elevenlabs/eleven-multilingual-v2/', 'models/imagen/imagen-3/', 'docs/', 'docs/quick-start/', 'docs/limits/', 'docs/errors/', 'docs/errors/RATE_LIMIT/', 'docs/schema/queries/', 'grievance/', 'status/', '404/'] as const

describe('every kind of page', { skip: browserIsMissing }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  for (const language of ['hi', 'en']) {
    for (const kind of KINDS) {
      test(`/${language}/${kind} is whole and can be used by everybody`, async () => {
        for (const width of [390, 1440] as const) {
          const context = await openContext(browser, { width, theme: 'light' })
          const page = await context.newPage()
          const complaints = complaintsOf(page)
          await page.goto(`/${language}/${kind}`, { waitUntil: 'networkidle' })
          assert.deepEqual([width, ...complaints], [width])
          await assertCalm(page, `${width}`)
          await drawAll(page)
          for (const theme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme: theme })
            assert.deepEqual([width, theme, ...(await violationsOf(page))], [width, theme])
          }
          await context.close()
        }
      })
    }
  }

  test('on a slow phone a document does not move while it comes: its parts are sent in the order that is seen', async () => {
    const context = await openContext(browser, { width: 390, theme: 'light' })
    const page = await context.newPage()
    await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: 6 })
    for (const path of ['/en/docs/errors/', '/hi/docs/limits/', '/hi/docs/schema/queries/']) {
      await page.goto(path, { waitUntil: 'networkidle' })
      await assertCalm(page, path)
      const tops = await page.locator('.docs > *').evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().top))
      assert.deepEqual([path, ...tops], [path, ...tops.toSorted((one, other) => one - other)])
    }
    await context.close()
  })
})
