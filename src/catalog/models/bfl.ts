// Black Forest Labs' rows: FLUX.1. https://docs.bfl.ai and https://api.bfl.ai/openapi.json of 2026-05-01, checked 2026-11.
import type { Model, Option, PriceSource } from '../../domain/model.ts'
import { quality, style } from '../prompt-options.ts'

const docs = { url: 'https://docs.bfl.ai/api_integration/integration_guidelines', checkedOn: '2026-11-22' }
const openApi = 'https://api.bfl.ai/openapi.json'

const pricing = 'https://bfl.ai/pricing'
const checkedOn = '2026-11-22'
/** Of all but flux-dev's. */
const confirmed = { on: '2026-08-21', by: "docs.bfl.ai and a reseller's list" }

function publishedPrice(credits: number, listPrice: string, by?: PriceSource['confirmed']): PriceSource {
  return { url: pricing, checkedOn, ...(by && { confirmed: by }), note: `Published at ${credits} credits an image of any size. List price: ${listPrice}.` }
}

const text = { required: true, maxLength: 10_000 } as const

const ratios = ['21:9', '16:9', '3:2', '4:3', '5:4', '1:1', '4:5', '3:4', '2:3', '9:16', '9:21'] as const
const ratioAbout = { en: 'Width to height.', hi: 'चौड़ाई और ऊँचाई का अनुपात।' }

const words = {
  style,
  quality,
  seed: {
    kind: 'seed', min: 0, max: 2_147_483_647,
    about: { en: 'The same seed and input give nearly the same image.', hi: 'एक ही seed और इनपुट से लगभग वही इमेज मिलती है।' },
  },
} as const satisfies Readonly<Record<string, Option>>

function outputFormat(preset: 'jpeg' | 'png'): Option {
  return {
    kind: 'choice', allowed: ['jpeg', 'png'], default: preset, synonyms: { jpg: 'jpeg' },
    about: { en: 'File format of the image.', hi: 'इमेज का फ़ाइल फ़ॉर्मेट।' },
  }
}

/** The upstream takes pixels; the adapter picks about one megapixel of this ratio. */
const sized: Readonly<Record<string, Option>> = {
  aspectRatio: { kind: 'choice', allowed: ratios, default: '4:3', about: ratioAbout },
  outputFormat: outputFormat('jpeg'),
  ...words,
}

const anyRatio = { en: 'All ratios from 21:9 to 9:21', hi: '21:9 से 9:21 तक सभी रेशियो' }
const oneImage = { en: 'One image a generation.', hi: 'एक generation में एक ही इमेज।' }
const noReference = { en: 'No reference images; flux-kontext takes them.', hi: 'रेफ़रेंस इमेज नहीं ली जाती; इसके लिए flux-kontext इस्तेमाल करें।' }
const noCancel = { en: 'Cannot be cancelled once it has started.', hi: 'शुरू होने के बाद रद्द नहीं किया जा सकता।' }

const common = { type: 'IMAGE', upstream: 'bfl', docs, deadlineSeconds: 600, pollSeconds: 2 } as const

const kontext = {
  ...common,
  provider: 'flux-kontext',
  inputs: { text, image: { required: false, media: 'any' }, images: { required: false, maxItems: 3, media: 'any' } },
  options: {
    aspectRatio: {
      kind: 'choice', allowed: ratios,
      about: {
        en: 'Width to height. Left out: that of the image given, or 1:1.',
        hi: 'चौड़ाई और ऊँचाई का अनुपात। न देने पर दी गई इमेज का अनुपात, या 1:1।',
      },
    },
    outputFormat: outputFormat('png'),
    ...words,
  },
  lifecycle: { state: 'active' },
  limitations: [
    oneImage,
    { en: 'Up to four reference images: `image`, and three more in `images`.', hi: 'अधिकतम चार रेफ़रेंस इमेज: `image`, और `images` में तीन और।' },
    noCancel,
  ],
} as const satisfies Partial<Model>

export const bflModels = [
  {
    ...common,
    id: 'flux-dev',
    provider: 'flux-dev',
    name: 'FLUX.1 [dev]',
    upstreamModel: 'flux-dev',
    inputs: { text },
    options: {
      ...sized,
      steps: {
        kind: 'int', min: 1, max: 50, default: 28,
        about: { en: 'Denoising steps: more is finer and slower.', hi: 'denoising के चरण: ज़्यादा चरण यानी ज़्यादा बारीकी, पर धीमा।' },
      },
      guidance: {
        kind: 'number', min: 1.5, max: 5, default: 3,
        about: { en: 'How closely the image keeps to the prompt.', hi: 'इमेज प्रॉम्प्ट के कितने करीब रहे।' },
      },
    },
    price: { kind: 'credits', creditsPerOutput: 50 },
    listUsdPerOutput: 0.025,
    priceSource: publishedPrice(50, '$0.025 (recalled)'),
    lifecycle: { state: 'active' },
    rank: 9,
    typicalSeconds: 6,
    features: [{ en: 'Fast drafts at a low price', hi: 'कम कीमत पर तेज़ ड्राफ़्ट' }, anyRatio],
    limitations: [oneImage, noReference, noCancel],
  },
  {
    // FLUX.1 [pro] is absent from the upstream's specification; its successor's route serves it, at the published price.
    ...common,
    id: 'flux-pro',
    provider: 'flux-pro',
    name: 'FLUX.1 [pro]',
    upstreamModel: 'flux-pro-1.1',
    inputs: { text },
    options: sized,
    price: { kind: 'credits', creditsPerOutput: 100 },
    listUsdPerOutput: 0.04,
    priceSource: publishedPrice(100, '$0.04 for the FLUX 1.1 [pro] that serves it', confirmed),
    lifecycle: { state: 'deprecated', successor: 'flux-pro-1.1', since: '2026-05-01', source: openApi },
    rank: 7,
    typicalSeconds: 7,
    features: [{ en: 'Professional detail and control', hi: 'प्रोफ़ेशनल डिटेल और कंट्रोल' }, anyRatio],
    limitations: [
      {
        en: 'Black Forest Labs no longer offers FLUX.1 [pro]; FLUX 1.1 [pro] makes the image, at the price of flux-pro.',
        hi: 'Black Forest Labs अब FLUX.1 [pro] नहीं देता; इमेज FLUX 1.1 [pro] बनाता है, flux-pro की ही कीमत पर।',
      },
      oneImage,
      noReference,
      noCancel,
    ],
  },
  {
    ...common,
    id: 'flux-pro-1.1',
    provider: 'flux-pro-1.1',
    name: 'FLUX 1.1 [pro]',
    upstreamModel: 'flux-pro-1.1',
    inputs: { text },
    options: sized,
    price: { kind: 'credits', creditsPerOutput: 250 },
    listUsdPerOutput: 0.04,
    priceSource: publishedPrice(250, '$0.04', confirmed),
    lifecycle: { state: 'active' },
    rank: 5,
    typicalSeconds: 7,
    features: [{ en: 'Better prompt understanding and composition', hi: 'प्रॉम्प्ट की बेहतर समझ और बेहतर composition' }, anyRatio],
    limitations: [oneImage, noReference, noCancel],
  },
  {
    ...common,
    id: 'flux-ultra',
    provider: 'flux-ultra',
    name: 'FLUX 1.1 [pro] Ultra',
    aliases: ['flux-pro-1.1-ultra'],
    upstreamModel: 'flux-pro-1.1-ultra',
    inputs: { text },
    options: {
      aspectRatio: { kind: 'choice', allowed: ratios, default: '16:9', about: ratioAbout },
      outputFormat: outputFormat('jpeg'),
      raw: {
        kind: 'flag', default: false,
        about: { en: 'A less processed, more natural look.', hi: 'कम प्रोसेस किया हुआ, ज़्यादा स्वाभाविक लुक।' },
      },
      ...words,
    },
    price: { kind: 'credits', creditsPerOutput: 200 },
    listUsdPerOutput: 0.06,
    priceSource: publishedPrice(200, '$0.06', confirmed),
    lifecycle: { state: 'active' },
    rank: 2,
    typicalSeconds: 14,
    features: [
      { en: 'About four megapixels', hi: 'लगभग चार मेगापिक्सल' },
      { en: 'Raw mode for a natural look', hi: 'स्वाभाविक लुक के लिए raw मोड' },
      anyRatio,
    ],
    limitations: [oneImage, noReference, noCancel],
  },
  {
    ...kontext,
    id: 'flux-kontext-pro',
    name: 'FLUX.1 Kontext [pro]',
    aliases: ['pro'],
    upstreamModel: 'flux-kontext-pro',
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.04 } },
    priceSource: { url: pricing, checkedOn, confirmed },
    rank: 4,
    typicalSeconds: 9,
    features: [
      { en: 'Edits and restyles images by prompt', hi: 'प्रॉम्प्ट से इमेज को एडिट और नई स्टाइल में करता है' },
      { en: 'Keeps a character over several images', hi: 'कई इमेज में एक ही किरदार बनाए रखता है' },
    ],
  },
  {
    ...kontext,
    id: 'flux-kontext-max',
    name: 'FLUX.1 Kontext [max]',
    aliases: ['max'],
    upstreamModel: 'flux-kontext-max',
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.08 } },
    priceSource: { url: pricing, checkedOn, confirmed },
    rank: 3,
    typicalSeconds: 14,
    features: [
      { en: 'The best prompt adherence and lettering of the Kontext models', hi: 'Kontext मॉडलों में प्रॉम्प्ट का सबसे सटीक पालन और अक्षर' },
      { en: 'Edits and restyles images by prompt', hi: 'प्रॉम्प्ट से इमेज को एडिट और नई स्टाइल में करता है' },
    ],
  },
] as const satisfies readonly Model[]
