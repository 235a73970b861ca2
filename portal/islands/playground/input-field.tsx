// One input: a text, or files that are sent when they are dropped or chosen.
import { useState } from 'preact/hooks'
import { grouped, sayBytes } from '../../language.ts'
import { charactersOf } from '../../../src/routing/characters.ts'
import type { Spoken } from './context.ts'
import type { InputField } from './fields.ts'
import type { SentFile } from './form.ts'
import { sayInput } from './say.ts'

interface InputProps extends Spoken {
  readonly field: InputField
  readonly type: string
  readonly value: string | readonly string[] | undefined
  readonly files: Readonly<Record<string, SentFile>>
  readonly problem: string | undefined
  /** 0 to 1, while a file is on its way. */
  readonly sending: number | undefined
  readonly onChange: (value: string | readonly string[] | undefined) => void
  /** Absent: nobody is signed in. */
  readonly onFiles: ((files: readonly File[]) => void) | undefined
}

export function InputRow(props: InputProps) {
  const { field, type, problem, language, words } = props
  const said = sayInput(field.name, type, { words })
  const id = `input-${field.name}`
  const isFile = field.kind === 'medium' || field.kind === 'media'
  return (
    <div class={field.blocked ? 'play-field off' : 'play-field'}>
      <div class="play-option-head">
        {isFile ? <span class="play-label" id={`${id}-label`}>{said}</span> : <label class="play-label" for={id}>{said}</label>}
        <code>{field.name}</code>
        {field.isRequired && <span class="tag">{words.required}</span>}
        {field.kind === 'text' && <Count {...props} />}
      </div>
      {field.blocked ? <p class="hint">{field.blocked[language]}</p> : isFile ? <FileInput {...props} id={id} said={said} /> : <TextInput {...props} id={id} />}
      {problem !== undefined && <p class="problem" id={`${id}-problem`} role="alert">{problem}</p>}
    </div>
  )
}

function Count({ value, field, words }: InputProps) {
  if (field.maxLength === undefined || typeof value !== 'string') return null
  const count = charactersOf(value)
  return <span class={count > field.maxLength ? 'play-count over' : 'play-count'}>{words.characters(grouped(count), grouped(field.maxLength))}</span>
}

function TextInput({ id, field, type, value, problem, onChange, words }: InputProps & { readonly id: string }) {
  const text = typeof value === 'string' ? value : ''
  const told = problem === undefined ? undefined : `${id}-problem`
  if (field.kind === 'voice') {
    return (
      <>
        <input class="input" id={id} value={text} list={`${id}-list`} aria-describedby={told} aria-invalid={problem !== undefined} onInput={(event) => onChange(event.currentTarget.value || undefined)} />
        <datalist id={`${id}-list`}>{field.suggestions.map((one) => <option value={one} key={one} />)}</datalist>
      </>
    )
  }
  const isMain = field.name === 'text'
  const hint = type === 'AUDIO' || type === 'AVATAR' ? words.speechHint : words.promptHint
  return <textarea class="input" id={id} rows={isMain ? 4 : 2} value={text} placeholder={isMain ? hint : undefined} aria-describedby={told} aria-invalid={problem !== undefined} onInput={(event) => onChange(event.currentTarget.value || undefined)} />
}

function FileInput({ id, said, field, value, files, sending, onChange, onFiles, words }: InputProps & { readonly id: string; readonly said: string }) {
  const [isOver, setOver] = useState(false)
  const values = value === undefined ? [] : typeof value === 'string' ? [value] : value
  const isList = field.kind === 'media'
  const keep = (next: readonly string[]): void => onChange(next.length === 0 ? undefined : isList ? next : next[0])
  const take = (list: FileList | null | undefined): void => {
    setOver(false)
    if (list && list.length > 0) onFiles?.([...list].slice(0, isList ? field.maxItems - values.length : 1))
  }
  return (
    <div class="play-files" role="group" aria-labelledby={`${id}-label`}>
      {values.map((one, index) => (
        <div class="play-file" key={one}>
          <span class="play-file-name">{files[one]?.name ?? one}</span>
          {files[one] && <span class="soft">{sayBytes(files[one].bytes)}</span>}
          <button type="button" class="button quiet" aria-label={words.remove(files[one]?.name ?? one)} onClick={() => keep(values.filter((_, at) => at !== index))}>{words.removeWord}</button>
        </div>
      ))}
      {values.length < field.maxItems && (
        <div class="play-give">
          {onFiles && (
            <label class={isOver ? 'play-drop over' : 'play-drop'} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)} onDrop={(event) => { event.preventDefault(); take(event.dataTransfer?.files) }}>
              <input type="file" class="visually-hidden" id={id} accept={field.accept.join(',')} multiple={isList} aria-label={`${said}: ${words.choose}`} onChange={(event) => { take(event.currentTarget.files); event.currentTarget.value = '' }} />
              {sending === undefined ? <span>{words.drop}</span> : <span>{words.sending(`${Math.round(sending * 100)} %`)}</span>}
              {sending !== undefined && <progress value={sending} max={1} aria-label={words.progress} />}
            </label>
          )}
          <input class="input" type="url" inputMode="url" aria-label={`${said}: ${words.orAddress}`} placeholder={`https://… ${words.orAddress}`} onChange={(event) => { const { value: address } = event.currentTarget; event.currentTarget.value = ''; if (address.trim() !== '') keep([...values, address.trim()]) }} />
        </div>
      )}
    </div>
  )
}
