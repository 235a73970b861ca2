// The rows served through fal: FLUX.1 Krea [dev] in three tiers, and Stable Diffusion XL with a LoRA of the caller's own.
// https://fal.ai/models/fal-ai/flux-1/krea/llms.txt and the types of npm @fal-ai/client 1.10.1, checked 2026-11-22.
import type { Model, Option } from '../../domain/model.ts'
import { style } from '../prompt-options.ts'

const checkedOn = '2026-11-22'
const kreaPage = 'https://fal.ai/models/fal-ai/flux-1/krea/llms.txt'

const aspectRatio: Option = {
  kind: 'choice', allowed: ['21:9', '16:9', '3:2', '4:3', '5:4', '1:1', '4:5', '3:4', '2:3', '9:16', '9:21'], default: '1:1',
  about: { en: 'Width to height.', hi: 'चौड़ाई और ऊँचाई का अनुपात।' },
}

function megapixels(size: number): Option {
  return {
    kind: 'int', min: size, max: size, allowed: [size], default: size, unit: 'MP',
    about: { en: 'Size of the image in megapixels; each tier has one.', hi: 'इमेज का साइज़, मेगापिक्सल में; हर टियर में एक ही है।' },
  }
}

function acceleration(level: 'none' | 'high'): Option {
  return {
    kind: 'choice', allowed: [level], default: level,
    about: { en: 'How far detail is traded for speed; each tier has one.', hi: 'स्पीड के लिए कितनी बारीकी छोड़ी जाए; हर टियर में एक ही है।' },
  }
}

function quality(allowed: readonly string[]): Option {
  return {
    kind: 'choice', allowed, default: 'standard',
    about: { en: 'More denoising steps: finer and slower.', hi: 'denoising के ज़्यादा चरण: ज़्यादा बारीकी, पर धीमा।' },
  }
}

const n: Option = {
  kind: 'int', min: 1, max: 4, default: 1,
  about: { en: 'How many images are made at once; each is charged.', hi: 'एक बार में कितनी इमेज बनें; हर एक के क्रेडिट कटते हैं।' },
}

const seed: Option = {
  kind: 'seed', min: 0, max: 2_147_483_647,
  about: { en: 'The same seed and input give nearly the same image.', hi: 'एक ही seed और इनपुट से लगभग वही इमेज मिलती है।' },
}

const outputFormat: Option = {
  kind: 'choice', allowed: ['jpeg', 'png'], default: 'jpeg', synonyms: { jpg: 'jpeg' },
  about: { en: 'File format of the image.', hi: 'इमेज का फ़ाइल फ़ॉर्मेट।' },
}

function guidance(max: number, preset: number): Option {
  return {
    kind: 'number', min: 0, max, default: preset,
    about: { en: 'How closely the image keeps to the prompt.', hi: 'इमेज प्रॉम्प्ट के कितने करीब रहे।' },
  }
}

const allQualities = ['standard', 'high', 'ultra']
const text = { required: true, maxLength: 5000 } as const
const upToFour = { en: 'Up to four images at once', hi: 'एक साथ चार तक इमेज' }
const natural = { en: 'Natural skin and light, without the look of AI', hi: 'AI जैसे लुक के बिना, स्वाभाविक त्वचा और रोशनी' }
const noCancel = { en: 'Cannot be cancelled once it has started.', hi: 'शुरू होने के बाद रद्द नहीं किया जा सकता।' }
const textOnly = { en: 'From text only, without a negative prompt.', hi: 'केवल टेक्स्ट से, negative प्रॉम्प्ट के बिना।' }

/** A request is cancelled only while it is queued: it is then never processed, and only processing is billed (https://fal.ai/docs, 2026-11-28). */
const common = { type: 'IMAGE', upstream: 'fal', cancelRefund: 'ALL', outputsOption: 'n', lifecycle: { state: 'active' }, deadlineSeconds: 600, pollSeconds: 2 } as const

const krea = {
  ...common,
  provider: 'flux-krea',
  upstreamModel: 'fal-ai/flux-1/krea',
  inputs: { text },
  docs: { url: kreaPage, checkedOn },
  limitations: [textOnly, noCancel],
} as const

const kreaOptions = { aspectRatio, n, seed, outputFormat, guidance: guidance(20, 4.5), style }
const kreaPrice = (note: string): Model['priceSource'] => ({ url: kreaPage, checkedOn, confirmed: { on: '2026-10-02', by: "a digest of fal's page" }, note: `$0.025 a megapixel, rounded up. ${note}` })

export const fluxKreaModels = [
  {
    ...krea,
    id: 'flux-krea-hd',
    name: 'FLUX.1 Krea HD',
    aliases: ['hd'],
    options: { ...kreaOptions, quality: quality(allQualities), megapixels: megapixels(2), acceleration: acceleration('none') },
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.05 } },
    priceSource: kreaPrice('Two of them.'),
    rank: 20,
    typicalSeconds: 14,
    features: [{ en: 'Two megapixels', hi: 'दो मेगापिक्सल' }, natural, upToFour],
  },
  {
    ...krea,
    id: 'flux-krea',
    name: 'FLUX.1 Krea [dev]',
    aliases: ['flux-krea-dev'],
    options: { ...kreaOptions, quality: quality(allQualities), megapixels: megapixels(1), acceleration: acceleration('none') },
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.025 } },
    priceSource: kreaPrice('One of them.'),
    rank: 21,
    typicalSeconds: 7,
    features: [natural, upToFour],
  },
  {
    ...krea,
    id: 'flux-krea-fast',
    name: 'FLUX.1 Krea Fast',
    aliases: ['fast'],
    options: { ...kreaOptions, quality: quality(['standard']), megapixels: megapixels(1), acceleration: acceleration('high') },
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.025 } },
    priceSource: kreaPrice('One of them; speed costs nothing more.'),
    rank: 22,
    typicalSeconds: 4,
    features: [{ en: 'The fastest tier', hi: 'सबसे तेज़ टियर' }, upToFour],
  },
] as const satisfies readonly Model[]

export const loraModels = [
  {
    ...common,
    id: 'sd-lora',
    provider: 'stable-diffusion',
    name: 'Stable Diffusion XL with LoRA',
    aliases: ['sdxl-lora', 'sdxl'],
    upstreamModel: 'fal-ai/fast-sdxl',
    inputs: { text, negativeText: { required: false, maxLength: 5000 } },
    options: {
      lora: {
        kind: 'media', media: 'url',
        about: { en: 'https URL of LoRA weights for SDXL (.safetensors).', hi: 'SDXL के LoRA weights का https URL (.safetensors)।' },
      },
      loraScale: {
        kind: 'number', min: 0, max: 4, default: 1,
        about: { en: 'How strongly the LoRA works.', hi: 'LoRA का असर कितना तेज़ हो।' },
      },
      aspectRatio,
      quality: quality(allQualities),
      n,
      seed,
      outputFormat,
      guidance: guidance(20, 7.5),
      style,
    },
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.005 } },
    priceSource: {
      url: 'https://docs.fal.ai/fast-sdxl/',
      checkedOn,
      note: 'About $0.0025 an image, by the second of computing; twice that here, for the LoRA',
    },
    docs: { url: 'https://fal.ai/models/fal-ai/fast-sdxl/api', checkedOn },
    rank: 23,
    typicalSeconds: 8,
    features: [
      { en: 'Your own LoRA weights', hi: 'आपके अपने LoRA weights' },
      { en: 'Negative prompt', hi: 'negative प्रॉम्प्ट भी दिया जा सकता है' },
      upToFour,
    ],
    limitations: [{ en: 'The LoRA must be made for SDXL and lie at a public https URL.', hi: 'LoRA SDXL के लिए बना हो और public https URL पर हो।' }, noCancel],
  },
] as const satisfies readonly Model[]
