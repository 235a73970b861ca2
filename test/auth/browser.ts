// A browser in a test: it keeps cookies, follows to the issuer and back, and sends what browsers send along.
import { readCookie } from '../../src/http/cookies.ts'
import type { Reply, World } from '../world.ts'

export const ORIGIN = 'http://127.0.0.1:8787'
export const SESSION = '__Host-doitong_session'
/** Tells scripts of ours that somebody is signed in, and nothing else. */
export const SIGNED_IN = '__Host-doitong_signed_in'
export const JOURNEY = '__Host-doitong_sign_in'

let visitors = 0

/** A person whom nobody has seen: the database is that of all tests. */
export function stranger(): string {
  visitors += 1
  return `p${visitors}x${crypto.randomUUID().slice(0, 8)}`
}

export function browser(world: World) {
  const cookies = new Map<string, string>()
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const fetchPage = async (path: string, init: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> } = {}): Promise<Response> => {
    const response = await world.fetchApp(path, { redirect: 'manual', ...init, headers: { ...(cookies.size > 0 && { cookie: cookie() }), ...init.headers } })
    for (const set of response.headers.getSetCookie()) {
      const name = set.slice(0, set.indexOf('='))
      const value = readCookie(set.slice(0, set.indexOf(';')), name as '__Host-')
      if (/Max-Age=0;/.test(set) || value === undefined) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  const begin = async (path = '/auth/sign-in'): Promise<URL> => new URL((await fetchPage(path)).headers.get('location') ?? '')
  /** At the issuer: says who one is. @returns the path of the callback */
  const approve = async (authorization: URL, hint: string): Promise<string> => {
    authorization.searchParams.set('login_hint', hint)
    const answer = await world.emulators.fetch(authorization.href, { redirect: 'manual' })
    const back = new URL(answer.headers.get('location') ?? '')
    return back.pathname + back.search
  }
  const callback = async (hint: string, path?: string): Promise<string> => approve(await begin(path), hint)
  const post = async (query: string, headers: Record<string, string> = { origin: ORIGIN }): Promise<Reply> => {
    const response = await fetchPage('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query }) })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  return {
    cookies,
    fetchPage,
    begin,
    approve,
    callback,
    post,
    /** There and back. @param hint who, and what is to be wrong: `asha [[expired]]` */
    signIn: async (hint: string, path?: string): Promise<Response> => fetchPage(await callback(hint, path)),
  }
}
