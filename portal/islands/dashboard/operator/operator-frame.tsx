// The frame of the operators' pages: a line that leads from one to the other, for those whom the service lets administer. It decides
// by itself, request by request; what is shown here only spares others a refusal.
import type { ComponentChildren } from 'preact'
import { signInAddress } from '../../../ask.ts'
import { OPERATOR_PARTS, pathOfPart } from '../../../data/dashboard-parts.ts'
import type { OperatorPartName } from '../../../data/dashboard-parts.ts'
import { addressOf } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import { operatorWords } from '../../../words/dashboard/operator.ts'
import type { OperatorWords } from '../../../words/dashboard/operator.ts'
import { useDashboard } from '../context.ts'
import { Dashboard } from '../dashboard.tsx'
import { isPast } from '../moments.ts'

interface FrameProps {
  readonly language: Language
  readonly part: OperatorPartName
  /** What is shown to operators. */
  readonly children: ComponentChildren
}

export function OperatorFrame({ language, part, children }: FrameProps) {
  return <Dashboard language={language} part={part}><Admitted part={part}>{children}</Admitted></Dashboard>
}

function Admitted({ part, children }: Omit<FrameProps, 'language'>) {
  const { language, mode, me, words: around } = useDashboard()
  const words = operatorWords(language)
  if (mode === 'test') return <p class="dash-empty">{words.liveOnly}</p>
  if (me.administersUntil === null) return <p class="problem" role="alert">{words.notYours}</p>
  if (isPast(me.administersUntil)) {
    return (
      <section class="dash-out">
        <h2>{words.signInAgain}</h2>
        <p>{words.signInAgainHint}</p>
        <p><a class="button printed" href={signInAddress()}>{around.signIn}</a></p>
      </section>
    )
  }
  return (
    <>
      <nav class="operator-nav" aria-label={words.pages}>
        <ul>{OPERATOR_PARTS.map((one) => <li key={one}><a href={addressOf(language, pathOfPart(one))} aria-current={one === part ? 'page' : undefined}>{around[one]}</a></li>)}</ul>
      </nav>
      {children}
    </>
  )
}

export function useOperatorWords(): OperatorWords {
  return operatorWords(useDashboard().language)
}
