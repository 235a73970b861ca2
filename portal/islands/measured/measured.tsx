// One line on the pages of providers and models: how the provider does, measured, with the way to the whole.
import { useEffect, useState } from 'preact/hooks'
import { reach } from '../../ask.ts'
import { addressOf, grouped } from '../../language.ts'
import type { Language } from '../../language.ts'
import { statusWords } from '../../words/status.ts'
import type { ProviderStatus, Status } from '../status/shape.ts'
import { toldOf } from '../status/told.ts'

export interface MeasuredProps {
  readonly language: Language
  readonly provider: string
}

export function Measured({ language, provider }: MeasuredProps) {
  const words = statusWords(language)
  const [status, setStatus] = useState<ProviderStatus>()
  useEffect(() => {
    const load = async (): Promise<void> => {
      const response = await reach('/status.json')
      if (!response.ok) return
      const { providers } = (await response.json()) as Status
      setStatus(providers.find(({ id }) => id === provider))
    }
    // Without it the line leads to the status page, which says why.
    load().catch(() => undefined)
  }, [provider])
  return (
    <p class={`measured status-state ${status?.state ?? 'UNKNOWN'}`}>
      {status ? `${status.words[language]} ${words.lastDay}: ${toldOf(status.lastDay, words)}` : words.measuredHere}
      {status && status.lastDay.attempts > 0 && ` · ${words.attempts(grouped(status.lastDay.attempts))}`}
      {status?.lastDay.medianSeconds !== undefined && status.lastDay.medianSeconds !== null && ` · ≈ ${Math.round(status.lastDay.medianSeconds)} s`}{' '}
      <a href={addressOf(language, 'status/')}>{words.title}</a>
    </p>
  )
}
