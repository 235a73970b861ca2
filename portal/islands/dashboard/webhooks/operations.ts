// What the webhooks' part asks, and what it is told.
import { operation } from '../../../ask.ts'
import type { EventKind } from '../../../../src/domain/event.ts'
import type { Connection } from '../use-pages.ts'

export interface Endpoint {
  readonly id: string
  readonly url: string
  readonly events: readonly EventKind[] | null
  readonly description: string | null
  readonly headers: readonly string[]
  readonly enabled: boolean
  readonly disabledReason: 'OWNER' | 'GONE' | 'FAILING' | null
  readonly disabledAt: string | null
  readonly failingSince: string | null
  readonly recovering: boolean
}

export interface EndpointInput {
  readonly url: string
  readonly events: readonly EventKind[]
  readonly description: string
  readonly headers?: Readonly<Record<string, string>>
}

export const DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'PARKED', 'STOPPED'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

export interface Delivery {
  readonly id: string
  readonly webhookId: string
  readonly generationId: string | null
  readonly event: EventKind
  readonly url: string
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly lastStatus: number | null
  readonly lastDetail: string | null
  readonly createdAt: string
  readonly log: readonly { readonly at: string; readonly status: number | null; readonly ms: number; readonly detail: string | null; readonly answer: string }[]
}

export interface DeliveryFilter {
  readonly endpoint?: string
  readonly status?: DeliveryStatus
}

export interface Tried {
  readonly delivered: boolean
  readonly status: number | null
  readonly detail: string | null
}

interface Id {
  readonly id: string
}

export const ENDPOINTS = operation<{ readonly webhookEndpoints: readonly Endpoint[] }>(`query Endpoints {
  webhookEndpoints { id url events description headers enabled disabledReason disabledAt failingSince recovering }
}`)

export const CREATE = operation<{ readonly webhookEndpointCreate: { readonly secret: string } }, { readonly input: EndpointInput }>(`mutation CreateEndpoint($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { secret } }`)

export const UPDATE = operation<{ readonly webhookEndpointUpdate: Id }, { readonly input: Partial<EndpointInput> & Id & { readonly enabled?: boolean } }>(`mutation UpdateEndpoint($input: WebhookEndpointUpdateInput!) { webhookEndpointUpdate(input: $input) { id } }`)

export const DELETE = operation<{ readonly webhookEndpointDelete: boolean }, Id>(`mutation DeleteEndpoint($id: ID!) { webhookEndpointDelete(id: $id) }`)

export const ROTATE = operation<{ readonly webhookEndpointSecretRotate: { readonly secret: string } }, Id & { readonly overlapHours: number }>(`mutation RotateSecret($id: ID!, $overlapHours: Int!) { webhookEndpointSecretRotate(id: $id, overlapHours: $overlapHours) { secret } }`)

export const ROTATE_OWN = operation<{ readonly webhookSecretRotate: { readonly secret: string } }, { readonly overlapHours: number }>(`mutation RotateOwnSecret($overlapHours: Int!) { webhookSecretRotate(overlapHours: $overlapHours) { secret } }`)

export const EXAMPLE = operation<{ readonly webhookExample: Tried }, { readonly endpointId: string; readonly event: EventKind }>(`mutation Example($endpointId: ID!, $event: String!) { webhookExample(endpointId: $endpointId, event: $event) { delivered status detail } }`)

export const RECOVER = operation<{ readonly webhookRecover: Id }, { readonly endpointId: string; readonly since: string }>(`mutation Recover($endpointId: ID!, $since: DateTime!) { webhookRecover(endpointId: $endpointId, since: $since) { id } }`)

export const DELIVERIES = operation<{ readonly webhookDeliveries: Connection<Delivery> }, { readonly filter: DeliveryFilter; readonly after?: string }>(`query Deliveries($filter: WebhookDeliveryFilter, $after: String) {
  webhookDeliveries(first: 20, after: $after, filter: $filter) {
    edges { node { id webhookId generationId event url status attempts lastStatus lastDetail createdAt log { at status ms detail answer } } }
    pageInfo { hasNextPage endCursor }
  }
}`)

export const REDELIVER = operation<{ readonly webhookRedeliver: Id }, Id>(`mutation Redeliver($id: ID!) { webhookRedeliver(id: $id) { id } }`)
