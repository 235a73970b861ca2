// A page drawn to its end: parts that wait until somebody comes near (`content-visibility`) are there as well.
import type { Page } from 'playwright-core'

/** On a screen as high as the page. A page without such parts keeps the screen that it has. */
export async function drawAll(page: Page): Promise<void> {
  const screen = page.viewportSize()
  if (!screen || (await isDrawn(page))) return
  await heighten(page, screen.width)
  // By now the parts know how high they are, and so does the page.
  await page.setViewportSize(screen)
  await heighten(page, screen.width)
}

async function heighten(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) })
  while (!(await isDrawn(page))) await page.evaluate(() => new Promise(requestAnimationFrame))
}

const isDrawn = (page: Page): Promise<boolean> =>
  page.evaluate(() => Array.from(document.querySelectorAll('main *')).every((one) => !one.checkVisibility() || one.checkVisibility({ contentVisibilityAuto: true })))
