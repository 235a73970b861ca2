// The composition root: the only place that reads the bindings, the clock, randomness and the network.
import type { UpstreamAccess } from './upstreams/access.ts'
import type { Upstreams } from './upstreams/ports.ts'
import type { UpstreamId } from './domain/upstream.ts'
import { heartbeat } from './alarms/heartbeat.ts'
import { alarmRaiser } from './alarms/raise-alarm.ts'
import { clientTokens } from './auth/client-tokens.ts'
import { openLookUps } from './auth/look-ups.ts'
import { signedClaims } from './auth/signed-claims.ts'
import { readAdminPeople } from './auth/sign-in-settings.ts'
import { callbackAddresses } from './callbacks/callback-addresses.ts'
import type { HearCallbackNeeds } from './callbacks/hear-callback.ts'
import type { Env } from './env.ts'
import { newMemory } from './isolate-memory.ts'
import type { IsolateMemory } from './isolate-memory.ts'
import { openHealth } from './health/known-health.ts'
import { openStatusHistory } from './health/status-history.ts'
import { gateOf } from './limits/attach.ts'
import { NO_OPEN_READS } from './limits/open-reads.ts'
import { rememberingGate } from './limits/remembered-denials.ts'
import { NO_LINES, openPlaces, readConcurrency } from './places/known-places.ts'
import { redactingLog, redactor } from './domain/log.ts'
import { newId } from './domain/new-id.ts'
import { pointOf } from './domain/measure.ts'
import type { Measure } from './domain/measure.ts'
import { mediaStore } from './media/ingest.ts'
import { patientBucket } from './media/patient-bucket.ts'
import type { ServeDependencies } from './media/serve.ts'
import { checkPublicUrl, publicFetch } from './net/public-address.ts'
import { isHeavy } from './jobs/heavy.ts'
import { MESSAGE_VERSION } from './domain/messages.ts'
import type { QueueMessage, Versioned, Queues } from './domain/messages.ts'
import { repeat } from './net/repeat.ts'
import type { Patience } from './net/repeat.ts'
import type { Services } from './services.ts'
import { openDatabase } from './store/database.ts'
import { FIRST, openShards } from './store/shards.ts'
import type { Shards } from './store/shards.ts'
import { uploadFiles } from './uploads/upload-files.ts'
import type { UploadRouteNeeds } from './uploads/upload-route.ts'
import type { UpstreamRegistration } from './upstreams/contract.ts'
import { upstreamHttp } from './upstreams/http.ts'
import { measuredHttp } from './upstreams/measured-http.ts'
import type { ReadUpload } from './upstreams/http.ts'
import { openSigningKeys } from './webhooks/signing-keys.ts'
import { registrations } from './upstreams/registry.ts'

/** What of the outside world a test may replace: time, chance, the network, the logs. */
export interface World {
  readonly now: () => number
  readonly random: (byteCount: number) => Uint8Array
  readonly pause: (ms: number) => Promise<void>
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** A line of the logs. */
  readonly print: (line: string) => void
}

export const realWorld: World = {
  now: () => Date.now(),
  random: (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount)),
  pause: (ms) => scheduler.wait(ms),
  // oxlint-disable-next-line no-restricted-globals -- the one place
  fetch: (url, init) => fetch(url, init),
  // oxlint-disable-next-line no-console -- Workers' logs are the console
  print: (line) => console.log(line),
}

/** How long who asks can wait until D1 has recovered: a caller about a second, a consumer or the sweeper longer. */
const REQUEST_PAUSES_MS = [150, 600]
const BACKGROUND_PAUSES_MS = [200, 1000, 4000]

/** For the queues' consumers and the sweeper. */
export const composeBackground = (env: Env, world: World = realWorld, memory: IsolateMemory = newMemory()): Services =>
  compose(env, world, memory, BACKGROUND_PAUSES_MS)

export const compose = (env: Env, world: World = realWorld, memory: IsolateMemory = newMemory(), pausesMs = REQUEST_PAUSES_MS): Services =>
  ofRequest(env, world, memory, composeLasting(env, world, memory, pausesMs))

/** What a request or a batch has of its own: a view of the companies' health and lines, and what must be awaited where it was begun. */
type OwnServices = Pick<Services, 'health' | 'places' | 'signingKeys'>
type LastingServices = Omit<Services, keyof OwnServices>

/** For requests: what lasts is made once for the bindings of an isolate, and all else for each. */
export function composer(world: World, memory: IsolateMemory): (env: Env) => Services {
  const made = new WeakMap<Env, LastingServices>()
  return (env) => {
    const lasting = made.get(env) ?? composeLasting(env, world, memory, REQUEST_PAUSES_MS)
    made.set(env, lasting)
    return ofRequest(env, world, memory, lasting)
  }
}

const ofRequest = (env: Env, world: World, memory: IsolateMemory, lasting: LastingServices): Services => ({
  ...lasting,
  health: openHealth({
    known: memory.health,
    objectOf: (upstream) => env.UPSTREAM_HEALTH.get(env.UPSTREAM_HEALTH.idFromName(upstream)),
    now: world.now,
    log: lasting.log,
    alarm: lasting.alarm,
  }),
  places: env.COMPANY_LINES === 'off' ? NO_LINES : openPlaces({
    known: memory.places,
    objectOf: (upstream) => env.UPSTREAM_PLACES.get(env.UPSTREAM_PLACES.idFromName(upstream)),
    mostOf: (upstream) => readConcurrency(settingsOf(env, registrations[upstream])('CONCURRENCY')),
    now: world.now,
    log: lasting.log,
  }),
  signingKeys: openSigningKeys(env.WEBHOOK_SIGNING_KEY),
})

function composeLasting(env: Env, world: World, memory: IsolateMemory, pausesMs: readonly number[]): LastingServices {
  const redact = redactor({ ...env })
  const log = redactingLog(redact, world.print)
  const publicUrl = env.PUBLIC_URL.replace(/\/$/, '')
  const allowLoopback = env.ALLOW_LOOPBACK === 'true' && /^(localhost|127\.0\.0\.1)$/.test(new URL(publicUrl).hostname)
  const patience: Patience = { pause: (ms) => world.pause(Math.round(ms * jitter(world.random))), pausesMs }
  const shards = shardsOf(env, patience, memory, world)
  const database = shards.directory
  const bucket = patientBucket(env.MEDIA, patience)
  const measure = (one: Measure): void => {
    try {
      env.MEASURES?.writeDataPoint(pointOf(one))
    } catch (error) {
      log('not measured', { kind: one.kind, error: String(error) })
    }
  }
  const upstreams = upstreamsOf(env, world, measure, (key) => wholeObject(bucket, key))
  const makeId: Services['newId'] = (prefix) => newId(prefix, world.now(), world.random)
  const alarm = alarmRaiser({
    database, newId: makeId, now: world.now, log, redact, publicUrl, fetch: world.fetch, webhookUrl: env.ALARM_WEBHOOK_URL, posted: memory.postedAlarms,
  })
  return {
    now: world.now,
    newId: makeId,
    random: world.random,
    pause: world.pause,
    shards,
    database,
    gate: (accountId) => rememberingGate(gateOf(env.ACCOUNT_GATE.get(env.ACCOUNT_GATE.idFromName(accountId))), memory.denials, accountId),
    queues: queuesOf(env, patience),
    media: mediaStore({
      bucket,
      patience,
      fetcher: world.fetch,
      publicUrl: env.MEDIA_URL?.replace(/\/$/, '') || publicUrl,
      linkSecret: linkSecretOf(env),
      allowLoopback,
      now: world.now,
    }),
    uploads: uploadFiles({ bucket, publicUrl, linkSecret: linkSecretOf(env) }),
    upstreams,
    callbacks: callbackAddresses({
      setting: env.CALLBACK_SECRET,
      publicUrl,
      isReachable: () => checkPublicUrl(publicUrl, { allowLoopback }).kind === 'PUBLIC',
      callsBack: (id) => upstreams.callbacksOf(id) !== undefined,
    }),
    statusHistory: openStatusHistory(bucket),
    modelSwitches: memory.modelSwitches,
    openReads: env.OPEN_READS === 'off' ? NO_OPEN_READS : memory.openReads,
    usedKeys: memory.usedKeys,
    fetchPublic: publicFetch(world.fetch, { allowLoopback }),
    lookUps: openLookUps(async (key) => (await env.KEY_LOOKUPS.limit({ key })).success, memory.shutOut, world.now),
    clientTokens: clientTokens(env.CLIENT_TOKEN_SECRET, publicUrl, world.now),
    signIn: signInOf(env, publicUrl, world.now),
    publicUrl,
    allowLoopback,
    alarm,
    measure,
    heartbeat: heartbeat(env.HEARTBEAT_URL, world.fetch, log),
    log,
    redact,
  }
}

const isShard = (name: string): name is `DB_${number}` => /^DB_[1-9]\d*$/.test(name)

/** The databases by their bindings. */
function shardsOf(env: Env, patience: Patience, { homes }: IsolateMemory, { now }: World): Shards {
  const directory = openDatabase(env.DB, patience)
  const others = Object.keys(env).filter(isShard).flatMap((name) => (env[name] ? [[name, openDatabase(env[name], patience)] as const] : []))
  return openShards(new Map([[FIRST, directory], ...others]), directory, homes, now)
}

/** Half to one and a half: many that failed together must not come again together. */
const jitter = (random: World['random']): number => 0.5 + (random(1)[0] ?? 0) / 255

/** Whether what is old leaves the database. */
export const mayArchive = ({ ARCHIVE }: Env): boolean => ARCHIVE !== 'off'

export function composeLog(env: Env, world: World): Services['log'] {
  return redactingLog(redactor({ ...env }), world.print)
}

/** What the media route needs. */
export function composeMediaRoute(env: Env, world: World = realWorld): ServeDependencies {
  return { bucket: patientBucket(env.MEDIA, { pause: world.pause, pausesMs: REQUEST_PAUSES_MS }), linkSecret: linkSecretOf(env), now: world.now }
}

/** What the way of an upload's bytes needs. */
export function composeUploadRoute(env: Env, { now, database, shards, uploads }: Services): UploadRouteNeeds {
  return { now, database, shards, uploads, linkSecret: linkSecretOf(env), mayAsk: async (key) => (await env.KEY_LOOKUPS.limit({ key })).success }
}

/** The portal's files, for the few pages that the Worker answers with itself. */
export const composeSite = (env: Env) => (path: string): Promise<Response> => env.ASSETS.fetch(new URL(path, env.PUBLIC_URL))

/** What hears companies needs. */
export function composeCallbacks(env: Env, { now, callbacks, queues, upstreams, log }: Services, { heardLately }: IsolateMemory): HearCallbackNeeds {
  return { now, callbacks, queues, upstreams, log, heardLately, mayLook: async (name) => (await env.CALLBACKS.limit({ key: name })).success }
}

/** A send is repeated whatever failed: twice harms nothing, and the message may carry what nobody else knows. */
function queuesOf({ SUBMITS, POLLS, HEAVY, WEBHOOKS, WEBHOOKS_SLOW, DUE }: Env, patience: Patience): Queues {
  const v = MESSAGE_VERSION
  const surely = async (send: () => Promise<unknown>): Promise<void> => void (await repeat(patience, () => true, send))
  const all = <Message extends QueueMessage>(queue: Queue<Versioned<Message>>) => async (messages: readonly Message[]): Promise<void> => {
    if (messages.length > 0) await surely(() => queue.sendBatch(messages.map((message) => ({ body: { v, ...message } }))))
  }
  return {
    submit: (message) => surely(() => (isHeavy(message) ? HEAVY : SUBMITS).send({ v, ...message })),
    poll: (message, delaySeconds) => surely(() => (isHeavy(message) ? HEAVY : POLLS).send({ v, ...message }, { delaySeconds })),
    webhook: (message, delaySeconds = 0) => surely(() => (message.slow ? WEBHOOKS_SLOW : WEBHOOKS).send({ v, ...message }, { delaySeconds })),
    look: (message, delaySeconds) => surely(() => POLLS.send({ v, ...message }, { delaySeconds })),
    events: (message) => surely(() => DUE.send({ v, ...message })),
    submitAll: async (messages) => {
      await all(SUBMITS)(messages.filter((message) => !isHeavy(message)))
      await all(HEAVY)(messages.filter(isHeavy))
    },
    webhookAll: async (messages) => {
      await all(WEBHOOKS)(messages.filter(({ slow }) => !slow))
      await all(WEBHOOKS_SLOW)(messages.filter(({ slow }) => slow))
    },
    dueAll: all(DUE),
  }
}

/** Of an upstream, by its prefix. */
const settingsOf = (env: Env, registration: UpstreamRegistration) => {
  const settings: Readonly<Record<string, unknown>> = { ...env }
  return (name: string): string | undefined => {
    const value = settings[`${registration.settings}_${name}`]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
}

function upstreamsOf(env: Env, world: World, measure: (one: Measure) => void, readUpload: ReadUpload): Upstreams {
  const readStatic: World['fetch'] = (url, init) => env.ASSETS.fetch(url, init)
  const settingOf = (registration: UpstreamRegistration) => settingsOf(env, registration)
  const accessOf = (id: UpstreamId): UpstreamAccess | undefined => {
    const registration: UpstreamRegistration = registrations[id]
    const setting = settingOf(registration)
    const authorize = registration.authorize(setting, world.fetch)
    if (!authorize) return undefined
    const { defaultBaseUrl } = registration
    const baseUrl = (setting('BASE_URL') ?? (typeof defaultBaseUrl === 'string' ? defaultBaseUrl : defaultBaseUrl(setting))).replace(/\/$/, '')
    return { baseUrl, authorize, ...(registration.trustedHosts && { trustedHosts: registration.trustedHosts }) }
  }
  return {
    isConfigured: (id) => accessOf(id) !== undefined,
    callbacksOf: (id) => {
      const registration: UpstreamRegistration = registrations[id]
      return registration.callbacks && accessOf(id) ? registration.callbacks(settingOf(registration), world.fetch) : undefined
    },
    get: (id) => {
      const access = accessOf(id)
      if (!access) return undefined
      const { upstream, isBuiltIn }: UpstreamRegistration = registrations[id]
      return { upstream, http: measuredHttp(upstreamHttp(access, isBuiltIn ? readStatic : world.fetch, world.now, readUpload), id, measure) }
    },
  }
}

async function wholeObject(bucket: R2Bucket, key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const object = await bucket.get(key)
  return object ? new Uint8Array(await object.arrayBuffer()) : undefined
}

/** Half of a way in is none. */
function signInOf(env: Env, publicUrl: string, now: World['now']): Services['signIn'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, ACCESS_ISSUER: accessIssuer, ACCESS_AUDIENCE: audience } = env
  const states = signedClaims(env.SESSION_SECRET, publicUrl, `${publicUrl}/auth/callback`, now)
  const openId = issuer && clientId && clientSecret && states ? { issuer, clientId, clientSecret, states } : undefined
  const access = accessIssuer && audience ? { issuer: accessIssuer, audience } : undefined
  return openId || access ? { openId, access, admins: readAdminPeople(env.ADMIN_PEOPLE) } : undefined
}

function linkSecretOf(env: Env): string {
  if (!env.MEDIA_LINK_SECRET) throw new Error('the secret MEDIA_LINK_SECRET is not set')
  return env.MEDIA_LINK_SECRET
}
