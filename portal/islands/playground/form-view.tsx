// The form itself: what to make, by whom, from what, with which settings.
import type { OptionValue } from '../../../src/domain/model.ts'
import { withFiles, withInput, withModel, withOption, withType } from './change.ts'
import type { Dropped } from './change.ts'
import { problemAt } from './context.ts'
import type { Around, Problems } from './context.ts'
import { inputFields, optionFields } from './fields.ts'
import type { InputField } from './fields.ts'
import type { Form } from './form.ts'
import { InputRow } from './input-field.tsx'
import { OptionRow } from './option-field.tsx'
import { ModelPicker, Outcomes } from './pickers.tsx'
import { sayOption } from './say.ts'
import { useFiles } from './use-files.ts'
import type { SetForm } from './use-form.ts'

interface FormViewProps extends Around {
  readonly form: Form
  readonly dropped: readonly Dropped[]
  readonly set: SetForm
  readonly problems: Problems
  /** The options as they would be served. */
  readonly served: Readonly<Record<string, OptionValue>>
  readonly onSubmit: () => void
}

export function FormView({ form, dropped, set, problems, served, onSubmit, ...around }: FormViewProps) {
  const { mode, person, language, words } = around
  const files = useFiles({ words })
  const inputs = inputFields(form)
  const options = optionFields(form)
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    onSubmit()
  }
  const row = (field: InputField) => (
    <div key={field.name}>
      <InputRow
        {...{ field, language, words }} type={form.type} value={form.input[field.name]} files={form.files}
        problem={files.problems[field.name] ?? problemAt(problems, `input.input.${field.name}`)} sending={files.sending[field.name]}
        onChange={(value) => set(withInput(form, field.name, value))}
        onFiles={person.kind !== 'SIGNED_IN' ? undefined : (chosen) => void files.send(field, chosen, mode, (name, arrived) => {
          // What was typed meanwhile stays.
          set(({ form: now }) => withFiles(now, name, arrived, field.kind === 'media'))
        })}
      />
      {field.name === 'text' && mode === 'test' && <Outcomes text={form.input.text ?? ''} words={words} onChange={(text) => set(withInput(form, 'text', text))} />}
    </div>
  )
  return (
    <form class="play-form" id="play-form" noValidate onKeyDown={onKey} onSubmit={(event) => { event.preventDefault(); onSubmit() }}>
      <ModelPicker form={form} language={language} words={words} onType={(type) => set(withType(form, type))} onModel={(id) => set(withModel(form, id))} onPriority={(priority) => set({ form: { ...form, priority }, dropped: [] })} />
      {problemAt(problems, 'input.model') !== undefined && <p class="problem" role="alert">{problemAt(problems, 'input.model')}</p>}
      {inputs.filter((field) => isShown(field)).map(row)}
      {inputs.some((field) => !isShown(field)) && (
        <details class="play-panel" open={inputs.some((field) => !isShown(field) && form.input[field.name] !== undefined)}>
          <summary>{words.moreInputs}</summary>
          {inputs.filter((field) => !isShown(field)).map(row)}
        </details>
      )}
      {options.length > 0 && (
        <section class="play-options" aria-label={words.settings}>
          <h2>{words.settings}</h2>
          {dropped.map(({ option, reason }) => <p class="notice" role="status" key={option}>{words.dropped(sayOption(option, { words }), reason[language])}</p>)}
          {options.map((field) => (
            <OptionRow {...{ field, language, words }} value={form.options[field.name]} served={served[field.name]} problem={problemAt(problems, `input.options.${field.name}`)} onChange={(value) => set({ form: withOption(form, field.name, value), dropped: [] })} key={field.name} />
          ))}
        </section>
      )}
    </form>
  )
}

/** What most people come with. */
const isShown = ({ name, isRequired }: InputField): boolean => isRequired || name === 'text' || name === 'image' || name === 'voice'
