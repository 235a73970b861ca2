// The keys of the account: made, rolled, ended, and told from others' keys.
import { grouped } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { Code } from '../../../ui/code.tsx'
import { keysWords } from '../../../words/dashboard/keys.ts'
import { ProblemLine, Waiting } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'
import { isPast } from '../moments.ts'
import { SecretDialog } from '../secret.tsx'
import { useOpen } from '../use-open.ts'
import { usePages } from '../use-pages.ts'
import { CheckKey } from './check-key.tsx'
import { CreateKey } from './create-key.tsx'
import { RevokeKey, RollKey } from './end-key.tsx'
import { KeyTable } from './key-table.tsx'
import { KEYS, keyPage } from './operations.ts'
import type { ApiKey } from './operations.ts'

export function KeysPart({ language }: { readonly language: Language }) {
  return <Dashboard language={language} part="keys"><Keys /></Dashboard>
}

type Open = { readonly kind: 'CREATE' } | { readonly kind: 'ROLL' | 'REVOKE'; readonly key: ApiKey }

const isOver = ({ revokedAt, expiresAt }: ApiKey): boolean => revokedAt !== null || isPast(expiresAt)

function Keys() {
  const { language, words: around } = useDashboard()
  const words = keysWords(language)
  const pages = usePages(KEYS, {}, ({ apiKeys }) => keyPage(apiKeys))
  const { open, setOpen, close, onMade } = useOpen<Open>(pages.again)
  const keys = pages.rows ?? []
  const usable = keys.filter((key) => !isOver(key))
  const ended = keys.filter(isOver)
  return (
    <>
      <section class="dash-section">
        <div class="dash-section-head">
          <h2>{words.list}</h2>
          <button class="button" type="button" onClick={() => setOpen({ kind: 'CREATE' })}>{words.make}</button>
        </div>
        <ProblemLine problem={pages.problem} again={pages.again} />
        {!pages.rows && !pages.problem && <Waiting />}
        {pages.rows && (usable.length === 0 ? <p class="dash-empty">{words.none}</p> : <KeyTable keys={usable} onRoll={(key) => setOpen({ kind: 'ROLL', key })} onRevoke={(key) => setOpen({ kind: 'REVOKE', key })} />)}
        {ended.length > 0 && (
          <details class="dash-more">
            <summary>{words.ended(grouped(ended.length))}</summary>
            <KeyTable keys={ended} />
          </details>
        )}
        {pages.more && <button class="button plain" type="button" disabled={pages.isAsking} onClick={pages.more}>{around.more}</button>}
      </section>
      <CheckKey keys={keys} />
      {open?.kind === 'CREATE' && <CreateKey onMade={onMade} onClose={close} />}
      {open?.kind === 'ROLL' && <RollKey apiKey={open.key} onMade={onMade} onClose={close} />}
      {open?.kind === 'REVOKE' && <RevokeKey apiKey={open.key} onRevoked={close} onClose={close} />}
      {open?.kind === 'SECRET' && (
        <SecretDialog title={words.secretTitle} hint={words.secretHint} secret={open.secret} onClose={close}>
          <details class="dash-more">
            <summary>{words.tryIt}</summary>
            <Code language={language} code={curlOf(open.secret)} in="sh" label={words.tryIt} />
          </details>
        </SecretDialog>
      )}
    </>
  )
}

const curlOf = (secret: string): string => `curl -sS ${location.origin}/graphql \\
  -H "Authorization: Bearer ${secret}" \\
  -H "Content-Type: application/json" \\
  -d '{ "query": "{ providers { id name } }" }'`
