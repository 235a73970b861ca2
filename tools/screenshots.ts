// `npm run screenshots`: every kind of page as a picture, in both languages and themes, on a phone and a desk, and contact sheets
// of them, in out/screenshots. `-- --all` takes every page.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { print } from './local/terminal.ts'
import { startService } from './local/service.ts'
import { projectFolder } from './local/tools.ts'
import { drawAll } from './screenshots/draw-all.ts'
import { pagesToShow } from './screenshots/pages.ts'

const folder = join(projectFolder, 'out', 'screenshots')
const WIDTHS = [390, 1440] as const
const THEMES = ['light', 'dark'] as const
/** Of a picture on a contact sheet. */
const SHOWN_PX = 320

const stateFolder = mkdtempSync(join(tmpdir(), 'doitong-screenshots-'))
const service = await startService({ stateFolder, isBuilt: true })
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] })
try {
  mkdirSync(folder, { recursive: true })
  const paths = pagesToShow(process.argv.includes('--all'))
  for (const width of WIDTHS) {
    for (const theme of THEMES) {
      const pictures: (readonly [name: string, file: string])[] = []
      for (const path of paths) pictures.push([path, await take(browser, path, width, theme)])
      print(await sheet(browser, `${width}-${theme}`, pictures))
    }
  }
} finally {
  await browser.close()
  await service.stop()
  rmSync(stateFolder, { recursive: true, force: true })
}

async function take(chrome: Browser, path: string, width: number, theme: 'light' | 'dark'): Promise<string> {
  const page = await chrome.newPage({ viewport: { width, height: width < 600 ? 844 : 900 }, colorScheme: theme, reducedMotion: 'reduce' })
  await page.goto(`${service.url}${path}`, { waitUntil: 'networkidle' })
  await drawAll(page)
  const file = `${path.replaceAll('/', '_').replace(/^_|_$/g, '')}-${width}-${theme}.png`
  await page.screenshot({ path: join(folder, file), fullPage: true })
  await page.close()
  return file
}

/** The pictures of one width and theme beside each other. @returns its path */
async function sheet(chrome: Browser, name: string, pictures: readonly (readonly [name: string, file: string])[]): Promise<string> {
  const figures = pictures.map(([path, file]) => `<figure><img src="${file}" width="${SHOWN_PX}"><figcaption>${path}</figcaption></figure>`).join('')
  const html = join(folder, `sheet-${name}.html`)
  writeFileSync(html, `<!doctype html><meta charset="utf-8"><style>body{display:flex;flex-wrap:wrap;gap:16px;background:#777;font:14px system-ui}figure{margin:0;max-height:1400px;overflow:hidden}</style>${figures}`)
  const page = await chrome.newPage({ viewport: { width: 1700, height: 900 } })
  await page.goto(`file://${html}`)
  const path = join(folder, `sheet-${name}.png`)
  await page.screenshot({ path, fullPage: true })
  await page.close()
  return path
}
