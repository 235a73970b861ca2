// What the tests of administration share: a world whose key administrates, the operations, and what is stored.
import { desc, eq } from 'drizzle-orm'
import { auditLog } from '../../../src/store/access-tables.ts'
import { accounts, creditEntries } from '../../../src/store/tables.ts'
import { createWorld } from '../../world.ts'
import type { Answer, World, WorldOptions } from '../../world.ts'

export const ACCOUNT = 'id name plan credits retentionDays createdAt secret limits { perMinute concurrent perDay readsPerMinute }'
export const CREATE = `mutation ($input: AdminAccountCreateInput!) { adminAccountCreate(input: $input) { ${ACCOUNT} keys { id name scopes } } }`
export const UPDATE = `mutation ($input: AdminAccountUpdateInput!) { adminAccountUpdate(input: $input) { ${ACCOUNT} } }`
export const GRANT = 'mutation ($input: AdminCreditsGrantInput!) { adminCreditsGrant(input: $input) { id kind amount generationId createdAt } }'
export const REVOKE = 'mutation ($accountId: ID!, $keyId: ID!, $reason: String! = "") { adminKeyRevoke(accountId: $accountId, keyId: $keyId, reason: $reason) { id revokedAt } }'
export const SWITCH = 'mutation ($model: ID!, $on: Boolean!, $reason: String! = "") { adminModelSwitch(model: $model, on: $on, reason: $reason) { model reason offSince } }'
export const LOG = 'query ($first: Int! = 20, $after: String, $accountId: ID, $action: String) { adminAuditLog(first: $first, after: $after, accountId: $accountId, action: $action) { edges { node { id accountId actorAccountId actor person { issuer subject } action target detail requestId createdAt } } pageInfo { hasNextPage endCursor } } }'

/** One call of each operation. */
export const ADMIN_OPERATIONS = {
  adminAccounts: '{ adminAccounts { edges { cursor } } }',
  adminAccount: '{ adminAccount(id: "acc_1") { id } }',
  adminModels: '{ adminModels { model } }',
  adminAuditLog: '{ adminAuditLog { edges { cursor } } }',
  adminMargins: '{ adminMargins { countedUntil } }',
  adminAlarms: '{ adminAlarms { kind } }',
  adminAccountCreate: 'mutation { adminAccountCreate(input: { name: "A", plan: FREE }) { id } }',
  adminAccountUpdate: 'mutation { adminAccountUpdate(input: { id: "acc_1", name: "B" }) { id } }',
  adminCreditsGrant: 'mutation { adminCreditsGrant(input: { accountId: "acc_1", amount: 1, idempotencyKey: "k" }) { id } }',
  adminKeyRevoke: 'mutation { adminKeyRevoke(accountId: "acc_1", keyId: "key_1") { id } }',
  adminModelSwitch: 'mutation { adminModelSwitch(model: "ray-2", on: true) { model } }',
  adminAccountSuspend: 'mutation { adminAccountSuspend(accountId: "acc_1", reason: "r") { id } }',
  adminAccountUnsuspend: 'mutation { adminAccountUnsuspend(accountId: "acc_1", reason: "r") { id } }',
  adminAccountReopen: 'mutation { adminAccountReopen(accountId: "acc_1", reason: "r") { id } }',
  adminTakedown: 'mutation { adminTakedown(target: "gen_00000000000000000000000000") { done } }',
  adminAsks: '{ adminAsks { id } }',
  adminShards: '{ adminShards { name } }',
  adminAccountMove: 'mutation { adminAccountMove(accountId: "acc_1", shard: "DB", reason: "r") { stage } }',
  adminAskSettle: 'mutation { adminAskSettle(id: "ask_1", outcome: DECLINED) { id } }',
  adminAlarmClose: 'mutation { adminAlarmClose(kind: AUDIT, subject: "acc_1") { kind } }',
} as const

export const FORBIDDEN = { code: 'FORBIDDEN', scope: 'admin' }

export const adminWorld = (options: WorldOptions = {}): Promise<World> =>
  createWorld({ ...options, key: { scopes: ['generate', 'read', 'keys', 'billing', 'admin'], ...options.key } })

/** As the log names who did it. */
export const operator = ({ accountId }: World) => ({ actorAccountId: accountId, actor: `key_${accountId}` })

/** An account made by the administrator. */
export async function madeAccount(world: World, input: Record<string, unknown> = {}): Promise<Answer> {
  return (await world.ask(CREATE, { input: { name: 'Asha Studio', plan: 'FREE', ...input } }))['adminAccountCreate']
}

/** What the log says of an account, newest first. */
export const logOf = ({ services }: World, accountId: string) =>
  services.database.select().from(auditLog).where(eq(auditLog.accountId, accountId)).orderBy(desc(auditLog.id))

/** The account's row, the sum of its ledger, and the ledger. */
export async function stored({ services: { database } }: World, accountId: string) {
  const [account] = await database.select().from(accounts).where(eq(accounts.id, accountId))
  const entries = await database.select().from(creditEntries).where(eq(creditEntries.accountId, accountId))
  return { account, entries, sum: entries.reduce((sum, { amount }) => sum + amount, 0) }
}

export const grant = (world: World, input: Record<string, unknown>) => world.post({ query: GRANT, variables: { input: { idempotencyKey: 'k', ...input } } })
