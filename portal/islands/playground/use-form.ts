// The form over time: out of the address or of a draft, and back into both.
import { useEffect, useState } from 'preact/hooks'
import { settle } from './change.ts'
import type { Dropped, Settled } from './change.ts'
import { emptyForm } from './form.ts'
import type { Form } from './form.ts'
import { draft, formOfFragment, formOfSearch, fragmentOf, keepDraft } from './memory.ts'

const CALM_MS = 300
/** Longer ones stay out of the address; the button still copies them. */
const MOST_CHARACTERS = 8000

/** To what is given, or to what becomes of the form as it stands by then. */
export type SetForm = (next: Settled | ((now: Settled) => Settled)) => void

export interface FormState {
  readonly form: Form
  readonly dropped: readonly Dropped[]
  readonly set: SetForm
  /** Another one altogether: what does not go together in it is given up. */
  readonly replace: (form: Form) => void
}

export function useForm(example: string): FormState {
  const [{ form, dropped }, set] = useState<Settled>({ form: { ...emptyForm('VIDEO'), input: { text: example } }, dropped: [] })
  const [isLoaded, setLoaded] = useState(false)
  const replace = (next: Form): void => set(settle(next))
  useEffect(() => {
    const kept = draft()
    const linked = formOfFragment(location.hash)
    const named = formOfSearch(location.search)
    if (linked) replace({ ...linked, files: kept?.files ?? {} })
    else if (named) replace({ ...named, input: kept?.input.text === undefined ? { text: example } : { text: kept.input.text } })
    else if (kept) replace(kept)
    setLoaded(true)
    const follow = (): void => {
      const next = formOfFragment(location.hash)
      if (next) replace(next)
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  useEffect(() => {
    if (!isLoaded) return
    const timer = setTimeout(() => {
      keepDraft(form)
      const fragment = fragmentOf(form)
      history.replaceState(null, '', fragment.length > MOST_CHARACTERS ? location.pathname : location.pathname + fragment)
    }, CALM_MS)
    return () => clearTimeout(timer)
  }, [form, isLoaded])
  return { form, dropped, set, replace }
}
