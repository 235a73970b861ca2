// HeyGen's talking avatars, API v3. The published default is Avatar IV.
// Parameters: github.com/heygen-com/heygen-cli (gen/video.go) and https://developers.heygen.com, 2026-11-22.
// A recording of the caller's own (audio_url) is not offered: HeyGen bills its length, which is not known before. Nor is 4k: the
// newest copy of the price page has none.
import type { Model, Option } from '../../domain/model.ts'
import { SPEECH_PACE, SPEECH_TOLERANCE } from '../speech-seconds.ts'
import {
  HEYGEN_BACKGROUND,
  HEYGEN_BACKGROUNDS,
  HEYGEN_LOOK_ID,
  HEYGEN_PHOTO_LOOKS,
  HEYGEN_STUDIO_LOOKS,
  HEYGEN_VOICE_ID,
  HEYGEN_VOICES,
} from '../voices.ts'

const PRICES = 'https://developers.heygen.com/docs/pricing'

function avatarId(values: Readonly<Record<string, string>>): Option {
  return {
    kind: 'text',
    maxLength: 80,
    default: HEYGEN_PHOTO_LOOKS.kate,
    values,
    pattern: HEYGEN_LOOK_ID,
    about: {
      en: 'A ready avatar by name ("kate", the default: a woman in a modern office), or the id of a HeyGen look.',
      hi: 'तैयार अवतार का नाम (डिफ़ॉल्ट "kate": मॉडर्न ऑफ़िस में एक महिला), या HeyGen look की id।',
    },
  }
}

function resolution(allowed: readonly string[]): Option {
  return {
    kind: 'choice',
    allowed,
    default: '1080p',
    synonyms: { hd: '720p', 'full-hd': '1080p', fullhd: '1080p', '2160p': '4k', uhd: '4k' },
    about: { en: 'Height of the picture.', hi: 'वीडियो का resolution।' },
  }
}

const aspectRatio: Option = {
  kind: 'choice',
  allowed: ['16:9', '9:16', '4:5', '5:4', '1:1'],
  default: '16:9',
  about: { en: 'Shape of the picture.', hi: 'वीडियो का अनुपात।' },
}

const background: Option = {
  kind: 'text',
  maxLength: 1900,
  values: HEYGEN_BACKGROUNDS,
  pattern: HEYGEN_BACKGROUND,
  also: 'address',
  about: {
    en: 'A colour by name or as #rrggbb, an https picture, or a scene: modern_office, law_office, lecture_hall. An avatar recorded in that scene keeps it (kate: modern_office); any other gets the scene\'s colour, since HeyGen has no scenes.',
    hi: 'रंग का नाम या #rrggbb, https इमेज, या scene: modern_office, law_office, lecture_hall। जो अवतार उसी scene का है वह उसे रखता है (kate: modern_office); बाकी को scene का रंग मिलता है, क्योंकि HeyGen में scene नहीं होते।',
  },
}

const gesture: Option = {
  kind: 'text',
  maxLength: 100,
  about: {
    en: 'How the body moves, sent as the motion prompt: "friendly", "waves at the camera". On Avatar IV only for photo looks, which all named ones are.',
    hi: 'शरीर की हरकत, motion प्रॉम्प्ट के रूप में: "friendly", "waves at the camera"। Avatar IV पर केवल photo look के लिए; नाम वाले सभी अवतार ऐसे ही हैं।',
  },
}

const speed: Option = {
  kind: 'number',
  min: 0.5,
  max: 1.5,
  default: 1,
  about: { en: 'How fast the voice speaks; 1 is normal.', hi: 'बोलने की गति; 1 सामान्य है।' },
}

const text = { required: true, maxLength: 5000 } as const
const voice = { required: false, values: HEYGEN_VOICES, pattern: HEYGEN_VOICE_ID } as const

const common = {
  provider: 'heygen',
  type: 'AVATAR',
  upstream: 'heygen',
  docs: { url: 'https://developers.heygen.com/reference/create-video', checkedOn: '2026-11-22' },
  lifecycle: { state: 'active' },
  deadlineSeconds: 3600,
  tolerance: SPEECH_TOLERANCE,
  pollSeconds: 10,
} as const

function priceSource(note: string): Model['priceSource'] {
  return {
    url: PRICES,
    checkedOn: '2026-11-28',
    confirmed: { on: '2026-08-21', by: 'the newest stored copy and a reseller\'s list' },
    note: `${note}. ${SPEECH_PACE.en}`,
  }
}

const PHOTO_IDS = Object.fromEntries(Object.values(HEYGEN_PHOTO_LOOKS).map((id) => [id, 'photo']))
const STUDIO_IDS = Object.fromEntries(Object.values(HEYGEN_STUDIO_LOOKS).map((id) => [id, 'filmed']))

/** By the kind of look. @param other of looks that nobody here knows: the dearer kind */
const spokenByLook = (usdPerSecond: Readonly<Record<'photo' | 'filmed', number>>, other: 'photo' | 'filmed') =>
  ({ kind: 'spoken', by: ['avatarId'], groups: { avatarId: { values: { ...PHOTO_IDS, ...STUDIO_IDS }, other } }, usdPerSecond }) as const

const lipSync = { en: 'Lip sync with gestures and expression', hi: 'हाव-भाव और एक्सप्रेशन के साथ लिप सिंक' }
const oneVoice = { en: 'Speaks text only, up to 5,000 characters', hi: 'केवल टेक्स्ट बोलता है, अधिकतम 5,000 अक्षर' }

export const heygenModels = [
  {
    ...common,
    id: 'heygen-avatar-iv',
    name: 'HeyGen Avatar IV',
    aliases: ['avatar-iv', 'avatar-4'],
    upstreamModel: 'avatar_iv',
    inputs: { text, voice },
    options: {
      avatarId: avatarId(HEYGEN_PHOTO_LOOKS),
      resolution: resolution(['720p', '1080p']),
      aspectRatio,
      background,
      gesture,
      speed,
    },
    price: spokenByLook({ photo: 0.05, filmed: 0.0667 }, 'filmed'),
    priceSource: priceSource('photo looks $0.05 a second, filmed ones $0.0667'),
    rank: 2,
    typicalSeconds: 480,
    features: [lipSync],
    limitations: [oneVoice],
  },
  {
    ...common,
    id: 'heygen-avatar-v',
    name: 'HeyGen Avatar V',
    aliases: ['avatar-v', 'avatar-5'],
    upstreamModel: 'avatar_v',
    inputs: { text, voice },
    options: {
      avatarId: {
        kind: 'text',
        maxLength: 80,
        required: true,
        pattern: HEYGEN_LOOK_ID,
        about: {
          en: 'The id of a HeyGen look of a digital twin: a filmed person whose look HeyGen has made ready for Avatar V.',
          hi: 'HeyGen के digital twin look की id: फ़िल्माए गए व्यक्ति का look, जिसे HeyGen ने Avatar V के लिए तैयार किया है।',
        },
      },
      resolution: resolution(['720p', '1080p']),
      aspectRatio,
      background,
      gesture,
      speed,
    },
    price: { kind: 'spoken', by: [], usdPerSecond: { '': 0.0667 } },
    priceSource: priceSource('digital twins $0.0667 a second'),
    rank: 3,
    typicalSeconds: 600,
    features: [lipSync, { en: 'The most natural motion', hi: 'सबसे स्वाभाविक गति' }],
    limitations: [oneVoice, { en: 'Digital twins only, no photo looks', hi: 'केवल digital twin, photo look नहीं' }],
  },
  {
    ...common,
    id: 'heygen-photo',
    name: 'HeyGen Talking Photo',
    aliases: ['talking-photo'],
    upstreamModel: 'image',
    inputs: { text, voice, image: { required: true, media: 'any' } },
    options: { resolution: resolution(['720p', '1080p']), aspectRatio, background, gesture, speed },
    price: { kind: 'spoken', by: [], usdPerSecond: { '': 0.05 } },
    priceSource: priceSource('photo avatars $0.05 a second'),
    rank: 4,
    typicalSeconds: 480,
    features: [
      { en: 'Makes your own photo speak', hi: 'आपकी अपनी फ़ोटो को बुलवाता है' },
      { en: 'Speaks with the voice professional_female unless you name one', hi: 'आवाज़ न बताने पर professional_female में बोलता है' },
    ],
    limitations: [oneVoice, { en: 'One clear face in the photo', hi: 'फ़ोटो में एक साफ़ चेहरा हो' }],
  },
  {
    ...common,
    id: 'heygen-avatar-iii',
    name: 'HeyGen Avatar III',
    aliases: ['avatar-iii', 'avatar-3'],
    upstreamModel: 'avatar_iii',
    inputs: { text, voice },
    options: {
      avatarId: avatarId({ ...HEYGEN_PHOTO_LOOKS, ...HEYGEN_STUDIO_LOOKS }),
      resolution: resolution(['720p', '1080p']),
      aspectRatio,
      background,
      speed,
    },
    price: spokenByLook({ photo: 0.0433, filmed: 0.0167 }, 'photo'),
    priceSource: priceSource('Avatar III: photo looks $0.0433 a second, filmed ones $0.0167'),
    rank: 6,
    typicalSeconds: 300,
    features: [{ en: 'The most affordable', hi: 'सबसे किफ़ायती' }],
    limitations: [oneVoice, { en: 'No gestures', hi: 'हाव-भाव नहीं चुने जा सकते' }],
  },
] as const satisfies readonly Model[]
