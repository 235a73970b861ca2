// Every file of the site that is rendered: what tools/build/site.ts writes.
import schema from '../schema.graphql?raw'
import { documentOf } from './document.tsx'
import type { Assets } from './document.tsx'
import { headersFile } from './files/headers.ts'
import { english, hindi } from './data/docs/prose.ts'
import { placesOf } from './data/search/index.ts'
import type { SiteFile } from './files/site-file.ts'
import { robotsFile, sitemapFile } from './files/sitemap.ts'
import { llmsFile, modelTwins } from './files/twins.ts'
import { LANGUAGES } from './language.ts'
import { routes } from './routes.ts'

/** @param origin where the site is, without a slash at its end */
export function renderSite(assets: Assets, origin: string): readonly SiteFile[] {
  const pages = LANGUAGES.flatMap((language) =>
    routes.map((route): SiteFile => ({ path: `${language}/${route.path}index.html`, text: documentOf(route, language, assets, origin) })),
  )
  return [
    ...pages,
    ...modelTwins(),
    ...LANGUAGES.map((language): SiteFile => ({ path: `${language}/search.json`, text: JSON.stringify(placesOf(language, english, hindi)) })),
    { path: '_headers', text: headersFile() },
    { path: 'robots.txt', text: robotsFile(origin) },
    { path: 'sitemap.xml', text: sitemapFile(origin) },
    { path: 'schema.graphql', text: schema },
    { path: 'llms.txt', text: llmsFile(origin) },
  ]
}
