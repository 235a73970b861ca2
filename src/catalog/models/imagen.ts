// Imagen's rows, and Google's image models that serve them now: the last Imagen ids answer 404 since 2026-08-17.
// Gemini 3.1 Flash Image followed them on the API-key surface on 2026-10-29 (https://ai.google.dev/gemini-api/docs/deprecations) and
// lives on at Vertex AI alone. https://firebase.google.com/docs/ai-logic/imagen-models-migration and
// https://ai.google.dev/gemini-api/docs/image-generation, read 2026-11-22; the shut-down and its replacement 2026-11-28.
import type { Model, Option, OptionRule } from '../../domain/model.ts'
import { quality, style } from '../prompt-options.ts'

const DOCS = { url: 'https://ai.google.dev/gemini-api/docs/image-generation', checkedOn: '2026-11-22' } as const
const MIGRATION = 'https://firebase.google.com/docs/ai-logic/imagen-models-migration'
const PRICING = 'https://ai.google.dev/gemini-api/docs/pricing'
const CHECKED_ON = '2026-11-22'
const QUOTED = { url: PRICING, checkedOn: CHECKED_ON, confirmed: { on: '2026-10-09', by: 'two public price lists' } } as const
const LAST_LISTED = { url: PRICING, checkedOn: CHECKED_ON, note: 'as it was last listed', confirmed: { on: '2026-08-21', by: "Portkey's list of models" } } as const

const N = {
  kind: 'int',
  min: 1,
  max: 4,
  default: 1,
  about: { en: 'How many images are made at once.', hi: 'एक बार में कितनी इमेज बनें।' },
} as const satisfies Option

const aspectRatio = (allowed: readonly string[]): Option => ({
  kind: 'choice',
  allowed,
  default: '1:1',
  about: { en: 'Shape of the image.', hi: 'इमेज का अनुपात।' },
})

const RESOLUTION = {
  kind: 'choice',
  allowed: ['1k', '2k'],
  default: '1k',
  about: {
    en: 'About 1,024 or 2,048 pixels a side. At most two images at once in 2k.',
    hi: 'हर साइड लगभग 1,024 या 2,048 पिक्सेल। 2k में एक बार में अधिकतम दो इमेज।',
  },
} as const satisfies Option

/** The images come inside the answers, and all of a batch must fit into a Worker's memory. */
const FEW_LARGE_ONES: OptionRule = { when: { resolution: ['2k'] }, allow: { n: [1, 2] } }

const WORDS = {
  style,
  quality,
} as const satisfies Model['options']

const RATIOS = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'] as const

const OPTIONS = {
  n: N,
  resolution: RESOLUTION,
  aspectRatio: aspectRatio(RATIOS),
  seed: {
    kind: 'seed',
    min: 0,
    max: 2_147_483_647,
    about: {
      en: 'Repeats an image, nearly. Each image of a batch counts one on from it.',
      hi: 'लगभग वही इमेज दोबारा बनाने के लिए। batch की हर इमेज में यह एक बढ़ता है।',
    },
  },
  ...WORDS,
} as const satisfies Model['options']

const IMAGEN_OPTIONS = { n: N, aspectRatio: aspectRatio(['1:1', '3:4', '4:3', '9:16', '16:9']), ...WORDS } as const

const BATCH = { en: 'Up to four images at once', hi: 'एक साथ चार तक इमेज' }
const FOUR_REFERENCES = { en: 'Works from up to four reference images', hi: 'अधिकतम चार रेफ़रेंस इमेज से काम करता है' }
const TEN_RATIOS = { en: 'Ten aspect ratios, up to 2k', hi: 'दस aspect ratio, 2k तक' }
const WITHHELD = {
  en: 'Images that content rules hold back are missing from a batch',
  hi: 'जो इमेज कंटेंट के नियमों से रोकी जाती हैं, वे batch में नहीं आतीं',
}
const IMAGE_LIMITS = {
  en: 'Reference images: JPEG, PNG or WebP, at most 16 MB together',
  hi: 'रेफ़रेंस इमेज: JPEG, PNG या WebP, मिलाकर अधिकतम 16 MB',
}
const GONE = {
  en: 'Taken offline by Google; its successor serves it',
  hi: 'Google ने इसे बंद कर दिया है; अब नया मॉडल चलता है',
}

const ALL = { provider: 'imagen', type: 'IMAGE', upstream: 'imagen', outputsOption: 'n', docs: DOCS, deadlineSeconds: 600, pollSeconds: 5 } as const
const LIVE = {
  ...ALL,
  inputs: {
    text: { required: true, maxLength: 10_000 },
    image: { required: false, media: 'any' },
    images: { required: false, maxItems: 3, media: 'any' },
  },
  options: OPTIONS,
  rules: [FEW_LARGE_ONES],
  priceSource: QUOTED,
  lifecycle: { state: 'active' },
  limitations: [WITHHELD, IMAGE_LIMITS],
} as const
const RETIRED = {
  ...ALL,
  // 480 tokens.
  inputs: { text: { required: true, maxLength: 2000 } },
  options: IMAGEN_OPTIONS,
  priceSource: LAST_LISTED,
  features: [BATCH],
  limitations: [GONE, WITHHELD],
} as const
const OFFLINE = { state: 'retired', since: '2026-08-17', source: MIGRATION } as const

export const imagenModels = [
  {
    ...LIVE,
    id: 'gemini-3-pro-image',
    name: 'Gemini 3 Pro Image',
    aliases: ['nano-banana-pro'],
    upstreamModel: 'gemini-3-pro-image',
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.134 } },
    rank: 1,
    typicalSeconds: 25,
    features: [
      { en: 'Reads long instructions and writes legible text', hi: 'लंबे निर्देश समझता है और साफ़ टेक्स्ट लिखता है' },
      FOUR_REFERENCES,
      BATCH,
      TEN_RATIOS,
    ],
  },
  {
    ...LIVE,
    id: 'gemini-nano-banana-2.1',
    name: 'Gemini Nano Banana 2.1',
    aliases: ['nano-banana-2.1', 'nano-banana'],
    upstreamModel: 'gemini-nano-banana-2.1',
    options: { ...OPTIONS, aspectRatio: aspectRatio([...RATIOS, '1:4', '4:1', '1:8', '8:1']) },
    price: { kind: 'table', by: ['resolution'], usdPerOutput: { '1k': 0.0336, '2k': 0.0504 } },
    priceSource: {
      url: PRICING, checkedOn: '2026-11-28', note: '$30 a million tokens: 1,120 in 1k, 1,680 in 2k',
      confirmed: { on: '2026-10-09', by: 'a price table of that day, for 1k' },
    },
    rank: 6,
    typicalSeconds: 10,
    features: [FOUR_REFERENCES, BATCH, { en: 'Fourteen aspect ratios, up to 2k', hi: '14 aspect ratio, 2k तक' }],
  },
  {
    ...LIVE,
    id: 'gemini-3.1-flash-image',
    name: 'Gemini 3.1 Flash Image',
    aliases: ['nano-banana-2'],
    upstreamModel: 'gemini-3.1-flash-image',
    price: { kind: 'table', by: ['resolution'], usdPerOutput: { '1k': 0.067, '2k': 0.101 } },
    lifecycle: { state: 'retired', since: '2026-10-29', source: 'https://ai.google.dev/gemini-api/docs/deprecations', successor: 'gemini-nano-banana-2.1' },
    rank: 65,
    typicalSeconds: 10,
    features: [FOUR_REFERENCES, BATCH, TEN_RATIOS],
    limitations: [GONE, ...LIVE.limitations],
  },
  {
    ...RETIRED,
    id: 'imagen-3',
    name: 'Imagen 3',
    aliases: ['imagen3', 'imagen-3.0'],
    upstreamModel: 'imagen-3.0-generate-002',
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.03 } },
    lifecycle: { state: 'retired', since: '2025-11-10', source: 'https://ai.google.dev/gemini-api/docs/deprecations', successor: 'gemini-nano-banana-2.1' },
    rank: 8,
    typicalSeconds: 8,
  },
  {
    ...RETIRED,
    id: 'imagen-3-fast',
    name: 'Imagen 3 Fast',
    aliases: ['imagen3-fast', 'imagen-3.0-fast'],
    upstreamModel: 'imagen-3.0-fast-generate-001',
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.02 } },
    lifecycle: { ...OFFLINE, successor: 'gemini-nano-banana-2.1' },
    rank: 64,
    typicalSeconds: 5,
  },
  {
    ...RETIRED,
    id: 'imagen-4',
    name: 'Imagen 4',
    aliases: ['imagen4', 'imagen-4.0'],
    upstreamModel: 'imagen-4.0-generate-001',
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.04 } },
    lifecycle: { ...OFFLINE, successor: 'gemini-nano-banana-2.1' },
    rank: 62,
    typicalSeconds: 8,
  },
  {
    ...RETIRED,
    id: 'imagen-4-fast',
    name: 'Imagen 4 Fast',
    aliases: ['imagen4-fast'],
    upstreamModel: 'imagen-4.0-fast-generate-001',
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.02 } },
    lifecycle: { ...OFFLINE, successor: 'gemini-nano-banana-2.1' },
    rank: 63,
    typicalSeconds: 5,
  },
  {
    ...RETIRED,
    id: 'imagen-4-ultra',
    name: 'Imagen 4 Ultra',
    aliases: ['imagen4-ultra'],
    upstreamModel: 'imagen-4.0-ultra-generate-001',
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.06 } },
    lifecycle: { ...OFFLINE, successor: 'gemini-3-pro-image' },
    rank: 61,
    typicalSeconds: 12,
  },
] satisfies readonly Model[]
