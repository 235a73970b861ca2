// What must hold of webhook endpoints, by the events there were, by what their owners know, and by what came to their receivers.
import type { EventRow } from '../../src/store/event-tables.ts'
import { callerOf } from './callers.ts'
import { OVERLAP_MS } from './endpoints.ts'
import type { Done, OwnedEndpoint, Received } from './endpoints.ts'
import type { Remembered } from './remembered.ts'
import type { Run } from './simulate.ts'

/** As the guide says: that often, and no more, a receiver that fails is asked. */
const ATTEMPTS = 10

export async function breachesOfEndpoints(run: Run, { events: eventRows, deliveries: deliveryRows }: Remembered): Promise<readonly string[]> {
  if (run.endpoints.owned.length === 0) return []
  const open = deliveryRows.filter(({ status, endpointId }) => status === 'PENDING' && endpointId !== null)
  const found = await Promise.all(run.endpoints.owned.map((endpoint) => breachesOf(endpoint, run, eventRows)))
  return [...found.flat(), ...open.map(({ id }) => `the delivery ${id} is neither taken nor spent`), ...breachesOfIds(run)]
}

/** One event has one id, whoever is told of it, and however often. */
function breachesOfIds({ endpoints: { received } }: Run): readonly string[] {
  const ids = new Map<string, Set<string>>()
  for (const { type, subject, timestamp, id } of received) {
    const fact = type.startsWith('generation.') ? `${type} of ${subject}` : `${type} of ${subject} at ${timestamp}`
    ids.set(fact, (ids.get(fact) ?? new Set()).add(id))
  }
  return [...ids].flatMap(([fact, own]) => (own.size > 1 ? [`${fact} was told as ${[...own].join(', ')}`] : []))
}

const began = (done: readonly Done[], what: Done['what']): readonly Done[] => done.filter((one) => one.what === what)

async function breachesOf(endpoint: OwnedEndpoint, run: Run, rows: readonly EventRow[]): Promise<readonly string[]> {
  const { plan, url, id, done } = endpoint
  const accountId = callerOf(plan.caller).account.id
  const own = rows.filter((row) => row.accountId === accountId)
  const came = run.endpoints.received.filter((one) => one.url === url)
  const breaches: string[] = []
  const claim = (holds: boolean, sentence: string): void => void (holds || breaches.push(`${url} ${sentence}`))

  for (const one of came) {
    claim(plan.events === null || plan.events.some((kind) => kind === one.type), `was told of ${one.type}, which it did not ask for`)
    const row = own.find(({ kind, subject }) => kind === one.type && subject === one.subject)
    claim(row !== undefined, `was told of ${one.type} of ${one.subject}, which did not happen to its account`)
    const isRecovered = began(done, 'RECOVER').length > 0
    const madeAtMs = began(done, 'CREATE')[0]?.beganAtMs ?? 0
    claim(!row || isRecovered || row.atMs >= madeAtMs, `was told of ${one.type}, which happened before it was made`)
    const endedAtMs = began(done, 'DELETE').find(({ knownAtMs }) => knownAtMs !== undefined)?.knownAtMs ?? Number.POSITIVE_INFINITY
    claim(one.beganAtMs <= endedAtMs, `was told of ${one.type} after it was deleted`)
    claim(await isSigned(endpoint, one), `was told of ${one.type} by a signature that is not its own`)
  }
  const facts = new Map<string, Received[]>()
  for (const one of came) facts.set(one.id, [...(facts.get(one.id) ?? []), one])
  for (const attempts of facts.values()) {
    const isAgain = began(done, 'RECOVER').length > 0 || began(done, 'ON').length > 0
    const most = isAgain ? 2 * ATTEMPTS : ATTEMPTS
    claim(attempts.length <= most || run.scheduler.disturbed() > 0, `was told ${attempts.length} times of one event`)
  }
  // What of its account happened while it was surely on, and it was not switched off before it could be told.
  const madeAtMs = began(done, 'CREATE')[0]?.knownAtMs
  // An answer of 410 that was planted switches it off, like its own.
  const isGone = run.schedule.faults.some(({ kind, what }) => kind === 'webhook' && what === '410') && own.some(({ kind, subject }) => kind === 'endpoint.disabled' && subject === id)
  const isSteady = !isGone && !run.operations.isClosing(accountId) && !done.some(({ what }) => what === 'OFF' || what === 'DELETE')
  const isKept = plan.receiver === 'TAKES' || plan.receiver === 'FLAKY' || plan.receiver === 'LATER'
  if (id === undefined || madeAtMs === undefined || !isSteady || !isKept) return breaches
  for (const { kind, subject, atMs } of own) {
    if (atMs <= madeAtMs || (plan.events !== null && !plan.events.includes(kind))) continue
    const told = came.filter((one) => one.type === kind && one.subject === subject)
    claim(told.length > 0, `was never told of ${kind} of ${subject}`)
    const isTaken = told.some(({ status }) => status >= 200 && status < 300)
    claim(isTaken || told.length === 0, `was told of ${kind} of ${subject} ${told.length} times, and was given up before it took it`)
  }
  return breaches
}

/** By the secret its owner has, and by the one before as long as both sign. */
async function isSigned({ done }: OwnedEndpoint, { id, headers, body, atMs }: Received): Promise<boolean> {
  const first = began(done, 'CREATE')[0]?.secret
  // Its answer was lost: nobody has a secret to verify by.
  if (first === undefined) return true
  const rotation = began(done, 'ROTATE')[0]
  const content = `${id}.${headers.get('webhook-timestamp')}.${body}`
  const signatures = (headers.get('webhook-signature') ?? '').split(' ')
  const isBy = async (secret: string): Promise<boolean> => signatures.includes(`v1,${await hmacOf(secret, content)}`)
  if (!rotation || rotation.beganAtMs > atMs) return isBy(first)
  const isOverlap = atMs < rotation.beganAtMs + OVERLAP_MS
  if (isOverlap && !(await isBy(first))) return false
  const isNewSure = rotation.secret !== undefined && rotation.knownAtMs !== undefined && rotation.knownAtMs < atMs
  return isNewSure && rotation.secret !== undefined ? isBy(rotation.secret) : true
}

async function hmacOf(secret: string, content: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (character) => character.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(content))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}
