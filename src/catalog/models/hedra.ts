// Hedra's rows, API v3: a portrait lip-synced to a recording, and one that speaks a text. They are two since they are
// priced by two things: Hedra bills the length of the sound, which a recording has and a text only will have.
// Parameters: the official SDK (github.com/hedra-labs/hedra-node, InputHedraCharacter3 and InputElevenlabsV3), 2026-11-22.
import type { Model, Option } from '../../domain/model.ts'
import { SPEECH_PACE, SPEECH_TOLERANCE } from '../speech-seconds.ts'

const docs = { url: 'https://www.hedra.com/docs/api-reference/v3', checkedOn: '2026-11-22' }
const RECALLED = 'no price per second is published: 6 credits a second and $0.01 a credit of the smallest plan, both recalled'

const resolution: Option = {
  kind: 'choice', allowed: ['540p', '720p', '1080p'], default: '720p',
  about: { en: 'Resolution of the video.', hi: 'वीडियो का रेज़ोल्यूशन।' },
}

const aspectRatio: Option = {
  kind: 'choice', allowed: ['9:16', '16:9', '1:1', '4:3', '3:4', '9:21', '21:9'], default: '9:16',
  about: { en: 'Width to height; best that of the portrait.', hi: 'चौड़ाई और ऊँचाई का अनुपात; पोर्ट्रेट जैसा ही रखना बेहतर है।' },
}

const emotion: Option = {
  kind: 'text', maxLength: 100,
  about: { en: 'Expression of the face, in your own words: "cheerful". Part of the prompt, not of the speech.', hi: 'चेहरे के भाव, अपने शब्दों में: "cheerful"। प्रॉम्प्ट का हिस्सा, बोले जाने वाले टेक्स्ट का नहीं।' },
}

const gesture: Option = {
  kind: 'text', maxLength: 100,
  about: { en: 'Gestures, in your own words: "friendly". Part of the prompt, not of the speech.', hi: 'हाव-भाव, अपने शब्दों में: "friendly"। प्रॉम्प्ट का हिस्सा, बोले जाने वाले टेक्स्ट का नहीं।' },
}

const speed: Option = {
  kind: 'number', min: 0.7, max: 1.2, default: 1,
  about: { en: 'How fast the voice speaks; 1 is normal.', hi: 'बोलने की गति; 1 सामान्य है।' },
}

const common = {
  provider: 'hedra',
  type: 'AVATAR',
  upstream: 'hedra',
  docs,
  lifecycle: { state: 'active' },
  typicalSeconds: 120,
  // Within the hour that an uploaded portrait can be used.
  deadlineSeconds: 3300,
  pollSeconds: 10,
} as const

const portrait = { required: true, media: 'any' } as const
const lipSync = { en: 'Lip sync with natural expression', hi: 'स्वाभाविक एक्सप्रेशन के साथ लिप सिंक' }
const expression = { en: 'Expression and gestures in your own words', hi: 'अपने शब्दों में एक्सप्रेशन और हाव-भाव' }
const noCancel = { en: 'Cannot be cancelled once it has started.', hi: 'शुरू होने के बाद रद्द नहीं किया जा सकता।' }
const portraitSize = { en: 'The portrait may have 10 MB.', hi: 'पोर्ट्रेट अधिकतम 10 MB का हो।' }

export const hedraModels = [
  {
    ...common,
    id: 'hedra-character-3',
    name: 'Hedra Character-3',
    aliases: ['character-3'],
    upstreamModel: 'hedra-character-3',
    inputs: { image: portrait, audio: { required: true, media: 'any' }, text: { required: false, maxLength: 2000 } },
    options: {
      duration: {
        kind: 'int', min: 1, max: 600, default: 15, unit: 's',
        about: {
          en: 'Seconds charged. The video is as long as the recording, which may not be longer than this.',
          hi: 'जितने सेकंड के क्रेडिट कटेंगे। वीडियो रिकॉर्डिंग जितना लंबा होता है, और रिकॉर्डिंग इससे लंबी नहीं हो सकती।',
        },
      },
      resolution,
      aspectRatio,
      emotion,
      gesture,
    },
    price: { kind: 'second', by: [], usdPerSecond: { '': 0.06 } },
    // A recording may be shorter than the seconds it is charged by.
    tolerance: { shorter: 1 },
    priceSource: { url: 'https://www.hedra.com/pricing', checkedOn: docs.checkedOn, note: RECALLED },
    rank: 5,
    features: [lipSync, { en: 'Speaks or sings your own recording', hi: 'आपकी अपनी रिकॉर्डिंग बोलता या गाता है' }, expression],
    limitations: [
      { en: 'Beside the recording, the text describes the scene; it is not spoken.', hi: 'रिकॉर्डिंग के साथ दिया टेक्स्ट दृश्य का वर्णन है; वह बोला नहीं जाता।' },
      { en: 'Portrait and recording may have 16 MB together.', hi: 'पोर्ट्रेट और रिकॉर्डिंग मिलाकर अधिकतम 16 MB हों।' },
      portraitSize,
      noCancel,
    ],
  },
  {
    ...common,
    id: 'hedra-avatar',
    name: 'Hedra Avatar',
    upstreamModel: 'hedra-avatar',
    inputs: {
      image: portrait,
      text: { required: true, maxLength: 5000 },
      voice: { required: true, pattern: /^voice_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ },
    },
    options: { resolution, aspectRatio, speed, emotion, gesture },
    price: { kind: 'spoken', by: [], usdPerSecond: { '': 0.065 } },
    tolerance: SPEECH_TOLERANCE,
    priceSource: {
      url: 'https://www.hedra.com/pricing',
      checkedOn: docs.checkedOn,
      note: `${RECALLED}, and $0.005 a second for the voice. ${SPEECH_PACE.en}`,
    },
    // Ahead of the other, so that a text without a voice is told that a voice is lacking, not a recording.
    rank: 1,
    features: [lipSync, { en: 'Speaks your text with a voice of Hedra', hi: 'Hedra की आवाज़ में आपका टेक्स्ट बोलता है' }, expression],
    limitations: [
      { en: 'The voice is an id of Hedra (voice_…).', hi: 'आवाज़ Hedra की id से चुनी जाती है (voice_…)।' },
      portraitSize,
      noCancel,
    ],
  },
] as const satisfies readonly Model[]
