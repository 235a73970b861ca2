// What becomes of a model that its maker retired: its successor serves it, and where there is none the caller hears what else there is.
import { invalidInput } from '../domain/errors.ts'
import { models, servingModel } from './catalog.ts'
import type { Model } from '../domain/model.ts'

/**
 * The live model behind a named one.
 * @param field where the caller named it
 * @throws ApiError INVALID_INPUT when it was retired without a successor, with the living models of its provider, or else of its type
 */
export function liveModel(named: Model, field: string): Model {
  const model = servingModel(named)
  if (model.lifecycle.state !== 'retired') return model
  const living = models.filter((other) => other.type === named.type && other.lifecycle.state !== 'retired')
  const kin = living.filter((other) => other.provider === named.provider)
  throw invalidInput(
    field,
    {
      en: `${named.name} was retired by its maker and has no successor. Choose another model.`,
      hi: `${named.name} को कंपनी ने बंद कर दिया है और उसकी जगह कोई नया मॉडल नहीं आया। कोई दूसरा मॉडल चुनें।`,
    },
    (kin.length > 0 ? kin : living).map((other) => other.id),
  )
}
