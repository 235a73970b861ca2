// A model's inputs, options and rules as tables.
import type { InputRule, Model, Option } from '../../../src/domain/model.ts'
import { rulesInWords } from '../../data/models/rules.ts'
import { grouped } from '../../language.ts'
import type { PageProps } from '../../page.ts'
import { Sentence } from '../../ui/prose-text.tsx'
import { modelWords } from '../../words/models.ts'
import type { ModelWords } from '../../words/models.ts'

type TableProps = PageProps & { readonly model: Model }

export function InputTable({ language, model }: TableProps) {
  const words = modelWords(language)
  return (
    <section class="page-part" id="inputs">
      <h2>{words.inputs}</h2>
      <div class="table-wrap" tabIndex={0} role="region" aria-label={words.inputs}>
        <table>
          <tbody>
            {Object.entries(model.inputs).map(([name, rule]) => (
              <tr key={name}>
                <th scope="row"><code>{name}</code></th>
                <td>{rule.required ? <strong>{words.required}</strong> : words.optional}</td>
                <td>{boundsOf(rule, words)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function boundsOf({ maxLength, maxBytes, unit, media, maxItems }: InputRule, words: ModelWords): string {
  const bounds = [
    ...(maxLength === undefined ? [] : [words.upTo(`${grouped(maxLength)} ${unit === 'bytes' ? words.bytes : words.characters}`)]),
    ...(maxBytes === undefined ? [] : [words.upTo(`${grouped(maxBytes)} ${words.bytes}`)]),
    ...(maxItems === undefined ? [] : [words.upTo(String(maxItems))]),
    ...(media === undefined ? [] : [media === 'url' ? words.onlyUrl : words.anyFile]),
  ]
  return bounds.join(', ')
}

export function OptionTable({ language, model }: TableProps) {
  const words = modelWords(language)
  const options: readonly (readonly [string, Option])[] = Object.entries(model.options)
  if (options.length === 0) return null
  return (
    <section class="page-part" id="options">
      <h2>{words.options}</h2>
      <div class="table-wrap" tabIndex={0} role="region" aria-label={words.options}>
        <table>
          <thead>
            <tr>{[words.option, words.values, words.standard, words.about].map((cell) => <th scope="col" key={cell}>{cell}</th>)}</tr>
          </thead>
          <tbody>
            {options.map(([name, option]) => (
              <tr key={name}>
                <th scope="row"><code>{name}</code></th>
                <td class="option-values"><Values option={option} words={words} /></td>
                <td>{'default' in option && option.default !== undefined ? <code>{String(option.default)}</code> : '—'}</td>
                <td><Sentence text={option.about[language]} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Longer lists are for programs: model.json has them. */
const MOST_VALUES = 16

function listed(values: readonly (string | number)[]) {
  return (
    <>
      {values.slice(0, MOST_VALUES).map((value, index) => <span key={value}>{index > 0 && ' '}<code>{value}</code></span>)}
      {values.length > MOST_VALUES && ` +${values.length - MOST_VALUES}`}
    </>
  )
}

function Values({ option, words }: { readonly option: Option; readonly words: ModelWords }) {
  switch (option.kind) {
    case 'choice':
      return listed(option.allowed)
    case 'int':
    case 'number':
      return option.allowed ? listed(option.allowed) : <>{option.min}–{option.max}{option.unit === undefined ? '' : ` ${option.unit}`}</>
    case 'seed':
      return <>{grouped(option.min)}–{grouped(option.max)}</>
    case 'flag':
      return listed(option.only === undefined ? ['true', 'false'] : [String(option.only)])
    case 'text':
      return option.values ? listed(Object.keys(option.values)) : <>{words.text}, {words.upTo(`${grouped(option.maxLength)} ${words.characters}`)}</>
    case 'media':
      return <>{words.onlyUrl}</>
  }
}

export function Rules({ language, model }: TableProps) {
  const words = modelWords(language)
  const rules = rulesInWords(model, language)
  if (rules.length === 0) return null
  return (
    <section class="page-part" id="rules">
      <h2>{words.rules}</h2>
      <ul class="bullets">{rules.map((rule) => <li key={rule}><Sentence text={rule} /></li>)}</ul>
    </section>
  )
}
