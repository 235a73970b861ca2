// ElevenLabs' text-to-speech models. The published default is Multilingual v2.
// https://elevenlabs.io/docs/models and https://help.elevenlabs.io/hc/en-us/articles/19572237925521, by way of the SDK 2.73.0, 2026-11-22.
// Flash and Turbo take 40,000 characters; 10,000 is what we let through, since a whole answer is held in memory.
import type { Model, Option } from '../../domain/model.ts'
import { ELEVENLABS_VOICE_ID, ELEVENLABS_VOICES } from '../voices.ts'

const DOCS = { url: 'https://elevenlabs.io/docs/models', checkedOn: '2026-11-22' }

const priceSource = {
  url: 'https://elevenlabs.io/pricing/api',
  checkedOn: '2026-11-22',
  note: 'recalled: $0.10 per 1,000 characters, half for Flash and Turbo',
}

const voice: Option = {
  kind: 'text',
  maxLength: 20,
  default: ELEVENLABS_VOICES.rachel,
  values: ELEVENLABS_VOICES,
  pattern: ELEVENLABS_VOICE_ID,
  about: {
    en: 'A premade voice by name ("rachel", which is the default), or an ElevenLabs voice id of 20 characters.',
    hi: 'तैयार आवाज़ का नाम (डिफ़ॉल्ट "rachel"), या 20 अक्षरों की ElevenLabs voice id।',
  },
}

const EMOTIONS = ['neutral', 'calm', 'serious', 'sad', 'happy', 'excited', 'angry', 'dramatic'] as const

/** The adapter has the figures. */
const deliveredEmotion: Option = {
  kind: 'choice',
  allowed: EMOTIONS,
  synonyms: {
    cheerful: 'happy',
    joyful: 'happy',
    friendly: 'happy',
    enthusiastic: 'excited',
    energetic: 'excited',
    relaxed: 'calm',
    gentle: 'calm',
    soft: 'calm',
    professional: 'serious',
    formal: 'serious',
    melancholic: 'sad',
    furious: 'angry',
    intense: 'dramatic',
  },
  about: {
    en: 'This model has no such parameter: it sets stability and, with Multilingual v2, style ("excited": less steady, more expressive). A `stability` of your own goes before it.',
    hi: 'इस मॉडल में ऐसा parameter नहीं है: यह stability और Multilingual v2 में style तय करता है ("excited": कम स्थिर, ज़्यादा expressive)। आपकी दी हुई `stability` पहले मानी जाती है।',
  },
}

const taggedEmotion: Option = {
  kind: 'text',
  maxLength: 30,
  pattern: /^[A-Za-z][A-Za-z ,'-]*$/,
  about: {
    en: 'Put before the text as an audio tag: "excited" is sent as [excited]. Any short English direction will do.',
    hi: 'टेक्स्ट के आगे audio tag बनकर जुड़ता है: "excited" का [excited] बनता है। अंग्रेज़ी में कोई भी छोटा निर्देश चलेगा।',
  },
}

const speed: Option = {
  kind: 'number',
  min: 0.7,
  max: 1.2,
  default: 1,
  about: { en: 'How fast it speaks; 1 is normal.', hi: 'बोलने की गति; 1 सामान्य है।' },
}

const similarity: Option = {
  kind: 'number',
  min: 0,
  max: 1,
  about: { en: 'How closely it keeps to the original voice.', hi: 'मूल आवाज़ से कितनी समानता रहे।' },
}

const stabilityAbout = {
  en: 'Low is lively and varied, high is steady.',
  hi: 'कम होने पर आवाज़ में उतार-चढ़ाव ज़्यादा, अधिक होने पर आवाज़ स्थिर रहती है।',
}

const stability: Option = { kind: 'number', min: 0, max: 1, about: stabilityAbout }

/** v3 takes three positions only: creative, natural, robust. */
const steppedStability: Option = { kind: 'number', min: 0, max: 1, allowed: [0, 0.5, 1], about: stabilityAbout }

const language: Option = {
  kind: 'text',
  maxLength: 12,
  pattern: /^[a-z]{2}$/,
  also: 'language',
  about: {
    en: 'Language of the text as an ISO 639-1 code: "hi". Found out by itself when absent.',
    hi: 'टेक्स्ट की भाषा, ISO 639-1 code में: "hi"। न देने पर अपने-आप पहचानी जाती है।',
  },
}

const seed: Option = {
  kind: 'seed',
  min: 0,
  max: 4294967295,
  about: { en: 'The same seed and text give nearly the same speech.', hi: 'एक ही seed और टेक्स्ट से लगभग वही आवाज़ बनती है।' },
}

const outputFormat: Option = {
  kind: 'choice',
  allowed: ['mp3', 'wav'],
  default: 'mp3',
  about: { en: 'mp3 at 44.1 kHz and 128 kbit/s, or wav at 24 kHz.', hi: 'mp3 (44.1 kHz, 128 kbit/s) या wav (24 kHz)।' },
}

const common = {
  provider: 'elevenlabs',
  type: 'AUDIO',
  upstream: 'elevenlabs',
  priceSource,
  docs: DOCS,
  lifecycle: { state: 'active' },
  deadlineSeconds: 600,
  pollSeconds: 5,
} as const

const ofTenThousand = { text: { required: true, maxLength: 10_000 } } as const

const fastOptions = { voice, emotion: deliveredEmotion, speed, language, stability, similarity, seed, outputFormat }

export const elevenlabsModels = [
  {
    ...common,
    id: 'eleven-multilingual-v2',
    name: 'Eleven Multilingual v2',
    aliases: ['multilingual-v2'],
    upstreamModel: 'eleven_multilingual_v2',
    inputs: ofTenThousand,
    options: { voice, emotion: deliveredEmotion, speed, stability, similarity, seed, outputFormat },
    price: { kind: 'character', usdPerCharacter: 0.0001 },
    rank: 2,
    typicalSeconds: 6,
    features: [
      { en: '29 languages, Hindi among them', hi: '29 भाषाएँ, हिंदी भी' },
      { en: 'The steadiest for long texts', hi: 'लंबे टेक्स्ट के लिए सबसे स्थिर' },
    ],
    limitations: [
      { en: 'At most 10,000 characters', hi: 'अधिकतम 10,000 अक्षर' },
      { en: 'The language cannot be set; the text decides it', hi: 'भाषा चुनी नहीं जा सकती; टेक्स्ट से ही तय होती है' },
    ],
  },
  {
    ...common,
    id: 'eleven-voice-clone',
    name: 'Eleven Voice Cloning',
    aliases: ['voice-clone', 'voice-cloning'],
    upstreamModel: 'eleven_multilingual_v2',
    inputs: { ...ofTenThousand, audio: { required: true, media: 'any' } },
    options: { emotion: deliveredEmotion, speed, stability, similarity, seed, outputFormat },
    price: { kind: 'character', usdPerCharacter: 0.0001 },
    rank: 9,
    typicalSeconds: 15,
    features: [
      { en: 'Speaks with the voice of your sample', hi: 'आपके सैंपल की आवाज़ में बोलता है' },
      { en: 'The voice is deleted as soon as it has spoken', hi: 'बोलने के तुरंत बाद आवाज़ मिटा दी जाती है' },
    ],
    limitations: [
      { en: 'You must have the right to use the voice', hi: 'आवाज़ इस्तेमाल करने का अधिकार आपके पास होना चाहिए' },
      { en: 'A clear sample of half a minute or more works best; at most 10 MB', hi: 'आधे मिनट या उससे लंबा साफ़ सैंपल सबसे अच्छा; अधिकतम 10 MB' },
    ],
  },
  {
    ...common,
    id: 'eleven-v3',
    name: 'Eleven v3',
    aliases: ['v3'],
    upstreamModel: 'eleven_v3',
    // The upstream's 5,000 less the longest emotion with its brackets and space.
    inputs: { text: { required: true, maxLength: 4_967 } },
    options: { voice, emotion: taggedEmotion, speed, language, stability: steppedStability, similarity, seed, outputFormat },
    price: { kind: 'character', usdPerCharacter: 0.0001 },
    rank: 1,
    typicalSeconds: 10,
    features: [
      { en: 'The most expressive; audio tags such as [whispers] work in the text', hi: 'सबसे expressive; टेक्स्ट में [whispers] जैसे audio tag चलते हैं' },
      { en: 'More than 70 languages', hi: '70 से ज़्यादा भाषाएँ' },
    ],
    limitations: [{ en: 'At most 4,967 characters', hi: 'अधिकतम 4,967 अक्षर' }],
  },
  {
    ...common,
    id: 'eleven-flash-v2.5',
    name: 'Eleven Flash v2.5',
    aliases: ['flash-v2.5'],
    upstreamModel: 'eleven_flash_v2_5',
    inputs: ofTenThousand,
    options: fastOptions,
    price: { kind: 'character', usdPerCharacter: 0.00005 },
    rank: 5,
    typicalSeconds: 2,
    features: [
      { en: 'The fastest, at half the price', hi: 'सबसे तेज़, आधी कीमत पर' },
      { en: '32 languages', hi: '32 भाषाएँ' },
    ],
    limitations: [{ en: 'At most 10,000 characters', hi: 'अधिकतम 10,000 अक्षर' }],
  },
  {
    ...common,
    id: 'eleven-turbo-v2.5',
    name: 'Eleven Turbo v2.5',
    aliases: ['turbo-v2.5'],
    upstreamModel: 'eleven_turbo_v2_5',
    inputs: ofTenThousand,
    options: fastOptions,
    price: { kind: 'character', usdPerCharacter: 0.00005 },
    rank: 4,
    typicalSeconds: 3,
    features: [
      { en: 'Fast and balanced, at half the price', hi: 'तेज़ और संतुलित, आधी कीमत पर' },
      { en: '32 languages', hi: '32 भाषाएँ' },
    ],
    limitations: [{ en: 'At most 10,000 characters', hi: 'अधिकतम 10,000 अक्षर' }],
  },
] as const satisfies readonly Model[]
