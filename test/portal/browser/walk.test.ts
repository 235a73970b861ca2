// A newcomer's whole way, as one walk: from the home page to a film of their own picture, to what a failure costs, to a webhook that
// is sent twice, to a key that has ended. Once in Hindi at a desk, once in English on a phone.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { webhooksWords } from '../../../portal/words/dashboard/webhooks.ts'
import { openCatcher } from '../../../tools/demo/catcher.ts'
import { projectFolder } from '../../../tools/local/tools.ts'
import { browserIsMissing, complaintsOf, openContext, startBrowser } from './browser.ts'
import { presses, statusWith, takeSecret, untilRefused } from './person.ts'

const WALKS = [{ language: 'hi', width: 1440, person: 'रवि कुमार' }, { language: 'en', width: 390, person: 'Mira Rao' }] as const
const keyName = `Walk ${process.pid}`
const PROMPT = 'नाचती हुई लड़की'
const FIRST_RESULT_MS = 60_000
const MOST_PRESSES = 5
const WEBHOOK_MS = 30_000

describe('a newcomer', { skip: browserIsMissing, concurrency: true }, () => {
  let browser: Browser
  before(async () => {
    browser = await startBrowser()
  })
  after(() => browser.close())

  for (const { language, width, person } of WALKS) {
    test(`walks through /${language}/ on ${width} px`, { timeout: 240_000 }, async () => {
      const context = await openContext(browser, { width, theme: 'light' })
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      const page = await context.newPage()
      const catcher = await openCatcher()
      const dashboard = (part: string) => page.goto(`/${language}/dashboard/${part}/`)
      const words = webhooksWords(language)
      try {
        const { pressed, seconds } = await firstFilm(page, language, person)
        process.stderr.write(`/${language}/ on ${width} px: the first result after ${pressed} clicks and ${seconds.toFixed(1)} s\n`)
        assert.ok(pressed <= MOST_PRESSES, `${pressed} clicks`)
        const complaints = complaintsOf(page)

        await dashboard('keys')
        await page.locator('.dash-section-head button').click()
        await page.locator('dialog input').first().fill(keyName)
        await page.keyboard.press('Enter')
        const key = await takeSecret(page)
        assert.equal(await statusWith(key), 200)

        await dashboard('webhooks')
        await page.getByRole('button', { name: words.add }).click()
        await page.locator('dialog input[type=url]').fill(catcher.url)
        await page.locator('dialog label', { hasText: 'generation.failed' }).click()
        await page.locator('dialog [type=submit]').click()
        const receiver = new Webhook(await takeSecret(page))

        await page.goto(`/${language}/playground/`)
        await page.locator('.play-mode strong').waitFor()
        await page.locator('#input-text').fill(PROMPT)
        await page.locator('.play-chip', { hasText: '[[fail]]' }).click()
        await page.locator('.play-bar button').click()
        const result = page.locator('.play-result').first()
        await result.locator('.receipt-line.back').waitFor({ timeout: FIRST_RESULT_MS })
        const cost = await result.locator('.receipt-line.taken dd').innerText()
        assert.equal(await result.locator('.receipt-line.back dd').innerText(), cost.replace('−', '+'))
        assert.match(await result.locator('.receipt-line.total dd').innerText(), /^0 /)

        const webhook = await catcher.next(WEBHOOK_MS)
        const { type, data } = receiver.verify(webhook.body, webhook.headers) as { readonly type: string; readonly data: { readonly id: string } }
        assert.equal(type, 'generation.failed')
        await page.goto(`/${language}/dashboard/credits/?generation=${data.id}`)
        await page.locator('tbody .number').first().waitFor()
        const [taken = '', back, total] = await page.locator('tbody tr .number').allInnerTexts()
        assert.match(cost, new RegExp(`^${taken} `))
        assert.deepEqual([back, total], [taken.replace('−', '+'), '0'])

        await dashboard('webhooks')
        await page.locator('.deliveries summary').first().click()
        await page.locator('.deliveries').getByRole('button', { name: words.redeliver }).first().click()
        const again = await catcher.next(WEBHOOK_MS)
        receiver.verify(again.body, again.headers)
        assert.deepEqual([again.body, again.headers['webhook-id']], [webhook.body, webhook.headers['webhook-id']])

        await dashboard('keys')
        await page.locator('tr', { hasText: keyName }).locator('.danger').click()
        await page.locator('dialog .danger').click()
        await page.locator('tr', { hasText: keyName }).locator('.danger').waitFor({ state: 'detached' })
        await untilRefused(key)
        // What was asked when the page was left is no fault of it.
        assert.deepEqual(complaints.filter((one) => !one.endsWith('net::ERR_ABORTED')), [])
      } finally {
        catcher.close()
        await context.close()
      }
    })
  }
})

/** From the home page: into the playground, in, a picture from this machine, and it is made and watched and played. */
async function firstFilm(page: Page, language: 'hi' | 'en', person: string): Promise<{ readonly pressed: number; readonly seconds: number }> {
  const { count, press } = presses()
  const begunMs = performance.now()
  await page.goto(`/${language}/`)
  assert.ok((await page.locator('h1').innerText()).length > 5)
  await press(page.locator('.frame-nav a[href$="/playground/"]'))
  await page.locator('.island[data-started] #input-text').fill(PROMPT)
  await press(page.locator('.play-bar button'))
  await page.waitForURL('**/authorize?*')
  await press(page.locator('li a', { hasText: person }))
  await page.waitForURL(`**/${language}/playground/**`)
  await page.locator('.play-mode strong').waitFor()
  assert.equal(await page.locator('#input-text').inputValue(), PROMPT, 'what was typed is there after the sign-in')

  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page.locator('.play-drop', { has: page.locator('#input-image') }))])
  await chooser.setFiles(join(projectFolder, 'tools/demo/portrait.jpg'))
  await page.locator('.play-file', { hasText: 'portrait.jpg' }).waitFor()
  // It may stand there for less time than a look from outside takes.
  await page.evaluate(() => {
    new MutationObserver(() => {
      if (document.querySelector('.play-result progress')) document.body.dataset['progress'] = 'seen'
    }).observe(document.body, { subtree: true, childList: true })
  })
  await press(page.locator('.play-bar button'))
  const result = page.locator('.play-result').first()
  await result.locator('video').waitFor({ timeout: FIRST_RESULT_MS })
  const seconds = (performance.now() - begunMs) / 1000
  assert.equal(await page.locator('body').getAttribute('data-progress'), 'seen', 'it was watched')
  await plays(page)
  assert.equal(await result.locator('.receipt-line.taken').count(), 1)
  assert.equal(await result.locator('.receipt-line.back').count(), 0)
  return { pressed: count(), seconds }
}

/** Its time goes on, and another picture is seen. */
async function plays(page: Page): Promise<void> {
  const looks = await page.locator('.play-result video').first().evaluate(async (element) => {
    const film = element as HTMLVideoElement
    const pen = new OffscreenCanvas(64, 36).getContext('2d')
    const look = async () => {
      await new Promise((resolve) => film.requestVideoFrameCallback(resolve))
      pen?.drawImage(film, 0, 0, 64, 36)
      return { atSeconds: film.currentTime, pixels: pen?.getImageData(0, 0, 64, 36).data.join() }
    }
    const first = await look()
    let last = await look()
    while (Math.abs(last.atSeconds - first.atSeconds) < 0.4) last = await look()
    return { frames: film.getVideoPlaybackQuality().totalVideoFrames, isOther: last.pixels !== first.pixels }
  })
  assert.ok(looks.frames > 5 && looks.isOther, JSON.stringify(looks))
}
