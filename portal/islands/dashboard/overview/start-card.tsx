// What a newcomer does first: a key, a generation, a webhook. Gone when all three are there.
import { pathOfPart } from '../../../data/dashboard-parts.ts'
import { addressOf } from '../../../language.ts'
import { overviewWords } from '../../../words/dashboard/overview.ts'
import { useDashboard } from '../context.ts'
import type { Overview } from './operations.ts'

export function StartCard({ apiKeys, generations, webhookEndpoints }: Overview) {
  const { language } = useDashboard()
  const words = overviewWords(language)
  const steps = [
    { step: words.steps.key, isDone: apiKeys.some(({ revokedAt }) => revokedAt === null), path: pathOfPart('keys') },
    { step: words.steps.generation, isDone: generations.edges.length > 0, path: 'playground/' },
    { step: words.steps.webhook, isDone: webhookEndpoints.length > 0, path: pathOfPart('webhooks') },
  ]
  const done = steps.filter(({ isDone }) => isDone).length
  if (done === steps.length) return null
  const next = steps.findIndex(({ isDone }) => !isDone)
  return (
    <section class="start">
      <h2>{words.start} <span class="soft small">{words.startDone(done, steps.length)}</span></h2>
      <ol>
        {steps.map(({ step, isDone, path }, index) => (
          <li class={isDone ? 'done' : index === next ? 'next' : ''} key={path}>
            <span class="start-mark" aria-hidden="true">{isDone ? '✓' : index + 1}</span>
            <div>
              <h3>{step.title}{isDone && <span class="visually-hidden"> ({words.done})</span>}</h3>
              <p class="hint">{step.text}</p>
            </div>
            {!isDone && <a class={index === next ? 'button' : 'button plain'} href={addressOf(language, path)}>{step.act}</a>}
          </li>
        ))}
      </ol>
    </section>
  )
}
