// Runway's models. Options: https://docs.dev.runwayml.com/api, read 2026-11-22, as in @runwayml/sdk 4.20.1.
// Prices: https://docs.dev.runwayml.com/guides/pricing/, in Runway's credits of 0.01 USD, per second.
import type { Model, Option } from '../../domain/model.ts'
import { motionIntensity as MOTION_INTENSITY, style as STYLE } from '../prompt-options.ts'

const DOCS = { url: 'https://docs.dev.runwayml.com/api', checkedOn: '2026-11-22' } as const
const LISTED = { on: '2026-10-02', by: "a digest of Runway's price page" } as const
const PRICING = 'https://docs.dev.runwayml.com/guides/pricing/'

const DURATION = {
  kind: 'int',
  min: 2,
  max: 10,
  allowed: [2, 3, 4, 5, 6, 7, 8, 9, 10],
  default: 5,
  unit: 's',
  about: { en: 'Length of the video in seconds.', hi: 'वीडियो की लंबाई, सेकंड में।' },
} as const satisfies Option

const RESOLUTION = {
  kind: 'choice',
  allowed: ['720p'],
  default: '720p',
  about: { en: 'Size of the video: always 720p.', hi: 'वीडियो का साइज़: हमेशा 720p।' },
} as const satisfies Option

const ASPECT_RATIO = {
  kind: 'choice',
  allowed: ['16:9', '9:16', '4:3', '3:4', '1:1', '21:9'],
  default: '16:9',
  about: { en: 'Shape of the video. The image is cropped to it.', hi: 'वीडियो का आकार। इमेज को इसी के अनुसार काटा जाता है।' },
} as const satisfies Option

const WIDE_OR_TALL = {
  kind: 'choice',
  allowed: ['16:9', '9:16'],
  default: '16:9',
  about: { en: 'Shape of the video: wide or tall.', hi: 'वीडियो का आकार: चौड़ा या खड़ा।' },
} as const satisfies Option

const SEED = {
  kind: 'seed',
  min: 0,
  max: 4294967295,
  about: { en: 'The same seed gives a similar video again.', hi: 'वही seed देने पर मिलता-जुलता वीडियो दोबारा बनता है।' },
} as const satisfies Option

const OPTIONS = {
  duration: DURATION,
  resolution: RESOLUTION,
  aspectRatio: ASPECT_RATIO,
  seed: SEED,
  style: STYLE,
  motionIntensity: MOTION_INTENSITY,
} as const

/** Runway counts in UTF-16 units. */
const PROMPT = { maxLength: 1000, unit: 'utf16' } as const
const IMAGE_REQUIRED = { required: true, media: 'any', domainName: true } as const
const IMAGE_OPTIONAL = { required: false, media: 'any', domainName: true } as const

const FROM_TEXT = { en: 'Video from text', hi: 'टेक्स्ट से वीडियो' }
const FROM_IMAGE = { en: 'Brings an image to life', hi: 'इमेज को वीडियो में बदलता है' }
const ANY_LENGTH = { en: 'Any whole length from 2 to 10 seconds', hi: '2 से 10 सेकंड तक कोई भी लंबाई' }
const SIX_SHAPES = { en: 'Six shapes, from tall to very wide', hi: 'छह आकार, खड़े से लेकर बहुत चौड़े तक' }
const CANCELLABLE = { en: 'Can be cancelled while it runs, without a refund', hi: 'चलते समय रद्द किया जा सकता है, पर क्रेडिट नहीं लौटते' }

const IMAGE_LIMITS = {
  en: 'Images: an https URL with a domain name and no redirect (16 MB), or a data URL',
  hi: 'इमेज: डोमेन नाम वाला https URL, बिना redirect (16 MB), या data URL',
}
const NEEDS_IMAGE = { en: 'Needs an image', hi: 'इमेज ज़रूरी है' }
const NO_SOUND = { en: 'Without sound', hi: 'बिना आवाज़ के' }
const GONE = {
  en: 'No longer offered by Runway; its successor serves it',
  hi: 'Runway ने इसे बंद कर दिया है; अब नया मॉडल चलता है',
}

/** Cancelled tasks keep the credits that were spent on them (docs.dev.runwayml.com, read 2026-11-22). */
const ALL = { provider: 'runway', type: 'VIDEO', upstream: 'runway', cancelRefund: 'NOTHING', docs: DOCS, deadlineSeconds: 1800, pollSeconds: 5 } as const

export const runwayModels = [
  {
    ...ALL,
    id: 'gen-4.5',
    name: 'Runway Gen-4.5',
    aliases: ['gen4.5', 'gen-4-5'],
    upstreamModel: 'gen4.5',
    inputs: { text: { required: true, ...PROMPT }, image: IMAGE_OPTIONAL },
    // Four more shapes exist for images only; a row cannot say so, and these two are right for both.
    options: { ...OPTIONS, aspectRatio: WIDE_OR_TALL },
    price: { kind: 'second', by: [], usdPerSecond: { '': 0.12 } },
    priceSource: { url: PRICING, checkedOn: '2026-11-22', note: '12 credits a second', confirmed: LISTED },
    lifecycle: { state: 'active' },
    rank: 3,
    typicalSeconds: 120,
    features: [FROM_TEXT, FROM_IMAGE, ANY_LENGTH, CANCELLABLE],
    limitations: [IMAGE_LIMITS, NO_SOUND],
  },
  {
    ...ALL,
    id: 'gen-4',
    name: 'Runway Gen-4 Turbo',
    aliases: ['gen4', 'gen-4-turbo', 'gen4_turbo'],
    upstreamModel: 'gen4_turbo',
    inputs: { text: { required: false, ...PROMPT }, image: IMAGE_REQUIRED },
    options: OPTIONS,
    price: { kind: 'second', by: [], usdPerSecond: { '': 0.05 } },
    priceSource: { url: PRICING, checkedOn: '2026-11-22', note: '5 credits a second', confirmed: LISTED },
    lifecycle: { state: 'active' },
    rank: 9,
    typicalSeconds: 40,
    features: [FROM_IMAGE, ANY_LENGTH, SIX_SHAPES, CANCELLABLE],
    limitations: [NEEDS_IMAGE, IMAGE_LIMITS, NO_SOUND],
  },
  {
    ...ALL,
    id: 'gen-3',
    name: 'Runway Gen-3 Alpha Turbo',
    aliases: ['gen3', 'gen-3-alpha-turbo', 'gen3a_turbo'],
    upstreamModel: 'gen3a_turbo',
    inputs: { text: { required: true, ...PROMPT }, image: IMAGE_REQUIRED },
    // Its true size was 1280 × 768; 720p is what its successor makes of it.
    options: { ...OPTIONS, duration: { ...DURATION, min: 5, allowed: [5, 10] }, aspectRatio: WIDE_OR_TALL },
    price: { kind: 'second', by: [], usdPerSecond: { '': 0.05 } },
    priceSource: { url: PRICING, checkedOn: '2026-11-22', note: 'recalled: 5 credits a second, no longer listed' },
    lifecycle: {
      state: 'retired',
      successor: 'gen-4',
      since: '2026-07-30',
      source: 'https://docs.comfy.org: the end of life of Runway Gen-3, read 2026-11-28',
    },
    rank: 41,
    typicalSeconds: 30,
    features: [FROM_IMAGE, CANCELLABLE],
    limitations: [GONE, NEEDS_IMAGE, IMAGE_LIMITS, NO_SOUND],
  },
  {
    ...ALL,
    id: 'gen-2',
    name: 'Runway Gen-2',
    aliases: ['gen2'],
    upstreamModel: 'gen2',
    inputs: { text: { required: true, ...PROMPT }, image: IMAGE_OPTIONAL },
    options: { ...OPTIONS, duration: { ...DURATION, min: 4, max: 4, allowed: [4], default: 4 }, aspectRatio: WIDE_OR_TALL },
    price: { kind: 'second', by: [], usdPerSecond: { '': 0.05 } },
    priceSource: { url: PRICING, checkedOn: '2026-11-22', note: 'recalled: 5 credits a second, never listed for the API' },
    lifecycle: {
      state: 'retired',
      successor: 'gen-4.5',
      since: '2024-11-06',
      source: 'https://docs.dev.runwayml.com/api: the API of this version does not offer it',
    },
    rank: 42,
    typicalSeconds: 60,
    features: [FROM_TEXT, FROM_IMAGE],
    limitations: [GONE, IMAGE_LIMITS, NO_SOUND],
  },
] satisfies readonly Model[]
