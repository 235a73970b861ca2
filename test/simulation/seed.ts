// Each run begins with empty tables, one account, and its gate as on the first day.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { mintKey } from '../../src/auth/key-format.ts'
import { FIRST_OPEN_MS } from '../../src/health/arithmetic.ts'
import type { KnownHealth } from '../../src/health/known-health.ts'
import { sha256Hex } from '../../src/jobs/fingerprint.ts'
import { openDatabase } from '../../src/store/database.ts'
import { accounts, apiKeys, attempts, creditEntries, jobs, webhookDeliveries } from '../../src/store/tables.ts'
import { UPSTREAM_IDS } from '../../src/upstreams/contract.ts'
import { WEBHOOK_SECRET } from '../world.ts'

export const ACCOUNT = 'acc_simulated'
export const KEY = mintKey('live', (byteCount) => new Uint8Array(byteCount))
export const LIMITS = { perMinute: 1000, concurrent: 4, perDay: 1000, readsPerMinute: 100_000 } as const

/** Health is of all accounts, and must not be carried from one run into the next: the objects that were spoken to. */
const spokenTo = new Set<string>()

export function healthObjectName(upstream: string): string {
  const name = `simulated/${upstream}`
  spokenTo.add(name)
  return name
}

/** All circuits open, until three seconds later, and the isolate knows it. */
export async function makeTrouble(known: KnownHealth, nowMs: number): Promise<void> {
  for (const upstream of UPSTREAM_IDS) {
    const object = env.UPSTREAM_HEALTH.get(env.UPSTREAM_HEALTH.idFromName(healthObjectName(upstream)))
    await object.record({ model: 'any', outcome: 'ALARM', seconds: 1, nowMs: nowMs + 3000 - FIRST_OPEN_MS })
    known.set(upstream, { snapshot: await object.look({ nowMs }), askedAtMs: nowMs })
  }
}

async function forget<Held extends Rpc.DurableObjectBranded>(stub: DurableObjectStub<Held>): Promise<void> {
  await runInDurableObject(stub as DurableObjectStub, (_, { storage }) => storage.kv.delete('state'))
  await evictDurableObject(stub)
}

export async function seed(credits: number, nowMs: number): Promise<void> {
  const database = openDatabase(env.DB)
  await forget(env.ACCOUNT_GATE.get(env.ACCOUNT_GATE.idFromName(ACCOUNT)))
  for (const name of spokenTo) await forget(env.UPSTREAM_HEALTH.get(env.UPSTREAM_HEALTH.idFromName(name)))
  spokenTo.clear()
  const { objects } = await env.MEDIA.list({ prefix: `${ACCOUNT}/` })
  if (objects.length > 0) await env.MEDIA.delete(objects.map(({ key }) => key))
  await database.batch([
    database.delete(accounts),
    database.delete(apiKeys),
    database.delete(attempts),
    database.delete(creditEntries),
    database.delete(jobs),
    database.delete(webhookDeliveries),
    database.insert(accounts).values({
      id: ACCOUNT, name: 'Simulated', plan: 'ENTERPRISE', credits, limits: LIMITS, webhookSecret: WEBHOOK_SECRET, createdAtMs: nowMs,
    }),
    database.insert(creditEntries).values({ accountId: ACCOUNT, id: '0.grant', kind: 'GRANT', amount: credits, createdAtMs: nowMs }),
    database.insert(apiKeys).values({ hash: await sha256Hex(KEY), accountId: ACCOUNT, id: 'key_simulated', kind: 'live', name: 'test', lastFour: KEY.slice(-4), createdAtMs: nowMs }),
  ])
}
