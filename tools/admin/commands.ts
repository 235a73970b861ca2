// The commands, in one table: what each is called, takes and does.
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { dim, grouped } from '../local/terminal.ts'
import { bootstrap } from './bootstrap.ts'
import { Refused, Usage } from './refusals.ts'
import { ask } from './service.ts'
import {
  ACCOUNT_FIELDS, ALARM_FIELDS, ASK_FIELDS, Account, AccountMove, Alarm, Ask, ENTRY_FIELDS, Entry, FULL_ACCOUNT_FIELDS, FullAccount, LOG_FIELDS, LogEntry, SHARD_FIELDS, SWITCH_FIELDS, Shard, Switch, minute, showAccount, showAccounts, showAlarms, showAsks, showLog, showMove, showShards, showSwitches,
} from './show.ts'

type Options = Readonly<Record<string, string | boolean | undefined>>

interface Given {
  readonly positionals: readonly string[]
  readonly options: Options
}

interface Output {
  /** For `--json`. */
  readonly data: unknown
  readonly lines: readonly string[]
}

export interface Command {
  readonly words: readonly string[]
  /** Names of what follows them. */
  readonly takes: readonly string[]
  /** By name: what it takes, as help says it. */
  readonly options: Readonly<Record<string, string>>
  readonly about: string
  readonly run: (given: Given) => Promise<Output>
}

export const COMMANDS: readonly Command[] = [
  { words: ['accounts'], takes: [], options: { first: '<20>', after: '<cursor>' }, about: 'lists the accounts, newest first', run: listAccounts },
  { words: ['account'], takes: ['id'], options: {}, about: 'shows one, with its keys', run: readAccount },
  { words: ['account', 'create'], takes: [], options: { name: '<name>', plan: '<plan>', credits: '<0>' }, about: 'makes one, and shows its first key this once', run: createAccount },
  {
    words: ['account', 'set'], takes: ['id'], about: 'changes what is given; "plan" goes back to the plan\'s figure', run: changeAccount,
    options: { 'name': '<name>', 'plan': '<plan>', 'per-minute': '<n|plan>', 'concurrent': '<n|plan>', 'per-day': '<n|none|plan>', 'reads-per-minute': '<n|plan>', 'retention-days': '<n|plan>' },
  },
  { words: ['grant'], takes: ['id', 'credits'], options: { kind: '<grant|top-up|adjustment>', note: '<words>', key: '<idempotency key>' }, about: 'gives credits, once for each key', run: grant },
  { words: ['asks'], takes: [], options: { all: 'flag' }, about: 'lists what owners ask for, newest first', run: listAsks },
  { words: ['ask', 'grant'], takes: ['ask'], options: { reply: '<words>' }, about: 'gives what is asked for, once', run: (given) => settleAsk(given, 'GRANTED') },
  { words: ['ask', 'decline'], takes: ['ask'], options: { reply: '<words>' }, about: 'does not', run: (given) => settleAsk(given, 'DECLINED') },
  { words: ['revoke'], takes: ['account', 'key'], options: { reason: '<words>' }, about: 'ends a key, within 30 s', run: revoke },
  { words: ['models'], takes: [], options: {}, about: 'lists the models that are off', run: listModels },
  { words: ['model', 'off'], takes: ['model'], options: { reason: '<words>' }, about: 'switches one off for everybody, within 30 s', run: (given) => switchModel(given, false) },
  { words: ['model', 'on'], takes: ['model'], options: { reason: '<words>' }, about: 'switches it on again', run: (given) => switchModel(given, true) },
  { words: ['alarms'], takes: [], options: { all: 'flag' }, about: 'lists what must be mended, newest first', run: listAlarms },
  { words: ['shards'], takes: [], options: {}, about: 'shows how full each database is', run: listShards },
  { words: ['move'], takes: ['account', 'shard'], options: { reason: '<words>' }, about: 'moves one to another database; again: how far it has come', run: move },
  { words: ['alarms', 'close'], takes: ['kind', 'subject'], options: { reason: '<words>' }, about: 'closes those of a kind and subject', run: closeAlarm },
  { words: ['suspend'], takes: ['account'], options: { 'end-user': '<id>', 'reason': '<words>' }, about: 'lets nothing new in of it, or of one of its end users', run: (given) => suspend(given, 'Suspend') },
  { words: ['unsuspend'], takes: ['account'], options: { 'end-user': '<id>', 'reason': '<words>' }, about: 'ends that', run: (given) => suspend(given, 'Unsuspend') },
  { words: ['reopen'], takes: ['account'], options: { reason: '<words>' }, about: 'opens one again that its owner closed, within 30 days', run: reopen },
  { words: ['takedown'], takes: ['generation or sha256'], options: { reason: '<words>' }, about: 'deletes files and says so, wherever the same bytes are', run: takeDown },
  { words: ['log'], takes: [], options: { account: '<id>', action: '<action>', first: '<20>', after: '<cursor>' }, about: 'shows what was changed, newest first', run: readLog },
  { words: ['bootstrap'], takes: [], options: { local: 'flag', remote: 'flag' }, about: 'makes the operator\'s account and an admin key; prints the SQL', run: ({ options }) => bootstrap({ local: options['local'] === true, remote: options['remote'] === true }) },
]

const optional = (value: string | boolean | undefined): string | undefined => (typeof value === 'string' ? value : undefined)

/** @throws Usage for what is no whole number */
function whole(value: string, name: string): number {
  if (!/^-?\d{1,15}$/.test(value)) throw new Usage(`${name} takes a whole number, not "${value}".`)
  return Number(value)
}

function pageOf({ first, after }: Options) {
  return { first: whole(optional(first) ?? '20', '--first'), after: optional(after) ?? null }
}

const connection = <Node extends v.GenericSchema>(node: Node) =>
  v.object({ edges: v.array(v.object({ node })), pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullable(v.string()) }) })

const more = ({ hasNextPage, endCursor }: { readonly hasNextPage: boolean; readonly endCursor: string | null }): string[] => (hasNextPage ? ['', dim(`More: --after ${endCursor}`)] : [])

async function listAccounts({ options }: Given): Promise<Output> {
  const query = `query ($first: Int!, $after: String) { adminAccounts(first: $first, after: $after) { edges { node { ${ACCOUNT_FIELDS} } } pageInfo { hasNextPage endCursor } } }`
  const { data: { adminAccounts } } = await ask(query, pageOf(options), v.object({ adminAccounts: connection(Account) }))
  const accounts = adminAccounts.edges.map(({ node }) => node)
  return { data: adminAccounts, lines: [...showAccounts(accounts), ...more(adminAccounts.pageInfo)] }
}

async function readAccount({ positionals: [id = ''] }: Given): Promise<Output> {
  const { data: { adminAccount } } = await ask(`query ($id: ID!) { adminAccount(id: $id) { ${FULL_ACCOUNT_FIELDS} } }`, { id }, v.object({ adminAccount: v.nullable(FullAccount) }))
  if (!adminAccount) throw new Refused(`NOT_FOUND: There is no account ${id}.`)
  return { data: adminAccount, lines: showAccount(adminAccount) }
}

const planOf = (value: string | boolean | undefined): string | undefined => optional(value)?.toUpperCase()

async function createAccount({ options }: Given): Promise<Output> {
  const name = optional(options['name'])
  const plan = planOf(options['plan'])
  if (name === undefined || plan === undefined) throw new Usage('It takes at least --name and --plan.')
  const credits = whole(optional(options['credits']) ?? '0', '--credits')
  const query = `mutation ($input: AdminAccountCreateInput!) { adminAccountCreate(input: $input) { ${FULL_ACCOUNT_FIELDS} } }`
  const { data: { adminAccountCreate } } = await ask(query, { input: { name, plan, credits } }, v.object({ adminAccountCreate: FullAccount }))
  return { data: adminAccountCreate, lines: showAccount(adminAccountCreate) }
}

const FIGURES = { 'per-minute': 'perMinute', 'concurrent': 'concurrent', 'per-day': 'perDay', 'reads-per-minute': 'readsPerMinute' } as const

async function changeAccount({ positionals: [id], options }: Given): Promise<Output> {
  const limits = Object.entries(FIGURES).flatMap(([option, field]) => figureOf(options, option).map((figure) => [field, figure] as const))
  const [name, plan] = [optional(options['name']), planOf(options['plan'])]
  const [retentionDays] = figureOf(options, 'retention-days')
  const input = {
    ...(name !== undefined && { name }),
    ...(plan !== undefined && { plan }),
    ...(limits.length > 0 && { limits: Object.fromEntries(limits) }),
    ...(retentionDays !== undefined && { retentionDays }),
  }
  if (Object.keys(input).length === 0) throw new Usage('Say what is to change: npm run admin lists the options.')
  const query = `mutation ($input: AdminAccountUpdateInput!) { adminAccountUpdate(input: $input) { ${FULL_ACCOUNT_FIELDS} } }`
  const { data: { adminAccountUpdate } } = await ask(query, { input: { id, ...input } }, v.object({ adminAccountUpdate: FullAccount }))
  return { data: adminAccountUpdate, lines: showAccount(adminAccountUpdate) }
}

/** Nothing where the option was not given; null for the plan's own figure, 0 for none. */
function figureOf(options: Options, name: string): readonly (number | null)[] {
  const value = optional(options[name])
  if (value === undefined) return []
  if (value === 'plan') return [null]
  return [value === 'none' && name === 'per-day' ? 0 : whole(value, `--${name}`)]
}

async function grant({ positionals: [accountId = '', credits = ''], options }: Given): Promise<Output> {
  const idempotencyKey = optional(options['key']) ?? randomUUID()
  const input = {
    accountId, amount: whole(credits, 'grant'), kind: (optional(options['kind']) ?? 'grant').toUpperCase().replace('-', '_'), note: optional(options['note']) ?? '', idempotencyKey,
  }
  const query = `mutation ($input: AdminCreditsGrantInput!) { adminCreditsGrant(input: $input) { ${ENTRY_FIELDS} } }`
  const { data: { adminCreditsGrant: entry }, isReplay } = await ask(query, { input }, v.object({ adminCreditsGrant: Entry })).catch((error: unknown) => {
    // Nobody can tell whether it was done: the same key finds out, and does it at most once.
    throw error instanceof Refused && / does not answer/.test(error.message) ? new Refused(`${error.message}. Repeat it with --key ${idempotencyKey}`) : error
  })
  const { data } = await ask('query ($id: ID!) { adminAccount(id: $id) { credits } }', { id: accountId }, v.object({ adminAccount: v.object({ credits: v.number() }) }))
  const line = `${entry.kind} ${grouped(entry.amount)} made${isReplay ? ` before, ${minute(entry.createdAt)}` : ''}. ${accountId} has ${grouped(data.adminAccount.credits)} credits.`
  return { data: { ...entry, credits: data.adminAccount.credits, idempotencyKey, replayed: isReplay }, lines: [line, dim(`Entry ${entry.id}, idempotency key ${idempotencyKey}`)] }
}

async function listAsks({ options }: Given): Promise<Output> {
  const query = `query ($all: Boolean!) { adminAsks(all: $all) { ${ASK_FIELDS} } }`
  const { data: { adminAsks } } = await ask(query, { all: options['all'] === true }, v.object({ adminAsks: v.array(Ask) }))
  return { data: adminAsks, lines: showAsks(adminAsks) }
}

async function settleAsk({ positionals: [id], options }: Given, outcome: 'GRANTED' | 'DECLINED'): Promise<Output> {
  const query = `mutation ($id: ID!, $outcome: AskOutcome!, $reply: String!) { adminAskSettle(id: $id, outcome: $outcome, reply: $reply) { ${ASK_FIELDS} } }`
  const { data: { adminAskSettle } } = await ask(query, { id, outcome, reply: optional(options['reply']) ?? '' }, v.object({ adminAskSettle: Ask }))
  return { data: adminAskSettle, lines: showAsks([adminAskSettle]) }
}

async function revoke({ positionals: [accountId, keyId], options }: Given): Promise<Output> {
  const query = 'mutation ($accountId: ID!, $keyId: ID!, $reason: String!) { adminKeyRevoke(accountId: $accountId, keyId: $keyId, reason: $reason) { id revokedAt } }'
  const shape = v.object({ adminKeyRevoke: v.object({ id: v.string(), revokedAt: v.string() }) })
  const { data: { adminKeyRevoke } } = await ask(query, { accountId, keyId, reason: optional(options['reason']) ?? '' }, shape)
  return { data: adminKeyRevoke, lines: [`${adminKeyRevoke.id} was revoked ${minute(adminKeyRevoke.revokedAt)}; within 30 s it works nowhere.`] }
}

async function listModels(): Promise<Output> {
  const { data: { adminModels } } = await ask(`{ adminModels { ${SWITCH_FIELDS} } }`, {}, v.object({ adminModels: v.array(Switch) }))
  return { data: adminModels, lines: showSwitches(adminModels) }
}

async function switchModel({ positionals: [model], options }: Given, on: boolean): Promise<Output> {
  const query = `mutation ($model: ID!, $on: Boolean!, $reason: String!) { adminModelSwitch(model: $model, on: $on, reason: $reason) { ${SWITCH_FIELDS} } }`
  const { data: { adminModelSwitch } } = await ask(query, { model, on, reason: optional(options['reason']) ?? '' }, v.object({ adminModelSwitch: v.array(Switch) }))
  return { data: adminModelSwitch, lines: [`${model} is ${on ? 'on' : 'off'}, everywhere within 30 s.`, '', ...showSwitches(adminModelSwitch)] }
}

async function listAlarms({ options }: Given): Promise<Output> {
  const query = `query ($all: Boolean!) { adminAlarms(all: $all) { ${ALARM_FIELDS} } }`
  const { data: { adminAlarms } } = await ask(query, { all: options['all'] === true }, v.object({ adminAlarms: v.array(Alarm) }))
  return { data: adminAlarms, lines: showAlarms(adminAlarms) }
}

async function listShards(): Promise<Output> {
  const { data: { adminShards } } = await ask(`{ adminShards { ${SHARD_FIELDS} } }`, {}, v.object({ adminShards: v.array(Shard) }))
  return { data: adminShards, lines: showShards(adminShards) }
}

async function move({ positionals: [accountId, shard], options }: Given): Promise<Output> {
  const reason = optional(options['reason'])
  if (reason === undefined) throw new Usage('Say why: --reason "…".')
  const query = 'mutation ($accountId: ID!, $shard: ID!, $reason: String!) { adminAccountMove(accountId: $accountId, shard: $shard, reason: $reason) { accountId from to stage } }'
  const { data: { adminAccountMove } } = await ask(query, { accountId, shard, reason }, v.object({ adminAccountMove: AccountMove }))
  return { data: adminAccountMove, lines: showMove(adminAccountMove) }
}

async function closeAlarm({ positionals: [kind = '', subject], options }: Given): Promise<Output> {
  const query = `mutation ($kind: AlarmKind!, $subject: ID!, $reason: String!) { adminAlarmClose(kind: $kind, subject: $subject, reason: $reason) { ${ALARM_FIELDS} } }`
  const given = { kind: kind.toUpperCase().replaceAll('-', '_'), subject, reason: optional(options['reason']) ?? '' }
  const { data: { adminAlarmClose } } = await ask(query, given, v.object({ adminAlarmClose: v.array(Alarm) }))
  return { data: adminAlarmClose, lines: [`No ${given.kind} of ${subject} is open now. What is:`, '', ...showAlarms(adminAlarmClose)] }
}

async function suspend({ positionals: [accountId], options }: Given, what: 'Suspend' | 'Unsuspend'): Promise<Output> {
  const [endUser, reason] = [optional(options['end-user']), optional(options['reason'])]
  if (reason === undefined) throw new Usage('Say why: --reason "…".')
  const query = `mutation ($accountId: ID!, $endUser: String, $reason: String!) { account: adminAccount${what}(accountId: $accountId, endUser: $endUser, reason: $reason) { ${FULL_ACCOUNT_FIELDS} } }`
  const { data: { account } } = await ask(query, { accountId, endUser: endUser ?? null, reason }, v.object({ account: FullAccount }))
  return { data: account, lines: showAccount(account) }
}

async function reopen({ positionals: [accountId], options }: Given): Promise<Output> {
  const reason = optional(options['reason'])
  if (reason === undefined) throw new Usage('Say why: --reason "…".')
  const query = `mutation ($accountId: ID!, $reason: String!) { adminAccountReopen(accountId: $accountId, reason: $reason) { ${FULL_ACCOUNT_FIELDS} } }`
  const { data: { adminAccountReopen } } = await ask(query, { accountId, reason }, v.object({ adminAccountReopen: FullAccount }))
  return { data: adminAccountReopen, lines: showAccount(adminAccountReopen) }
}

async function takeDown({ positionals: [target], options }: Given): Promise<Output> {
  const query = 'mutation ($target: ID!, $reason: String!) { adminTakedown(target: $target, reason: $reason) { sha256 generations done } }'
  const shape = v.object({ adminTakedown: v.object({ sha256: v.array(v.string()), generations: v.number(), done: v.boolean() }) })
  const { data: { adminTakedown } } = await ask(query, { target, reason: optional(options['reason']) ?? '' }, shape)
  const { sha256, generations, done } = adminTakedown
  return { data: adminTakedown, lines: [`Taken down of ${grouped(generations)} generation${generations === 1 ? '' : 's'}${done ? '.' : ' so far; the rest follows by itself.'}`, ...sha256.map((one) => dim(one))] }
}

async function readLog({ options }: Given): Promise<Output> {
  const query = `query ($first: Int!, $after: String, $accountId: ID, $action: String) { adminAuditLog(first: $first, after: $after, accountId: $accountId, action: $action) { edges { node { ${LOG_FIELDS} } } pageInfo { hasNextPage endCursor } } }`
  const { data: { adminAuditLog } } = await ask(query, { ...pageOf(options), accountId: optional(options['account']) ?? null, action: optional(options['action']) ?? null }, v.object({ adminAuditLog: connection(LogEntry) }))
  return { data: adminAuditLog, lines: [...showLog(adminAuditLog.edges.map(({ node }) => node)), ...more(adminAuditLog.pageInfo)] }
}
