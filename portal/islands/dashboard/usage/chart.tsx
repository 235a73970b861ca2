// Days as bars: what was kept of the charges, and on top what came back. The same stands in the table below.
import { dayOf, grouped } from '../../../language.ts'
import type { Language } from '../../../language.ts'
import type { UsageWords } from '../../../words/dashboard/usage.ts'
import { barsOf } from './shape.ts'
import type { UsageRow } from './shape.ts'

interface ChartProps {
  readonly rows: readonly UsageRow[]
  readonly metric: 'credits' | 'generations'
  readonly language: Language
  readonly words: UsageWords
}

const HEIGHT = 100
const STEP = 10
const WIDTH = 7
/** A little of something is seen. */
const LEAST = 1.2

export function Chart({ rows, metric, language, words }: ChartProps) {
  const { bars, top } = barsOf(rows, metric)
  const [first, middle, last] = [bars[0], bars[Math.floor((bars.length - 1) / 2)], bars.at(-1)]
  return (
    <figure class="chart">
      <figcaption class="chart-key">
        <span class="chart-spent">{metric === 'credits' ? words.spent : words.made}</span>
        <span class="chart-back">{metric === 'credits' ? words.cameBack : words.failed}</span>
      </figcaption>
      <div class="chart-ground">
        <span class="chart-top">{grouped(top)}</span>
        <svg viewBox={`0 0 ${Math.max(1, bars.length) * STEP} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={words.chart}>
          {bars.map(({ x, name, spent, back }) => {
            const [lower, upper] = [heightOf(spent), heightOf(back)]
            return (
              <g key={name}>
                <title>{`${dayOf(name, language)}: ${words.told(grouped(rows[x]?.credits ?? 0), grouped(rows[x]?.refundedCredits ?? 0), grouped(rows[x]?.generations ?? 0))}`}</title>
                <rect class="chart-day" x={x * STEP} y="0" width={STEP} height={HEIGHT} />
                <rect class="chart-spent" x={x * STEP + (STEP - WIDTH) / 2} y={HEIGHT - lower} width={WIDTH} height={lower} />
                <rect class="chart-back" x={x * STEP + (STEP - WIDTH) / 2} y={HEIGHT - lower - upper} width={WIDTH} height={upper} />
              </g>
            )
          })}
        </svg>
      </div>
      <p class="chart-days" aria-hidden="true">
        {[first, middle, last].map((bar, index) => <span key={index}>{bar && dayOf(bar.name, language)}</span>)}
      </p>
    </figure>
  )
}

const heightOf = (part: number): number => (part === 0 ? 0 : Math.max(LEAST, part * HEIGHT))
