// The five figures as published; where one is not what holds today, a line below says so.
import { FIGURES } from '../../data/published/figures.ts'
import type { PageProps } from '../../page.ts'
import { Today } from '../../ui/today.tsx'

export function Figures({ language }: PageProps) {
  return (
    <dl class="figures column">
      {FIGURES.map(({ value, name, today }) => (
        <div class="figure-cell" key={name}>
          <dt>{name}</dt>
          <dd>
            <span class="figure-value">{value}</span>
            {today && <Today language={language} {...today} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
