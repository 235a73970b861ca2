// One generation: what it made, its receipt, its story, what it was made from, and what went wrong.
import { useEffect } from 'preact/hooks'
import { ERRORS_PATH } from '../../../data/errors/path.ts'
import { addressOf, grouped, momentOf } from '../../../language.ts'
import { Code } from '../../../ui/code.tsx'
import { Receipt } from '../../../ui/receipt.tsx'
import { Table } from '../../../ui/table.tsx'
import type { GenerationsWords } from '../../../words/dashboard/generations.ts'
import { playgroundWords } from '../../../words/playground.ts'
import { Made } from '../../playground/player.tsx'
import { Asked, ProblemLine } from '../asked.tsx'
import { useDashboard } from '../context.ts'
import { useAct, useAsk } from '../use-ask.ts'
import { CANCEL_ONE, ONE } from './operations.ts'
import type { One } from './operations.ts'
import { momentsOf, requestOf, valueOf } from './story.ts'
import { toneOf } from './tone.ts'

interface OnePageProps {
  readonly id: string
  readonly words: GenerationsWords
}

export function OnePage({ id, words }: OnePageProps) {
  const { language } = useDashboard()
  const asked = useAsk(ONE, { id })
  const pollAfterMs = asked.data?.generation?.pollAfterMs ?? null
  useEffect(() => {
    if (pollAfterMs === null || asked.isAsking) return undefined
    const look = setTimeout(asked.again, pollAfterMs)
    return () => clearTimeout(look)
  }, [pollAfterMs, asked.isAsking])
  return (
    <>
      <p><a href={addressOf(language, 'dashboard/generations/')}>← {words.all}</a></p>
      <Asked asked={asked}>
        {({ generation }) => (generation ? <Whole generation={generation} words={words} onChanged={asked.again} /> : <p class="dash-empty">{words.unknown}</p>)}
      </Asked>
    </>
  )
}

interface WholeProps {
  readonly generation: One
  readonly words: GenerationsWords
  readonly onChanged: () => void
}

function Whole({ generation, words, onChanged }: WholeProps) {
  const { language } = useDashboard()
  const { status, input, error, adjustments, reasons } = generation
  const text = typeof input['text'] === 'string' ? input['text'] : generation.id
  return (
    <article class="one" aria-label={text}>
      <header class="one-head">
        <h2>{text}</h2>
        <p class={`tag ${toneOf(status)}`}>{words.statuses[status]}{generation.late && ` · ${words.late}`}</p>
      </header>
      <div class="one-columns">
        <div class="one-main">
          {status === 'COMPLETED' && <Made generation={generation} text={text} language={language} words={playgroundWords(language)} />}
          {error && (
            <div class="problem">
              <p><strong>{error.message}</strong></p>
              <p><code>{error.code}</code>{error.reason !== null && <> · <code>{error.reason}</code></>}{error.field !== null && <> · <code>{error.field}</code></>}</p>
              <p>{error.retryable ? words.retryable : words.notRetryable} <a href={addressOf(language, `${ERRORS_PATH}${error.code}/`)}>{words.errorPage}</a></p>
            </div>
          )}
          {generation.pollAfterMs !== null && <Open generation={generation} words={words} onChanged={onChanged} />}
          <Story generation={generation} words={words} />
          {adjustments.length > 0 && (
            <section class="dash-section">
              <h3>{words.adjusted}</h3>
              <Table
                label={words.adjusted} rows={adjustments} keyOf={({ option }) => option}
                columns={[
                  { name: words.option, isHead: true, cell: ({ option }) => <code>{option}</code> },
                  { name: words.requested, cell: ({ requested }) => valueOf(requested) },
                  { name: words.served, cell: ({ served }) => valueOf(served) },
                  { name: words.why, cell: ({ reason }) => reason },
                ]}
              />
            </section>
          )}
          <section class="dash-section">
            <h3>{words.request}</h3>
            <Code language={language} in="json" label={words.request} code={requestOf(generation)} />
          </section>
          {reasons.length > 0 && <section class="dash-section"><h3>{words.chosen}</h3><ul class="one-reasons">{reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul></section>}
        </div>
        <aside class="one-side" aria-label={words.facts}>
          <Money generation={generation} words={words} />
          <Facts generation={generation} words={words} />
        </aside>
      </div>
    </article>
  )
}

function Money({ generation: { id, model, creditCost: cost, refundedCredits: back, pollAfterMs, status }, words }: Omit<WholeProps, 'onChanged'>) {
  const { language, mode } = useDashboard()
  const credits = mode === 'test' ? words.testCredits : words.credits
  return (
    <Receipt
      title={words.receipt} number={`…${id.slice(-6)}`}
      lines={[
        { label: <code>{model}</code>, value: '' },
        { label: words.charged, value: `−${credits(grouped(cost))}`, tone: 'taken' },
        ...(back > 0 ? [{ label: words.refunded, value: `+${credits(grouped(back))}`, tone: 'back' as const }] : []),
        ...(pollAfterMs === null ? [{ label: words.paid, value: credits(grouped(cost - back)), tone: 'total' as const }] : []),
      ]}
      {...(back === cost && cost > 0 ? { stamp: words.refundedStamp } : status === 'COMPLETED' ? { stamp: words.readyStamp } : {})}
      foot={<a href={`${addressOf(language, 'dashboard/credits/')}?generation=${id}`}>{words.inLedger}</a>}
    />
  )
}

function Open({ generation: { id, progress }, words, onChanged }: WholeProps) {
  const { act, isBusy, problem } = useAct(CANCEL_ONE)
  const { language } = useDashboard()
  const cancel = async (): Promise<void> => {
    if (await act({ id })) onChanged()
  }
  return (
    <div class="one-open">
      <progress value={progress ?? 0} max={100} aria-label={words.progress} />
      <button class="button quiet danger" type="button" disabled={isBusy} onClick={() => void cancel()}>{playgroundWords(language).cancel}</button>
      <ProblemLine problem={problem} />
    </div>
  )
}

function Story({ generation, words }: Omit<WholeProps, 'onChanged'>) {
  const { language } = useDashboard()
  return (
    <section class="dash-section">
      <h3>{words.story}</h3>
      <ol class="story">
        {momentsOf(generation).map(({ at, kind, detail, seconds, tone }, index) => (
          <li class={tone} key={`${kind} ${index}`}>
            <time dateTime={at} title={momentOf(at, language)}>{words.after(grouped(seconds))}</time>
            <span>{detail}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Facts({ generation, words }: Omit<WholeProps, 'onChanged'>) {
  const { language } = useDashboard()
  const { id, type, provider, model, apiKey, endUser, tags, seed, attempts, createdAt, completedAt } = generation
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.id, id],
    [words.type, type],
    [words.provider, provider],
    [words.model, model],
    [words.created, momentOf(createdAt, language)],
    [words.took, completedAt === null ? undefined : words.seconds(grouped(Math.round((Date.parse(completedAt) - Date.parse(createdAt)) / 1000)))],
    [words.attempts, attempts > 1 ? grouped(attempts) : undefined],
    [words.seed, seed === null ? undefined : String(seed)],
    [words.key, apiKey === null ? undefined : (apiKey.name ?? apiKey.id)],
    [words.endUser, endUser ?? undefined],
    [words.tags, tags.length > 0 ? tags.join(', ') : undefined],
  ]
  return <dl class="one-facts">{facts.map(([name, value]) => value !== undefined && <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
}
