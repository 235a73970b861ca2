// The one button, with the price on it; on small screens it stays in reach of the thumb.
import { useState } from 'preact/hooks'
import { grouped } from '../../language.ts'
import type { Reckoned } from './bill.tsx'
import type { Around } from './context.ts'
import type { Form } from './form.ts'
import { fragmentOf } from './memory.ts'

interface RunBarProps extends Around {
  readonly reckoned: readonly Reckoned[]
  readonly form: Form
}

export function RunBar({ reckoned, form, person, mode, words }: RunBarProps) {
  const [isCopied, setCopied] = useState(false)
  const total = grouped(reckoned.reduce((sum, { credits }) => sum + credits, 0))
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.origin + location.pathname + fragmentOf(form))
    setCopied(true)
  }
  const label = person.kind === 'LOOKING' ? words.signIn : reckoned.length > 1 ? words.runMany(String(reckoned.length), total) : reckoned.length === 1 && mode === 'live' ? words.run(total) : words.runTest
  return (
    <>
      <div class="play-bar">
        <span class="play-bar-price">{reckoned.length > 0 && (mode === 'test' ? words.testCredits : words.credits)(total)}</span>
        <button class="button printed" type="submit" form="play-form" disabled={person.kind === 'UNKNOWN'}>{label}</button>
      </div>
      <button type="button" class="button quiet" onClick={() => void copy()}>{isCopied ? words.linkCopied : words.shareForm}</button>
    </>
  )
}
