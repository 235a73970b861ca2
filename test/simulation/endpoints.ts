// The owners of webhook endpoints, and their receivers: made, changed, switched off and deleted while generations end. What they
// know of it and what came is kept for the judge (endpoints-judged.ts).
import { RECEIVER } from '../world.ts'
import type { Asking } from './asking.ts'
import type { EndpointPlan } from './plans.ts'
import { START_MS } from './times.ts'
import { bodyText } from './wire.ts'

const CREATE = 'mutation ($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { secret endpoint { id } } }'
const UPDATE = 'mutation ($id: ID!, $enabled: Boolean) { webhookEndpointUpdate(input: { id: $id, enabled: $enabled }) { id enabled } }'
const DELETE = 'mutation ($id: ID!) { webhookEndpointDelete(id: $id) }'
const ROTATE = 'mutation ($id: ID!) { webhookEndpointSecretRotate(id: $id, overlapHours: 24) { secret } }'
const RECOVER = 'mutation ($id: ID!, $since: DateTime!) { webhookRecover(endpointId: $id, since: $since) { id } }'
export const OVERLAP_MS = 24 * 3_600_000

export type Change = EndpointPlan['changes'][number]['what']

/** Something that its owner did, from when it was begun until it was known. */
export interface Done {
  readonly what: 'CREATE' | Change
  readonly beganAtMs: number
  /** Undefined: nobody knows what came of it. */
  knownAtMs: number | undefined
  /** The new secret. */
  secret: string | undefined
}

export interface OwnedEndpoint {
  readonly plan: EndpointPlan
  readonly url: string
  id: string | undefined
  readonly done: Done[]
}

export interface Received {
  readonly url: string
  readonly id: string
  readonly type: string
  /** Of a generation its id, else the endpoint's or that of what was charged. */
  readonly subject: string
  readonly timestamp: string
  readonly body: string
  readonly headers: Headers
  readonly status: number
  readonly atMs: number
  /** When whoever sent it began. */
  readonly beganAtMs: number
}

interface Needs {
  readonly clock: { readonly nowMs: number }
  readonly asking: Asking
  readonly later: (atMs: number, begin: () => Promise<void>) => void
}

export type Endpoints = ReturnType<typeof createEndpoints>

export function createEndpoints({ clock, asking, later }: Needs, plans: readonly EndpointPlan[]) {
  const owned = plans.map((plan, index): OwnedEndpoint => ({ plan, url: `${RECEIVER}/endpoint-${index}`, id: undefined, done: [] }))
  const received: Received[] = []

  /** @param read what its answer says */
  const doIt = (endpoint: OwnedEndpoint, what: Done['what'], query: string, variables: object, read: (data: Readonly<Record<string, { readonly secret?: string; readonly endpoint?: { readonly id: string } }>>, one: Done) => void): Promise<void> => {
    const one: Done = { what, beganAtMs: clock.nowMs, knownAtMs: undefined, secret: undefined }
    endpoint.done.push(one)
    return asking.ask(`${what.toLowerCase()} an endpoint of ${endpoint.plan.caller}`, endpoint.plan.caller, { query, variables }, ({ data, errors }) => {
      if (!data || errors) return
      one.knownAtMs = clock.nowMs
      read(data, one)
    })
  }

  const change = async (endpoint: OwnedEndpoint, what: Change): Promise<void> => {
    const { id } = endpoint
    if (id === undefined || endpoint.done.some((one) => one.what === 'DELETE')) return
    if (what === 'DELETE') return doIt(endpoint, what, DELETE, { id }, () => undefined)
    if (what === 'RECOVER') return doIt(endpoint, what, RECOVER, { id, since: new Date(START_MS).toISOString() }, () => undefined)
    if (what !== 'ROTATE') return doIt(endpoint, what, UPDATE, { id, enabled: what === 'ON' }, () => undefined)
    // Another one while nobody knows the new secret would leave the owner with none.
    if (endpoint.done.some((one) => one.what === 'ROTATE')) return
    return doIt(endpoint, what, ROTATE, { id }, (data, one) => void (one.secret = data['webhookEndpointSecretRotate']?.secret))
  }

  for (const endpoint of owned) {
    const { plan, url } = endpoint
    const startMs = START_MS + plan.atSeconds * 1000
    const input = { url, ...(plan.events && { events: plan.events }) }
    later(startMs, () => doIt(endpoint, 'CREATE', CREATE, { input }, (data, one) => {
      const made = data['webhookEndpointCreate']
      endpoint.id = made?.endpoint?.id
      one.secret = made?.secret
    }))
    for (const { what, afterSeconds } of plan.changes) later(startMs + afterSeconds * 1000, () => change(endpoint, what))
  }

  return {
    owned,
    received,
    receive: (url: string, init: RequestInit, beganAtMs: number): Response => {
      const body = bodyText(init)
      const headers = new Headers(init.headers)
      const { type, timestamp, data } = JSON.parse(body) as { readonly type: string; readonly timestamp: string; readonly data: { readonly id?: string; readonly generationId?: string; readonly endpointId?: string } }
      const id = headers.get('webhook-id') ?? ''
      const note = (status: number): void => void received.push({ url, id, type, subject: data.id ?? data.endpointId ?? data.generationId ?? '', timestamp, body, headers, status, atMs: clock.nowMs, beganAtMs })
      const nth = received.filter((one) => one.url === url && one.id === id).length
      try {
        const response = answer(owned.find((endpoint) => endpoint.url === url), nth)
        note(response.status)
        return response
      } catch (error) {
        note(0)
        throw error
      }
    },
  }
}

/** As its receiver answers for the how-manieth time to one event. */
const answer = (endpoint: OwnedEndpoint | undefined, nth: number): Response => {
  switch (endpoint?.plan.receiver) {
    case 'FAILS':
      return new Response('no', { status: 500 })
    case 'GONE':
      return new Response('gone', { status: 410 })
    case 'FLAKY':
      return nth < 2 ? new Response('not now', { status: 503 }) : new Response('ok')
    case 'LATER':
      return nth < 1 ? new Response('busy', { status: 429, headers: { 'retry-after': '60' } }) : new Response('ok')
    case 'HANGS':
      throw new Error('no answer came in time')
    case 'TAKES':
    case undefined:
      return new Response('ok')
  }
}
