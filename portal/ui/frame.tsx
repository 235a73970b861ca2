// What stands around every page: the head, the header with its switches, the navigation, the foot.
import type { ComponentChildren } from 'preact'
import { addressOf, other } from '../language.ts'
import type { Language, Sentence } from '../language.ts'
import { CHANGES } from '../data/docs/list.ts'
import { LEGAL } from '../data/legal/list.ts'
import { frameWords } from '../words/frame.ts'
import { paletteWords } from '../words/palette.ts'
import { Logo } from './logo.tsx'

export interface NavEntry {
  readonly path: string
  readonly nav: Sentence
}

interface FrameProps {
  readonly language: Language
  readonly path: string
  readonly entries: readonly NavEntry[]
  readonly children: ComponentChildren
}

export function Frame({ language, path, entries, children }: FrameProps) {
  const words = frameWords(language)
  return (
    <>
      <a class="skip" href="#content">{words.skip}</a>
      <header class="frame-head">
        <div class="frame-row">
          <a class="brand" href={addressOf(language, '')} aria-label={words.home}>
            <Logo />
            <span>Doitong</span>
          </a>
          <nav class="frame-nav" aria-label={words.navigation}>
            <ul>
              {entries.map((entry) => (
                <li key={entry.path}>
                  <a href={addressOf(language, entry.path)} aria-current={path.startsWith(entry.path) ? 'page' : undefined}>{entry.nav[language]}</a>
                </li>
              ))}
            </ul>
          </nav>
          <div class="frame-switches">
            <button class="switch search-open" type="button" data-search-open aria-label={paletteWords(language).search}>
              <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="8.500" cy="8.500" r="6" fill="none" stroke="currentColor" stroke-width="2" /><path d="M13 13l5 5" stroke="currentColor" stroke-width="2" /></svg>
              <kbd aria-hidden="true">/</kbd>
            </button>
            <a class="switch" href={addressOf(other(language), path)} hreflang={other(language)} lang={other(language)} title={words.otherLanguageHint} data-language-switch={other(language)}>
              {words.otherLanguage}
            </a>
            <button class="switch theme-switch" type="button" hidden data-theme-switch data-darker={words.darker} data-lighter={words.lighter}>
              <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="2" /><path d="M10 2.5a7.5 7.5 0 0 1 0 15z" fill="currentColor" /></svg>
            </button>
            <a class="button quiet frame-enter" href={addressOf(language, 'dashboard/')}><span class="frame-newcomer">{words.signIn}</span><span class="frame-known">{words.dashboard}</span></a>
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1}>{children}</main>
      <footer class="frame-foot">
        <div class="frame-row">
          <p><strong>{words.footerPromise}</strong></p>
          <p>{words.footerBuilt}</p>
          <nav class="foot-nav" aria-label={words.footNavigation}>
            <ul>
              {[...LEGAL.map(({ name, title }) => ({ path: `${name}/`, title })), { path: CHANGES.path, title: CHANGES.title }].map((page) => (
                <li key={page.path}><a href={addressOf(language, page.path)} aria-current={page.path === path ? 'page' : undefined}>{page.title[language]}</a></li>
              ))}
            </ul>
          </nav>
        </div>
      </footer>
    </>
  )
}
