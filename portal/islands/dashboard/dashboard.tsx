// The frame of every part: its head with the switch between test and live, and who looks at it. Signed out, it leads to the
// sign-in and back to the same place; a session that ends leaves what is on the screen.
import { render } from 'preact'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { MODES, signInAddress } from '../../ask.ts'
import { isOperatorPart, pathOfPart } from '../../data/dashboard-parts.ts'
import type { DashboardPart } from '../../data/dashboard-parts.ts'
import { addressOf } from '../../language.ts'
import type { Language } from '../../language.ts'
import { Segments } from '../../ui/segments.tsx'
import { dashboardWords } from '../../words/dashboard/frame.ts'
import { usePerson } from '../person/use-person.ts'
import type { Me } from '../person/use-person.ts'
import { DashboardContext } from './context.ts'

interface DashboardProps {
  readonly language: Language
  readonly part: DashboardPart
  /** Beside the heading. */
  readonly children: ComponentChildren
}

export function Dashboard({ language, part, children }: DashboardProps) {
  const words = dashboardWords(language)
  const { person, mode, setMode, look, leave, isOffline, problem } = usePerson()
  const [me, setMe] = useState<Me>()
  useEffect(() => {
    if (person.kind === 'SIGNED_IN') setMe(person.me)
  }, [person])
  useEffect(() => document.querySelector('.dash-nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [])
  const isOut = person.kind === 'LOOKING'
  const isOperator = person.kind === 'SIGNED_IN' && person.me.administersUntil !== null
  useEffect(() => showOperatorLink(isOperator, language, part), [isOperator])
  // Who has signed in in another tab is known when they come back to this one.
  useEffect(() => {
    if (!isOut) return
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [isOut])
  const shown = person.kind === 'SIGNED_IN' ? person.me : me
  return (
    <div class="dash-part">
      <header class="dash-head">
        <div>
          <h1>{words[part]}</h1>
          <p class="soft">{words.leads[part]}</p>
        </div>
        <div class="dash-mode">
          <Segments name="mode" legend={words.mode} values={MODES} value={mode} words={{ test: words.test, live: words.live }} onChange={setMode} />
          <p class="hint">{mode === 'test' ? words.testHint : words.liveHint}</p>
        </div>
      </header>
      {isOffline && <p class="notice" role="status">{words.offline}</p>}
      {isOut && me && (
        <div class="notice dash-over" role="alert">
          <p><strong>{words.expired}</strong> {words.expiredHint}</p>
          <a class="button quiet" href={signInAddress()}>{words.signIn}</a>
        </div>
      )}
      {problem && (
        <div class="problem" role="alert">
          <p>{problem.message}</p>
          <button class="button quiet" type="button" onClick={look}>{words.again}</button>
        </div>
      )}
      {isOut && !me && (
        <section class="dash-out">
          <h2>{words.signedOutTitle}</h2>
          <p>{words.signedOut}</p>
          <p><a class="button printed" href={signInAddress()}>{words.signIn}</a></p>
        </section>
      )}
      {!shown && !isOut && !problem && <p class="dash-waiting" role="status"><span class="visually-hidden">{words.loading}</span><i aria-hidden="true" /><i aria-hidden="true" /><i aria-hidden="true" /></p>}
      {shown && <DashboardContext.Provider value={{ language, words, mode, me: shown, look, leave }}><div class="dash-body" key={mode}>{children}</div></DashboardContext.Provider>}
    </div>
  )
}

/** The navigation is a part of the static page, which is the same for all. */
function showOperatorLink(isOperator: boolean, language: Language, part: DashboardPart): void {
  const place = document.querySelector<HTMLElement>('.dash-nav-operator')
  if (!place) return
  place.hidden = !isOperator
  render(isOperator ? <a href={addressOf(language, pathOfPart('operator'))} aria-current={isOperatorPart(part) ? 'page' : undefined}>{dashboardWords(language).administration}</a> : null, place)
  if (isOperatorPart(part)) place.scrollIntoView({ block: 'nearest', inline: 'center' })
}
