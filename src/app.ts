// The Hono app. The order of its lines is the pipeline: request id → body limit → authenticate → GraphQL.
import { Hono } from 'hono'
import type { Context as HonoContext } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createKeyCache, authenticate } from './auth/api-keys.ts'
import { requireOrigin } from './auth/scopes.ts'
import { compose, composeMediaRoute, realWorld } from './compose.ts'
import type { World } from './compose.ts'
import type { Env } from './env.ts'
import { ApiError, ERRORS } from './errors.ts'
import type { ErrorCode, Language } from './errors.ts'
import { errorPage, isErrorCode } from './error-page.ts'
import { readIdempotencyKey } from './graphql/create-generation.ts'
import { formatError } from './graphql/format-error.ts'
import { serveGraphql } from './graphql/server.ts'
import { serveMedia } from './media/serve.ts'
import { newId } from './new-id.ts'

export interface AppEnv {
  readonly Bindings: Env
  readonly Variables: { readonly requestId: string; readonly language: Language }
}

const MAX_BODY_BYTES = 1024 * 1024

export function createApp(world: World = realWorld): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const keys = createKeyCache()

  app.use(async (c, next) => {
    c.set('requestId', newId('req', world.now(), world.random))
    c.set('language', languageOf(c.req.header('accept-language')))
    await next()
    c.header('X-Request-Id', c.get('requestId'))
  })
  app.get('/health', (c) => c.json({ ok: true }))
  app.get('/errors/:code', (c) => {
    const code = c.req.param('code')
    if (!isErrorCode(code)) throw new ApiError('NOT_FOUND')
    return c.html(errorPage(code))
  })
  app.all('/media/*', (c) => serveMedia(c.req.raw, composeMediaRoute(c.env, world)))

  app.use('/graphql', async (c, next) => {
    if (c.req.method !== 'POST' && c.req.method !== 'GET') throw new ApiError('METHOD_NOT_ALLOWED')
    await next()
    c.header('Cache-Control', 'no-store')
  })
  app.use('/graphql', bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => refuse(new ApiError('PAYLOAD_TOO_LARGE', { values: { limit: MAX_BODY_BYTES } })) }))
  app.all('/graphql', async (c) => {
    const services = compose(c.env, world)
    const defer = (work: Promise<void>): void => c.executionCtx.waitUntil(work)
    const caller = await authenticate(services, keys, c.req.header('authorization') ?? null, c.req.header('cf-connecting-ip'), defer)
    if (!caller) throw new ApiError('UNAUTHENTICATED')
    requireOrigin(caller, c.req.header('origin'))
    const body = c.req.method === 'POST' ? await readJsonText(c) : ''
    const idempotencyKey = c.req.header('idempotency-key')
    return serveGraphql({
      method: c.req.method,
      url: c.req.url,
      accept: c.req.header('accept') ?? null,
      contentType: c.req.header('content-type') ?? null,
      body,
      idempotencyKey: idempotencyKey === undefined ? undefined : readIdempotencyKey(idempotencyKey, 'Idempotency-Key'),
      services,
      caller,
      language: c.get('language'),
      requestId: c.get('requestId'),
      defer,
    })
  })

  app.notFound(() => refuse(new ApiError('NOT_FOUND')))
  app.onError((error, c) => answerError(error, c))
  return app
}

function refuse(error: ApiError): never {
  throw error
}

/** @throws ApiError UNSUPPORTED_MEDIA_TYPE, or INVALID_INPUT for what is not JSON */
async function readJsonText(c: HonoContext<AppEnv>): Promise<string> {
  const [type, ...parameters] = (c.req.header('content-type') ?? '').toLowerCase().split(';').map((part) => part.trim())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replaceAll('"', '')
  if (type !== 'application/json' || (charset !== undefined && !['utf-8', 'utf8'].includes(charset))) throw new ApiError('UNSUPPORTED_MEDIA_TYPE')
  const text = await c.req.text()
  try {
    JSON.parse(text)
  } catch {
    throw new ApiError('INVALID_INPUT', { sentence: { en: 'The body is not JSON.', hi: 'Body सही JSON नहीं है।' } })
  }
  return text
}

function answerError(error: Error, c: HonoContext<AppEnv>): Response {
  const setting = {
    language: c.get('language'),
    requestId: c.get('requestId'),
    publicUrl: c.env.PUBLIC_URL.replace(/\/$/, ''),
    // oxlint-disable-next-line no-console -- Workers' logs are the console
    log: (event: string, facts: Readonly<Record<string, unknown>>) => console.log(JSON.stringify({ event, ...facts })),
  }
  const code: ErrorCode = error instanceof ApiError ? error.code : 'INTERNAL'
  if (code === 'INTERNAL') setting.log('internal error', { requestId: setting.requestId, error: String(error), stack: error.stack })
  const answer = formatError(error instanceof ApiError ? error : new ApiError('INTERNAL'), setting)
  const response = c.json({ errors: [answer] }, ERRORS[code].status)
  if (error instanceof ApiError && error.details.retryAfterSeconds !== undefined) response.headers.set('Retry-After', String(error.details.retryAfterSeconds))
  if (code === 'METHOD_NOT_ALLOWED') response.headers.set('Allow', 'GET, POST')
  if (code === 'UNAUTHENTICATED') response.headers.set('WWW-Authenticate', 'Bearer realm="doitong"')
  response.headers.set('X-Request-Id', setting.requestId)
  return response
}

/** Hindi where it is preferred to English. */
function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const quality = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find(Boolean)
    return { tag: tag.slice(0, 2), quality: Number(quality ?? 1) }
  })
  const best = (tag: string): number => Math.max(0, ...wanted.filter((one) => one.tag === tag).map((one) => one.quality))
  return best('hi') > best('en') ? 'hi' : 'en'
}
