// A receiver of webhooks on this machine: a server of its own, as a caller's would be.
import { EventEmitter, on } from 'node:events'
import { text } from 'node:stream/consumers'
import { openLoopbackServer } from '../local/loopback-server.ts'

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
  const { url, close } = await openLoopbackServer((request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    void text(request).then((body) => post.emit('webhook', { headers, body }))
    request.once('end', () => response.writeHead(204).end())
  })
  return {
    url: `${url}/hook`,
    next: (patienceMs) => {
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => late.reject(new Error('No webhook came.')), patienceMs)
      const first = caught.next().then(({ value }) => value?.[0] as CaughtWebhook)
      return Promise.race([first, late.promise]).finally(() => clearTimeout(timer))
    },
    close,
  }
}
