// A receiver of webhooks on this machine: a server of its own, as a caller's would be.
import { createServer } from 'node:http'
import { EventEmitter, on, once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface CaughtWebhook {
  readonly headers: Record<string, string>
  readonly body: string
}

export interface Catcher {
  readonly url: string
  /** The next that came, or comes. Throws when none does in so long. */
  readonly next: (patienceMs: number) => Promise<CaughtWebhook>
  readonly close: () => void
}

export async function openCatcher(): Promise<Catcher> {
  const post = new EventEmitter<{ webhook: [CaughtWebhook] }>()
  const caught = on(post, 'webhook')
  const server = createServer((request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    void text(request).then((body) => post.emit('webhook', { headers, body }))
    request.once('end', () => response.writeHead(204).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The catcher of webhooks has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    next: (patienceMs) => {
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => late.reject(new Error('No webhook came.')), patienceMs)
      const first = caught.next().then(({ value }) => value?.[0] as CaughtWebhook)
      return Promise.race([first, late.promise]).finally(() => clearTimeout(timer))
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
