// A server of its own on this machine, at any free port.
import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'

export interface LoopbackServer {
  /** Its origin. */
  readonly url: string
  /** Connections that are open included. */
  readonly close: () => void
}

export async function openLoopbackServer(listener: RequestListener): Promise<LoopbackServer> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('A server on this machine has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
