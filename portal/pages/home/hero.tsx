// What the eye meets first: what this is, and the promise as a receipt that prints itself.
import { modelById } from '../../../src/catalog/catalog.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import { creditsOf } from '../../../src/routing/price.ts'
import { pathOfPart } from '../../data/dashboard-parts.ts'
import { addressOf, grouped } from '../../language.ts'
import type { PageProps } from '../../page.ts'
import { Receipt } from '../../ui/receipt.tsx'
import { homeWords } from '../../words/home.ts'

/** Of the receipt: a model and what it is asked for. */
const SHOWN = { model: 'kling-v3', options: { duration: 5, resolution: '1080p' } } as const

export function Hero({ language }: PageProps) {
  const words = homeWords(language)
  return (
    <section class="hero column">
      <div class="hero-words">
        <p class="hero-kicker">{words.title}</p>
        <h1>{words.suite}</h1>
        <p class="lead">{words.lead}</p>
        <p class="hero-actions">
          <a class="button printed" href={addressOf(language, pathOfPart('keys'))}>{words.start}</a>
          <a class="button plain" href="#quick-start">{words.quickStart}</a>
        </p>
      </div>
      <HeroReceipt language={language} />
    </section>
  )
}

function HeroReceipt({ language }: PageProps) {
  const words = homeWords(language)
  const model = modelById(SHOWN.model)
  if (!model) return null
  const { options } = fitOptions(model, SHOWN.options)
  const cost = words.credits(grouped(creditsOf(model, { options, text: '', outputs: 1 })))
  return (
    <Receipt
      isPrinting
      title={words.receiptTitle}
      number="gen_01kd…7q"
      lines={[
        { label: words.receiptModel, value: model.name },
        { label: 'duration', value: `${options['duration']} s` },
        { label: 'resolution', value: String(options['resolution']) },
        { label: words.receiptCharged, value: `−${cost}`, tone: 'taken' },
        { label: words.receiptFailed, value: words.receiptTimedOut, tone: 'failed' },
        { label: words.receiptBack, value: `+${cost}`, tone: 'back' },
        { label: words.receiptTotal, value: words.credits('0'), tone: 'total' },
      ]}
      stamp={words.receiptStamp}
      foot={words.receiptFoot}
    />
  )
}
