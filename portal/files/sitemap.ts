// What search engines read: every page in both languages, each with its pair.
import { LANGUAGES, addressOf } from '../language.ts'
import { routes } from '../routes.ts'

export function sitemapFile(origin: string): string {
  const shown = routes.filter(({ isHidden = false }) => !isHidden)
  const pair = (path: string): string =>
    LANGUAGES.map((language) => `    <xhtml:link rel="alternate" hreflang="${language}" href="${origin}${addressOf(language, path)}"/>`).join('\n')
  const urls = LANGUAGES.flatMap((language) => shown.map(({ path }) => `  <url>\n    <loc>${origin}${addressOf(language, path)}</loc>\n${pair(path)}\n  </url>`))
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('\n')}
</urlset>
`
}

/** What is somebody's own, or no page, need not be looked at. */
export const robotsFile = (origin: string): string => `User-agent: *
Disallow: /graphql
Disallow: /auth/
Disallow: /media/

Sitemap: ${origin}/sitemap.xml
`
