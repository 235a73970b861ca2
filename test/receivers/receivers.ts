// Receivers of webhooks by their URL, for a world's network. Each answers as it is told, and remembers what it got.
import type { World } from '../world.ts'

export interface Received {
  readonly headers: Headers
  readonly body: string
}

export type Answering = (init: RequestInit) => Response | Promise<Response>

export function openReceivers() {
  const answers = new Map<string, Answering>()
  const received = new Map<string, Received[]>()
  return {
    /** What a receiver answers from now on; 200 before. */
    answer: (url: string, answering: Answering): void => void answers.set(url, answering),
    got: (url: string): readonly Received[] => received.get(url) ?? [],
    network: (url: string, init: RequestInit): Promise<Response> | undefined => {
      if (!new URL(url).hostname.endsWith('.receiver.example.com')) return undefined
      received.set(url, [...(received.get(url) ?? []), { headers: new Headers(init.headers), body: typeof init.body === 'string' ? init.body : '' }])
      return Promise.resolve(answers.get(url)?.(init) ?? new Response('ok'))
    },
  }
}

const CREATE = `mutation ($input: WebhookEndpointCreateInput!) {
  webhookEndpointCreate(input: $input) { secret endpoint { id url events description headers enabled disabledAt disabledReason failingSince createdAt } }
}`

export interface MadeEndpoint {
  readonly secret: string
  readonly endpoint: { readonly id: string; readonly url: string; readonly enabled: boolean }
}

export const createEndpoint = async (world: World, input: Readonly<Record<string, unknown>>): Promise<MadeEndpoint> => (await world.ask(CREATE, { input }))['webhookEndpointCreate']

export const postEndpoint = (world: World, input: Readonly<Record<string, unknown>>) => world.post({ query: CREATE, variables: { input } })
