// A page as the file that is served: nothing inline, all of its scripts and styles by their address.
import { renderToString } from 'preact-render-to-string'
import { LANGUAGES, addressOf } from './language.ts'
import type { Language } from './language.ts'
import { routes } from './routes.ts'
import type { Route, StyleName } from './page.ts'
import { Frame } from './ui/frame.tsx'

/** Addresses of what was bundled. */
export interface Assets {
  readonly style: string
  /** Of the pages that name one. */
  readonly styles: Readonly<Record<StyleName, string>>
  readonly theme: string
  readonly client: string
  /** Of Hindi headings, which no device has. */
  readonly hindiDisplay: string
}

const entries = routes.flatMap(({ path, nav }) => (nav ? [{ path, nav }] : []))

/** @param origin where the site is, without a slash at its end */
export function documentOf(route: Route, language: Language, assets: Assets, origin: string): string {
  const { path, title, description, style, isHidden = false, view: View } = route
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{path === '' ? title[language] : `${title[language]} · Doitong`}</title>
        <meta name="description" content={description[language]} />
        <meta name="color-scheme" content="light dark" />
        <script src={assets.theme} />
        <link rel="stylesheet" href={assets.style} />
        {style !== undefined && <link rel="stylesheet" href={assets.styles[style]} />}
        {language === 'hi' && <link rel="preload" href={assets.hindiDisplay} as="font" type="font/woff2" crossorigin="anonymous" fetchpriority="low" media="(min-width: 52rem)" />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {isHidden ? <meta name="robots" content="noindex" /> : <Alternates path={path} language={language} origin={origin} />}
        <meta property="og:title" content={title[language]} />
        <meta property="og:description" content={description[language]} />
        <script type="module" src={assets.client} />
      </head>
      <body>
        <Frame language={language} path={path} entries={entries}>
          <View language={language} />
        </Frame>
      </body>
    </html>
  )
  return `<!doctype html>\n${renderToString(page)}\n`
}

/** Both languages of a page know each other; `/` chooses for who has not chosen. */
function Alternates({ path, language, origin }: { readonly path: string; readonly language: Language; readonly origin: string }) {
  return (
    <>
      <link rel="canonical" href={origin + addressOf(language, path)} />
      {LANGUAGES.map((one) => <link rel="alternate" hreflang={one} href={origin + addressOf(one, path)} key={one} />)}
      <link rel="alternate" hreflang="x-default" href={path === '' ? `${origin}/` : origin + addressOf('en', path)} />
    </>
  )
}
