// A copy of everything: asked for, watched while it is made, fetched.
import { useEffect } from 'preact/hooks'
import { addressOf, momentOf, sayBytes } from '../../../language.ts'
import { accountWords } from '../../../words/dashboard/account.ts'
import { ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { useAct } from '../use-ask.ts'
import { EXPORT } from './operations.ts'
import type { Archive } from './operations.ts'

const LOOK_AGAIN_MS = 4000

export function Archives({ archives, again }: { readonly archives: readonly Archive[]; readonly again: () => void }) {
  const { language, mode } = useDashboard()
  const words = accountWords(language)
  const { act, isBusy, problem } = useAct(EXPORT)
  const isRunning = archives.some(({ status }) => status === 'RUNNING')
  useEffect(() => {
    if (!isRunning) return
    const timer = setTimeout(again, LOOK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [isRunning, archives])
  const begin = async (): Promise<void> => {
    if (await act({})) again()
  }
  return (
    <section class="dash-section">
      <div class="dash-section-head">
        <h2>{words.export}</h2>
        <button class="button" type="button" disabled={isBusy || isRunning} onClick={() => void begin()}>{words.begin}</button>
      </div>
      <p class="measure">{words.exportHint} {mode === 'test' && words.exportTest} <a href={addressOf(language, 'docs/your-data/')}>{words.more}</a></p>
      <ProblemLine problem={problem} />
      {archives.length === 0 ? <p class="dash-empty">{words.noExports}</p> : (
        <ul class="archives">
          {archives.map(({ id, status, url, bytes, createdAt, expiresAt }) => (
            <li key={id}>
              <span class={status === 'READY' ? 'tag back' : 'tag'} role="status">{status === 'READY' ? words.ready : words.running}</span>
              <span>{words.askedAt(momentOf(createdAt, language))}{expiresAt !== null && <span class="soft"> · {words.keptUntil(momentOf(expiresAt, language))}</span>}</span>
              {url !== null && bytes !== null && <a class="button quiet" href={url} download>{words.download(sayBytes(bytes))}</a>}
            </li>
          ))}
        </ul>
      )}
      {archives.some(({ url }) => url !== null) && <p class="hint">{words.downloadHint}</p>}
    </section>
  )
}
