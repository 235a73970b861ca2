// One run: where it stands, what it made, and its receipt as it is printed.
import { useEffect, useState } from 'preact/hooks'
import { storyOf } from '../story.ts'
import { grouped } from '../../language.ts'
import { Receipt } from '../../ui/receipt.tsx'
import type { ReceiptLine, Tone } from '../../ui/receipt.tsx'
import { nameOf } from './bill.tsx'
import type { Spoken } from './context.ts'
import type { Generation } from './operations.ts'
import { Made } from './player.tsx'
import type { Run } from './runs.ts'
import { sayDuration } from './say.ts'
import { hasEnded } from './watch.ts'

interface ResultProps extends Spoken {
  readonly run: Run
  readonly onCancel: () => void
  readonly onResend: () => void
  readonly onAgain: () => void
  readonly onVary: (() => void) | undefined
  readonly onBack: () => void
}

export function Result(props: ResultProps) {
  const { run, words, onCancel, onResend, onAgain, onVary, onBack } = props
  const { generation, phase, problem } = run
  const text = run.form.input.text ?? ''
  const isOpen = generation !== undefined && !hasEnded(generation)
  return (
    <article class="play-result" aria-label={text}>
      <header class="play-result-head">
        <p class="play-result-text">{text}</p>
        <p class={`tag ${toneOf(run)}`}>{stageOf(run, words)}</p>
      </header>
      {isOpen && <Progress generation={generation} words={words} />}
      {run.isCut === true && isOpen && <p class="hint" role="status">{words.cut}</p>}
      {generation?.status === 'COMPLETED' && <Made {...props} generation={generation} text={text} />}
      {phase === 'UNSENT' && <p class="problem" role="alert">{words.unsent}</p>}
      {phase === 'REFUSED' && problem && <p class="problem" role="alert"><strong>{words.refused}.</strong> {problem.message} {problem.retryAfterSeconds !== undefined && words.tryIn(String(problem.retryAfterSeconds))}</p>}
      {generation?.error && <p class="problem" role="alert">{generation.error.message} <a href={`/errors/${generation.error.code}`}>{words.errorPage}</a></p>}
      {run.cancel && <p class="notice" role="status">{words.outcomesOfCancel[run.cancel]}</p>}
      <div class="play-inline">
        {isOpen && run.cancel === undefined && <button type="button" class="button plain" disabled={run.isCancelling === true} onClick={onCancel}>{run.isCancelling === true ? words.cancelling : words.cancel}</button>}
        {phase === 'UNSENT' && <button type="button" class="button" onClick={onResend}>{words.sendAgain}</button>}
        {!isOpen && generation && <button type="button" class="button quiet" onClick={onAgain}>{words.again}</button>}
        {!isOpen && generation && onVary && <button type="button" class="button quiet" onClick={onVary}>{words.vary}</button>}
        <button type="button" class="button quiet" onClick={onBack}>{words.back}</button>
      </div>
      {generation && <RunReceipt {...props} generation={generation} />}
    </article>
  )
}

function stageOf({ phase, generation }: Run, words: Spoken['words']): string {
  return words.stages[phase === 'MADE' ? (generation?.status ?? 'SENDING') : phase]
}

function toneOf({ phase, generation }: Run): string {
  if (generation?.status === 'COMPLETED') return 'back'
  return phase === 'REFUSED' || phase === 'UNSENT' || generation?.status === 'FAILED' ? 'failed' : ''
}

const TICK_MS = 500
const MOST_SHOWN = 97

function Progress({ generation, words }: { readonly generation: Generation; readonly words: Spoken['words'] }) {
  const [begun] = useState(() => performance.now())
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const clock = setInterval(() => setSeconds((performance.now() - begun) / 1000), TICK_MS)
    return () => clearInterval(clock)
  }, [begun])
  const left = generation.estimatedTime - seconds
  const reckoned = Math.min(MOST_SHOWN, (seconds / Math.max(1, generation.estimatedTime)) * 100)
  const value = Math.round(Math.max(generation.progress ?? 0, Math.min(reckoned, MOST_SHOWN)))
  return (
    <div class="play-progress">
      <progress value={value} max={100} aria-label={words.progress} />
      <span class="figure">{value} %</span>
      <span class="soft">{generation.queuePosition !== null ? words.inLine(grouped(generation.queuePosition)) : left > 0 ? words.about(sayDuration(left, words)) : words.anyMoment}</span>
    </div>
  )
}

/** What callers read of it: `WEBHOOK` and what follows are for the dashboard. */
const PRINTED: Readonly<Record<string, Tone>> = { ACCEPTED: 'plain', CHARGED: 'taken', SUBMITTED: 'plain', REFUSED: 'failed', UNCERTAIN: 'failed', STORED: 'plain', COMPLETED: 'plain', FAILED: 'failed', CANCELLED: 'failed', REFUNDED: 'back' }

function RunReceipt({ run, generation, words }: ResultProps & { readonly generation: Generation }) {
  const { creditCost: cost, refundedCredits: back } = generation
  const money = run.mode === 'test' ? words.testCredits : words.credits
  const lines = storyOf(generation).flatMap(({ kind, seconds }): readonly ReceiptLine[] => {
    const tone = PRINTED[kind]
    if (!tone || (kind === 'CHARGED' && cost === 0)) return []
    const value = kind === 'CHARGED' ? `−${money(grouped(cost))}` : kind === 'REFUNDED' ? `+${money(grouped(back))}` : words.seconds(String(seconds))
    return [{ label: words.lines[kind] ?? kind, value, tone }]
  })
  const total: readonly ReceiptLine[] = hasEnded(generation) ? [{ label: words.paid, value: money(grouped(cost - back)), tone: 'total' }] : []
  const stamp = !hasEnded(generation) ? undefined : back === cost && cost > 0 ? words.refundedStamp : generation.status === 'COMPLETED' ? words.readyStamp : undefined
  return (
    <div aria-live="polite">
      <Receipt title={words.receipt} number={`${generation.id.slice(0, 8)}…${generation.id.slice(-4)}`} lines={[{ label: nameOf(generation.model), value: '' }, ...lines, ...total]} {...(stamp !== undefined && { stamp })} foot={generation.adjustments.map(({ reason }) => reason).join(' ') || undefined} />
    </div>
  )
}
