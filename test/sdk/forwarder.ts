// For an SDK that takes a host and a port, but no path: a server of its own port, whose root is an emulator's folder.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { after } from 'node:test'

/** Closed with the file's last test. @param base without a trailing slash */
export async function forwarderTo(base: string): Promise<{ readonly host: string; readonly port: number }> {
  const server = createServer((request, response) => {
    forward(base, request, response).catch((error: unknown) => response.writeHead(502).end(String(error)))
  })
  const host = '127.0.0.1'
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  after(() => server.close())
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the forwarder has no port')
  return { host, port: address.port }
}

/** What belongs to the connection, not to the message. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length', 'accept-encoding'])

async function forward(base: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request)
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    if (!OF_THE_CONNECTION.has(name)) for (const value of values) headers.append(name, value)
  }
  const method = request.method ?? 'GET'
  const answer = await fetch(base + (request.url ?? ''), { method, headers, ...(body.byteLength > 0 && { body }) })
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
  response.end(Buffer.from(await answer.arrayBuffer()))
}
