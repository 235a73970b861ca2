// A prompt to try, above all that was published. Without a script its first stored result stands there.
import { Trial } from '../../islands/trial/trial.tsx'
import { triedModels } from '../../data/trial/models.ts'
import type { PageProps } from '../../page.ts'
import { Island } from '../../ui/island.tsx'
import { trialWords } from '../../words/trial.ts'

export function TrialSection({ language }: PageProps) {
  const words = trialWords(language)
  const [first, ...others] = triedModels()
  if (!first) return null
  return (
    <section class="column trial" id="try">
      <h2>{words.title}</h2>
      <p class="lead">{words.lead}</p>
      <Island name="trial" props={{ language, models: [first, ...others] }} view={Trial} />
    </section>
  )
}
