// A receiver of all webhooks of a run: when each generation's first came.
import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { json } from 'node:stream/consumers'
import * as v from 'valibot'

const Told = v.object({ data: v.object({ id: v.string() }) })

export interface Receiver {
  readonly url: string
  /** By generation, in milliseconds since 1970. */
  readonly receivedAtMs: ReadonlyMap<string, number>
  readonly close: () => void
}

export async function openReceiver(): Promise<Receiver> {
  const receivedAtMs = new Map<string, number>()
  const take = async (request: IncomingMessage): Promise<number> => {
    const { success, output } = v.safeParse(Told, await json(request))
    if (!success) return 400
    const { id } = output.data
    if (!receivedAtMs.has(id)) receivedAtMs.set(id, Date.now())
    return 204
  }
  const server = createServer((request, response) => void take(request).then((status) => response.writeHead(status).end()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The receiver of webhooks has no port.')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    receivedAtMs,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
