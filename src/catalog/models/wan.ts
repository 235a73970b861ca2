// Wan, Alibaba's video models, by DashScope. Wan 2.2 is what was published, so it goes before the later ones: steady clips of
// five seconds in 480p or 1080p, with a model for each thing to start from. What they take:
// https://www.alibabacloud.com/help/en/model-studio/legacy-wan-text-to-video-api-reference, /image-to-video-guide, read 2026-11-22.
import type { Model, Option } from '../../domain/model.ts'
import { motionIntensity as MOTION_INTENSITY, style as STYLE } from '../prompt-options.ts'

const PAGES = 'https://www.alibabacloud.com/help/en/model-studio'
const FROM_TEXT_DOCS = { url: `${PAGES}/legacy-wan-text-to-video-api-reference`, checkedOn: '2026-11-22' } as const
const FROM_IMAGE_DOCS = { url: `${PAGES}/image-to-video-guide`, checkedOn: '2026-11-22' } as const
const PRICE_SOURCE = {
  url: `${PAGES}/model-pricing`,
  checkedOn: '2026-11-22',
  note: 'recalled: Singapore prices, in the ratios of the Chinese list',
} as const

function duration(allowed: readonly [number, ...number[]]): Option {
  return {
    kind: 'int',
    min: allowed[0],
    max: Math.max(...allowed),
    allowed,
    default: 5,
    unit: 's',
    about: { en: 'Length of the video in seconds.', hi: 'वीडियो की लंबाई, सेकंड में।' },
  }
}

function resolution(allowed: readonly string[], usual: string): Option {
  return {
    kind: 'choice',
    allowed,
    default: usual,
    about: { en: 'Resolution of the video. The price grows with it.', hi: 'वीडियो का रेज़ोल्यूशन। कीमत इसी के साथ बढ़ती है।' },
  }
}

const ASPECT_RATIO: Option = {
  kind: 'choice',
  allowed: ['16:9', '9:16', '1:1', '4:3', '3:4'],
  default: '16:9',
  about: { en: 'Width to height.', hi: 'चौड़ाई और ऊँचाई का अनुपात।' },
}

const SEED: Option = {
  kind: 'seed',
  min: 0,
  max: 2_147_483_647,
  about: { en: 'The same seed gives a similar video.', hi: 'वही seed देने पर मिलता-जुलता वीडियो बनता है।' },
}

const WORDS = { style: STYLE, motionIntensity: MOTION_INTENSITY } as const

/** DashScope cuts off what is longer without a word; here it is refused. */
const TEXT = { required: false, maxLength: 800 } as const
const LONG_TEXT = { required: false, maxLength: 1500 } as const
const NEGATIVE_TEXT = { required: false, maxLength: 500 } as const
const IMAGE = { required: true, media: 'any', picture: { leastSide: 360, mostSide: 2000 } } as const

const FIVE_SECONDS = { en: 'Steady clips of five seconds', hi: 'पाँच सेकंड की स्थिर क्लिप' }
const FROM_TEXT = { en: 'Video from text, in five shapes', hi: 'टेक्स्ट से वीडियो, पाँच अनुपातों में' }
const FROM_IMAGE = { en: 'Video from a first frame', hi: 'पहले फ़्रेम से वीडियो' }
const REWRITES = { en: 'Short prompts are filled out by the model', hi: 'छोटे प्रॉम्प्ट को मॉडल खुद विस्तार देता है' }
const SOUND = { en: 'Sound and speech that fit the picture', hi: 'वीडियो से मेल खाती आवाज़ और संवाद' }

const NO_SOUND = { en: 'Without sound', hi: 'बिना आवाज़ के' }
const WIDE_TALL_SQUARE = { en: '4:3 and 3:4 only in 1080p', hi: '4:3 और 3:4 केवल 1080p में' }
const FOLLOWS_IMAGE = { en: 'The video has the shape of the image', hi: 'वीडियो का आकार इमेज जैसा ही रहता है' }
const IMAGE_LIMITS = {
  en: 'Images: JPEG, PNG without transparency, BMP or WebP; 360 to 2,000 px a side, at most 10 MB',
  hi: 'इमेज: JPEG, बिना पारदर्शिता वाली PNG, BMP या WebP; हर साइड 360 से 2,000 px, अधिकतम 10 MB',
}
const CANCEL_IN_QUEUE = { en: 'Can be cancelled until it has started', hi: 'शुरू होने से पहले तक ही रद्द किया जा सकता है' }

const ALL = {
  provider: 'wan',
  type: 'VIDEO',
  upstream: 'dashscope',
  // Whether a task that is cancelled while it is pending is billed is documented nowhere.
  cancelRefund: 'NOTHING',
  priceSource: PRICE_SOURCE,
  lifecycle: { state: 'active' },
  deadlineSeconds: 2400,
  pollSeconds: 10,
} as const

export const wanModels = [
  {
    ...ALL,
    id: 'wan-2.2-t2v-plus',
    name: 'Wan 2.2 Text to Video',
    aliases: ['wan-2.2', 'wan2.2', 'wan-2.2-t2v', 'wan2.2-t2v-plus'],
    upstreamModel: 'wan2.2-t2v-plus',
    inputs: { text: { ...TEXT, required: true }, negativeText: NEGATIVE_TEXT },
    options: {
      duration: duration([5]),
      resolution: resolution(['480p', '1080p'], '1080p'),
      aspectRatio: ASPECT_RATIO,
      seed: SEED,
      ...WORDS,
    },
    rules: [{ when: { resolution: ['480p'] }, allow: { aspectRatio: ['16:9', '9:16', '1:1'] } }],
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '480p': 0.02, '1080p': 0.1 } },
    docs: FROM_TEXT_DOCS,
    rank: 20,
    typicalSeconds: 90,
    features: [FIVE_SECONDS, FROM_TEXT, REWRITES],
    limitations: [NO_SOUND, WIDE_TALL_SQUARE, CANCEL_IN_QUEUE],
  },
  {
    ...ALL,
    id: 'wan-2.2-i2v-plus',
    name: 'Wan 2.2 Image to Video',
    aliases: ['wan-2.2-i2v', 'wan2.2-i2v-plus'],
    upstreamModel: 'wan2.2-i2v-plus',
    inputs: { text: TEXT, negativeText: NEGATIVE_TEXT, image: IMAGE },
    options: { duration: duration([5]), resolution: resolution(['480p', '1080p'], '1080p'), seed: SEED, ...WORDS },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '480p': 0.02, '1080p': 0.1 } },
    docs: FROM_IMAGE_DOCS,
    rank: 21,
    typicalSeconds: 90,
    features: [FIVE_SECONDS, FROM_IMAGE, REWRITES],
    limitations: [NO_SOUND, FOLLOWS_IMAGE, IMAGE_LIMITS, CANCEL_IN_QUEUE],
  },
  {
    ...ALL,
    priceSource: { ...PRICE_SOURCE, confirmed: { on: '2026-08-21', by: "a reseller's list" } },
    id: 'wan-2.6-t2v',
    name: 'Wan 2.6 Text to Video',
    aliases: ['wan-2.6', 'wan2.6', 'wan2.6-t2v'],
    upstreamModel: 'wan2.6-t2v',
    inputs: { text: { ...LONG_TEXT, required: true }, negativeText: NEGATIVE_TEXT },
    options: {
      duration: duration([5, 10, 15]),
      resolution: resolution(['720p', '1080p'], '720p'),
      aspectRatio: ASPECT_RATIO,
      seed: SEED,
      ...WORDS,
    },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.1, '1080p': 0.15 } },
    docs: FROM_TEXT_DOCS,
    rank: 22,
    typicalSeconds: 180,
    features: [FROM_TEXT, SOUND, { en: 'Up to 15 seconds', hi: '15 सेकंड तक' }, REWRITES],
    limitations: [CANCEL_IN_QUEUE],
  },
  {
    ...ALL,
    priceSource: { ...PRICE_SOURCE, confirmed: { on: '2026-08-21', by: "a reseller's list" } },
    id: 'wan-2.6-i2v',
    name: 'Wan 2.6 Image to Video',
    aliases: ['wan2.6-i2v'],
    upstreamModel: 'wan2.6-i2v',
    inputs: { text: LONG_TEXT, negativeText: NEGATIVE_TEXT, image: IMAGE },
    options: { duration: duration([5, 10, 15]), resolution: resolution(['720p', '1080p'], '720p'), seed: SEED, ...WORDS },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.1, '1080p': 0.15 } },
    docs: FROM_IMAGE_DOCS,
    rank: 23,
    typicalSeconds: 180,
    features: [FROM_IMAGE, SOUND, { en: 'Up to 15 seconds', hi: '15 सेकंड तक' }, REWRITES],
    limitations: [FOLLOWS_IMAGE, IMAGE_LIMITS, CANCEL_IN_QUEUE],
  },
  {
    ...ALL,
    id: 'wan-2.2-i2v-flash',
    name: 'Wan 2.2 Image to Video Flash',
    aliases: ['wan-2.2-flash', 'wan2.2-i2v-flash'],
    upstreamModel: 'wan2.2-i2v-flash',
    inputs: { text: TEXT, negativeText: NEGATIVE_TEXT, image: IMAGE },
    options: { duration: duration([5]), resolution: resolution(['480p', '720p', '1080p'], '720p'), seed: SEED, ...WORDS },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '480p': 0.015, '720p': 0.036, '1080p': 0.072 } },
    docs: FROM_IMAGE_DOCS,
    rank: 24,
    typicalSeconds: 45,
    features: [FIVE_SECONDS, FROM_IMAGE, { en: 'The fastest and cheapest Wan', hi: 'सबसे तेज़ और सबसे सस्ता Wan' }],
    limitations: [NO_SOUND, FOLLOWS_IMAGE, IMAGE_LIMITS, CANCEL_IN_QUEUE],
  },
  {
    ...ALL,
    id: 'wan-2.2-kf2v-flash',
    name: 'Wan 2.2 First and Last Frame',
    aliases: ['wan-2.2-kf2v', 'wan2.2-kf2v-flash'],
    upstreamModel: 'wan2.2-kf2v-flash',
    inputs: { text: TEXT, negativeText: NEGATIVE_TEXT, image: IMAGE, lastImage: IMAGE },
    needsWith: { lastImage: 'image' },
    options: { duration: duration([5]), resolution: resolution(['480p', '720p', '1080p'], '720p'), seed: SEED, ...WORDS },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '480p': 0.015, '720p': 0.036, '1080p': 0.072 } },
    docs: FROM_IMAGE_DOCS,
    rank: 25,
    typicalSeconds: 60,
    features: [FIVE_SECONDS, { en: 'From a first frame to a last one', hi: 'पहले फ़्रेम से आख़िरी फ़्रेम तक' }],
    limitations: [NO_SOUND, FOLLOWS_IMAGE, IMAGE_LIMITS, CANCEL_IN_QUEUE],
  },
] satisfies readonly Model[]
