// Into the portal, in the reader's language. Who has chosen one is known by a cookie.
import type { Context } from 'hono'
import type { Language } from '../domain/errors.ts'
import { readCookie } from '../http/cookies.ts'
import { namesLanguage } from '../http/request-facts.ts'

/** Set by the portal's switch: portal/client.ts. */
const LANGUAGE_COOKIE = '__Host-language'

/** Hindi for who has chosen it, names it anywhere, speaks India's English, or is there; English for all others. */
export function portalLanguage(headers: Headers): Language {
  const chosen = readCookie(headers.get('cookie'), LANGUAGE_COOKIE)
  if (chosen === 'hi' || chosen === 'en') return chosen
  const accepted = headers.get('accept-language')
  const isIndian = namesLanguage(accepted, 'hi') || namesLanguage(accepted, 'en-in') || headers.get('cf-ipcountry') === 'IN'
  return isIndian ? 'hi' : 'en'
}

/** Where somebody is cannot be named in `Vary`: nobody keeps it for others. */
const HEADERS = { 'Vary': 'Cookie, Accept-Language', 'Cache-Control': 'private, no-cache' } as const

/** @param path below the language, from its slash on */
export function leadToPortal(c: Context, path: string): Response {
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value)
  return c.redirect(`/${portalLanguage(c.req.raw.headers)}${path}`, 302)
}
