// The emulators' Worker, and the front desk of local development: what is not for an emulator goes on to the API Worker.
// Never deployed. `wrangler dev -c emulators/wrangler.toml -c wrangler.toml` runs both.
import { emulators } from './registry.ts'
import { serve } from './serve.ts'
import { publishedOnShelf, shelfDesk, type CaughtWebhook, type Site } from './task-shelf.ts'

export { TaskShelf } from './task-shelf.ts'

interface Env extends Site {
  readonly API: Fetcher & Ticking
}

/** What the flag `service_binding_extra_handlers` adds to a service binding. */
interface Ticking {
  readonly scheduled: (event: { readonly cron: string; readonly scheduledTime: Date }) => Promise<{ readonly outcome: string }>
}

/** Longer than any client waits; then a request that hangs is let go. */
const LONGEST_ANSWER_MS = 10 * 60 * 1000

export default {
  async fetch(request, env) {
    const { origin, pathname } = new URL(request.url)
    if (pathname === '/emulators/tick') return tick(request, env)
    const catcher = /^\/emulators\/webhooks\/([\w.-]+)$/.exec(pathname)?.[1]
    if (catcher) return catchWebhook(request, env, catcher)
    if (!pathname.startsWith('/emulators/')) return env.API.fetch(request)
    return emulated(request, env, `${origin}/emulators`)
  },
} satisfies ExportedHandler<Env>

/** What cron does in production, when asked. */
async function tick(request: Request, env: Env): Promise<Response> {
  if (request.method !== 'POST') return new Response('POST ticks\n', { status: 405, headers: { allow: 'POST' } })
  return Response.json(await env.API.scheduled({ cron: '* * * * *', scheduledTime: new Date() }))
}

/** Keeps every webhook that is POSTed under a name; GET lists them, newest first. */
async function catchWebhook(request: Request, env: Env, name: string): Promise<Response> {
  const shelf = env.TASK_SHELF.getByName(`webhooks/${name}`)
  if (request.method === 'GET') {
    const caught = await shelf.webhooks()
    return Response.json(caught.map((json): CaughtWebhook => JSON.parse(json)))
  }
  if (request.method !== 'POST') return new Response('POST or GET\n', { status: 405, headers: { allow: 'GET, POST' } })
  const headers = Object.fromEntries(request.headers)
  const webhook: CaughtWebhook = { receivedAt: new Date().toISOString(), headers, body: await request.text() }
  await shelf.putWebhook(JSON.stringify(webhook))
  return new Response(null, { status: 204 })
}

async function emulated(request: Request, env: Env, origin: string): Promise<Response> {
  const answer = serve(request, {
    origin,
    emulators,
    nowMs: Date.now,
    deskOf: (emulator) => shelfDesk(env, origin, emulator.mount),
    published: (id) => publishedOnShelf(env.TASK_SHELF, id),
  })
  try {
    return await orLetGo(answer)
  } catch (error) {
    // oxlint-disable-next-line no-console -- the log of local development is the terminal
    console.error(`${request.method} ${request.url}: the emulator threw`, error)
    return new Response('the emulator failed; see the log\n', { status: 500 })
  }
}

/** The timer also keeps the runtime from ending a request that waits for nothing at once, as a hanging one does. */
async function orLetGo(answer: Promise<Response>): Promise<Response> {
  const late = Promise.withResolvers<Response>()
  const timer = setTimeout(() => late.resolve(new Response('hung\n', { status: 504 })), LONGEST_ANSWER_MS)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
