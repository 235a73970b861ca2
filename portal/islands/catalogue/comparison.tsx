// Two to four models side by side.
import { addressOf, grouped } from '../../language.ts'
import type { Language } from '../../language.ts'
import type { Summary } from '../../data/models/view.ts'
import { modelWords, timeOf } from '../../words/models.ts'

export const MOST_COMPARED = 4

interface ComparisonProps {
  readonly language: Language
  readonly models: readonly Summary[]
  readonly remove: (id: string) => void
}

export function Comparison({ language, models, remove }: ComparisonProps) {
  const words = modelWords(language)
  const rows: readonly (readonly [name: string, cell: (model: Summary) => string])[] = [
    [words.type, ({ type }) => words[type]],
    [words.company, ({ providerName }) => providerName],
    [words.price, ({ credits }) => (credits === undefined ? words.perSecond : words.credits(grouped(credits)))],
    [words.chosenFor, ({ defaults }) => ['duration', 'resolution', 'aspectRatio'].flatMap((name) => (defaults[name] === undefined ? [] : [String(defaults[name])])).join(' · ') || '—'],
    [words.time, ({ typicalSeconds }) => timeOf(typicalSeconds, words)],
    [words.length, ({ longestSeconds }) => (longestSeconds === undefined ? '—' : words.seconds(longestSeconds))],
    [words.resolution, ({ resolutions }) => resolutions.join(', ') || '—'],
    [words.input, ({ inputs }) => inputs.join(', ')],
    [words.cancellable, ({ canBeCancelled }) => (canBeCancelled ? words.yes : words.no)],
    [words.state, ({ state }) => words[state]],
  ]
  return (
    <section class="comparison">
      <h2>{words.comparison}</h2>
      <div class="table-wrap" tabIndex={0} role="region" aria-label={words.comparison}>
        <table>
          <thead>
            <tr>
              <td />
              {models.map(({ id, name, path }) => (
                <th scope="col" key={id}>
                  <a href={addressOf(language, path)}>{name}</a>{' '}
                  <button class="button quiet" type="button" onClick={() => remove(id)} aria-label={`${words.remove}: ${name}`}>×</button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, cell]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {models.map((model) => <td key={model.id}>{cell(model)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
