// What can be asked of the measures: queries for Cloudflare's own SQL, since no token for it is ours to keep.
import { MEASURE_QUERIES } from '../../../data/measure-queries.ts'
import { Code } from '../../../ui/code.tsx'
import { useDashboard } from '../context.ts'
import { useOperatorWords } from './operator-frame.tsx'

export function Measures() {
  const { language } = useDashboard()
  const words = useOperatorWords()
  return (
    <section class="dash-section">
      <h2>{words.measures}</h2>
      <p class="soft measure">{words.measuresHint}</p>
      {MEASURE_QUERIES.map(({ name, sql }) => (
        <details class="dash-more" key={name}>
          <summary>{words.measureNames[name]}</summary>
          <Code language={language} code={sql} in="sh" label={words.measureNames[name]} />
        </details>
      ))}
    </section>
  )
}
