// How each provider does: now, over the last day, and by day over 90.
import { useEffect, useState } from 'preact/hooks'
import { reach } from '../../ask.ts'
import { dayOf, grouped, momentOf } from '../../language.ts'
import type { Language } from '../../language.ts'
import { statusWords } from '../../words/status.ts'
import type { StatusWords } from '../../words/status.ts'
import { lastDays, toneOf } from './shape.ts'
import { percentOf, toldOf } from './told.ts'
import type { Bar, Incident, ProviderStatus, Status } from './shape.ts'

const AGAIN_MS = 60_000

export function StatusBoard({ language }: { readonly language: Language }) {
  const words = statusWords(language)
  const [status, setStatus] = useState<Status>()
  const [isUnreachable, setUnreachable] = useState(false)
  useEffect(() => {
    const controller = new AbortController()
    const load = async (): Promise<void> => {
      try {
        const response = await reach('/status.json', { signal: controller.signal })
        if (!response.ok) throw new Error(response.statusText)
        setStatus((await response.json()) as Status)
        setUnreachable(false)
      } catch {
        if (!controller.signal.aborted) setUnreachable(true)
      }
    }
    void load()
    const timer = setInterval(() => void load(), AGAIN_MS)
    return () => {
      controller.abort()
      clearInterval(timer)
    }
  }, [])
  return (
    <div class="status-board">
      {isUnreachable && <p class="today" role="alert">{words.unreachable}</p>}
      {!status && !isUnreachable && <p class="soft" role="status">{words.loading}</p>}
      {status && (
        <>
          <ul class="status-rows">{status.providers.map((provider) => <Row language={language} provider={provider} until={status.generatedAt} key={provider.id} />)}</ul>
          <p class="small soft">{status.measuredUntil === null ? words.notMeasured : words.measured(momentOf(status.measuredUntil, language))}</p>
          <Incidents language={language} incidents={status.incidents} />
        </>
      )}
    </div>
  )
}

function Row({ language, provider, until }: { readonly language: Language; readonly provider: ProviderStatus; readonly until: string }) {
  const words = statusWords(language)
  const { name, company, state, words: told, since, lastDay, days } = provider
  const bars = lastDays(days, until)
  return (
    <li class="status-row">
      <div>
        <strong lang="en">{name}</strong> <span class="small soft" lang="en">{company}</span>
        <p class={`status-state ${state}`}>{told[language]}{since !== null && state !== 'OPERATIONAL' && ` ${words.since(momentOf(since, language))}`}</p>
      </div>
      <p class="status-day">
        <strong>{toldOf(lastDay, words)}</strong>
        <span class="small soft">{words.lastDay} · {words.attempts(grouped(lastDay.attempts))}{lastDay.medianSeconds === null ? '' : ` · ≈ ${Math.round(lastDay.medianSeconds)} s`}</span>
      </p>
      <svg class="status-bars" viewBox="0 0 450 36" preserveAspectRatio="none" role="img" aria-label={`${name}, ${words.ninety}: ${summaryOf(bars.map(({ bar }) => bar), words)}`}>
        {bars.map(({ day, bar }, index) => (
          <rect class={`bar-${toneOf(bar)}`} x={index * 5} y={0} width={4} height={36} key={day}>
            <title>{words.bar(dayOf(day, language), toldOf(bar, words))}</title>
          </rect>
        ))}
      </svg>
    </li>
  )
}

function Incidents({ language, incidents }: { readonly language: Language; readonly incidents: readonly Incident[] }) {
  const words = statusWords(language)
  return (
    <section>
      <h2>{words.incidents}</h2>
      {incidents.length === 0 ? <p class="soft">{words.none}</p> : (
        <ul class="bullets">
          {incidents.map(({ provider, name, start, end, successRate }) => (
            <li key={`${provider} ${start}`}>
              <strong lang="en">{name}</strong>: {momentOf(start, language)} – {end === null ? words.goesOn : momentOf(end, language)}
              {successRate !== null && `, ${words.percent(percentOf(successRate))}`}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Of all bars in a sentence, for who cannot see them. */
function summaryOf(bars: readonly (Bar | undefined)[], words: StatusWords): string {
  const attempts = bars.reduce((sum, bar) => sum + (bar?.attempts ?? 0), 0)
  const rates = bars.flatMap((bar) => (bar && !bar.tooLittleTraffic && bar.successRate !== null ? [bar.successRate] : []))
  return attempts === 0 ? words.noTraffic : `${words.attempts(grouped(attempts))}${rates.length === 0 ? '' : `, ${words.percent(percentOf(Math.min(...rates)))}`}`
}
