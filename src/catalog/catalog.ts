// The whole catalogue, and the ways to find a row in it.
import { ownValue } from '../domain/own-value.ts'
import type { GenerationType, Model, OptionValue } from '../domain/model.ts'
import { bflModels } from './models/bfl.ts'
import { elevenlabsModels } from './models/elevenlabs.ts'
import { fluxKreaModels, loraModels } from './models/flux-krea.ts'
import { googleTtsModels } from './models/google-tts.ts'
import { hedraModels } from './models/hedra.ts'
import { heygenModels } from './models/heygen.ts'
import { imagenModels } from './models/imagen.ts'
import { klingModels } from './models/kling.ts'
import { klingTaskModels } from './models/kling-tasks.ts'
import { lumaModels } from './models/luma.ts'
import { minimaxImageModels } from './models/minimax-image.ts'
import { minimaxModels } from './models/minimax.ts'
import { runwayModels } from './models/runway.ts'
import { seedanceModels } from './models/seedance.ts'
import { stabilityModels } from './models/stability.ts'
import { veoModels } from './models/veo.ts'
import { viduModels } from './models/vidu.ts'
import { wanModels } from './models/wan.ts'

export const models: readonly Model[] = [
  ...klingModels,
  ...klingTaskModels,
  ...minimaxModels,
  ...veoModels,
  ...runwayModels,
  ...lumaModels,
  ...seedanceModels,
  ...wanModels,
  ...viduModels,
  ...imagenModels,
  ...bflModels,
  ...fluxKreaModels,
  ...minimaxImageModels,
  ...stabilityModels,
  ...loraModels,
  ...hedraModels,
  ...heygenModels,
  ...elevenlabsModels,
  ...googleTtsModels,
]

export const modelById = (id: string): Model | undefined => models.find((model) => model.id === id)

/** A model by its id, or by an alias within its provider. Case does not matter. */
export function findModel(name: string, provider: string | undefined): Model | undefined {
  const wanted = name.toLowerCase()
  return models.find(
    (model) =>
      (provider === undefined || model.provider === provider) &&
      (model.id === wanted || (model.aliases ?? []).some((alias) => alias.toLowerCase() === wanted)),
  )
}

/** The live model that serves a retired one, following successors; the last of them where it has none. */
export function servingModel(model: Model): Model {
  const seen = new Set<string>()
  let current = model
  while (current.lifecycle.state === 'retired' && current.lifecycle.successor !== undefined && !seen.has(current.id)) {
    seen.add(current.id)
    current = modelById(current.lifecycle.successor) ?? current
  }
  return current
}

/** The word by which some model of the type takes this value of a choice. */
export function knownWord(type: GenerationType, option: string, value: string): string | undefined {
  for (const model of models) {
    const row = model.type === type ? ownValue(model.options, option) : undefined
    const word = row?.kind === 'choice' ? choiceOf(row, value) : undefined
    if (word !== undefined) return word
  }
  return undefined
}

/** True when some model of the type can serve this value: the word has a meaning, even if another model lacks it. */
export function isKnownValue(type: GenerationType, option: string, value: OptionValue): boolean {
  return models.some((model) => {
    const row = model.type === type ? ownValue(model.options, option) : undefined
    if (!row) return false
    if (row.kind === 'choice') return typeof value === 'string' && choiceOf(row, value) !== undefined
    if (row.kind === 'int' || row.kind === 'number') {
      if (typeof value !== 'number') return false
      return row.allowed ? row.allowed.includes(value) : value >= row.min && value <= row.max
    }
    return false
  })
}

/** The allowed word that a caller's word means: itself, another spelling, or a synonym. */
export function choiceOf(
  row: { readonly allowed: readonly string[]; readonly synonyms?: Readonly<Record<string, string>> },
  value: string,
): string | undefined {
  const word = value.toLowerCase()
  return row.allowed.find((allowed) => allowed.toLowerCase() === word) ?? ownValue(row.synonyms ?? {}, word)
}
