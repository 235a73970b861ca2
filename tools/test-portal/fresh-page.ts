// A page for which nothing was kept from before, and when it shows its first text.
import type { BrowserContext, CDPSession, Page } from 'playwright-core'

export async function freshPage(context: BrowserContext): Promise<{ readonly page: Page; readonly session: CDPSession }> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  return { page, session }
}

/** Since the navigation began. */
export const paintedAtMs = (page: Page): Promise<number> =>
  page.evaluate(() => new Promise<number>((resolve) => {
    new PerformanceObserver((list) => list.getEntries().forEach(({ name, startTime }) => name === 'first-contentful-paint' && resolve(startTime))).observe({ type: 'paint', buffered: true })
  }))
