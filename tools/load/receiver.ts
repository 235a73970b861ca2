// A receiver of all webhooks of a run: when each generation's first came.
import type { IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import * as v from 'valibot'
import { openLoopbackServer } from '../local/loopback-server.ts'

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
  const { url, close } = await openLoopbackServer((request, response) => void take(request).then((status) => response.writeHead(status).end()))
  return { url: `${url}/hook`, receivedAtMs, close }
}
