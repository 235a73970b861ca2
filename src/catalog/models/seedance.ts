// Seedance, ByteDance's video models, by BytePlus ModelArk. What each takes: https://docs.byteplus.com/en/docs/ModelArk/1520757,
// read 2026-11-22. Ark bills tokens, width × height × frames ÷ 1,024; here they are seconds, at 16:9 and 24 frames.
// ByteDance has begun to retire the older ones: the lite models are gone; 1.0 and 1.5 have left its Chinese site, so they are
// made for those who name them and never chosen for anyone.
import type { Model, Option } from '../../domain/model.ts'
import { motionIntensity, style } from '../prompt-options.ts'
import { sound } from '../sound.ts'

const DOCS = { url: 'https://docs.byteplus.com/en/docs/ModelArk/1520757', checkedOn: '2026-11-22' } as const
const PRICING = 'https://docs.byteplus.com/en/docs/ModelArk/1544106'

function priced(usdPerMillionTokens: string): Model['priceSource'] {
  return { url: PRICING, checkedOn: '2026-11-22', note: `${usdPerMillionTokens} a million tokens`, confirmed: { on: '2026-10-02', by: "a digest of BytePlus' page and a reseller's list" } }
}

function duration(shortest: number, longest: number): Option {
  return {
    kind: 'int',
    min: shortest,
    max: longest,
    allowed: Array.from({ length: longest - shortest + 1 }, (_, index) => shortest + index),
    default: 5,
    unit: 's',
    about: { en: 'Length of the video in seconds.', hi: 'वीडियो की लंबाई, सेकंड में।' },
  }
}

function resolution(allowed: readonly string[]): Option {
  return {
    kind: 'choice',
    allowed,
    default: '720p',
    about: { en: 'Resolution of the video. The price grows with it.', hi: 'वीडियो का रेज़ोल्यूशन। कीमत इसी के साथ बढ़ती है।' },
  }
}

const ALL_RESOLUTIONS = ['480p', '720p', '1080p']

/** Without a default: what nobody asked for follows the first frame. */
const ASPECT_RATIO: Option = {
  kind: 'choice',
  allowed: ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9'],
  about: {
    en: 'Shape of the video. Left out, it is 16:9, or the shape of the first frame; asked for, the frame is cropped to it.',
    hi: 'वीडियो का आकार। न देने पर 16:9, या पहले फ़्रेम जैसा; देने पर फ़्रेम उसी के अनुसार काटा जाता है।',
  },
}

const SEED: Option = {
  kind: 'seed',
  min: 0,
  max: 2_147_483_647,
  about: { en: 'The same seed gives a similar video.', hi: 'वही seed देने पर मिलता-जुलता वीडियो बनता है।' },
}

const WORDS: Readonly<Record<'style' | 'motionIntensity', Option>> = {
  style,
  motionIntensity,
}

/** No limit is documented, only an advice: a thousand English words. */
const TEXT = { required: false, maxLength: 4000 } as const
const FRAME = { required: false, media: 'any' } as const
const FRAMES = { text: TEXT, image: FRAME, lastImage: FRAME } as const
const LAST_WITH_FIRST = { lastImage: 'image' } as const
const FRAMES_WITHOUT_REFERENCES = [['image', 'images'], ['lastImage', 'images']] as const
const NEEDS: NonNullable<Model['needsOneOf']> = [['text', 'image']]

const FROM_FRAMES = { en: 'From text, a first frame, or a first and a last frame', hi: 'टेक्स्ट, पहले फ़्रेम, या पहले और आख़िरी फ़्रेम से' }
const SEVERAL_PEOPLE = {
  en: 'Several people or things at once, each from a reference image ("the dancer of image 1 …")',
  hi: 'एक साथ कई लोग या चीज़ें, हर एक अपनी रेफ़रेंस इमेज से ("image 1 का डांसर …")',
}
const SOUND = { en: 'Sound and speech that fit the picture', hi: 'वीडियो से मेल खाती आवाज़ और संवाद' }
const DANCE = { en: 'Steady bodies in dance and choreography', hi: 'डांस और कोरियोग्राफ़ी में शरीर की स्थिर बनावट' }

const NO_REAL_PEOPLE = { en: 'Photos of real people are refused', hi: 'असली लोगों की फ़ोटो स्वीकार नहीं होती' }
const FRAMES_OR_REFERENCES = {
  en: 'Takes frames or reference images, not both; a last frame needs a first one',
  hi: 'फ़्रेम या रेफ़रेंस इमेज, दोनों साथ नहीं; आख़िरी फ़्रेम के लिए पहला फ़्रेम ज़रूरी है',
}
const NO_SEED = { en: 'No seed', hi: 'seed नहीं दिया जा सकता' }
const LAST_NEEDS_FIRST = { en: 'A last frame needs a first one', hi: 'आख़िरी फ़्रेम के लिए पहला फ़्रेम ज़रूरी है' }
const CANCEL_IN_QUEUE = { en: 'Can be cancelled until it has started', hi: 'शुरू होने से पहले तक ही रद्द किया जा सकता है' }
const NO_SOUND = { en: 'Without sound', hi: 'बिना आवाज़ के' }
const LEAVING = { en: 'Being retired by ByteDance', hi: 'ByteDance इसे बंद कर रहा है' }
const GONE = { en: 'Taken offline by ByteDance; its successor serves it', hi: 'ByteDance ने इसे बंद कर दिया है; अब नया मॉडल चलता है' }

/** A task is cancelled only while it is queued, and is not billed then. */
const ALL = { provider: 'seedance', type: 'VIDEO', upstream: 'ark', cancelRefund: 'ALL', docs: DOCS, needsOneOf: NEEDS } as const

export const seedanceModels = [
  {
    ...ALL,
    id: 'seedance-2.0',
    name: 'Seedance 2.0',
    aliases: ['seedance-2', 'seedance-2-0'],
    upstreamModel: 'dreamina-seedance-2-0-260128',
    inputs: { ...FRAMES, images: { required: false, maxItems: 9, media: 'any' } },
    needsWith: LAST_WITH_FIRST,
    notTogether: FRAMES_WITHOUT_REFERENCES,
    options: {
      duration: duration(4, 15),
      resolution: resolution(ALL_RESOLUTIONS),
      aspectRatio: ASPECT_RATIO,
      sound,
      ...WORDS,
    },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '480p': 0.0704, '720p': 0.1512, '1080p': 0.3743 } },
    priceSource: priced('$7.0, and $7.7 at 1080p,'),
    lifecycle: { state: 'active' },
    rank: 15,
    typicalSeconds: 240,
    deadlineSeconds: 3600,
    pollSeconds: 10,
    features: [SEVERAL_PEOPLE, FROM_FRAMES, SOUND, DANCE],
    limitations: [NO_REAL_PEOPLE, FRAMES_OR_REFERENCES, NO_SEED, CANCEL_IN_QUEUE],
  },
  {
    ...ALL,
    id: 'seedance-2.0-fast',
    name: 'Seedance 2.0 Fast',
    aliases: ['seedance-2-fast', 'seedance-2-0-fast'],
    upstreamModel: 'dreamina-seedance-2-0-fast-260128',
    inputs: { ...FRAMES, images: { required: false, maxItems: 9, media: 'any' } },
    needsWith: LAST_WITH_FIRST,
    notTogether: FRAMES_WITHOUT_REFERENCES,
    options: {
      duration: duration(4, 15),
      resolution: resolution(['480p', '720p']),
      aspectRatio: ASPECT_RATIO,
      sound,
      ...WORDS,
    },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '480p': 0.0563, '720p': 0.121 } },
    priceSource: priced('$5.6'),
    lifecycle: { state: 'active' },
    rank: 16,
    typicalSeconds: 120,
    deadlineSeconds: 3600,
    pollSeconds: 10,
    features: [SEVERAL_PEOPLE, FROM_FRAMES, SOUND, { en: 'Twice as fast as Seedance 2.0', hi: 'Seedance 2.0 से लगभग दोगुना तेज़' }],
    limitations: [NO_REAL_PEOPLE, FRAMES_OR_REFERENCES, NO_SEED, CANCEL_IN_QUEUE, { en: '720p at most', hi: 'अधिकतम 720p' }],
  },
  {
    ...ALL,
    id: 'seedance-1.5-pro',
    name: 'Seedance 1.5 Pro',
    aliases: ['seedance-1-5-pro', 'seedance-1.5'],
    upstreamModel: 'seedance-1-5-pro-251215',
    inputs: FRAMES,
    needsWith: LAST_WITH_FIRST,
    options: {
      duration: duration(4, 12),
      resolution: resolution(ALL_RESOLUTIONS),
      aspectRatio: ASPECT_RATIO,
      sound,
      seed: SEED,
      ...WORDS,
    },
    price: {
      kind: 'second',
      by: ['resolution', 'sound'],
      usdPerSecond: {
        '480p/true': 0.0242, '720p/true': 0.0519, '1080p/true': 0.1167,
        '480p/false': 0.0121, '720p/false': 0.026, '1080p/false': 0.0584,
      },
    },
    priceSource: priced('$2.4 with sound, $1.2 without,'),
    lifecycle: {
      state: 'deprecated',
      successor: 'seedance-2.0',
      since: '2026-11-11',
      source: 'https://github.com/orgs/cometapi-dev/discussions/140',
    },
    rank: 17,
    typicalSeconds: 180,
    deadlineSeconds: 3600,
    pollSeconds: 10,
    features: [FROM_FRAMES, SOUND, DANCE],
    limitations: [LEAVING, LAST_NEEDS_FIRST, CANCEL_IN_QUEUE],
  },
  {
    ...ALL,
    id: 'seedance-1.0-pro',
    name: 'Seedance 1.0 Pro',
    aliases: ['seedance-1-0-pro', 'seedance-pro', 'seedance-1.0'],
    upstreamModel: 'seedance-1-0-pro-250528',
    inputs: FRAMES,
    needsWith: LAST_WITH_FIRST,
    options: { duration: duration(2, 12), resolution: resolution(ALL_RESOLUTIONS), aspectRatio: ASPECT_RATIO, seed: SEED, ...WORDS },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '480p': 0.0243, '720p': 0.0515, '1080p': 0.1224 } },
    priceSource: priced('$2.5'),
    lifecycle: {
      state: 'deprecated',
      successor: 'seedance-2.0',
      since: '2026-07-17',
      source: 'https://github.com/orgs/cometapi-dev/discussions/121',
    },
    rank: 18,
    typicalSeconds: 85,
    deadlineSeconds: 2400,
    pollSeconds: 10,
    features: [FROM_FRAMES, DANCE, { en: '2 to 12 seconds', hi: '2 से 12 सेकंड' }],
    limitations: [LEAVING, LAST_NEEDS_FIRST, NO_SOUND, CANCEL_IN_QUEUE],
  },
  {
    ...ALL,
    id: 'seedance-1.0-pro-fast',
    name: 'Seedance 1.0 Pro Fast',
    aliases: ['seedance-1-0-pro-fast', 'seedance-pro-fast'],
    upstreamModel: 'seedance-1-0-pro-fast-251015',
    inputs: { text: TEXT, image: FRAME },
    options: { duration: duration(2, 12), resolution: resolution(ALL_RESOLUTIONS), aspectRatio: ASPECT_RATIO, seed: SEED, ...WORDS },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '480p': 0.0098, '720p': 0.0206, '1080p': 0.049 } },
    priceSource: priced('$1.0'),
    lifecycle: {
      state: 'deprecated',
      successor: 'seedance-2.0',
      since: '2026-07-17',
      source: 'https://github.com/orgs/cometapi-dev/discussions/121',
    },
    rank: 19,
    typicalSeconds: 40,
    deadlineSeconds: 2400,
    pollSeconds: 10,
    features: [
      { en: 'From text or a first frame', hi: 'टेक्स्ट या पहले फ़्रेम से' },
      { en: 'The fastest and cheapest Seedance', hi: 'सबसे तेज़ और सबसे सस्ता Seedance' },
    ],
    limitations: [LEAVING, NO_SOUND, CANCEL_IN_QUEUE],
  },
  {
    ...ALL,
    id: 'seedance-1.0-lite',
    name: 'Seedance 1.0 Lite',
    aliases: ['seedance-1-0-lite', 'seedance-lite', 'seedance-1.0-lite-t2v', 'seedance-1.0-lite-i2v'],
    upstreamModel: 'seedance-1-0-lite-i2v-250428',
    inputs: { ...FRAMES, images: { required: false, maxItems: 4, media: 'any' } },
    needsWith: LAST_WITH_FIRST,
    notTogether: FRAMES_WITHOUT_REFERENCES,
    options: {
      duration: { kind: 'int', min: 5, max: 10, allowed: [5, 10], default: 5, unit: 's', about: duration(5, 10).about },
      resolution: resolution(ALL_RESOLUTIONS),
      aspectRatio: ASPECT_RATIO,
      seed: SEED,
      ...WORDS,
    },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '480p': 0.0175, '720p': 0.0371, '1080p': 0.0882 } },
    priceSource: priced('$1.8'),
    lifecycle: {
      state: 'retired',
      successor: 'seedance-2.0',
      since: '2026-05-13',
      source: 'https://github.com/Comfy-Org/ComfyUI/pull/13060',
    },
    rank: 57,
    typicalSeconds: 60,
    deadlineSeconds: 2400,
    pollSeconds: 10,
    features: [SEVERAL_PEOPLE, FROM_FRAMES],
    limitations: [GONE, FRAMES_OR_REFERENCES, NO_SOUND],
  },
] satisfies readonly Model[]
