// `npm run test:portal -- --times`: when the first text of a page is seen on a slow phone with a slow line, nothing kept from
// before: once reckoned from what does not depend on this machine's load, once as Chromium's own throttling shows it: 1.6 Mbit/s,
// 150 ms there and back, a processor four times as slow. Printed, not judged.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext } from 'playwright-core'
import { beforeFirstText, LINE, lineMs } from '../../test/portal/first-text.ts'
import { startService } from '../local/service.ts'
import { byteCount, left, print } from '../local/terminal.ts'
import { freshPage, paintedAtMs } from './fresh-page.ts'
import { processorMs } from './processor.ts'

const PAGES = { home: '', document: 'docs/limits/', catalogue: 'models/', playground: 'playground/', dashboard: 'dashboard/' } as const
const THROTTLED = { offline: false, latency: LINE.roundTripMs, downloadThroughput: LINE.bytesPerMs * 1000, uploadThroughput: 750_000 / 8 }
const SLOWER = 4
const TIMES = 5

export async function printTimes(): Promise<void> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-times-'))
  const service = await startService({ stateFolder, isBuilt: true })
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] })
  try {
    const context = await signedIn(browser, service.url)
    print(`Until the first text: reckoned from the line and the processor, and as it was seen, the best of ${TIMES} and their median:`)
    for (const language of ['hi', 'en']) {
      for (const [name, path] of Object.entries(PAGES)) {
        print(`  ${left(`/${language}/ ${name}`, 18)}${await timesOf(browser, context, `/${language}/${path}`)}`)
      }
    }
  } finally {
    await browser.close()
    await service.stop()
    rmSync(stateFolder, { recursive: true, force: true })
  }
}

async function timesOf(browser: Browser, context: BrowserContext, path: string): Promise<string> {
  const counted = beforeFirstText(`${path.slice(1)}index.html`)
  const works: number[] = []
  const times: number[] = []
  for (let look = 0; look < TIMES; look += 1) {
    works.push(await processorMs(browser, context, path))
    times.push(await firstText(context, path))
  }
  const work = SLOWER * Math.min(...works)
  const [median = 0] = times.toSorted((one, other) => one - other).slice(Math.floor(TIMES / 2))
  return `${seconds(lineMs(counted) + work)}  (${counted.roundTrips} round trips, ${byteCount(counted.bytes)}, processor ${Math.round(work)} ms)  seen ${seconds(Math.min(...times))}, ${seconds(median)}`
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
  const { page, session } = await freshPage(context)
  await session.send('Network.emulateNetworkConditions', THROTTLED)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.goto(path, { waitUntil: 'load' })
  const atMs = await paintedAtMs(page)
  await page.close()
  return atMs
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
