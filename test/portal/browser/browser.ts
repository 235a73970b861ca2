// A browser for the tests: Debian's Chromium, and what it must never tell of a page of ours.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { service } from '../../clients/running-service.ts'

const PATHS = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] as const
const path = PATHS.find((one) => one !== '' && existsSync(one))

/** A reason to skip, or false. */
export const browserIsMissing = path === undefined ? 'there is no Chromium' : false

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export const startBrowser = (): Promise<Browser> => chromium.launch({ ...(path !== undefined && { executablePath: path }), args: [...ARGS] })

export interface Screen {
  readonly width: 390 | 1440
  readonly theme: 'light' | 'dark'
}

export const openContext = (browser: Browser, { width, theme }: Screen): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: theme, reducedMotion: 'reduce', baseURL: service.url })

/** What is wrong with a page as it tells itself: errors, refusals of the policy, answers that failed. Grows while the page lives. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`))
  return complaints
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
}

/** By the debugger, since the policy lets no page run what is not its own. @returns what is wrong, in words */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  const { result: known } = await session.send('Runtime.evaluate', { expression: 'typeof axe' })
  if (known.value === 'undefined') await session.send('Runtime.evaluate', { expression: axe })
  const expression = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => JSON.stringify(violations))`
  const { result } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
  await session.detach()
  const violations = JSON.parse(String(result.value)) as readonly Violation[]
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`))
}

const MOST_SHIFT = 0.05

/** Right after it was loaded. @throws where it is wider than the screen, or has moved by itself while it came */
export async function assertCalm(page: Page, where: string): Promise<void> {
  const { wide, shift } = await page.evaluate(async () => ({
    wide: document.documentElement.scrollWidth - innerWidth,
    shift: await new Promise<number>((resolve) => {
      let sum = 0
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += (entry as PerformanceEntry & { readonly value: number }).value))).observe({ type: 'layout-shift', buffered: true })
      setTimeout(() => resolve(sum), 50)
    }),
  }))
  assert.ok(wide <= 0, `${where}: ${wide} px wider than the screen`)
  assert.ok(shift <= MOST_SHIFT, `${where}: it shifts by ${shift.toFixed(3)}`)
}
