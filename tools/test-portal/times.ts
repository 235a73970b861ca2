// `npm run test:portal -- --times`: when the first text of a page is seen on a slow phone with a slow line, nothing kept from
// before. Chromium's own throttling: 1.6 Mbit/s, 150 ms there and back, a processor four times as slow. Printed, not judged.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext } from 'playwright-core'
import { builtOnce } from '../build.ts'
import { startService } from '../local/service.ts'
import { left, print } from '../local/terminal.ts'

const PAGES = { home: '', document: 'docs/limits/', playground: 'playground/', dashboard: 'dashboard/' } as const
const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }
const SLOWER = 4
const TIMES = 5

export async function printTimes(): Promise<void> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-times-'))
  const service = await startService({ stateFolder, built: await builtOnce() })
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] })
  try {
    const context = await signedIn(browser, service.url)
    print(`Until the first text, median of ${TIMES}:`)
    for (const language of ['hi', 'en']) {
      for (const [name, path] of Object.entries(PAGES)) {
        const times: number[] = []
        for (let look = 0; look < TIMES; look += 1) times.push(await firstText(context, `/${language}/${path}`))
        const [median = 0] = times.toSorted((one, other) => one - other).slice(Math.floor(TIMES / 2))
        print(`  ${left(`/${language}/ ${name}`, 18)}${(median / 1000).toFixed(2)} s`)
      }
    }
  } finally {
    await browser.close()
    await service.stop()
    rmSync(stateFolder, { recursive: true, force: true })
  }
}

/** Only the dashboard differs by it. */
async function signedIn(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL: url })
  const page = await context.newPage()
  await page.goto('/auth/sign-in?return_to=%2Fen%2Fdashboard%2F')
  await page.locator('li a').first().click()
  await page.locator('.dash-body').waitFor()
  await page.close()
  return context
}

async function firstText(context: BrowserContext, path: string): Promise<number> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.emulateNetworkConditions', LINE)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.goto(path, { waitUntil: 'load' })
  const atMs = await page.evaluate(() => new Promise<number>((resolve) => {
    new PerformanceObserver((list) => list.getEntries().forEach(({ name, startTime }) => name === 'first-contentful-paint' && resolve(startTime))).observe({ type: 'paint', buffered: true })
  }))
  await page.close()
  return atMs
}
