// How an upstream is reached; made by compose.ts, used by the HTTP client.

/** How an upstream is reached and authorised; from the configuration, by compose.ts alone. */
export interface UpstreamAccess {
  /** Without a trailing slash. */
  readonly baseUrl: string
  /** Headers that prove who we are. Minted for each request, since some are short-lived tokens. */
  readonly authorize: (nowMs: number) => Promise<Readonly<Record<string, string>>>
  /** Hosts besides the base URL's own that may see those headers (`*.bfl.ai`). */
  readonly trustedHosts?: readonly RegExp[]
}
