// What becomes of the form when something is said: what no longer goes together with it is given up, and that is told.
import type { Sentence } from '../../../src/domain/errors.ts'
import type { GenerationType, InputName, OptionValue } from '../../../src/domain/model.ts'
import { candidatesOf } from './form.ts'
import type { Arrived, Form } from './form.ts'
import { refusalOf } from './verdicts.ts'
import { without } from '../../data/without.ts'

/** An option that was given up, and why. */
export interface Dropped {
  readonly option: string
  readonly reason: Sentence
}

export interface Settled {
  readonly form: Form
  readonly dropped: readonly Dropped[]
}

export function withType(form: Form, type: GenerationType): Settled {
  return settle({ ...without(form, 'model'), type })
}

export function withModel(form: Form, id: string | undefined): Settled {
  return settle(id === undefined ? without(form, 'model') : { ...form, model: id })
}

export function withInput(form: Form, name: InputName, value: string | readonly string[] | undefined): Settled {
  const isEmpty = value === undefined || value.length === 0
  return settle({ ...form, input: isEmpty ? without(form.input, name) : { ...form.input, [name]: value } })
}

/** Files that have arrived, as an input: of a list behind those that are there. */
export function withFiles(form: Form, name: InputName, arrived: readonly Arrived[], isList: boolean): Settled {
  const files = { ...form.files, ...Object.fromEntries(arrived.map(({ id, sent }) => [id, sent])) }
  const ids = arrived.map(({ id }) => id)
  return withInput({ ...form, files }, name, isList ? [...(form.input.images ?? []), ...ids] : ids[0])
}

export function withOption(form: Form, name: string, value: OptionValue | undefined): Form {
  return { ...form, options: value === undefined ? without(form.options, name) : { ...form.options, [name]: value } }
}

/** Without what nobody who is asked takes: inputs of another model, options that no longer go together. */
export function settle(form: Form): Settled {
  const candidates = candidatesOf(form)
  const taken = Object.entries(form.input).filter(([name]) => name === 'text' || candidates.some((model) => name in model.inputs))
  let settled: Form = { ...form, input: Object.fromEntries(taken), options: {} }
  const dropped: Dropped[] = []
  for (const [option, value] of Object.entries(form.options)) {
    const reason = refusalOf(settled, option, value)
    if (reason) dropped.push({ option, reason })
    else settled = withOption(settled, option, value)
  }
  return { form: settled, dropped }
}
