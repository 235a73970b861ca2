// Keys as rows: what each may do and spend, and when it was last used.
import { dayOf, grouped, momentOf } from '../../../language.ts'
import { Table } from '../../../ui/table.tsx'
import type { Column } from '../../../ui/table.tsx'
import { keysWords } from '../../../words/dashboard/keys.ts'
import type { KeysWords } from '../../../words/dashboard/keys.ts'
import { useDashboard } from '../context.ts'
import type { ApiKey } from './operations.ts'

interface KeyTableProps {
  readonly keys: readonly ApiKey[]
  /** Of those that can still be used. */
  readonly onRoll?: (key: ApiKey) => void
  readonly onRevoke?: (key: ApiKey) => void
}

export function KeyTable({ keys, onRoll, onRevoke }: KeyTableProps) {
  const { language } = useDashboard()
  const words = keysWords(language)
  const day = (iso: string): string => dayOf(iso.slice(0, 10), language)
  const columns: readonly Column<ApiKey>[] = [
    {
      name: words.name,
      isHead: true,
      cell: ({ name, prefix, lastFour }) => <><span>{name}</span><code class="key-form">{prefix}…{lastFour}</code></>,
    },
    {
      name: words.mayDo,
      cell: ({ scopes, providers, origins }) => (
        <div class="key-may">
          <span class="tags">{scopes.map((scope) => <span class="tag" key={scope}>{words.scopes[scope]}</span>)}</span>
          {(providers ?? origins) && <span class="hint">{words.bounds}: {[...(providers ?? []), ...(origins ?? [])].join(', ')}</span>}
        </div>
      ),
    },
    { name: words.spends, cell: ({ limits }) => <Spending limits={limits} words={words} /> },
    { name: words.lastUsed, cell: ({ lastUsedAt }) => (lastUsedAt === null ? <span class="soft">{words.never}</span> : <time dateTime={lastUsedAt} title={words.toTheHour}>{momentOf(lastUsedAt, language)}</time>) },
    {
      name: words.until,
      cell: ({ expiresAt, revokedAt, replacedBy }) => {
        const end = revokedAt === null ? expiresAt && (onRoll ? day(expiresAt) : words.expiredOn(day(expiresAt))) : words.revokedOn(day(revokedAt))
        return <span>{end ?? <span class="soft">{words.noEnd}</span>}{replacedBy !== null && <> <span class="tag">{words.rolled}</span></>}</span>
      },
    },
    ...(onRoll && onRevoke ? [{
      name: words.actions,
      isNameless: true,
      cell: (key: ApiKey) => (
        <div class="dash-actions end">
          <button class="button quiet" type="button" aria-label={words.ofKey(words.roll, key.name)} onClick={() => onRoll(key)}>{words.roll}</button>
          <button class="button quiet danger" type="button" aria-label={words.ofKey(words.revoke, key.name)} onClick={() => onRevoke(key)}>{words.revoke}</button>
        </div>
      ),
    }] : []),
  ]
  return <Table label={onRoll ? words.list : words.ended(grouped(keys.length))} columns={columns} rows={keys} keyOf={({ id }) => id} />
}

/** All limits that hold: its own, and those of the key that made it. */
function Spending({ limits, words }: { readonly limits: ApiKey['limits']; readonly words: KeysWords }) {
  const lines = limits.flatMap(({ creditsPerDay, creditsTotal, spentToday, spentTotal }) => [
    ...(creditsPerDay === null ? [] : [words.perDay(grouped(spentToday), grouped(creditsPerDay))]),
    ...(creditsTotal === null ? [] : [words.inAll(grouped(spentTotal), grouped(creditsTotal))]),
  ])
  if (lines.length === 0) return <span class="soft">{words.unbounded}</span>
  return <span class="key-spends">{lines.map((line) => <span key={line}>{line}</span>)}</span>
}
