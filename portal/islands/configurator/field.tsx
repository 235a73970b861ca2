// One option of a model, by its kind.
import type { Option, OptionValue } from '../../../src/domain/model.ts'
import type { Language } from '../../language.ts'
import { modelWords } from '../../words/models.ts'

interface FieldProps {
  readonly language: Language
  readonly name: string
  readonly option: Option
  readonly asked: OptionValue | undefined
  /** What it will be, by rules and defaults. */
  readonly served: OptionValue | undefined
  readonly change: (value: OptionValue | undefined) => void
}

export function Field(props: FieldProps) {
  const { language, name, option, asked, served } = props
  const isAdjusted = asked !== undefined && asked !== served
  return (
    <label class={isAdjusted ? 'field adjusted' : 'field'} title={option.about[language]}>
      <span><code>{name}</code></span>
      <Control {...props} />
    </label>
  )
}

function Control({ language, option, asked, served, change }: FieldProps) {
  const words = modelWords(language)
  const shown = asked ?? served
  const usual = served === undefined ? words.unset : `${words.standard}: ${String(served)}`
  switch (option.kind) {
    case 'choice':
      return <Choices values={option.allowed} shown={shown} usual={words.unset} change={change} />
    case 'flag':
      return <Choices values={option.only === undefined ? [true, false] : [option.only]} shown={shown} usual={words.unset} change={change} nameOf={(value) => (value === true ? words.yes : words.no)} />
    case 'int':
    case 'number':
      return option.allowed ? (
        <Choices values={option.allowed} shown={shown} usual={words.unset} change={change} nameOf={(value) => `${value}${option.unit === undefined ? '' : ` ${option.unit}`}`} />
      ) : (
        <input type="number" min={option.min} max={option.max} step={option.step ?? (option.kind === 'int' ? 1 : 'any')} value={shown === undefined ? '' : String(shown)} placeholder={usual} onInput={({ currentTarget }) => change(currentTarget.value === '' ? undefined : currentTarget.valueAsNumber)} />
      )
    case 'seed':
      return <input type="number" min={option.min} max={option.max} step={1} value={asked === undefined ? '' : String(asked)} placeholder={words.unset} onInput={({ currentTarget }) => change(currentTarget.value === '' ? undefined : currentTarget.valueAsNumber)} />
    case 'text':
    case 'media':
      return <input type={option.kind === 'media' ? 'url' : 'text'} value={asked === undefined ? '' : String(asked)} placeholder={usual} {...(option.kind === 'text' && { maxLength: option.maxLength })} onInput={({ currentTarget }) => change(currentTarget.value === '' ? undefined : currentTarget.value)} />
  }
}

interface ChoicesProps {
  readonly values: readonly OptionValue[]
  readonly shown: OptionValue | undefined
  readonly usual: string
  readonly change: (value: OptionValue | undefined) => void
  readonly nameOf?: (value: OptionValue) => string
}

function Choices({ values, shown, usual, change, nameOf = String }: ChoicesProps) {
  return (
    <select value={shown === undefined ? '' : String(shown)} onChange={({ currentTarget }) => change(values.find((value) => String(value) === currentTarget.value))}>
      {shown === undefined && <option value="" selected>{usual}</option>}
      {values.map((value) => <option value={String(value)} key={String(value)} selected={value === shown}>{nameOf(value)}</option>)}
    </select>
  )
}
