// Why a model serves a request, in words. A row keeps the facts alone: both languages of the sentence were a tenth of it.
import { modelById } from '../catalog/catalog.ts'
import { providerName } from '../catalog/provider-names.ts'
import type { Sentence } from '../domain/errors.ts'
import type { Reason } from '../domain/job.ts'

export function reasonWords(reason: Reason): Sentence {
  if ('en' in reason) return reason
  const [kind, id] = reason
  const model = modelById(id)
  const name = model?.name ?? id
  if (kind === 'ASKED') return { en: `${name} was asked for.`, hi: `${name} माँगा गया था।` }
  if (kind === 'FIRST') {
    const [, , count, by] = reason
    return { en: `Of ${count} models that can serve this, ${name} is first by ${by}.`, hi: `इसे बना सकने वाले ${count} मॉडलों में ${by} के हिसाब से ${name} पहले स्थान पर है।` }
  }
  const provider = model ? providerName(model.provider) : id
  return { en: `${provider} was asked for; ${name} is its best model that serves this.`, hi: `${provider} माँगा गया था; इसके लिए उसका सबसे अच्छा मॉडल ${name} है।` }
}
