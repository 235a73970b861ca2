// Veo's models. Google took 3.0 away on 2026-06-30; those rows are served by 3.1, which Vertex AI alone still has, and only until
// "2026-11-17 or later". (The Gemini API shut its own 3.1 previews down on 2026-10-22.) https://ai.google.dev/gemini-api/docs/changelog (2026-06-15) and
// https://cloud.google.com/vertex-ai/generative-ai/docs/models/veo/3-0-generate, read 2026-11-22.
import type { Model, Option, OptionRule } from '../../domain/model.ts'
import { motionIntensity as MOTION_INTENSITY, style as STYLE } from '../prompt-options.ts'

const DOCS = { url: 'https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation', checkedOn: '2026-11-22' } as const
const PRICING = 'https://ai.google.dev/gemini-api/docs/pricing'
const CHECKED_ON = '2026-11-22'
const QUOTED = { url: PRICING, checkedOn: CHECKED_ON, note: 'with sound', confirmed: { on: '2026-10-02', by: 'three public price lists' } } as const
const RECALLED = { url: PRICING, checkedOn: CHECKED_ON, note: 'recalled: no longer listed; with sound' } as const

/** Vertex AI names a floor, not a day; whether it is gone was not found. */
const LEAVING = {
  state: 'deprecated',
  since: '2026-11-17',
  source: 'https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions ("2026-11-17 or later"), read 2026-11-28',
  successor: 'gemini-omni-1.1-flash',
} as const

const OFFLINE = {
  state: 'retired',
  since: '2026-06-30',
  source: 'https://ai.google.dev/gemini-api/docs/changelog (2026-06-15)',
} as const

const DURATION = {
  kind: 'int',
  min: 4,
  max: 8,
  allowed: [4, 6, 8],
  default: 8,
  unit: 's',
  about: { en: 'Length of the video in seconds.', hi: 'वीडियो की लंबाई, सेकंड में।' },
} as const satisfies Option

const resolution = (allowed: readonly string[]): Option => ({
  kind: 'choice',
  allowed,
  default: '720p',
  about: {
    en: 'Size of the video. Above 720p it is always 8 seconds long.',
    hi: 'वीडियो का साइज़। 720p से ऊपर वीडियो हमेशा 8 सेकंड का होता है।',
  },
})

const ASPECT_RATIO = {
  kind: 'choice',
  allowed: ['16:9', '9:16'],
  default: '16:9',
  about: { en: 'Shape of the video: wide or tall.', hi: 'वीडियो का आकार: चौड़ा या खड़ा।' },
} as const satisfies Option

const optionsUpTo = (resolutions: readonly string[]): Model['options'] => ({
  duration: DURATION,
  resolution: resolution(resolutions),
  aspectRatio: ASPECT_RATIO,
  style: STYLE,
  motionIntensity: MOTION_INTENSITY,
})

const LARGE_IS_LONG: OptionRule = { when: { resolution: ['1080p', '4k'] }, allow: { duration: [8] } }
const REFERENCES_ARE_LONG: OptionRule = { when: { 'input.images': ['given'] }, allow: { duration: [8] } }

/** 1,024 tokens upstream, which is about four times as many Latin characters. */
const TEXT = { required: false, maxLength: 4000 } as const
const DATA_TYPES = ['image/jpeg', 'image/png'] as const
const IMAGE = { required: false, media: 'any', dataTypes: DATA_TYPES } as const
const FRAMES = { text: TEXT, negativeText: { required: false, maxLength: 2000 }, image: IMAGE, lastImage: IMAGE } as const
const FRAMES_OR_REFERENCES = { ...FRAMES, images: { required: false, maxItems: 3, media: 'any', dataTypes: DATA_TYPES } } as const
const FIRST_FRAME = { text: TEXT, negativeText: FRAMES.negativeText, image: IMAGE } as const

const SOUND = { en: 'Sound and speech with the picture', hi: 'वीडियो के साथ आवाज़ और संवाद' }
const BOTH_FRAMES = { en: 'From text, a first frame, or a first and a last frame', hi: 'टेक्स्ट, पहले फ़्रेम, या पहले और आख़िरी फ़्रेम से' }
const FROM_IMAGE = { en: 'Video from text or an image', hi: 'टेक्स्ट या इमेज से वीडियो' }
const REFERENCES = { en: 'Up to three reference images', hi: 'अधिकतम तीन रेफ़रेंस इमेज' }
const UP_TO_4K = { en: 'Up to 4k', hi: '4k तक' }

const IMAGE_LIMITS = {
  en: 'Images: JPEG or PNG, at most 16 MB together',
  hi: 'इमेज: JPEG या PNG, मिलाकर अधिकतम 16 MB',
}
const LAST_NEEDS_FIRST = {
  en: 'A last frame needs a first one; reference images go without either',
  hi: 'आख़िरी फ़्रेम के साथ पहला फ़्रेम ज़रूरी है; रेफ़रेंस इमेज इन दोनों के बिना ही दी जाती हैं',
}
const NO_CANCEL = { en: 'Cannot be cancelled once it has started', hi: 'शुरू होने के बाद रद्द नहीं किया जा सकता' }
const NO_SEED = { en: 'No seed, and the sound cannot be turned off', hi: 'seed नहीं दिया जा सकता, और आवाज़ बंद नहीं की जा सकती' }
const LIMITS = [IMAGE_LIMITS, LAST_NEEDS_FIRST, NO_CANCEL, NO_SEED] as const
const GONE = {
  en: 'Taken offline by Google; its successor serves it',
  hi: 'Google ने इसे बंद कर दिया है; अब नया मॉडल चलता है',
}

const ALL = {
  provider: 'veo-3',
  type: 'VIDEO',
  upstream: 'veo',
  needsOneOf: [['text', 'image']],
  needsWith: { lastImage: 'image' },
  notTogether: [['image', 'images'], ['lastImage', 'images']],
  docs: DOCS,
  pollSeconds: 10,
} as const

const OMNI_DURATION = { ...DURATION, min: 3, max: 10, allowed: [3, 4, 5, 6, 7, 8, 9, 10], default: 8 } as const satisfies Option

export const veoModels = [
  {
    ...ALL,
    id: 'gemini-omni-1.1-flash',
    name: 'Gemini Omni 1.1 Flash',
    aliases: ['gemini-omni', 'omni-1.1-flash'],
    upstream: 'gemini-omni',
    // What an interaction that was cancelled costs is told nowhere.
    cancelRefund: 'NOTHING',
    upstreamModel: 'gemini-omni-1.1-flash',
    needsOneOf: [['text', 'image']],
    needsWith: {},
    notTogether: [],
    inputs: { text: TEXT, negativeText: FRAMES.negativeText, image: IMAGE },
    options: {
      duration: OMNI_DURATION,
      resolution: { kind: 'choice', allowed: ['720p', '1080p'], default: '720p', about: { en: 'Size of the video.', hi: 'वीडियो का साइज़।' } },
      aspectRatio: ASPECT_RATIO,
      style: STYLE,
      motionIntensity: MOTION_INTENSITY,
    },
    rules: [],
    docs: { url: 'https://ai.google.dev/gemini-api/docs/omni', checkedOn: '2026-11-28' },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.1, '1080p': 0.15 } },
    priceSource: { url: PRICING, checkedOn: '2026-11-28', note: 'with sound', confirmed: { on: '2026-10-09', by: 'a price table of that day' } },
    lifecycle: { state: 'active' },
    rank: 1,
    typicalSeconds: 90,
    deadlineSeconds: 1800,
    features: [SOUND, FROM_IMAGE, { en: '3 to 10 seconds', hi: '3 से 10 सेकंड' }],
    limitations: [IMAGE_LIMITS, { en: 'What must not be in it is carried into the prompt', hi: 'जो नहीं चाहिए, वह प्रॉम्प्ट में जोड़ा जाता है' }, { en: 'No last frame, no reference images and no seed', hi: 'आख़िरी फ़्रेम, रेफ़रेंस इमेज और seed नहीं' }],
  },
  {
    ...ALL,
    id: 'veo-3.1',
    name: 'Veo 3.1',
    aliases: ['veo3.1'],
    upstreamModel: 'veo-3.1-generate-001',
    inputs: FRAMES_OR_REFERENCES,
    options: optionsUpTo(['720p', '1080p', '4k']),
    rules: [LARGE_IS_LONG, REFERENCES_ARE_LONG],
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.4, '1080p': 0.4, '4k': 0.6 } },
    priceSource: QUOTED,
    lifecycle: LEAVING,
    rank: 37,
    typicalSeconds: 100,
    deadlineSeconds: 1800,
    features: [SOUND, BOTH_FRAMES, REFERENCES, UP_TO_4K],
    limitations: LIMITS,
  },
  {
    ...ALL,
    id: 'veo-3.1-fast',
    name: 'Veo 3.1 Fast',
    aliases: ['veo3.1-fast'],
    upstreamModel: 'veo-3.1-fast-generate-001',
    inputs: FRAMES_OR_REFERENCES,
    options: optionsUpTo(['720p', '1080p', '4k']),
    rules: [LARGE_IS_LONG, REFERENCES_ARE_LONG],
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.1, '1080p': 0.12, '4k': 0.3 } },
    priceSource: QUOTED,
    lifecycle: LEAVING,
    rank: 38,
    typicalSeconds: 60,
    deadlineSeconds: 1800,
    features: [SOUND, BOTH_FRAMES, REFERENCES, UP_TO_4K],
    limitations: LIMITS,
  },
  {
    ...ALL,
    id: 'veo-3.1-lite',
    name: 'Veo 3.1 Lite',
    aliases: ['veo3.1-lite'],
    upstreamModel: 'veo-3.1-lite-generate-001',
    inputs: FRAMES,
    options: optionsUpTo(['720p', '1080p']),
    rules: [LARGE_IS_LONG],
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.05, '1080p': 0.08 } },
    priceSource: QUOTED,
    lifecycle: LEAVING,
    rank: 61,
    typicalSeconds: 60,
    deadlineSeconds: 1800,
    features: [SOUND, BOTH_FRAMES, { en: 'The cheapest Veo', hi: 'सबसे सस्ता Veo' }],
    limitations: [...LIMITS, { en: 'No reference images and no 4k', hi: 'रेफ़रेंस इमेज और 4k नहीं' }],
  },
  {
    ...ALL,
    id: 'veo-3',
    name: 'Veo 3',
    aliases: ['veo3', 'veo-3.0'],
    upstreamModel: 'veo-3.0-generate-001',
    inputs: FIRST_FRAME,
    options: optionsUpTo(['720p', '1080p']),
    rules: [LARGE_IS_LONG],
    price: { kind: 'second', by: [], usdPerSecond: { '': 0.4 } },
    priceSource: RECALLED,
    lifecycle: { ...OFFLINE, successor: 'gemini-omni-1.1-flash' },
    rank: 12,
    typicalSeconds: 100,
    deadlineSeconds: 1800,
    features: [SOUND, FROM_IMAGE],
    limitations: [GONE, IMAGE_LIMITS, NO_CANCEL, NO_SEED],
  },
  {
    ...ALL,
    id: 'veo-3-fast',
    name: 'Veo 3 Fast',
    aliases: ['veo3-fast', 'veo-3.0-fast'],
    upstreamModel: 'veo-3.0-fast-generate-001',
    inputs: FIRST_FRAME,
    options: optionsUpTo(['720p', '1080p']),
    rules: [LARGE_IS_LONG],
    price: { kind: 'second', by: [], usdPerSecond: { '': 0.15 } },
    priceSource: RECALLED,
    lifecycle: { ...OFFLINE, successor: 'gemini-omni-1.1-flash' },
    rank: 13,
    typicalSeconds: 60,
    deadlineSeconds: 1800,
    features: [SOUND, FROM_IMAGE],
    limitations: [GONE, IMAGE_LIMITS, NO_CANCEL, NO_SEED],
  },
] satisfies readonly Model[]
