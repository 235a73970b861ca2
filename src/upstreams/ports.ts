// What others see of the upstreams: by name, where they are configured.
import type { UpstreamId } from '../domain/upstream.ts'
import type { Upstream } from './contract.ts'
import type { UpstreamHttp } from './http.ts'

export interface Upstreams {
  /** False where its secrets are not set: its models are not offered. */
  readonly isConfigured: (id: UpstreamId) => boolean
  /** @returns undefined where it is not configured */
  readonly get: (id: UpstreamId) => { readonly upstream: Upstream; readonly http: UpstreamHttp } | undefined
}

export interface WithUpstreams<Call extends keyof Upstreams = keyof Upstreams> {
  readonly upstreams: Pick<Upstreams, Call>
}
