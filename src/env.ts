// The bindings and settings of the Worker. Only compose.ts reads them.
import type { UpstreamHealth } from './health/upstream-health.ts'
import type { UpstreamPlaces } from './places/upstream-places.ts'
import type { AccountGate } from './limits/account-gate.ts'
import type { DueMessage, EventsMessage, JobMessage, LookMessage, PollMessage, Versioned, WebhookMessage } from './domain/messages.ts'

export interface Env {
  /** The directory, and the first of the databases that accounts are in. */
  readonly DB: D1Database
  /** The others. */
  readonly [shard: `DB_${number}`]: D1Database | undefined
  readonly MEDIA: R2Bucket
  /** The portal as it was built, `static` within: dist/site. */
  readonly ASSETS: Fetcher
  readonly ACCOUNT_GATE: DurableObjectNamespace<AccountGate>
  readonly UPSTREAM_HEALTH: DurableObjectNamespace<UpstreamHealth>
  readonly UPSTREAM_PLACES: DurableObjectNamespace<UpstreamPlaces>
  readonly SUBMITS: Queue<Versioned<JobMessage>>
  readonly POLLS: Queue<Versioned<PollMessage | LookMessage>>
  /** Submissions and polls that hold media in memory. */
  readonly HEAVY: Queue<Versioned<JobMessage | PollMessage>>
  readonly WEBHOOKS: Queue<Versioned<WebhookMessage>>
  /** Those to receivers that failed or were slow lately. */
  readonly WEBHOOKS_SLOW: Queue<Versioned<WebhookMessage>>
  readonly DUE: Queue<Versioned<DueMessage | EventsMessage>>
  /** How many keys an address may have looked up, by location. */
  readonly KEY_LOOKUPS: RateLimit
  /** How many callbacks of an attempt lead to a look, by location. */
  readonly CALLBACKS: RateLimit
  /** Where moves, calls and reads are counted. Absent, nothing is. */
  readonly MEASURES?: AnalyticsEngineDataset
  /** Where callers reach us. */
  readonly PUBLIC_URL: string
  /** Where media are served, if not there: an origin of its own, so that no file is ever of the origin that people sign in to. */
  readonly MEDIA_URL?: string
  /** Secret: signs the media links. */
  readonly MEDIA_LINK_SECRET?: string
  /** Secret: signs the client tokens. At least 32 characters; several separated by commas while it is changed, the last one signs. */
  readonly CLIENT_TOKEN_SECRET?: string
  /** Secret: makes the addresses at which companies call back. As CLIENT_TOKEN_SECRET. Not set, none is asked to. */
  readonly CALLBACK_SECRET?: string
  /** Who signs people in: an OpenID Connect issuer, exactly as it calls itself, and what it knows us by. */
  readonly OIDC_ISSUER?: string
  readonly OIDC_CLIENT_ID?: string
  readonly OIDC_CLIENT_SECRET?: string
  /** Secret: signs the cookie of a sign-in under way. As CLIENT_TOKEN_SECRET. */
  readonly SESSION_SECRET?: string
  /** A Cloudflare Access application in front: `https://<team>.cloudflareaccess.com`, and its audience tag. */
  readonly ACCESS_ISSUER?: string
  readonly ACCESS_AUDIENCE?: string
  /** People who may administer by session: `[{ "issuer": "https://…", "subject": "…" }]`. */
  readonly ADMIN_PEOPLE?: string
  /** Secret: signs what webhook endpoints are sent, `whsk_` and base64 of 32 bytes; several separated by commas while it is changed, all sign. */
  readonly WEBHOOK_SIGNING_KEY?: string
  /** Secret: where alarms are posted, as `{ "text": "…" }`. */
  readonly ALARM_WEBHOOK_URL?: string
  /** Secret: asked for after each sweep, by GET. Who watches it hears when the sweeper is dead. */
  readonly HEARTBEAT_URL?: string
  /** "off": looks at open jobs are read from D1, not answered by the account's object. */
  readonly OPEN_READS?: string
  /** "off": everything is sent at once, and who is busy is asked again. Otherwise what a company has no place for waits in its line. */
  readonly COMPANY_LINES?: string
  /** "off": what has been over for 30 days stays in the database. Otherwise it leaves for R2. What has left is read in any case. */
  readonly ARCHIVE?: string
  /** Local development: "true" lets webhooks and media reach loopback. Heeded only where PUBLIC_URL is loopback itself. */
  readonly ALLOW_LOOPBACK?: string
  /** `KLING_API_KEY`, `KLING_BASE_URL`, `KLING_CONCURRENCY` …: the settings of the upstreams, by the prefix in their registration. */
  readonly [setting: `${Uppercase<string>}_API_KEY` | `${Uppercase<string>}_BASE_URL` | `${Uppercase<string>}_CONCURRENCY`]: string | undefined
}

type Bindings = Env

declare global {
  namespace Cloudflare {
    // oxlint-disable-next-line no-empty-interface -- merges our bindings into `env` of cloudflare:workers
    interface Env extends Bindings {}
  }
}
