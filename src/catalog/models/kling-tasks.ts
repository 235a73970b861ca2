// Kling's models by API 2.0, which takes the API key alone: those that no other way reaches, and Kling 3.0 with sound. Sound is a
// row of its own, not an option of kling-v3, since that row is also served where only a key pair is set, and takes a negative
// text and 4K, which API 2.0 with sound does not. Kling 4.0 is left out: its path and price have not been seen.
// Docs: https://kling.ai/document-api (API 2.0), as others quote it, read 2026-11-28.
import type { Model, Option } from '../../domain/model.ts'
import { SOUND_NAMES } from '../sound.ts'
import { DURATION, FROM_IMAGE, FROM_TEXT, IMAGE_LIMITS, LAST_NEEDS_FIRST, MODE_DECIDES, NO_CANCEL, NO_SOUND, OPTIONS } from './kling.ts'

const DOCS = { url: 'https://kling.ai/document-api', checkedOn: '2026-11-28' } as const
const CONFIRMED = { on: '2026-08-26', by: "probes of Kling and a reseller's list" } as const
const SOURCE = { url: 'https://kling.ai/document-api/pricing/base/video', checkedOn: '2026-11-28' } as const

const SOUND = {
  kind: 'flag',
  default: true,
  names: SOUND_NAMES,
  about: { en: 'With sound that is made along with the video.', hi: 'वीडियो के साथ ही बनी आवाज़।' },
} as const satisfies Option

const SOUND_ALWAYS = {
  kind: 'flag',
  default: true,
  names: SOUND_NAMES,
  only: true,
  about: { en: 'With sound, always.', hi: 'आवाज़ हमेशा साथ बनती है।' },
} as const satisfies Option

const THREE_TO_FIFTEEN = { ...DURATION, min: 3, max: 15, allowed: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] } as const

/** API 2.0 knows no negative text. Frames by address alone: others send bytes, but no page that was seen says so. */
const TEXT = { required: true, maxLength: 3072 } as const
const IMAGE = { required: false, media: 'url' } as const

const BY_SOUND = {
  kind: 'second',
  by: ['sound', 'resolution'],
  usdPerSecond: { 'true/720p': 0.126, 'true/1080p': 0.168, 'false/720p': 0.084, 'false/1080p': 0.112 },
} as const

const WITH_SOUND = { en: 'With sound made along with the video', hi: 'वीडियो के साथ ही बनी आवाज़' }
const NO_NEGATIVE = { en: 'Takes no negative text', hi: 'negativeText नहीं लेता' }
const UP_TO_15 = { en: '3 to 15 seconds, 720p or 1080p', hi: '3 से 15 सेकंड, 720p या 1080p' }

const ALL = {
  provider: 'kling',
  type: 'VIDEO',
  upstream: 'kling-tasks',
  docs: DOCS,
  rules: MODE_DECIDES,
  lifecycle: { state: 'active' },
  typicalSeconds: 220,
  deadlineSeconds: 3600,
  pollSeconds: 5,
} as const

const FRAMES = { needsWith: { lastImage: 'image' }, inputs: { text: TEXT, image: IMAGE, lastImage: IMAGE } } as const

export const klingTaskModels = [
  {
    ...ALL,
    ...FRAMES,
    id: 'kling-v3-sound',
    name: 'Kling 3.0 with sound',
    aliases: ['kling-3.0-sound'],
    upstreamModel: 'kling-3.0',
    options: { ...OPTIONS, duration: THREE_TO_FIFTEEN, sound: SOUND },
    price: BY_SOUND,
    priceSource: { ...SOURCE, confirmed: CONFIRMED },
    rank: 10,
    features: [FROM_TEXT, FROM_IMAGE, WITH_SOUND, UP_TO_15],
    limitations: [IMAGE_LIMITS, LAST_NEEDS_FIRST, NO_NEGATIVE, NO_CANCEL],
  },
  {
    ...ALL,
    ...FRAMES,
    id: 'kling-v3-omni',
    name: 'Kling 3.0 Omni',
    aliases: ['kling-3.0-omni'],
    upstreamModel: 'kling-3.0-omni',
    options: { ...OPTIONS, duration: THREE_TO_FIFTEEN, sound: SOUND },
    price: BY_SOUND,
    priceSource: { ...SOURCE, note: 'not seen: taken from Kling 3.0' },
    rank: 39,
    features: [FROM_TEXT, FROM_IMAGE, WITH_SOUND, UP_TO_15],
    limitations: [IMAGE_LIMITS, LAST_NEEDS_FIRST, NO_NEGATIVE, NO_CANCEL],
  },
  {
    ...ALL,
    id: 'kling-v3-turbo',
    name: 'Kling 3.0 Turbo',
    aliases: ['kling-3.0-turbo'],
    upstreamModel: 'kling-3.0-turbo',
    inputs: { text: TEXT, image: IMAGE },
    options: { ...OPTIONS, duration: THREE_TO_FIFTEEN, sound: SOUND_ALWAYS },
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.112, '1080p': 0.14 } },
    priceSource: { ...SOURCE, confirmed: CONFIRMED },
    rank: 40,
    typicalSeconds: 130,
    features: [FROM_TEXT, { en: 'Video from an image', hi: 'इमेज से वीडियो' }, WITH_SOUND, UP_TO_15],
    limitations: [IMAGE_LIMITS, { en: 'No last frame', hi: 'आख़िरी फ़्रेम नहीं लेता' }, NO_NEGATIVE, NO_CANCEL],
  },
  {
    ...ALL,
    ...FRAMES,
    id: 'kling-o1',
    name: 'Kling O1',
    aliases: ['kling-video-o1'],
    upstreamModel: 'kling-o1',
    // From a first frame alone it makes 5 or 10 seconds only.
    options: OPTIONS,
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '720p': 0.084, '1080p': 0.112 } },
    priceSource: { ...SOURCE, confirmed: CONFIRMED },
    rank: 43,
    features: [FROM_TEXT, FROM_IMAGE, { en: '720p or 1080p', hi: '720p या 1080p' }],
    limitations: [IMAGE_LIMITS, LAST_NEEDS_FIRST, NO_NEGATIVE, NO_SOUND, NO_CANCEL],
  },
] satisfies readonly Model[]
