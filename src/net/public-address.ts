// Which URLs of a caller's we may fetch: webhooks and media. Judged after parsing by the same WHATWG parser that fetch
// uses, so that hexadecimal, octal, short and full-width spellings of an address are already one spelling.
// It judges the name only; docs/decisions.md says what a name that resolves to a private address means here.
import ipaddr from 'ipaddr.js'
import type { Sentence } from '../domain/errors.ts'

export interface WithLoopback {
  /** True only where PUBLIC_URL is itself loopback, as in development: URLs may then be http and https on loopback, any port. */
  readonly allowLoopback: boolean
}

export interface PublicUrlOptions extends WithLoopback {
  /** https alone when left out. */
  readonly protocols?: readonly ('https:' | 'http:')[]
}

export type UrlVerdict =
  | { readonly kind: 'PUBLIC'; readonly url: URL }
  | { readonly kind: 'REFUSED'; readonly reason: Sentence }

const MAX_URL_CHARACTERS = 2048
/** The empty string is the protocol's own port. Others are mostly other services, not to be knocked at through us. */
const PORTS: ReadonlySet<string> = new Set(['', '8443'])
const PRIVATE_SUFFIXES = ['.localhost', '.local', '.internal', '.home.arpa'] as const
/** Two labels or more, none empty: no single labels, no trailing dot. */
const DOTTED_NAME = /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/

/** `url.href` is what is to be kept and sent: never the text. `reason` is for the caller, without the URL in it. */
export function checkPublicUrl(url: string, options: PublicUrlOptions): UrlVerdict {
  if (url.length > MAX_URL_CHARACTERS) return refused(`The URL may have at most ${MAX_URL_CHARACTERS} characters.`, `URL अधिकतम ${MAX_URL_CHARACTERS} अक्षरों का हो सकता है।`)
  const parsed = URL.parse(url)
  if (!parsed) return refused('This is not an absolute URL.', 'यह पूरा URL नहीं है।')
  const isHttp = parsed.protocol === 'http:'
  if (!isHttp && parsed.protocol !== 'https:') return refused(...HTTPS_ONLY)
  if (parsed.username || parsed.password) return refused('The URL may not contain a user name or password.', 'URL में user name या password न दें।')
  if (options.allowLoopback && isLoopback(parsed.hostname)) return { kind: 'PUBLIC', url: parsed }
  if (isHttp && !options.protocols?.includes('http:')) return refused(...HTTPS_ONLY)
  if (options.protocols && !isHttp && !options.protocols.includes('https:')) return refused('Only http URLs are taken.', 'केवल http URL दिए जा सकते हैं।')
  if (!PORTS.has(parsed.port)) return refused('Leave the port out, or use 8443.', 'port न दें, या 8443 दें।')
  if (!isPublicHost(parsed.hostname)) return refused('The URL does not lead to a public address.', 'यह URL किसी public पते का नहीं है।')
  return { kind: 'PUBLIC', url: parsed }
}

/** A fetch that reaches public addresses only and follows no redirect. Throws an Error named ForbiddenAddress. */
export function publicFetch(
  fetcher: (url: string, init: RequestInit) => Promise<Response>,
  options: PublicUrlOptions,
): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const verdict = checkPublicUrl(url, options)
    if (verdict.kind === 'REFUSED') throw Object.assign(new Error(verdict.reason.en), { name: 'ForbiddenAddress' })
    return fetcher(verdict.url.href, { ...init, redirect: 'manual' })
  }
}

function isPublicHost(hostname: string): boolean {
  const address = addressOf(hostname)
  if (address) return isPublicAddress(address)
  return DOTTED_NAME.test(hostname) && !PRIVATE_SUFFIXES.some((suffix) => hostname.endsWith(suffix))
}

function isPublicAddress(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return true
  // "unicast" is whatever the library has no name for. Only 2000::/3 is handed out; 3fff::/20 of it is documentation.
  return address.match(ipaddr.parse('2000::'), 3) && !address.match(ipaddr.parse('3fff::'), 20)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || addressOf(hostname)?.range() === 'loopback'
}

/** The address a host is, IPv4-mapped IPv6 decoded; undefined for a name. */
function addressOf(hostname: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined
}

const HTTPS_ONLY = ['Only https URLs are taken.', 'केवल https URL दिए जा सकते हैं।'] as const

function refused(en: string, hi: string): UrlVerdict {
  return { kind: 'REFUSED', reason: { en, hi } }
}
