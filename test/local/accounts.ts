// The demo accounts, one for each plan. They are made once for a state folder and kept in it, so that the keys of
// yesterday still work after a restart.
import { createHash, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { kindOfKey, mintKey } from '../../src/auth/key-format.ts'
import type { Limits } from '../../src/limits/plans.ts'

export const DEMO_PLANS = ['free', 'starter', 'pro', 'enterprise'] as const
export type DemoPlan = (typeof DEMO_PLANS)[number]

export const ByPlan = v.object({ free: v.string(), starter: v.string(), pro: v.string(), enterprise: v.string() })
export type ByPlan = v.InferOutput<typeof ByPlan>

const Key = v.pipe(v.string(), v.check((text) => kindOfKey(text) === 'live'))
const KeysByPlan = v.object({ free: Key, starter: Key, pro: Key, enterprise: Key })

/** What a state folder remembers besides the databases. */
export const LocalSecrets = v.object({ keys: KeysByPlan, webhookSecrets: ByPlan, mediaLinkSecret: v.string(), clientTokenSecret: v.string(), sessionSecret: v.string() })
export type LocalSecrets = v.InferOutput<typeof LocalSecrets>

const CREDITS: Readonly<Record<DemoPlan, number>> = {
  free: 100_000,
  starter: 1_000_000,
  pro: 10_000_000,
  enterprise: 100_000_000,
}

/** Sorts before the entries of every generation. */
const FIRST_ENTRY_ID = `${'0'.repeat(26)}.grant`

/** Enterprise has limits of its own; wide enough here for a whole test run at once. */
const ENTERPRISE_LIMITS: Partial<Limits> = { perMinute: 600, concurrent: 100 }

export function newSecrets(): LocalSecrets {
  return {
    keys: byPlan(() => mintKey('live', randomBytes)),
    webhookSecrets: byPlan(() => `whsec_${randomBytes(24).toString('base64')}`),
    mediaLinkSecret: randomBytes(32).toString('hex'),
    clientTokenSecret: randomBytes(32).toString('hex'),
    sessionSecret: randomBytes(32).toString('hex'),
  }
}

/** Those that a state folder has kept; what an older version lacked, or made in another form, is made now. */
export function keptSecrets(kept: unknown): LocalSecrets {
  const fresh = newSecrets()
  const { keys, webhookSecrets, mediaLinkSecret, clientTokenSecret, sessionSecret } = LocalSecrets.entries
  return v.parse(
    v.object({
      keys: v.fallback(keys, fresh.keys),
      webhookSecrets: v.fallback(webhookSecrets, fresh.webhookSecrets),
      mediaLinkSecret: v.fallback(mediaLinkSecret, fresh.mediaLinkSecret),
      clientTokenSecret: v.fallback(clientTokenSecret, fresh.clientTokenSecret),
      sessionSecret: v.fallback(sessionSecret, fresh.sessionSecret),
    }),
    kept,
  )
}

function byPlan(make: () => string): ByPlan {
  return { free: make(), starter: make(), pro: make(), enterprise: make() }
}

/** The SQL that makes the accounts. Repeating it changes nothing. */
export function seedSql(secrets: LocalSecrets, nowMs: number): string {
  return DEMO_PLANS.flatMap((plan) => accountSql(plan, secrets, nowMs)).join('\n')
}

function accountSql(plan: DemoPlan, { keys, webhookSecrets }: LocalSecrets, nowMs: number): string[] {
  const id = `acct_demo_${plan}`
  const key = keys[plan]
  const name = `Demo ${plan.charAt(0).toUpperCase()}${plan.slice(1)}`
  const limits = plan === 'enterprise' ? JSON.stringify(ENTERPRISE_LIMITS) : null
  return [
    insert('accounts', {
      id,
      name,
      plan: plan.toUpperCase(),
      credits: CREDITS[plan],
      limits,
      webhook_secret: webhookSecrets[plan],
      created_at_ms: nowMs,
    }),
    insert('api_keys', {
      hash: createHash('sha256').update(key).digest('hex'),
      account_id: id,
      id: `key_${createHash('sha256').update(key).digest('hex').slice(0, 26)}`,
      name: 'Local development',
      kind: 'live',
      last_four: key.slice(-4),
      created_at_ms: nowMs,
    }),
    insert('credit_entries', { account_id: id, id: FIRST_ENTRY_ID, kind: 'GRANT', amount: CREDITS[plan], created_at_ms: nowMs }),
  ]
}

function insert(table: string, row: Readonly<Record<string, string | number | null>>): string {
  return `INSERT OR IGNORE INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')});`
}

function literal(value: string | number | null): string {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}
