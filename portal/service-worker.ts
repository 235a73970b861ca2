// Documents that were read can be read without a network: their pages, the search, and what they are shown with. All else goes
// its way as if there were no worker. Pages come from the network first; what is named by its content comes from here first.

/** Of a service worker's scope, what is needed here: the DOM's types do not know it. */
interface WorkerEvent extends Event {
  readonly request: Request
  readonly data: unknown
  readonly waitUntil: (work: Promise<unknown>) => void
  readonly respondWith: (response: Promise<Response>) => void
}
interface WorkerScope {
  readonly skipWaiting: () => Promise<void>
  readonly clients: { readonly claim: () => Promise<void> }
  readonly addEventListener: (type: 'install' | 'activate' | 'fetch' | 'message', listen: (event: WorkerEvent) => void) => void
}
const scope = self as unknown as WorkerScope

const CACHE = 'read'
/** Pages and parts; the oldest go. */
const MOST_KEPT = 300
const PAGES = /^\/(?:hi|en)\/(?:docs\/.*|search\.json)$/
const PARTS = /^\/(?:assets\/.+|favicon\.svg)$/

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()))
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()))

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (PARTS.test(pathname)) event.respondWith(keptFirst(request))
  else if (PAGES.test(pathname)) event.respondWith(networkFirst(request, event))
})

/** The page that has just begun to be read tells what it was made of: it was there before the worker. */
scope.addEventListener('message', (event) => {
  const { data } = event
  if (Array.isArray(data)) event.waitUntil(keepAll(data.map(String)))
})

async function keptFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? keep(request)
}

async function networkFirst(request: Request, event: WorkerEvent): Promise<Response> {
  try {
    const response = await fetch(request)
    if (isWhole(response)) event.waitUntil(put(request.url, response.clone()))
    return response
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error()
  }
}

async function keep(request: Request): Promise<Response> {
  const response = await fetch(request)
  if (isWhole(response)) await put(request.url, response.clone())
  return response
}

async function keepAll(addresses: readonly string[]): Promise<void> {
  for (const address of addresses) if (!(await caches.match(address))) await keep(new Request(address)).catch(() => undefined)
}

async function put(address: string, response: Response): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.put(address, response)
  const all = await cache.keys()
  for (const old of all.slice(0, Math.max(0, all.length - MOST_KEPT))) await cache.delete(old)
}

const isWhole = ({ status, type }: Response): boolean => status === 200 && type === 'basic'
