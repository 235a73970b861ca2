// Stability AI's rows: Stable Image, SD 3.5 and the controls. https://platform.stability.ai/docs/api-reference by way of
// the OpenAPI document in github.com/tryAGI/StabilityAI (mid-2026), 2026-11-22. A credit of theirs is $0.01.
import type { Model, Option, PriceSource } from '../../domain/model.ts'
import { quality } from '../prompt-options.ts'

const docs = { url: 'https://platform.stability.ai/docs/api-reference', checkedOn: '2026-11-22' }

/** Of all but SD 3.5 Flash's. */
const CONFIRMED = { on: '2026-08-21', by: "Portkey's list; the controls by stability.ai/api-pricing-update-25" } as const

function listPrice(credits: number): PriceSource {
  return { url: 'https://platform.stability.ai/pricing', checkedOn: '2026-11-22', note: `${credits} credits of $0.01`, confirmed: CONFIRMED }
}

function usd(amount: number): Model['price'] {
  return { kind: 'table', by: [], usdPerOutput: { '': amount } }
}

/** The upstream's 10,000 less what `style` and `quality` may add. */
const text = { required: true, maxLength: 9_850 } as const
const negativeText = { required: false, maxLength: 10_000 } as const
const optionalImage = { required: false, media: 'any' } as const
const requiredImage = { required: true, media: 'any' } as const

const RATIOS = ['21:9', '16:9', '3:2', '5:4', '1:1', '4:5', '2:3', '9:16', '9:21'] as const

const aspectRatio: Option = {
  kind: 'choice', allowed: RATIOS, default: '1:1',
  about: { en: 'Width to height.', hi: 'चौड़ाई और ऊँचाई का अनुपात।' },
}

const shapeOfSource: Option = {
  kind: 'choice', allowed: ['source'], default: 'source',
  about: { en: 'The image has the size of the one given.', hi: 'इमेज का आकार दी गई इमेज जैसा रहता है।' },
}

/** With an image, SD 3.5 keeps its shape and refuses another. */
const aspectRatioOrSource: Option = {
  kind: 'choice', allowed: [...RATIOS, 'source'], default: '1:1',
  about: { en: 'Width to height. With an image given: "source", its own.', hi: 'चौड़ाई और ऊँचाई का अनुपात। इमेज देने पर "source", यानी उसी का अनुपात।' },
}

const sourceWithImage: Model['rules'] = [
  { when: { 'input.image': ['given'] }, allow: { aspectRatio: ['source'] } },
  { when: { 'input.image': ['absent'] }, allow: { aspectRatio: RATIOS } },
]

const words = {
  style: {
    kind: 'text', maxLength: 100,
    about: {
      en: 'A preset of Stability (anime, cinematic, photographic, digital-art, pixel-art, …), or your own words, which are added to the prompt.',
      hi: 'Stability का preset (anime, cinematic, photographic, digital-art, pixel-art, …), या अपने शब्द, जो प्रॉम्प्ट में जोड़े जाते हैं।',
    },
  },
  quality,
  // 0 means a random one there.
  seed: {
    kind: 'seed', min: 1, max: 4_294_967_294,
    about: { en: 'The same seed and input give the same image.', hi: 'एक ही seed और इनपुट से वही इमेज बनती है।' },
  },
  outputFormat: {
    kind: 'choice', allowed: ['png', 'jpeg', 'webp'], default: 'png', synonyms: { jpg: 'jpeg' },
    about: { en: 'File format of the image.', hi: 'इमेज का फ़ाइल फ़ॉर्मेट।' },
  },
} as const satisfies Readonly<Record<string, Option>>

const strength: Option = {
  kind: 'number', min: 0, max: 1, default: 0.6,
  about: {
    en: 'With an image given: how far the result may leave it. 0 is the image itself, 1 takes nothing of it.',
    hi: 'इमेज देने पर: नतीजा उससे कितना अलग हो सकता है। 0 यानी वही इमेज, 1 यानी उससे कुछ नहीं।',
  },
}

const controlStrength: Option = {
  kind: 'number', min: 0, max: 1, default: 0.7,
  about: { en: 'How closely it keeps to the image given.', hi: 'दी गई इमेज का कितना पालन हो।' },
}

function guidance(preset: number): Option {
  return {
    kind: 'number', min: 1, max: 10, default: preset,
    about: { en: 'How closely the image keeps to the prompt.', hi: 'इमेज प्रॉम्प्ट के कितने करीब रहे।' },
  }
}

const englishOnly = { en: 'Prompts in English only', hi: 'प्रॉम्प्ट केवल अंग्रेज़ी में' }
const noCancel = { en: 'Cannot be cancelled once it has started', hi: 'शुरू होने के बाद रद्द नहीं किया जा सकता' }
const limitations = [englishOnly, noCancel]

const common = {
  provider: 'stable-diffusion',
  type: 'IMAGE',
  upstream: 'stability',
  docs,
  lifecycle: { state: 'active' },
  deadlineSeconds: 600,
  pollSeconds: 5,
  limitations,
} as const

const sd35 = {
  ...common,
  inputs: { text, negativeText, image: optionalImage },
  rules: sourceWithImage,
} as const

const sketched = { aspectRatio: shapeOfSource, ...words, controlStrength } as const

const fromImage = { en: 'Starts from an image of yours', hi: 'आपकी इमेज से शुरुआत' }
const negative = { en: 'A negative prompt', hi: 'negative प्रॉम्प्ट' }

export const stabilityModels = [
  {
    ...common,
    id: 'stable-image-ultra',
    name: 'Stable Image Ultra',
    aliases: ['stable-ultra'],
    upstreamModel: 'generate/ultra',
    inputs: { text, negativeText, image: optionalImage },
    options: { aspectRatio, ...words, strength },
    price: usd(0.08),
    priceSource: listPrice(8),
    rank: 11,
    typicalSeconds: 12,
    features: [{ en: 'The finest of Stability: light, lettering, detail', hi: 'Stability का सबसे बेहतरीन: रोशनी, अक्षर, बारीकी' }, fromImage, negative],
  },
  {
    ...sd35,
    id: 'sd3.5-large',
    name: 'Stable Diffusion 3.5 Large',
    aliases: ['stable-diffusion-3.5-large'],
    upstreamModel: 'sd3.5-large',
    options: { aspectRatio: aspectRatioOrSource, ...words, strength, guidance: guidance(4) },
    price: usd(0.065),
    priceSource: listPrice(6.5),
    rank: 12,
    typicalSeconds: 9,
    features: [{ en: 'Eight billion parameters, many styles', hi: 'आठ अरब parameter, अनेक स्टाइल' }, fromImage, negative],
  },
  {
    ...common,
    id: 'stable-image-core',
    name: 'Stable Image Core',
    aliases: ['stable-core'],
    upstreamModel: 'generate/core',
    inputs: { text, negativeText },
    options: { aspectRatio, ...words },
    price: usd(0.03),
    priceSource: listPrice(3),
    rank: 13,
    typicalSeconds: 5,
    features: [{ en: 'Fast and inexpensive, 1.5 megapixels', hi: 'तेज़ और किफ़ायती, 1.5 मेगापिक्सल' }, negative],
  },
  {
    ...sd35,
    id: 'sd3.5-large-turbo',
    name: 'Stable Diffusion 3.5 Large Turbo',
    aliases: ['stable-diffusion-3.5-large-turbo'],
    upstreamModel: 'sd3.5-large-turbo',
    options: { aspectRatio: aspectRatioOrSource, ...words, strength, guidance: guidance(1) },
    price: usd(0.04),
    priceSource: listPrice(4),
    rank: 14,
    typicalSeconds: 4,
    features: [{ en: 'Large, in a fraction of the time', hi: 'Large जैसा, बहुत कम समय में' }, fromImage],
  },
  {
    ...sd35,
    id: 'sd3.5-medium',
    name: 'Stable Diffusion 3.5 Medium',
    aliases: ['stable-diffusion-3.5-medium'],
    upstreamModel: 'sd3.5-medium',
    options: { aspectRatio: aspectRatioOrSource, ...words, strength, guidance: guidance(4) },
    price: usd(0.035),
    priceSource: listPrice(3.5),
    rank: 15,
    typicalSeconds: 7,
    features: [{ en: 'Balanced between price and detail', hi: 'कीमत और बारीकी में संतुलन' }, fromImage, negative],
  },
  {
    // The document's text and price list have it, its enum of models does not.
    ...sd35,
    id: 'sd3.5-flash',
    name: 'Stable Diffusion 3.5 Flash',
    aliases: ['stable-diffusion-3.5-flash'],
    upstreamModel: 'sd3.5-flash',
    options: { aspectRatio: aspectRatioOrSource, ...words, strength, guidance: guidance(1) },
    price: usd(0.025),
    priceSource: { url: 'https://platform.stability.ai/pricing', checkedOn: '2026-11-22', note: "2.5 credits of $0.01, recalled; in the document's text alone" },
    rank: 16,
    typicalSeconds: 3,
    features: [{ en: 'The least expensive, in a few seconds', hi: 'सबसे किफ़ायती, कुछ ही सेकंड में' }, fromImage],
  },
  {
    ...common,
    id: 'stable-image-control-style',
    name: 'Stable Image Control: Style',
    aliases: ['control-style'],
    upstreamModel: 'control/style',
    inputs: { text, negativeText, image: requiredImage },
    options: {
      aspectRatio,
      ...words,
      fidelity: {
        kind: 'number', min: 0, max: 1, default: 0.5,
        about: { en: 'How much it looks like the image given.', hi: 'दी गई इमेज से कितना मिलता-जुलता हो।' },
      },
    },
    price: usd(0.05),
    priceSource: listPrice(5),
    rank: 17,
    typicalSeconds: 8,
    features: [{ en: 'A new image in the style of yours', hi: 'आपकी इमेज की स्टाइल में नई इमेज' }, negative],
  },
  {
    ...common,
    id: 'stable-image-control-structure',
    name: 'Stable Image Control: Structure',
    aliases: ['control-structure'],
    upstreamModel: 'control/structure',
    inputs: { text, negativeText, image: requiredImage },
    options: sketched,
    price: usd(0.05),
    priceSource: listPrice(5),
    rank: 18,
    typicalSeconds: 8,
    features: [{ en: 'Keeps the structure of your image and changes what it shows', hi: 'आपकी इमेज की संरचना वही, विषय नया' }, negative],
  },
  {
    ...common,
    id: 'stable-image-control-sketch',
    name: 'Stable Image Control: Sketch',
    aliases: ['control-sketch'],
    upstreamModel: 'control/sketch',
    inputs: { text, negativeText, image: requiredImage },
    options: sketched,
    price: usd(0.05),
    priceSource: listPrice(5),
    rank: 19,
    typicalSeconds: 8,
    features: [{ en: 'Turns a sketch into a finished image', hi: 'स्केच को पूरी इमेज में बदलता है' }, negative],
  },
] as const satisfies readonly Model[]
