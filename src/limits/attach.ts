// How a Worker attaches who waits to the account's object: by a WebSocket, which hibernates in the object, so that nothing is
// billed while nothing moves. What is asked and what is answered travels beside the socket.
import { believed, readOwnJson } from '../domain/own-json.ts'
import type { AccountGateCalls, Admission, AttachRequest, Attachment, Gate, LimitFigures } from './gate.ts'

export const FIGURES_HEADER = 'x-figures'
/** Its place among those that wait for a slot, where it waits. */
export const PLACE_HEADER = 'x-place'
const Asked = believed<AttachRequest>()
const Told = believed<LimitFigures>()
const Denied = believed<Admission & { readonly kind: 'DENIED' }>()
const ADDRESS = 'https://gate/attach'

type Stub = AccountGateCalls & { readonly fetch: (url: string, init: RequestInit) => Promise<Response> }

export const gateOf = (stub: Stub): Gate => ({
  admit: (request) => stub.admit(request),
  look: (request) => stub.look(request),
  tell: (request) => stub.tell(request),
  release: (request) => stub.release(request),
  giveBack: (request) => stub.giveBack(request),
  turns: (request) => stub.turns(request),
  attach: (request) => attach(stub, request),
})

async function attach(stub: Pick<Stub, 'fetch'>, request: AttachRequest): Promise<Attachment> {
  const url = new URL(ADDRESS)
  url.searchParams.set('request', JSON.stringify({ ...request, takesPlaces: true } satisfies AttachRequest))
  const answer = await stub.fetch(url.href, { headers: { Upgrade: 'websocket' } })
  const { webSocket: socket, headers } = answer
  if (!socket) return readOwnJson(Denied, await answer.text())
  const place = headers.get(PLACE_HEADER)
  return { kind: 'ATTACHED', figures: readOwnJson(Told, headers.get(FIGURES_HEADER) ?? ''), place: place === null ? null : Number(place), socket }
}

/** As the object reads it. */
export const readAttachRequest = ({ url }: Request): AttachRequest => readOwnJson(Asked, new URL(url).searchParams.get('request') ?? '')
