// The demo accounts, one for each plan, each with a live and a test key, and the operator's with an admin key. They are made
// once for a state folder and kept in it, so that the keys of yesterday still work after a restart.
import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { kindOfKey, mintKey, type KeyKind } from '../../src/domain/key-format.ts'
import { FIRST_GRANT_ID, TEST_CREDITS, testAccountId } from '../../src/domain/test-account.ts'
import type { Limits } from '../../src/domain/plans.ts'
import { insertSql, keySql, operatorSql } from '../admin/operator-sql.ts'

export const DEMO_PLANS = ['free', 'starter', 'pro', 'enterprise'] as const
export type DemoPlan = (typeof DEMO_PLANS)[number]

export const ByPlan = v.object({ free: v.string(), starter: v.string(), pro: v.string(), enterprise: v.string() })
export type ByPlan = v.InferOutput<typeof ByPlan>

const keyOf = (kind: KeyKind) => v.pipe(v.string(), v.check((text) => kindOfKey(text) === kind))

function keysByPlan(kind: KeyKind) {
  const key = keyOf(kind)
  return v.object({ free: key, starter: key, pro: key, enterprise: key })
}

/** What a state folder remembers besides the databases. */
export const LocalSecrets = v.object({
  keys: keysByPlan('live'),
  testKeys: keysByPlan('test'),
  adminKey: keyOf('live'),
  webhookSecrets: ByPlan,
  testWebhookSecrets: ByPlan,
  mediaLinkSecret: v.string(),
  clientTokenSecret: v.string(),
  sessionSecret: v.string(),
  callbackSecret: v.string(),
})
export type LocalSecrets = v.InferOutput<typeof LocalSecrets>

const CREDITS: Readonly<Record<DemoPlan, number>> = {
  free: 100_000,
  starter: 1_000_000,
  pro: 10_000_000,
  enterprise: 100_000_000,
}

const KEY_NAME = 'Local development'

/** Enterprise has limits of its own; wide enough here for a whole test run at once. */
const ENTERPRISE_LIMITS: Partial<Limits> = { perMinute: 600, concurrent: 100 }

export function newSecrets(): LocalSecrets {
  return {
    keys: byPlan(() => mintKey('live', randomBytes)),
    testKeys: byPlan(() => mintKey('test', randomBytes)),
    adminKey: mintKey('live', randomBytes),
    webhookSecrets: byPlan(newWebhookSecret),
    testWebhookSecrets: byPlan(newWebhookSecret),
    mediaLinkSecret: randomBytes(32).toString('hex'),
    clientTokenSecret: randomBytes(32).toString('hex'),
    sessionSecret: randomBytes(32).toString('hex'),
    callbackSecret: randomBytes(32).toString('hex'),
  }
}

/** Those that a state folder has kept; what an older version lacked, or made in another form, is made now. */
export function keptSecrets(kept: unknown): LocalSecrets {
  const fresh = newSecrets()
  const { keys, testKeys, adminKey, webhookSecrets, testWebhookSecrets, mediaLinkSecret, clientTokenSecret, sessionSecret, callbackSecret } = LocalSecrets.entries
  return v.parse(
    v.object({
      keys: v.fallback(keys, fresh.keys),
      testKeys: v.fallback(testKeys, fresh.testKeys),
      adminKey: v.fallback(adminKey, fresh.adminKey),
      webhookSecrets: v.fallback(webhookSecrets, fresh.webhookSecrets),
      testWebhookSecrets: v.fallback(testWebhookSecrets, fresh.testWebhookSecrets),
      mediaLinkSecret: v.fallback(mediaLinkSecret, fresh.mediaLinkSecret),
      clientTokenSecret: v.fallback(clientTokenSecret, fresh.clientTokenSecret),
      sessionSecret: v.fallback(sessionSecret, fresh.sessionSecret),
      callbackSecret: v.fallback(callbackSecret, fresh.callbackSecret),
    }),
    kept,
  )
}

const newWebhookSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`

function byPlan(make: () => string): ByPlan {
  return { free: make(), starter: make(), pro: make(), enterprise: make() }
}

/** The SQL that makes the accounts. Repeating it changes nothing. */
export function seedSql(secrets: LocalSecrets, nowMs: number): string {
  return [...DEMO_PLANS.flatMap((plan) => accountSql(plan, secrets, nowMs)), ...operatorSql(secrets.adminKey, nowMs)].join('\n')
}

function accountSql(plan: DemoPlan, secrets: LocalSecrets, nowMs: number): string[] {
  const id = `acct_demo_${plan}`
  const account = {
    name: `Demo ${plan.charAt(0).toUpperCase()}${plan.slice(1)}`,
    plan: plan.toUpperCase(),
    limits: plan === 'enterprise' ? JSON.stringify(ENTERPRISE_LIMITS) : null,
    created_at_ms: nowMs,
  }
  const testId = testAccountId(id)
  return [
    insertSql('accounts', { ...account, id, credits: CREDITS[plan], webhook_secret: secrets.webhookSecrets[plan] }),
    insertSql('accounts', { ...account, id: testId, credits: TEST_CREDITS, webhook_secret: secrets.testWebhookSecrets[plan], live_id: id }),
    keySql(id, secrets.keys[plan], nowMs, { name: KEY_NAME }),
    keySql(testId, secrets.testKeys[plan], nowMs, { name: KEY_NAME, kind: 'test' }),
    insertSql('credit_entries', { account_id: id, id: FIRST_GRANT_ID, kind: 'GRANT', amount: CREDITS[plan], created_at_ms: nowMs }),
    insertSql('credit_entries', { account_id: testId, id: FIRST_GRANT_ID, kind: 'GRANT', amount: TEST_CREDITS, created_at_ms: nowMs }),
  ]
}
