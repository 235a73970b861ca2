// What people type who look for a model, by its type and what it does: English, Hindi, Hinglish.
import { models } from '../../../src/catalog/catalog.ts'
import { providerById } from '../../../src/catalog/providers.ts'
import type { GenerationType, Model } from '../../../src/domain/model.ts'
import type { Entry } from '../../search/find.ts'

const OF_TYPE: Readonly<Record<GenerationType, string>> = {
  VIDEO: 'video clip film movie वीडियो क्लिप फ़िल्म animation एनिमेशन चलचित्र',
  IMAGE: 'image picture photo इमेज फ़ोटो तस्वीर tasveer photo chitra चित्र drawing',
  AUDIO: 'audio speech voice tts sound आवाज़ awaaz ऑडियो बोली speech bolna बोलना text-to-speech narration सुनाना',
  AVATAR: 'avatar talking lip sync face लिप सिंक अवतार बोलता चेहरा chehra talking head presenter होंठ hoth',
}

const OF_PROVIDER: Readonly<Record<string, string>> = {
  seedance: 'dance डांस नाच naach',
  vidu: 'product shop ecommerce ई-कॉमर्स प्रोडक्ट दुकान dukaan e-commerce',
  heygen: 'presenter news anchor',
  elevenlabs: 'emotion clone क्लोन emotional नेचुरल',
  'google-tts': 'ssml hindi हिंदी',
  luma: 'dream loop लूप',
  'flux-kontext': 'edit एडिट बदलना badalna change',
  'stable-diffusion': 'open source ओपन सोर्स sd lora controlnet control',
  imagen: 'nano banana नैनो बनाना gemini',
  'veo-3': 'gemini omni',
}

export function entryOf(model: Model): Entry {
  const provider = providerById(model.provider)
  const sentences = [...model.features, ...(provider ? [provider.description, ...provider.features] : [])]
  return {
    name: `${model.name} ${model.id}`,
    names: [...(model.aliases ?? []), model.provider, provider?.name ?? '', provider?.company ?? ''].join(' '),
    type: OF_TYPE[model.type],
    kind: OF_PROVIDER[model.provider] ?? '',
    about: [quickness(model), ...sentences.flatMap(({ en, hi }) => [en, hi])].join(' '),
  }
}

const QUICK_SECONDS = 30

/** What people ask for in a word. */
function quickness({ typicalSeconds, type }: Model): string {
  return typicalSeconds <= (type === 'VIDEO' ? QUICK_SECONDS * 2 : QUICK_SECONDS / 3) ? 'fast quick तेज़ tez jaldi जल्दी' : ''
}

export const entries: ReadonlyMap<string, Entry> = new Map(models.map((model) => [model.id, entryOf(model)]))
