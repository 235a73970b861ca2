// Kling's models. Kuaishou took the six that were published (1.0 to 2.1) offline on 2026-09-15: they stay as rows and are
// served by their successors. Options: https://app.klingai.com/global/dev/document-api, read 2026-11-22.
// Prices: https://klingai.com/global/dev/pricing, per second, without sound.
//
// `mode` has no default and comes before `resolution`, which has one: a mode that is asked for decides the resolution,
// and without one the resolution decides the tier that is used.
import type { Model, Option, OptionRule } from '../../domain/model.ts'
import { motionIntensity as MOTION_INTENSITY, style as STYLE } from '../prompt-options.ts'

const DOCS = { url: 'https://app.klingai.com/global/dev/document-api', checkedOn: '2026-11-22' } as const
const PRICING = 'https://klingai.com/global/dev/pricing'
const LISTED = { url: PRICING, checkedOn: '2026-11-22', note: '1 unit = 0.14 USD', confirmed: { on: '2026-08-26', by: "probes of Kling and a reseller's list" } } as const
const RECALLED = { url: PRICING, checkedOn: '2026-11-22', note: 'recalled: no longer listed' } as const

const OFFLINE = { state: 'retired', since: '2026-09-15', source: `${DOCS.url} (model retirement)` } as const

const MODE = {
  kind: 'choice',
  allowed: ['std', 'pro'],
  synonyms: { standard: 'std', professional: 'pro' },
  about: {
    en: 'Quality tier: std is 720p, pro is 1080p. Say this or the resolution.',
    hi: 'क्वालिटी टियर: std 720p है और pro 1080p। यह दें या resolution।',
  },
} as const satisfies Option

const RESOLUTION = {
  kind: 'choice',
  allowed: ['720p', '1080p'],
  default: '720p',
  about: {
    en: 'Size of the video. It follows the mode where one is given.',
    hi: 'वीडियो का साइज़। mode दिया हो तो उसी के अनुसार तय होता है।',
  },
} as const satisfies Option

export const MODE_DECIDES: readonly OptionRule[] = [
  { when: { mode: ['std'] }, allow: { resolution: ['720p'] } },
  { when: { mode: ['pro'] }, allow: { resolution: ['1080p'] } },
]

/** The master models had one tier only. */
const MASTER_MODE = {
  kind: 'choice',
  allowed: ['pro'],
  default: 'pro',
  about: { en: 'This model has the pro tier only.', hi: 'इस मॉडल में केवल pro टियर है।' },
} as const satisfies Option

const MASTER_RESOLUTION = {
  kind: 'choice',
  allowed: ['1080p'],
  default: '1080p',
  about: { en: 'Size of the video: always 1080p.', hi: 'वीडियो का साइज़: हमेशा 1080p।' },
} as const satisfies Option

export const DURATION = {
  kind: 'int',
  min: 5,
  max: 10,
  allowed: [5, 10],
  default: 5,
  unit: 's',
  about: { en: 'Length of the video in seconds.', hi: 'वीडियो की लंबाई, सेकंड में।' },
} as const satisfies Option

const ASPECT_RATIO = {
  kind: 'choice',
  allowed: ['16:9', '9:16', '1:1'],
  default: '16:9',
  about: {
    en: 'Shape of a video made from text. A video made from an image keeps the shape of the image.',
    hi: 'टेक्स्ट से बने वीडियो का आकार। इमेज से बना वीडियो इमेज का ही आकार रखता है।',
  },
} as const satisfies Option

export const OPTIONS = {
  duration: DURATION,
  mode: MODE,
  resolution: RESOLUTION,
  aspectRatio: ASPECT_RATIO,
  style: STYLE,
  motionIntensity: MOTION_INTENSITY,
} as const
const MASTER_OPTIONS = { ...OPTIONS, mode: MASTER_MODE, resolution: MASTER_RESOLUTION } as const

const TEXT = { required: true, maxLength: 2500 } as const
const NEGATIVE_TEXT = { required: false, maxLength: 2500 } as const
/** https://app.klingai.com/global/dev/document-api, as in IMAGE_LIMITS. */
const PICTURE = { leastSide: 300, mostRatio: 2.5 } as const
const IMAGE = { required: false, media: 'any', picture: PICTURE } as const

/** On 2.6 and 2.5 Turbo two frames mean the pro tier. */
const TWO_FRAMES_IN_PRO: OptionRule = { when: { 'input.lastImage': ['given'] }, allow: { mode: ['pro'], resolution: ['1080p'] } }

/** From a text, an image or both frames. Kling needs the text unless there is an image. */
const TEXT_OR_IMAGE = { text: TEXT, negativeText: NEGATIVE_TEXT, image: IMAGE, lastImage: IMAGE } as const
const IMAGE_ONLY = {
  text: { required: false, maxLength: 2500 },
  negativeText: NEGATIVE_TEXT,
  image: { ...IMAGE, required: true },
  lastImage: IMAGE,
} as const

export const FROM_TEXT = { en: 'Video from text', hi: 'टेक्स्ट से वीडियो' }
export const FROM_IMAGE = { en: 'Video from an image, with a last frame if you like', hi: 'इमेज से वीडियो, चाहें तो आख़िरी फ़्रेम के साथ' }
const TWO_TIERS = { en: 'Standard (720p) and pro (1080p) modes', hi: 'स्टैंडर्ड (720p) और प्रो (1080p) मोड' }
const MASTER_TIER = { en: '1080p at the highest quality of its generation', hi: 'अपनी पीढ़ी की सबसे ऊँची क्वालिटी, 1080p' }

export const IMAGE_LIMITS = {
  en: 'Images: JPEG or PNG, at most 10 MB, each side at least 300 px, no longer than 2.5 to 1',
  hi: 'इमेज: JPEG या PNG, अधिकतम 10 MB, हर साइड कम से कम 300 px, अनुपात अधिकतम 2.5:1',
}
export const NO_CANCEL = { en: 'Cannot be cancelled once it has started', hi: 'शुरू होने के बाद रद्द नहीं किया जा सकता' }
export const NO_SOUND = { en: 'Without sound', hi: 'बिना आवाज़ के' }
export const LAST_NEEDS_FIRST = { en: 'A last frame needs a first one', hi: 'आख़िरी फ़्रेम के लिए पहला फ़्रेम ज़रूरी है' }
const LAST_FRAME_IN_PRO = { en: 'A last frame needs a first one, and makes it 1080p', hi: 'आख़िरी फ़्रेम के लिए पहला फ़्रेम ज़रूरी है; तब वीडियो 1080p में बनता है' }
const GONE = {
  en: 'Taken offline by Kling; its successor serves it',
  hi: 'Kling ने इसे बंद कर दिया है; अब नया मॉडल चलता है',
}

const ALL = { provider: 'kling', type: 'VIDEO', upstream: 'kling', needsWith: { lastImage: 'image' }, docs: DOCS, pollSeconds: 5 } as const
const RETIRED = { ...ALL, options: OPTIONS, rules: MODE_DECIDES, typicalSeconds: 180, deadlineSeconds: 2400 } as const

export const klingModels = [
  {
    ...ALL,
    id: 'kling-v3',
    name: 'Kling 3.0',
    aliases: ['kling-3.0'],
    upstreamModel: 'kling-v3',
    inputs: TEXT_OR_IMAGE,
    options: {
      ...OPTIONS,
      duration: { ...DURATION, min: 3, max: 15, allowed: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] },
      resolution: { ...RESOLUTION, allowed: ['720p', '1080p', '4k'] },
    },
    rules: [
      { when: { mode: ['std'] }, allow: { resolution: ['720p'] } },
      { when: { mode: ['pro'] }, allow: { resolution: ['1080p', '4k'] } },
    ],
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.084, '1080p': 0.112, '4k': 0.42 } },
    priceSource: LISTED,
    lifecycle: { state: 'active' },
    rank: 2,
    typicalSeconds: 200,
    deadlineSeconds: 3600,
    features: [FROM_TEXT, FROM_IMAGE, TWO_TIERS, { en: '3 to 15 seconds, up to 4K', hi: '3 से 15 सेकंड, 4K तक' }],
    limitations: [IMAGE_LIMITS, LAST_NEEDS_FIRST, NO_SOUND, NO_CANCEL],
  },
  {
    ...ALL,
    id: 'kling-v2-6',
    name: 'Kling 2.6',
    aliases: ['kling-2.6'],
    upstreamModel: 'kling-v2-6',
    inputs: TEXT_OR_IMAGE,
    options: OPTIONS,
    rules: [TWO_FRAMES_IN_PRO, ...MODE_DECIDES],
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.042, '1080p': 0.07 } },
    priceSource: LISTED,
    lifecycle: { state: 'active' },
    rank: 4,
    typicalSeconds: 180,
    deadlineSeconds: 2400,
    features: [FROM_TEXT, FROM_IMAGE, TWO_TIERS],
    limitations: [IMAGE_LIMITS, LAST_FRAME_IN_PRO, NO_SOUND, NO_CANCEL],
  },
  {
    ...ALL,
    id: 'kling-v2-5-turbo',
    name: 'Kling 2.5 Turbo',
    aliases: ['kling-2.5-turbo'],
    upstreamModel: 'kling-v2-5-turbo',
    inputs: TEXT_OR_IMAGE,
    options: OPTIONS,
    rules: [TWO_FRAMES_IN_PRO, ...MODE_DECIDES],
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.042, '1080p': 0.07 } },
    priceSource: LISTED,
    lifecycle: { state: 'active' },
    rank: 7,
    typicalSeconds: 120,
    deadlineSeconds: 2400,
    features: [FROM_TEXT, FROM_IMAGE, TWO_TIERS, { en: 'The fastest of Kling', hi: 'Kling का सबसे तेज़ मॉडल' }],
    limitations: [IMAGE_LIMITS, LAST_FRAME_IN_PRO, NO_SOUND, NO_CANCEL],
  },
  {
    ...RETIRED,
    id: 'kling-v2-1-master',
    name: 'Kling 2.1 Master',
    aliases: ['kling-2.1-master'],
    upstreamModel: 'kling-v2-1-master',
    inputs: TEXT_OR_IMAGE,
    options: MASTER_OPTIONS,
    rules: [],
    price: { kind: 'second', by: [], usdPerSecond: { '': 0.28 } },
    priceSource: LISTED,
    lifecycle: { ...OFFLINE, successor: 'kling-v2-6' },
    rank: 31,
    typicalSeconds: 600,
    features: [FROM_TEXT, FROM_IMAGE, MASTER_TIER],
    limitations: [GONE, IMAGE_LIMITS, NO_SOUND, NO_CANCEL],
  },
  {
    ...RETIRED,
    id: 'kling-v2-1',
    name: 'Kling 2.1',
    aliases: ['kling-2.1'],
    upstreamModel: 'kling-v2-1',
    inputs: IMAGE_ONLY,
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.056, '1080p': 0.098 } },
    priceSource: LISTED,
    lifecycle: { ...OFFLINE, successor: 'kling-v2-5-turbo' },
    rank: 33,
    features: [FROM_IMAGE, TWO_TIERS],
    limitations: [GONE, IMAGE_LIMITS, LAST_FRAME_IN_PRO, NO_SOUND, NO_CANCEL],
  },
  {
    ...RETIRED,
    id: 'kling-v2-master',
    name: 'Kling 2.0 Master',
    aliases: ['kling-2.0-master', 'kling-2.0'],
    upstreamModel: 'kling-v2-master',
    inputs: { text: TEXT, negativeText: NEGATIVE_TEXT, image: IMAGE },
    options: MASTER_OPTIONS,
    rules: [],
    price: { kind: 'second', by: [], usdPerSecond: { '': 0.28 } },
    priceSource: LISTED,
    lifecycle: { ...OFFLINE, successor: 'kling-v2-6' },
    rank: 32,
    typicalSeconds: 600,
    features: [FROM_TEXT, { en: 'Video from an image', hi: 'इमेज से वीडियो' }, MASTER_TIER],
    limitations: [GONE, IMAGE_LIMITS, NO_SOUND, NO_CANCEL],
  },
  {
    ...RETIRED,
    id: 'kling-v1-6',
    name: 'Kling 1.6',
    aliases: ['kling-1.6'],
    upstreamModel: 'kling-v1-6',
    inputs: TEXT_OR_IMAGE,
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.056, '1080p': 0.098 } },
    priceSource: RECALLED,
    lifecycle: { ...OFFLINE, successor: 'kling-v2-5-turbo' },
    rank: 34,
    features: [FROM_TEXT, FROM_IMAGE, TWO_TIERS],
    limitations: [GONE, IMAGE_LIMITS, LAST_FRAME_IN_PRO, NO_SOUND, NO_CANCEL],
  },
  {
    ...RETIRED,
    id: 'kling-v1-5',
    name: 'Kling 1.5',
    aliases: ['kling-1.5'],
    upstreamModel: 'kling-v1-5',
    inputs: IMAGE_ONLY,
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.056, '1080p': 0.098 } },
    priceSource: RECALLED,
    lifecycle: { ...OFFLINE, successor: 'kling-v2-5-turbo' },
    rank: 35,
    features: [FROM_IMAGE, TWO_TIERS],
    limitations: [GONE, IMAGE_LIMITS, LAST_FRAME_IN_PRO, NO_SOUND, NO_CANCEL],
  },
  {
    ...RETIRED,
    id: 'kling-v1',
    name: 'Kling 1.0',
    aliases: ['kling-1.0'],
    upstreamModel: 'kling-v1',
    inputs: TEXT_OR_IMAGE,
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.028, '1080p': 0.098 } },
    priceSource: RECALLED,
    lifecycle: { ...OFFLINE, successor: 'kling-v2-5-turbo' },
    rank: 36,
    features: [FROM_TEXT, FROM_IMAGE, TWO_TIERS],
    limitations: [GONE, IMAGE_LIMITS, NO_SOUND, NO_CANCEL],
  },
] satisfies readonly Model[]
