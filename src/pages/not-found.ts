// Where there is no page: people are told so by the portal's own page, in the language of the address or else of the browser.
// Programs get the error as JSON.
import type { Language } from '../domain/errors.ts'
import { PAGE_HEADERS } from '../domain/page-headers.ts'

/** Static files of ours, by path. */
export type ReadSite = (path: string) => Promise<Response>

const wantsPage = ({ method, headers }: Request): boolean => (method === 'GET' || method === 'HEAD') && (headers.get('accept')?.includes('text/html') ?? false)

/** @returns undefined where no page is asked for, or the portal's cannot be had */
export async function notFoundPage(request: Request, language: Language, readSite: ReadSite): Promise<Response | undefined> {
  if (!wantsPage(request)) return undefined
  const named = /^\/(hi|en)(?:\/|$)/.exec(new URL(request.url).pathname)?.[1]
  const page = await readSite(`/${named ?? language}/404/`)
  if (!page.ok) return undefined
  return new Response(page.body, { status: 404, headers: { ...PAGE_HEADERS, 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache', 'Vary': 'Accept, Accept-Language' } })
}
