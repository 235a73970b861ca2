// An operation or a type of the schema: its signature, what it is about, and its parts. What the schema says is in English.
import { placeOfType } from '../../../data/schema/reference.ts'
import type { Described, Part } from '../../../data/schema/reference.ts'
import { addressOf } from '../../../language.ts'
import type { PageProps } from '../../../page.ts'
import { Sentence } from '../../../ui/prose-text.tsx'
import { schemaWords } from '../../../words/schema.ts'

export function Entry({ language, entry, isOperation }: PageProps & { readonly entry: Described; readonly isOperation: boolean }) {
  const words = schemaWords(language)
  return (
    <section class="schema-entry">
      <h2 id={entry.name}><code>{entry.name}</code></h2>
      <About text={entry.about} />
      {entry.type !== undefined && <p>{words.answers} <TypeName language={language} type={entry.type} /></p>}
      {entry.parts.length > 0 ? <Parts language={language} parts={entry.parts} /> : isOperation && <p class="soft">{words.isNever}</p>}
    </section>
  )
}

function Parts({ language, parts }: PageProps & { readonly parts: readonly Part[] }) {
  const words = schemaWords(language)
  return (
    <dl class="schema-parts">
      {parts.map(({ name, type, standard, about, arguments: given }) => (
        <div key={name}>
          <dt>
            <code>{name}</code> {type !== undefined && <TypeName language={language} type={type} />}
            {standard !== undefined && <span class="soft"> {words.standard} <code>{standard}</code></span>}
          </dt>
          <dd>
            <About text={about} />
            {given.length > 0 && <Parts language={language} parts={given} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function TypeName({ language, type }: PageProps & { readonly type: string }) {
  const place = placeOfType(type)
  return place === undefined ? <code>{type}</code> : <a href={addressOf(language, place)}><code>{type}</code></a>
}

function About({ text }: { readonly text: string }) {
  return <>{text.split('\n\n').filter((part) => part !== '').map((part, index) => <p lang="en" key={index}><Sentence text={part} /></p>)}</>
}
