// What an owner does once in a long while: rolls a key, takes a copy of everything, closes the account.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { unzipSync } from 'fflate'
import type { Browser } from 'playwright-core'
import { accountWords } from '../../../portal/words/dashboard/account.ts'
import { keysWords } from '../../../portal/words/dashboard/keys.ts'
import { browserIsMissing, complaintsOf, openContext, startBrowser, violationsOf } from './browser.ts'
import { enterAs, statusWith, takeSecret, untilRefused } from './person.ts'

/** Nobody else's: it is gone afterwards. */
const OWNER = `leela${process.pid}`
const ARCHIVE_MS = 60_000

describe('an owner', { skip: browserIsMissing }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  test('rolls a key, saves a copy of everything, and closes the account by its name alone', { timeout: 180_000 }, async () => {
    const context = await openContext(browser, { width: 390, theme: 'dark' })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await context.addInitScript(() => localStorage.setItem('mode', 'live'))
    const page = await context.newPage()
    const [keys, account] = [keysWords('hi'), accountWords('hi')]
    await page.goto(`/auth/sign-in?return_to=${encodeURIComponent('/hi/dashboard/keys/')}`)
    await enterAs(page, OWNER)
    await page.waitForURL('**/hi/dashboard/keys/')
    const complaints = complaintsOf(page)
    const isFine = async (where: string): Promise<void> => assert.deepEqual([where, ...(await violationsOf(page)), ...complaints], [where])

    await page.locator('.dash-section-head button').click()
    await page.locator('dialog input').first().fill('Old')
    await page.keyboard.press('Enter')
    const old = await takeSecret(page)
    await page.getByRole('button', { name: keys.ofKey(keys.roll, 'Old') }).click()
    await isFine('rolling a key')
    await page.locator('dialog .dialog-foot button').last().click()
    const rolled = await takeSecret(page)
    await page.locator('tr', { hasText: keys.rolled }).waitFor()
    assert.notEqual(rolled, old)
    assert.deepEqual(await Promise.all([old, rolled].map(statusWith)), [200, 200], 'for a day both work')

    await page.goto('/hi/dashboard/account/')
    await page.getByRole('button', { name: account.begin }).click()
    const link = page.locator('.archives a[download]')
    await link.waitFor({ timeout: ARCHIVE_MS })
    await isFine('an archive')
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
    const archive = unzipSync(readFileSync(await file.path()))
    const texts = Object.values(archive).map((bytes) => new TextDecoder().decode(bytes)).join('\n')
    assert.ok(texts.includes('"Old"'), Object.keys(archive).join(', '))
    for (const secret of [old, rolled]) assert.ok(!texts.includes(secret))

    await page.getByRole('button', { name: account.closeAct }).click()
    const close = page.getByRole('button', { name: account.closeNow, exact: true })
    await page.locator('dialog input').fill('somebody')
    assert.ok(await close.isDisabled())
    await isFine('closing the account')
    await page.locator('dialog input').fill(OWNER)
    await close.click()
    await page.locator('.notice', { hasText: account.closed }).waitFor()
    await isFine('the account is closed')
    await Promise.all([old, rolled].map(untilRefused))
    await context.close()
  })
})
