// Our cookies, all alike: `__Host-` keeps other hosts of the domain from setting them, HttpOnly keeps scripts from reading
// them, but for one that holds no secret, and Lax keeps them out of what other sites send, but for a link that is followed to us. Browsers count loopback
// as safe, so that nothing is different in development.

export type CookieName = `__Host-${string}`

/** @param header the request's `Cookie` */
export function readCookie(header: string | null, name: CookieName): string | undefined {
  const start = `${name}=`
  return header?.split(';').map((part) => part.trim()).find((part) => part.startsWith(start))?.slice(start.length)
}

/** The value of `Set-Cookie`. @param maxAgeSeconds 0 takes it back @param isReadable by scripts of our pages: it holds no secret */
export function writeCookie(name: CookieName, value: string, maxAgeSeconds: number, isReadable = false): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds};${isReadable ? '' : ' HttpOnly;'} Secure; SameSite=Lax`
}
