// The Hono app. The order of its lines is the pipeline: request's facts → body limit → authenticate → GraphQL → headers.
import { Hono } from 'hono'
import type { Context as HonoContext } from 'hono'
import { createKeyCache, authenticate } from './auth/api-keys.ts'
import { requireOrigin } from './auth/scopes.ts'
import { authenticateSession } from './auth/sessions.ts'
import { allow } from './pages/app-env.ts'
import type { AppEnv } from './pages/app-env.ts'
import { MODE_HEADER, asksForTestMode, inTestMode } from './auth/test-mode.ts'
import { addSignInRoutes } from './pages/sign-in-routes.ts'
import { hearCallback } from './callbacks/hear-callback.ts'
import { CALLBACK_PATH } from './callbacks/callback-addresses.ts'
import { composeCallbacks, composer, composeLog, composeMediaRoute, composeSite, composeUploadRoute, realWorld } from './compose.ts'
import type { World } from './compose.ts'
import { newMemory } from './isolate-memory.ts'
import type { IsolateMemory } from './isolate-memory.ts'
import { answerOf } from './domain/error-answer.ts'
import { ApiError, ERRORS } from './domain/errors.ts'
import { isErrorCode } from './pages/error-page.ts'
import { leadToPortal } from './pages/front-door.ts'
import { notFoundPage } from './pages/not-found.ts'
import { serveStatus } from './health/serve-status.ts'
import { addAnswerHeaders, securityHeaders } from './http/answer-headers.ts'
import { CONTENT_CODINGS, isCodingRefusal } from './http/content-coding.ts'
import { answerPreflight, isFromOwnPage, isPreflight } from './http/cross-origin.ts'
import { BODY_TIMEOUT_MS, checkBodyHead, readRequestText } from './http/read-body.ts'
import { readIdempotencyKey } from './http/idempotency-key.ts'
import { languageOf, requestIdOf, traceparentOf } from './http/request-facts.ts'
import { RECORD_PATH, serveRecord } from './media/record.ts'
import { serveMedia } from './media/serve.ts'
import { newId } from './domain/new-id.ts'
import type { Services } from './services.ts'
import { withinTime } from './net/time-limit.ts'
import { atHome } from './store/shards.ts'
import { serveUpload } from './uploads/upload-route.ts'

type Log = Services['log']

/** @param memory what the isolate remembers from request to request */
export function createApp(world: World = realWorld, memory: IsolateMemory = newMemory()): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const keys = createKeyCache()
  const servicesOf = composer(world, memory)
  const open = (c: HonoContext<AppEnv>): Services => {
    const services = servicesOf(c.env)
    return { ...services, log: tracedLog(services.log, c) }
  }

  app.use(async (c, next) => {
    c.set('requestId', requestIdOf(c.req.header('x-request-id')) ?? newId('req', world.now(), world.random))
    c.set('traceparent', traceparentOf(c.req.header('traceparent')))
    c.set('language', languageOf(c.req.header('accept-language')))
    await next()
    addAnswerHeaders(c.res.headers, { url: c.req.url, requestId: c.get('requestId') })
  })
  app.use(securityHeaders)
  app.all('/', allow('GET', 'HEAD'), (c) => leadToPortal(c, '/'))
  app.all('/health', allow('GET', 'HEAD'), (c) => c.json({ ok: true }))
  app.all('/errors/:code', allow('GET', 'HEAD'), (c) => {
    const code = c.req.param('code')
    if (!isErrorCode(code)) throw new ApiError('NOT_FOUND')
    return leadToPortal(c, `/docs/errors/${code}/`)
  })
  app.all(`${RECORD_PATH}:sha256`, allow('GET', 'HEAD', 'OPTIONS'), (c) => serveRecord(c.req.raw, composeMediaRoute(c.env, world).bucket))
  app.all('/.well-known/webhooks/jwks.json', allow('GET', 'HEAD'), async (c) => {
    c.header('Cache-Control', 'public, max-age=300')
    c.header('Access-Control-Allow-Origin', '*')
    return c.json({ keys: (await open(c).signingKeys()).map(({ publicJwk }) => publicJwk) })
  })
  for (const path of ['/status.json', '/status.rss']) {
    app.all(path, allow('GET', 'HEAD', 'OPTIONS'), (c) => serveStatus(c.req.raw, open(c), memory.status, c.env.PUBLIC_URL.replace(/\/$/, '')))
  }
  app.all('/media/*', (c) => serveMedia(c.req.raw, composeMediaRoute(c.env, world)))
  app.all(`${CALLBACK_PATH}:upstream/:token`, allow('POST'), (c) => hearCallback(c.req.raw, c.req.param(), composeCallbacks(c.env, open(c), memory)))
  app.all('/uploads/*', (c) => serveUpload(c.req.raw, composeUploadRoute(c.env, open(c))))

  addSignInRoutes(app, keys, open)

  app.use('/graphql', async (c, next) => {
    if (isPreflight(c.req.raw)) return answerPreflight(c.req.raw, ['GET', 'POST'])
    await next()
    // Into the answer that is there: `c.header` would have Hono copy it.
    c.res.headers.set('Cache-Control', 'no-store')
  })
  app.all('/graphql', allow('GET', 'POST'), async (c) => {
    const { method } = c.req
    if (method === 'POST') checkBodyHead(c.req.raw.headers)
    const services = open(c)
    // Work that nobody waits for tells of its failure here; what matters in it the sweeper repeats.
    const defer = (work: Promise<void>): void =>
      c.executionCtx.waitUntil(work.catch((error: unknown) => services.log('deferred work failed', { error: String(error) })))
    const authorization = c.req.header('authorization')
    const { headers } = c.req.raw
    const caller =
      authorization === undefined
        ? isFromOwnPage(headers, services.publicUrl) && (await authenticateSession(services, keys, headers))
        : await authenticate(services, keys, authorization, c.req.header('cf-connecting-ip'), defer)
    const isTesting = asksForTestMode(c.req.header(MODE_HEADER), authorization === undefined && caller !== false)
    if (!caller) throw new ApiError('UNAUTHENTICATED')
    requireOrigin(caller, c.req.header('origin'))
    const own = await atHome(services, caller.accountId)
    const idempotencyKey = c.req.header('idempotency-key')
    // What counts limits, drains a queue or follows a link starts without it.
    const { serveGraphql } = await import('./graphql/protocol/server.ts')
    return serveGraphql({
      method,
      url: c.req.url,
      accept: c.req.header('accept') ?? null,
      contentType: c.req.header('content-type') ?? null,
      body: method === 'POST' ? await withinTime(BODY_TIMEOUT_MS, (signal) => readRequestText(c.req.raw, services.pause, signal)) : '',
      idempotencyKey: idempotencyKey === undefined ? undefined : readIdempotencyKey(idempotencyKey, 'Idempotency-Key'),
      prefer: c.req.header('prefer'),
      signal: c.req.raw.signal,
      services: own,
      caller: isTesting ? await inTestMode(own, keys, caller) : caller,
      language: c.get('language'),
      requestId: c.get('requestId'),
      defer,
    })
  })

  app.notFound(async (c) => (await notFoundPage(c.req.raw, c.get('language'), composeSite(c.env))) ?? answerError(new ApiError('NOT_FOUND'), c, world))
  app.onError((error, c) => answerError(error, c, world))
  return app
}

/** Every line of the request's logs says which request it was, and of which of the caller's traces. */
function tracedLog(log: Log, c: HonoContext<AppEnv>): Log {
  const traceparent = c.get('traceparent')
  return (event, facts) => log(event, { ...facts, requestId: c.get('requestId'), ...(traceparent !== undefined && { traceparent }) })
}

function answerError(error: Error, c: HonoContext<AppEnv>, world: World): Response {
  const { code, details } = error instanceof ApiError ? error : new ApiError('INTERNAL')
  if (code === 'INTERNAL') tracedLog(composeLog(c.env, world), c)('internal error', { error: String(error), stack: error.stack })
  const answer = answerOf(code, details, { language: c.get('language'), requestId: c.get('requestId'), publicUrl: c.env.PUBLIC_URL.replace(/\/$/, '') })
  const response = c.json({ errors: [answer] }, ERRORS[code].status)
  if (details.retryAfterSeconds !== undefined) response.headers.set('Retry-After', String(details.retryAfterSeconds))
  if (isCodingRefusal(error)) response.headers.set('Accept-Encoding', CONTENT_CODINGS.join(', '))
  if (code === 'UNAUTHENTICATED') response.headers.set('WWW-Authenticate', 'Bearer realm="doitong"')
  return response
}
