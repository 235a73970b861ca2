// What runs on every page: the switches of the frame, and the islands as they come near.
import { startIslands } from './islands/start.ts'
import { keptKey, putIntoSamples } from './test-key.ts'

const YEAR_SECONDS = 31_536_000
/** How long it says that something was copied. */
const SHOWN_MS = 2000

rememberLanguage()
addThemeSwitch()
addCopyButtons()
addSearch()
startIslands()
const testKey = keptKey()
if (testKey) putIntoSamples(testKey)
keepForOffline()

/** The root's route asks this cookie first: src/pages/front-door.ts. */
function rememberLanguage(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-language-switch]')) {
    link.addEventListener('click', () => {
      document.cookie = `__Host-language=${link.dataset['languageSwitch']}; Path=/; Max-Age=${YEAR_SECONDS}; Secure; SameSite=Lax`
      // Where the reader stands, filters included, is kept.
      link.search = location.search
      link.hash = location.hash
    })
  }
}

function addThemeSwitch(): void {
  const root = document.documentElement
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const isDark = (): boolean => (root.dataset['theme'] ?? (dark.matches ? 'dark' : 'light')) === 'dark'
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-theme-switch]')) {
    const show = (): void => {
      const { lighter = '', darker = '' } = button.dataset
      button.ariaLabel = button.title = isDark() ? lighter : darker
    }
    button.addEventListener('click', () => {
      const theme = isDark() ? 'light' : 'dark'
      root.dataset['theme'] = theme
      localStorage.setItem('theme', theme)
      show()
    })
    dark.addEventListener('change', show)
    show()
    button.hidden = false
  }
}

/** Of those too that islands make later. */
function addCopyButtons(): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>('[data-copy]') : null
    if (!button) return
    void copy(button)
  })
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const words = button.textContent
  await navigator.clipboard.writeText(button.parentElement?.querySelector('pre')?.textContent ?? '')
  button.textContent = button.dataset['copied'] ?? ''
  setTimeout(() => (button.textContent = words), SHOWN_MS)
}

/** By its button, or by `/` where nothing is being typed. */
function addSearch(): void {
  for (const button of document.querySelectorAll('[data-search-open]')) button.addEventListener('click', () => void search())
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    void search()
  })
}

async function search(): Promise<void> {
  const { openPalette } = await import('./islands/palette/palette.tsx')
  openPalette(document.documentElement.lang === 'hi' ? 'hi' : 'en')
}

/** Documents that were read can be read without a network: service-worker.ts. Where a browser keeps nothing, they are as they were. */
function keepForOffline(): void {
  if (!('serviceWorker' in navigator) || !/^\/(?:hi|en)\/docs\//.test(location.pathname)) return
  addEventListener('load', () => void tellWorker().catch(() => undefined))
}

async function tellWorker(): Promise<void> {
  await navigator.serviceWorker.register('/service-worker.js')
  const { active } = await navigator.serviceWorker.ready
  const parts = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.startsWith(`${location.origin}/assets/`))
  active?.postMessage([location.origin + location.pathname, ...parts], {})
}
