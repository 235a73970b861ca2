// What people use in a browser: sign in, come back from the issuer, go on to the dashboard, sign out.
import type { Hono } from 'hono'
import type { Context, MiddlewareHandler } from 'hono'
import type { SignInSettings, WithSignIn } from '../auth/sign-in-settings.ts'
import { allow } from './app-env.ts'
import type { AppEnv } from './app-env.ts'
import { errorPage } from './error-page.ts'
import { leadToPortal } from './front-door.ts'
import { ApiError, ERRORS } from '../domain/errors.ts'
import { isFromOwnPage } from '../http/cross-origin.ts'
import type { Services } from '../services.ts'
import type { KeyCache } from '../auth/api-keys.ts'
import { incomplete } from '../auth/ask-issuer.ts'
import type { KnownIssuers } from '../auth/open-id.ts'
import { endSession, sessionCookies } from '../auth/sessions.ts'
import { beginSignIn, checkedReturn, finishSignIn, signInByAccess } from '../auth/sign-in.ts'
import type { Onward } from '../auth/sign-in.ts'

const ACCOUNT = '/account'

/** @param open the services of a request */
export function addSignInRoutes(
  app: Hono<AppEnv>,
  keys: KeyCache,
  open: (c: Context<AppEnv>) => Services,
): void {
  const known: KnownIssuers = { documents: new Map(), keys: new Map() }

  app.use('/auth/*', forPeople)
  app.use(ACCOUNT, forPeople)

  app.all('/auth/sign-in', allow('GET'), async (c) => {
    const services = open(c)
    const { openId, access } = settingsOf(services)
    const returnTo = checkedReturn(c.req.query('return_to') ?? ACCOUNT, services)
    const assertion = c.req.header('cf-access-jwt-assertion')
    await services.lookUps.requireStep(c.req.header('cf-connecting-ip'))
    if (access && assertion !== undefined) return goOn(c, await signInByAccess(services, known, access, assertion, returnTo))
    // Access alone is set, and the request has come around it.
    if (!openId) throw incomplete('UNAUTHENTICATED')
    return goOn(c, await beginSignIn(services, known, openId, returnTo))
  })

  app.all('/auth/callback', allow('GET'), async (c) => {
    const services = open(c)
    const { openId } = settingsOf(services)
    if (!openId) throw new ApiError('NOT_FOUND')
    await services.lookUps.requireStep(c.req.header('cf-connecting-ip'))
    return goOn(c, await finishSignIn(services, known, openId, c.req.raw.headers, c.req.url))
  })

  app.all('/auth/sign-out', allow('POST'), async (c) => {
    const services = open(c)
    settingsOf(services)
    const { headers } = c.req.raw
    if (!isFromOwnPage(headers, services.publicUrl)) throw new ApiError('FORBIDDEN')
    await endSession(services, keys, headers)
    return goOn(c, { location: services.publicUrl + ACCOUNT, cookies: sessionCookies('') })
  })

  app.all(ACCOUNT, allow('GET'), (c) => {
    settingsOf(open(c))
    return leadToPortal(c, '/dashboard/')
  })
}

/** @throws ApiError NOT_FOUND where signing in is not set up */
function settingsOf({ signIn }: WithSignIn): SignInSettings {
  if (!signIn) throw new ApiError('NOT_FOUND')
  return signIn
}

function goOn(c: Context<AppEnv>, { location, cookies }: Onward): Response {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
  return c.redirect(location, 303)
}

/** Nothing of these is kept by anyone, and who asked for a page is refused with one. */
const forPeople: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  c.header('Cache-Control', 'no-store')
  if (!c.error || !c.req.header('accept')?.includes('text/html')) return
  const { code, details } = c.error instanceof ApiError ? c.error : new ApiError('INTERNAL')
  c.res = c.html(errorPage(code, details.sentence), ERRORS[code].status)
}
