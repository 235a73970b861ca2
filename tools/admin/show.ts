// What the service tells, as lines of at most 100 columns.
import * as v from 'valibot'
import { bold, dim, grouped, left, red, table, type Column } from '../local/terminal.ts'

const text = v.nullable(v.string())
const number = v.nullable(v.number())

export const Key = v.object({ id: v.string(), name: v.string(), prefix: v.string(), lastFour: v.string(), scopes: v.array(v.string()), lastUsedAt: text, expiresAt: text, revokedAt: text, replacedBy: text })
export const Limits = v.object({ perMinute: number, concurrent: number, perDay: number, readsPerMinute: number })
export const Account = v.object({ id: v.string(), name: v.string(), plan: v.string(), credits: v.number(), retentionDays: number, createdAt: v.string(), suspendedAt: text, closedAt: text, limits: v.nullable(Limits) })
export const FullAccount = v.object({ ...Account.entries, secret: text, suspendedEndUsers: v.array(v.string()), keys: v.array(Key) })
export const Entry = v.object({ id: v.string(), kind: v.string(), amount: v.number(), createdAt: v.string() })
export const Switch = v.object({ model: v.string(), reason: v.string(), offSince: v.string() })
export const LogEntry = v.object({
  id: v.string(), accountId: text, actorAccountId: v.string(), actor: v.string(), action: v.string(), target: v.string(), requestId: text, createdAt: v.string(),
  detail: v.record(v.string(), v.unknown()), person: v.nullable(v.object({ issuer: v.string(), subject: v.string() })),
})
export const Alarm = v.object({ kind: v.string(), subject: v.string(), detail: v.string(), count: v.number(), firstAt: v.string(), lastAt: v.string(), postedAt: text, closedAt: text })
export const Ask = v.object({ id: v.string(), accountId: v.string(), credits: number, plan: text, note: v.string(), createdAt: v.string(), outcome: text, reply: v.string() })
export const Shard = v.object({ name: v.string(), bytes: v.number(), mostBytes: v.number(), isAlarming: v.boolean() })
export const AccountMove = v.object({ accountId: v.string(), from: v.string(), to: v.string(), stage: v.string() })

export const KEY_FIELDS = 'id name prefix lastFour scopes lastUsedAt expiresAt revokedAt replacedBy'
export const ACCOUNT_FIELDS = 'id name plan credits retentionDays createdAt suspendedAt closedAt limits { perMinute concurrent perDay readsPerMinute }'
export const FULL_ACCOUNT_FIELDS = `${ACCOUNT_FIELDS} secret suspendedEndUsers keys { ${KEY_FIELDS} }`
export const ENTRY_FIELDS = 'id kind amount createdAt'
export const SWITCH_FIELDS = 'model reason offSince'
export const ALARM_FIELDS = 'kind subject detail count firstAt lastAt postedAt closedAt'
export const ASK_FIELDS = 'id accountId credits plan note createdAt outcome reply'
export const LOG_FIELDS = 'id accountId actorAccountId actor person { issuer subject } action target requestId createdAt detail'
export const SHARD_FIELDS = 'name bytes mostBytes isAlarming'

const column = (title: string, side: Column['side'] = 'left'): Column => ({ title, side })
const day = (time: string): string => time.slice(0, 10)
export const minute = (time: string): string => time.slice(0, 16).replace('T', ' ')

/** Names and reasons are anybody's: no control character of theirs may reach the terminal. */
function short(words: string, columns: number): string {
  const plain = words.replace(/\p{C}/gu, ' ')
  const characters = Array.from(plain)
  return characters.length > columns ? `${characters.slice(0, columns - 1).join('')}…` : plain
}

/** Two lines each: what, and what happened last. */
export const showAlarms = (alarms: readonly v.InferOutput<typeof Alarm>[]): string[] =>
  alarms.length === 0
    ? ['Nothing is to be mended.']
    : alarms.flatMap(({ kind, subject, detail, count, lastAt, closedAt }) => [
        `${bold(kind)} ${short(subject, 40)} ${dim(`${grouped(count)} in the hour, last ${minute(lastAt)}${closedAt === null ? '' : ', closed'}`)}`,
        `  ${short(detail, 98)}`,
      ])

export const showShards = (shards: readonly v.InferOutput<typeof Shard>[]): string[] =>
  shards.map(({ name, bytes, mostBytes, isAlarming }) => {
    const line = `${short(name, 20)}  ${((100 * bytes) / mostBytes).toFixed(1)} %  ${grouped(Math.round(bytes / 1e6))} of ${grouped(Math.round(mostBytes / 1e6))} MB`
    return isAlarming ? red(`${line}  70 % or more: see docs/operating.md`) : line
  })

const MOVE_STAGES: Readonly<Record<string, string>> = {
  BEGIN: 'is about to be moved', COPY: 'is being copied', CATCH_UP: 'is copied; what has changed since follows', SWITCH: 'is about to be there', WAKE: 'is there', DELETE: 'is there; what was left behind is deleted in an hour', DONE: 'is there, and nothing of it anywhere else',
}

export const showMove = ({ accountId, from, to, stage }: v.InferOutput<typeof AccountMove>): string[] => [
  `${bold(accountId)} ${from === to ? to : `${from} → ${to}`}  ${MOVE_STAGES[stage] ?? stage}`, dim('It goes on by itself. The same command tells how far it has come.'),
]

/** Two lines each: who wants what, and why. */
export const showAsks = (asks: readonly v.InferOutput<typeof Ask>[]): string[] =>
  asks.length === 0
    ? ['Nothing is asked for.']
    : asks.flatMap(({ id, accountId, credits, plan, note, createdAt, outcome }) => [
        `${bold(id)} ${accountId} ${plan ?? `${grouped(credits ?? 0)} credits`}`,
        `  ${dim(`${minute(createdAt)} ${outcome ?? 'open'}`)} ${short(note, 70)}`,
      ])

export const showAccounts = (accounts: readonly v.InferOutput<typeof Account>[]): string[] =>
  table(
    [column('Account'), column('Name'), column('Plan'), column('Credits', 'right'), column('Made on')],
    accounts.map(({ id, name, plan, credits, createdAt }) => [short(id, 35), short(name, 22), plan, grouped(credits), day(createdAt)]),
  )

export function showAccount({ id, name, plan, credits, limits, retentionDays, createdAt, suspendedAt, closedAt, suspendedEndUsers, keys, secret }: v.InferOutput<typeof FullAccount>): string[] {
  const facts: readonly (readonly [string, string])[] = [
    ['Account', id],
    ['Name', short(name, 80)],
    ['Plan', plan],
    ['Credits', grouped(credits)],
    ['Own limits', limits ? showLimits(limits) : dim('none')],
    ['Media kept', retentionDays === null ? dim('as its plan has it') : `${retentionDays} days`],
    ['Made on', minute(createdAt)],
    ...(suspendedAt === null ? [] : [['Suspended', minute(suspendedAt)] as const]),
    ...(closedAt === null ? [] : [['Closed', minute(closedAt)] as const]),
    ...(suspendedEndUsers.length === 0 ? [] : [['End users off', short(suspendedEndUsers.join(', '), 80)] as const]),
  ]
  return [
    ...facts.map(([title, value]) => left(dim(title), 14) + value),
    '',
    ...showKeys(keys),
    ...(secret === null ? [] : ['', `${bold('Its first key, shown this once:')} ${secret}`]),
  ]
}

function showLimits({ perMinute, concurrent, perDay, readsPerMinute }: v.InferOutput<typeof Limits>): string {
  const named = [[perMinute, 'a minute'], [concurrent, 'at once'], [perDay, 'a day'], [readsPerMinute, 'reads a minute']] as const
  return named.flatMap(([figure, of]) => (figure === null ? [] : [figure === 0 ? `no limit ${of}` : `${grouped(figure)} ${of}`])).join(', ')
}

const showKeys = (keys: readonly v.InferOutput<typeof Key>[]): string[] =>
  table(
    [column('Key'), column('Name'), column('Ends in'), column('Scopes'), column('Last used')],
    keys.map((key) => [short(key.id, 31), short(key.name, 12), `${key.prefix.slice(3, 7)} …${key.lastFour}`, key.scopes.join(' ').toLowerCase(), stateOf(key)]),
  )

function stateOf({ revokedAt, expiresAt, replacedBy, lastUsedAt }: v.InferOutput<typeof Key>): string {
  if (revokedAt !== null) return 'revoked'
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) return 'expired'
  if (replacedBy !== null) return 'rolled'
  return lastUsedAt === null ? 'never' : day(lastUsedAt)
}

export const showSwitches = (switches: readonly v.InferOutput<typeof Switch>[]): string[] =>
  switches.length === 0
    ? [dim('All models are on.')]
    : table([column('Model off'), column('Since'), column('Reason')], switches.map(({ model, offSince, reason }) => [model, minute(offSince), short(reason, 50)]))

/** When, what and to which; below it how, and by whom. */
export const showLog = (entries: readonly v.InferOutput<typeof LogEntry>[]): string[] =>
  entries.length === 0
    ? [dim('Nothing was changed.')]
    : entries.flatMap((entry) => [
        `${minute(entry.createdAt)}   ${left(entry.action, 14)}   ${entry.target}${entry.accountId === null || entry.accountId === entry.target ? '' : ` of ${entry.accountId}`}`,
        ...wrapped(changesOf(entry.detail), ', ', 81).map((line) => ' '.repeat(19) + line),
        dim(`${' '.repeat(19)}by ${entry.person ? `${short(entry.person.subject, 60)} at ${short(entry.person.issuer, 80)}, ` : ''}${entry.actor} of ${entry.actorAccountId}`),
      ])

const Facts = v.fallback(v.record(v.string(), v.unknown()), {})

/** `plan FREE → PRO`, and whatever else was noted. Texts of ours and of anybody: made safe for the terminal. */
function changesOf({ before, after, ...notes }: Readonly<Record<string, unknown>>): string[] {
  const [old, fresh] = [v.parse(Facts, before), v.parse(Facts, after)]
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
  const changes = names.map((name) => `${name} ${name in old ? `${said(old[name])} → ` : ''}${said(fresh[name])}`)
  const noted = Object.entries(notes).flatMap(([name, value]) => (value === '' ? [] : [`${name} ${said(value)}`]))
  return [...changes, ...noted].map((words) => short(words, 200))
}

const said = (value: unknown): string => (value === null || value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value))

/** As many of them on a line as fit. */
export function wrapped(words: readonly string[], between: string, columns: number): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + between.length + word.length <= columns) lines[lines.length - 1] = last + between + word
    else lines.push(word)
  }
  return lines
}
