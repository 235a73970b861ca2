// What the processor does for a page before its first text is painted, by Chromium's trace: the time of the page's main thread alone, so that
// it hardly depends on who else is busy.
import type { Browser, BrowserContext } from 'playwright-core'
import * as v from 'valibot'
import { freshPage, paintedAtMs } from './fresh-page.ts'

const CATEGORIES = ['toplevel', 'loading']
/** One of the scheduler's tasks: all work of a thread is in some. */
const TASK = 'ThreadControllerImpl::RunTask'
const MICROSECONDS = 1000

const Event = v.object({ name: v.string(), pid: v.number(), tid: v.number(), ts: v.number(), tdur: v.optional(v.number(), 0) })
const Trace = v.object({ traceEvents: v.array(Event) })

/** At the processor's own speed. */
export async function processorMs(browser: Browser, context: BrowserContext, path: string): Promise<number> {
  const { page } = await freshPage(context)
  await browser.startTracing(page, { categories: CATEGORIES })
  await page.goto(path, { waitUntil: 'load' })
  await paintedAtMs(page)
  const { traceEvents } = v.parse(Trace, JSON.parse((await browser.stopTracing()).toString()))
  await page.close()
  const painted = traceEvents.find(({ name }) => name === 'firstContentfulPaint')
  if (!painted) throw new Error(`Chromium's trace of ${path} tells of no first paint`)
  const tasks = traceEvents.filter(({ name, pid, tid, ts }) => name === TASK && pid === painted.pid && tid === painted.tid && ts < painted.ts)
  return tasks.reduce((sum, { tdur }) => sum + tdur, 0) / MICROSECONDS
}
