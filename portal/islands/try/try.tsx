// The outcomes that a word forces in test mode, each with a button: it runs, and what came is shown as it came.
import { useEffect, useState } from 'preact/hooks'
import { ask, AskError, mayBeSignedIn, signIn } from '../../ask.ts'
import type { Language } from '../../language.ts'
import { Code } from '../../ui/code.tsx'
import { tryWords } from '../../words/try.ts'
import { CANCEL, GENERATE, READ } from './operations.ts'
import type { Made } from './operations.ts'

interface TryProps {
  readonly language: Language
  /** As the table above names them: `[[slow]]`. */
  readonly outcomes: readonly string[]
}

const WAIT_SECONDS = 20
/** There must be time to cancel it. */
const LATE_CANCEL = '[[cancel:too-late]]'
/** One output less than asked: so two are. */
const PARTIAL = '[[partial]]'

interface Tried {
  readonly outcome: string
  readonly answer?: unknown
  readonly made?: Made
}

export function Try({ language, outcomes }: TryProps) {
  const words = tryWords(language)
  const [tried, setTried] = useState<Tried>()
  /** Until it has started a press would be lost. */
  const [isRunning, setRunning] = useState(true)
  useEffect(() => setRunning(false), [])
  const [problem, setProblem] = useState<string>()
  const run = async (outcome: string): Promise<void> => {
    if (!mayBeSignedIn()) return signIn()
    setRunning(true)
    setProblem(undefined)
    setTried({ outcome })
    try {
      await follow(outcome, (answer, made) => setTried({ outcome, answer, made }))
    } catch (error) {
      if (error instanceof AskError && error.code === 'UNAUTHENTICATED') return signIn()
      setProblem(error instanceof AskError ? `${error.code}: ${error.message}` : words.unreachable)
    }
    setRunning(false)
  }
  return (
    <section class="try" aria-label={words.title}>
      <p>{words.lead}</p>
      <p class="try-outcomes">
        {outcomes.map((outcome) => <button type="button" class="try-outcome" aria-label={words.run(outcome)} aria-pressed={tried?.outcome === outcome} disabled={isRunning} onClick={() => void run(outcome)} key={outcome}><span aria-hidden="true">▶</span> <code>{outcome}</code></button>)}
      </p>
      <p class={isRunning && tried ? 'hint' : 'visually-hidden'} role="status">{isRunning && tried ? words.running : tried?.made ? words.ended : ''}</p>
      {problem !== undefined && <p class="problem" role="alert">{problem}</p>}
      {tried?.answer !== undefined && <Code language={language} code={JSON.stringify(tried.answer, null, 2)} in="json" label={words.answer(tried.outcome)} />}
      {!isRunning && tried?.made?.status === 'COMPLETED' && tried.made.url !== null && <img class="try-made" src={tried.made.url} alt={words.made} />}
    </section>
  )
}

/** To its end, in test mode, by the session. @param tell each answer as it came */
async function follow(outcome: string, tell: (answer: unknown, made: Made) => void): Promise<void> {
  const text = `कमल ${outcome === LATE_CANCEL ? '[[slow]] ' : ''}${outcome}`
  const asked = { mode: 'test', isQuiet: true } as const
  const begun = await ask(GENERATE, { ...asked, variables: { input: { type: 'IMAGE', input: { text }, ...(outcome === PARTIAL && { options: { n: 2 } }) } }, idempotencyKey: crypto.randomUUID() })
  tell(begun, begun.generate)
  const { id } = begun.generate
  const look = async (wait: number): Promise<Made | null> => {
    const read = await ask(READ, { ...asked, variables: { id, wait } })
    if (read.generation) tell(read, read.generation)
    return read.generation
  }
  let now: Made | null = begun.generate
  if (outcome === LATE_CANCEL) {
    // What has not begun can still be cancelled.
    while (now?.status === 'QUEUED') now = await look(1)
    const cancelled = await ask(CANCEL, { ...asked, variables: { id } })
    return tell(cancelled, cancelled.generationCancel.generation)
  }
  while (now?.status === 'QUEUED' || now?.status === 'PROCESSING') now = await look(WAIT_SECONDS)
}
