// What a failure cost, as the dashboard tells it: its charge and its refund in one line of the ledger, and the story behind it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { browserIsMissing, complaintsOf, openContext, startBrowser, violationsOf } from './browser.ts'
import { enterAs } from './person.ts'

const FAIL = `mutation { generate(input: { type: IMAGE, provider: "flux-dev", input: { text: "कमल [[fail]]" } }, wait: 50) { id status refundedCredits } }`

/** By the session, in test mode, as the pages ask. */
const ask = (page: Page, query: string) =>
  page.evaluate(async (asked) => {
    const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', 'doitong-mode': 'test' }, body: JSON.stringify({ query: asked }) })
    const { data } = (await response.json()) as { readonly data: { readonly generate: { readonly id: string; readonly status: string; readonly refundedCredits: number } } }
    return data.generate
  }, query)

describe('the ledger of the dashboard', { skip: browserIsMissing }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  test('pairs a failure\'s charge with its refund, and by the keyboard its story is found', { timeout: 120_000 }, async () => {
    const page = await (await openContext(browser, { width: 1440, theme: 'dark' })).newPage()
    await page.goto(`/auth/sign-in?return_to=${encodeURIComponent('/hi/dashboard/credits/')}`)
    await enterAs(page, 'lenaledger')
    await page.waitForURL('**/hi/dashboard/credits/')
    const failed = await ask(page, FAIL)
    assert.deepEqual([failed.status, failed.refundedCredits], ['FAILED', 50])

    const complaints = complaintsOf(page)
    const beauty = async (path: string, ready: string): Promise<void> => {
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto(path, { waitUntil: 'networkidle' })
        await page.locator(ready).first().waitFor()
        assert.deepEqual([path, width, ...(await violationsOf(page)), ...complaints], [path, width])
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${path} is wider than ${width} px`)
      }
    }
    await beauty('/hi/dashboard/usage/?by=PROVIDER', '.share')
    await beauty('/en/dashboard/generations/', '.card-made')
    await beauty(`/hi/dashboard/credits/?generation=${failed.id}`, '.ledger-what')

    const line = page.locator('tbody tr')
    assert.equal(await line.count(), 1, 'a charge and its refund are one line')
    const figures = await line.locator('.number').allInnerTexts()
    assert.deepEqual(figures, ['−50', '+50', '0'])
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.save-list button').click()])
    assert.equal(file.suggestedFilename(), 'doitong-credits-test.csv')
    assert.match(readFileSync(await file.path(), 'utf8'), /^\uFEFFtime,kind,credits,generation,id\r\n\S+,REFUND,50,gen_\w+,\S+\r\n\S+,CHARGE,-50,gen_\w+,\S+\r\n$/)
    await line.locator('a').focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/hi/dashboard/generations/?id=${failed.id}`)
    await page.locator('.story').waitFor()
    assert.equal(await page.locator('.story .taken').count(), 1)
    assert.equal(await page.locator('.story .back').count(), 1)
    assert.match(await page.locator('.receipt-line.total dd').innerText(), /^0 /)
    assert.match((await page.locator('.one .problem a').getAttribute('href')) ?? '', /\/hi\/docs\/errors\/GENERATION_FAILED\/$/)
    await beauty(`/hi/dashboard/generations/?id=${failed.id}`, '.story')
    await page.context().close()
  })
})
