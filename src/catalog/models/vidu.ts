// Vidu's rows: Q3 from text and frames, Q3 from references, Q2, and 2.0 for images alone. https://platform.vidu.com/docs,
// the pages of the four routes, by stored copies of 2026-04 and later, checked 2026-11-22.
// A clip is 8 seconds where nothing else is asked: the length the product line is published with.
import type { Model, Option, OptionRule, PriceSource } from '../../domain/model.ts'
import { motionIntensity, style } from '../prompt-options.ts'
import { sound } from '../sound.ts'

const checkedOn = '2026-11-22'
const docs = (page: string): Model['docs'] => ({ url: `https://platform.vidu.com/docs/${page}`, checkedOn })
const priceSource = (note: string, confirmed?: PriceSource['confirmed']): PriceSource => ({
  url: 'https://platform.vidu.com/docs/pricing',
  checkedOn,
  ...(confirmed && { confirmed }),
  note: `${note}; 1 credit = $0.005. From a stored copy of the page.`,
})

const seconds = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

function duration(allowed: readonly number[]): Option {
  return {
    kind: 'int', min: allowed[0] ?? 8, max: allowed.at(-1) ?? 8, allowed, default: 8, unit: 's',
    about: { en: 'Length of the video in seconds.', hi: 'वीडियो की लंबाई, सेकंड में।' },
  }
}

function resolution(allowed: readonly string[]): Option {
  return {
    kind: 'choice', allowed, default: '720p',
    about: { en: 'Resolution of the video. The price grows with it.', hi: 'वीडियो का रेज़ोल्यूशन। कीमत इसी के साथ बढ़ती है।' },
  }
}

const aspectRatio: Option = {
  kind: 'choice', allowed: ['16:9', '9:16', '1:1', '4:3', '3:4'], default: '16:9',
  about: {
    en: 'Width to height. A video that begins with an image keeps the shape of the image.',
    hi: 'चौड़ाई और ऊँचाई का अनुपात। इमेज से शुरू होने वाला वीडियो इमेज का ही आकार रखता है।',
  },
}

const seed: Option = {
  kind: 'seed', min: 1, max: 2_147_483_647,
  about: { en: 'The same seed and input give nearly the same video.', hi: 'एक ही seed और इनपुट से लगभग वही वीडियो मिलता है।' },
}

const q3Options = {
  duration: duration(seconds(1, 16)),
  resolution: resolution(['540p', '720p', '1080p']),
  aspectRatio,
  sound,
  seed,
  style,
  motionIntensity,
}

/** Credits for the first second and for each further one, as Q2 is billed, written out for every length. */
function stepped(first: Readonly<Record<string, number>>, further: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(first).flatMap(([size, credits]) =>
      seconds(1, 10).map((length) => [`${size}/${length}`, (credits + (further[size] ?? 0) * (length - 1)) / 200] as const),
    ),
  )
}

const promptLength = 5000
const image = { required: false, media: 'any' } as const
const frames: Model['inputs'] = { text: { required: false, maxLength: promptLength }, image, lastImage: image }

const fromFrames = { en: 'From text, an image, or a first and a last frame', hi: 'टेक्स्ट, इमेज, या पहले और आख़िरी फ़्रेम से' }
const withSound = { en: 'With speech and sound', hi: 'आवाज़ और साउंड के साथ' }
const products = { en: 'Product showcases of 8 seconds', hi: '8 सेकंड के प्रोडक्ट शोकेस' }
const lateCancel = { en: 'Can be cancelled only until it is scheduled.', hi: 'शेड्यूल होने से पहले ही रद्द किया जा सकता है।' }
const lastNeedsFirst = { en: 'A last frame needs a first one.', hi: 'आख़िरी फ़्रेम के साथ पहला फ़्रेम भी ज़रूरी है।' }
const noNegative = { en: 'No negative prompt.', hi: 'negative प्रॉम्प्ट उपलब्ध नहीं है।' }

/** Whether the credits of a cancelled task come back is documented for off-peak tasks alone. */
const common = { provider: 'vidu', type: 'VIDEO', upstream: 'vidu', cancelRefund: 'NOTHING', lifecycle: { state: 'active' }, deadlineSeconds: 2400, pollSeconds: 5 } as const

/** 8 seconds are made in 720p alone. */
const eightSecondsIn720p: readonly OptionRule[] = [{ when: { duration: [8] }, allow: { resolution: ['720p'] } }]

export const viduModels = [
  {
    ...common,
    id: 'vidu-q3-pro',
    name: 'Vidu Q3 Pro',
    aliases: ['viduq3-pro', 'q3-pro', 'q3'],
    upstreamModel: 'viduq3-pro',
    inputs: frames,
    needsOneOf: [['text', 'image']],
    options: q3Options,
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '540p': 0.045, '720p': 0.1, '1080p': 0.12 } },
    priceSource: priceSource('9, 20 and 24 credits a second', { on: '2026-11-28', by: 'the list in yuan; a reseller asks half more' }),
    docs: docs('text-to-video'),
    rank: 26,
    typicalSeconds: 150,
    features: [products, fromFrames, withSound],
    limitations: [lastNeedsFirst, noNegative, lateCancel],
  },
  {
    ...common,
    id: 'vidu-q3-turbo',
    name: 'Vidu Q3 Turbo',
    aliases: ['viduq3-turbo', 'q3-turbo'],
    upstreamModel: 'viduq3-turbo',
    inputs: frames,
    needsOneOf: [['text', 'image']],
    options: q3Options,
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '540p': 0.035, '720p': 0.055, '1080p': 0.065 } },
    priceSource: priceSource('7, 11 and 13 credits a second'),
    docs: docs('text-to-video'),
    rank: 27,
    typicalSeconds: 75,
    features: [products, { en: 'Faster than Q3 Pro at about half the price', hi: 'Q3 Pro से तेज़, लगभग आधी कीमत पर' }, fromFrames, withSound],
    limitations: [lastNeedsFirst, noNegative, lateCancel],
  },
  {
    ...common,
    id: 'vidu-q3-reference',
    name: 'Vidu Q3 Reference',
    aliases: ['viduq3', 'q3-reference'],
    upstreamModel: 'viduq3',
    inputs: { text: { required: true, maxLength: promptLength }, images: { required: true, maxItems: 7, media: 'any' } },
    options: { ...q3Options, duration: duration(seconds(3, 16)) },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '540p': 0.035, '720p': 0.06, '1080p': 0.075 } },
    priceSource: priceSource('reference to video: 7, 12 and 15 credits a second'),
    docs: docs('reference-to-video'),
    rank: 28,
    typicalSeconds: 150,
    features: [
      { en: 'Keeps products and people as in up to seven images', hi: 'सात तक इमेज के प्रोडक्ट और लोग वीडियो में वैसे ही रहते हैं' },
      products,
      withSound,
    ],
    limitations: [{ en: 'The images are references, not frames.', hi: 'इमेज रेफ़रेंस होती हैं, फ़्रेम नहीं।' }, noNegative, lateCancel],
  },
  {
    ...common,
    id: 'vidu-q2',
    name: 'Vidu Q2',
    aliases: ['viduq2', 'q2'],
    upstreamModel: 'viduq2',
    inputs: { text: { required: true, maxLength: promptLength } },
    options: {
      duration: duration(seconds(1, 10)),
      resolution: resolution(['540p', '720p', '1080p']),
      aspectRatio,
      seed,
      style,
      motionIntensity,
    },
    price: {
      kind: 'table',
      by: ['resolution', 'duration'],
      usdPerOutput: stepped({ '540p': 10, '720p': 15, '1080p': 20 }, { '540p': 2, '720p': 5, '1080p': 10 }),
    },
    priceSource: priceSource('text to video: 10, 15 and 20 credits for the first second, 2, 5 and 10 for each further one', { on: '2026-08-21', by: "a reseller's list" }),
    docs: docs('text-to-video'),
    rank: 29,
    typicalSeconds: 60,
    features: [{ en: 'Low price', hi: 'कम कीमत' }, { en: 'Every length from 1 to 10 seconds', hi: '1 से 10 सेकंड तक कोई भी लंबाई' }],
    limitations: [{ en: 'From text only, without sound.', hi: 'केवल टेक्स्ट से, बिना आवाज़ के।' }, noNegative, lateCancel],
  },
  {
    ...common,
    id: 'vidu-2.0',
    name: 'Vidu 2.0',
    aliases: ['vidu2.0', 'vidu-2'],
    upstreamModel: 'vidu2.0',
    inputs: { text: { required: false, maxLength: 1500 }, image: { required: true, media: 'any' }, lastImage: image },
    options: {
      duration: duration([4, 8]),
      resolution: resolution(['360p', '720p', '1080p']),
      motionIntensity: {
        kind: 'choice', allowed: ['auto', 'small', 'medium', 'large'], default: 'auto',
        synonyms: { low: 'small', subtle: 'small', gentle: 'small', high: 'large', strong: 'large', dynamic: 'large' },
        about: { en: 'How much moves.', hi: 'कितनी हलचल हो।' },
      },
      seed,
      style,
    },
    rules: eightSecondsIn720p,
    price: {
      kind: 'table',
      by: ['resolution', 'duration'],
      usdPerOutput: { '360p/4': 0.1, '720p/4': 0.2, '1080p/4': 0.5, '720p/8': 0.5 },
    },
    priceSource: priceSource('20, 40 and 100 credits for 4 seconds, 100 for 8'),
    docs: docs('image-to-video'),
    rank: 30,
    typicalSeconds: 45,
    features: [{ en: 'Brings a product photo to life in 4 or 8 seconds', hi: 'प्रोडक्ट फ़ोटो को 4 या 8 सेकंड में जीवंत करता है' }, { en: 'First and last frame', hi: 'पहला और आख़िरी फ़्रेम' }],
    limitations: [
      { en: 'From images only, without sound.', hi: 'केवल इमेज से, बिना आवाज़ के।' },
      { en: '8 seconds in 720p only; the video keeps the shape of the image.', hi: '8 सेकंड केवल 720p में; वीडियो इमेज का ही आकार रखता है।' },
      lateCancel,
    ],
  },
] as const satisfies readonly Model[]
