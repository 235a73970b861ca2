// Which models the home page's prompt is shown with, as told to the island: it knows no catalogue.
import { modelById } from '../../../src/catalog/catalog.ts'
import type { GenerationType, Model } from '../../../src/domain/model.ts'
import { fitOptions } from '../../../src/routing/fit-options.ts'
import { creditsOf, usdPerSecond } from '../../../src/routing/price.ts'
import type { Tried } from './samples.ts'

const SHOWN = { VIDEO: 'kling-v3', IMAGE: 'flux-pro-1.1', AVATAR: 'heygen-avatar-iv', AUDIO: 'eleven-multilingual-v2' } as const satisfies Record<GenerationType, string>

export const triedModels = (): readonly Tried[] =>
  Object.entries(SHOWN).flatMap(([, id]) => {
    const model = modelById(id)
    return model ? [{ id, name: model.name, type: model.type, seconds: model.typicalSeconds, price: priceAtDefaults(model) }] : []
  })

/** Its price with all options left open: by the text alone, or by nothing. */
function priceAtDefaults(model: Model): Model['price'] {
  const { price } = model
  const { options } = fitOptions(model, {})
  if (price.kind === 'character') return price
  if (price.kind === 'spoken') return { kind: 'spoken', by: [], usdPerSecond: { '': usdPerSecond(model, options) ?? 0 } }
  return { kind: 'credits', creditsPerOutput: creditsOf(model, { options, text: '', outputs: 1 }) }
}
