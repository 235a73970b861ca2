// What others see of the upstreams: by name, where they are configured.
import type { UpstreamId } from '../domain/upstream.ts'
import type { CompanyCallbacks, Upstream } from './contract.ts'
import type { UpstreamHttp } from './http.ts'

export interface Upstreams {
  /** False where its secrets are not set: its models are not offered. */
  readonly isConfigured: (id: UpstreamId) => boolean
  /** @returns undefined where it is not configured */
  readonly get: (id: UpstreamId) => { readonly upstream: Upstream; readonly http: UpstreamHttp } | undefined
  /** How it calls back. @returns undefined where it does not, or is not configured */
  readonly callbacksOf: (id: UpstreamId) => CompanyCallbacks | undefined
}

export interface WithUpstreams<Call extends keyof Upstreams = keyof Upstreams> {
  readonly upstreams: Pick<Upstreams, Call>
}
