// Fields of a row of filters. A text is taken when it is left or Enter is pressed.
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

export function FilterRow({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return <form class="dash-filters" aria-label={label} onSubmit={(event) => event.preventDefault()}>{children}</form>
}

interface FieldProps {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (value: string) => void
}

export function DayFilter({ label, value, onChange }: FieldProps) {
  const id = useId()
  return (
    <p class="filter">
      <label for={id}>{label}</label>
      <input class="input" id={id} type="date" value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)} />
    </p>
  )
}

export function TextFilter({ label, value, onChange }: FieldProps) {
  const id = useId()
  return (
    <p class="filter">
      <label for={id}>{label}</label>
      <input class="input" id={id} value={value ?? ''} spellcheck={false} autoCapitalize="off" onChange={(event) => onChange(event.currentTarget.value.trim())} onKeyDown={(event) => event.key === 'Enter' && onChange(event.currentTarget.value.trim())} />
    </p>
  )
}

interface ChoiceProps extends FieldProps {
  /** What no choice is called. */
  readonly all: string
  readonly choices: readonly (readonly [value: string, word: string])[]
}

export function ChoiceFilter({ label, value, all, choices, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <p class="filter">
      <label for={id}>{label}</label>
      <select class="input" id={id} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{all}</option>
        {choices.map(([one, word]) => <option value={one} key={one}>{word}</option>)}
      </select>
    </p>
  )
}
