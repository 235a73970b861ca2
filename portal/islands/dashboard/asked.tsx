// What stands where an answer will: that it is coming, why it does not come, or what it is.
import type { ComponentChildren } from 'preact'
import { AskError, signInAddress } from '../../ask.ts'
import { grouped } from '../../language.ts'
import { useDashboard } from './context.ts'
import { isPast } from './moments.ts'
import type { Asked as AskedFor, Problem } from './use-ask.ts'

export function Asked<Data>({ asked: { data, problem, again }, children }: { readonly asked: AskedFor<Data>; readonly children: (data: Data) => ComponentChildren }) {
  return (
    <>
      {problem && <ProblemLine problem={problem} again={again} />}
      {data === undefined ? !problem && <Waiting /> : children(data)}
    </>
  )
}

/** Three lines where text will be. */
export function Waiting() {
  const { words } = useDashboard()
  return (
    <div class="dash-waiting" role="status">
      <span class="visually-hidden">{words.loading}</span>
      <i aria-hidden="true" /><i aria-hidden="true" /><i aria-hidden="true" />
    </div>
  )
}

/** What went wrong, in the page's language: the service says it itself. */
export function ProblemLine({ problem, again }: { readonly problem: Problem | undefined; readonly again?: () => void }) {
  const { words, me } = useDashboard()
  if (!problem) return null
  const refused = problem instanceof AskError ? problem : undefined
  const isOver = refused?.code === 'UNAUTHENTICATED'
  const isLongAgo = refused?.code === 'FORBIDDEN' && isPast(me.administersUntil)
  const isToSignIn = isOver || isLongAgo
  return (
    <div class="problem" role="alert">
      <p>
        {isOver ? words.expired : (refused?.message ?? words.offline)}
        {refused?.retryAfterSeconds !== undefined && ` ${words.tryIn(grouped(refused.retryAfterSeconds))}`}
        {!isOver && refused?.requestId !== undefined && <> {words.requestId}: <code>{refused.requestId}</code></>}
      </p>
      {(again !== undefined || isToSignIn) && (
        <p class="dash-actions">
          {isToSignIn && <a class="button quiet" href={signInAddress()} target="_blank" rel="noopener">{words.signInBeside}</a>}
          {again && <button class="button quiet" type="button" onClick={again}>{words.again}</button>}
        </p>
      )}
    </div>
  )
}
