// The two forms in which a subscription's events are sent, by Accept: GraphQL over SSE in distinct connections
// (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md), and Apollo's multipart
// (https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol). Both read 2026-11-28.
import { parseAccept } from 'hono/utils/accept'

export interface StreamForm {
  readonly contentType: string
  /** Says that we are still there. */
  readonly heartbeat: string
  /** @param result as JSON */
  readonly event: (result: string) => string
  readonly end: string
  /** The end, where nothing more can be told. @param errors as JSON */
  readonly failure: (errors: string) => string
}

const SSE: StreamForm = {
  contentType: 'text/event-stream; charset=utf-8',
  heartbeat: ': \n\n',
  event: (result) => `event: next\ndata: ${result}\n\n`,
  end: 'event: complete\ndata: \n\n',
  failure: (errors) => `${SSE.event(`{"errors":${errors}}`)}${SSE.end}`,
}

const BOUNDARY = 'graphql'
const part = (payload: string): string => `\r\n--${BOUNDARY}\r\nContent-Type: application/json\r\n\r\n${payload}`
const LAST = `\r\n--${BOUNDARY}--\r\n`

const MULTIPART: StreamForm = {
  contentType: `multipart/mixed;boundary="${BOUNDARY}";subscriptionSpec=1.0`,
  heartbeat: part('{}'),
  event: (result) => part(`{"payload":${result}}`),
  end: `${part('{"payload":null}')}${LAST}`,
  failure: (errors) => `${part(`{"payload":null,"errors":${errors}}`)}${LAST}`,
}

/** The best of what is accepted, SSE where anything is. Undefined: neither. */
export function streamFormOf(accept: string | null): StreamForm | undefined {
  if (accept === null || accept.trim() === '') return SSE
  for (const { type, params, q } of parseAccept(accept).toSorted((one, other) => other.q - one.q)) {
    if (q <= 0) continue
    const named = type.toLowerCase()
    if (named === 'text/event-stream' || named === 'text/*' || named === '*/*') return SSE
    // In other versions of the multipart form events look otherwise.
    if (named === 'multipart/mixed' && Object.keys(params).some((name) => name.toLowerCase() === 'subscriptionspec')) return MULTIPART
  }
  return undefined
}
