// Google Cloud Text-to-Speech: a model is a family of voices, since that is what Google prices and what decides the
// parameters. https://docs.cloud.google.com/text-to-speech/docs/voice-types and /quotas, 2026-11-22.
// The limit of 5,000 is in bytes there (UTF-8, markup included): fewer characters in Devanagari than in Latin.
import { googleLanguages, googleVoices, type GoogleFamily } from '../google-voices.ts'
import type { Model, Option } from '../../domain/model.ts'
import { once } from '../../domain/once.ts'

const DOCS = { url: 'https://docs.cloud.google.com/text-to-speech/docs/voice-types', checkedOn: '2026-11-22' }

function listPrice(usdPerMillion: number): Model['priceSource'] {
  return {
    url: 'https://cloud.google.com/text-to-speech/pricing',
    checkedOn: '2026-11-22',
    note: `recalled; $${usdPerMillion} per million characters, SSML tags counted`,
  }
}

const text = { required: true, maxLength: 5_000, maxBytes: 5_000, ssml: true } as const

function voice(family: GoogleFamily, pattern: RegExp, example: string): Option {
  const id = `${example} (en-US-${family}-…)`
  const values = once(() => googleVoices(family))
  return {
    kind: 'text', maxLength: 60, get values() { return values() }, pattern,
    about: {
      en: `A voice by name or by Google's id: ${id}. Without one, the first voice of the language.`,
      hi: `आवाज़ का नाम या Google की id: ${id}। न देने पर भाषा की पहली आवाज़।`,
    },
  }
}

function language(family: GoogleFamily): Option {
  const values = once(() => googleLanguages(family))
  return {
    kind: 'text', maxLength: 10, get values() { return values() }, also: 'language',
    about: {
      en: 'Language of the text: "hi" or "hi-IN". That of the voice where one is given by id, else en-US.',
      hi: 'टेक्स्ट की भाषा: "hi" या "hi-IN"। न देने पर आवाज़ की id वाली भाषा, वरना en-US।',
    },
  }
}

const speed: Option = {
  kind: 'number', min: 0.25, max: 2, default: 1,
  about: { en: 'How fast it speaks; 1 is normal.', hi: 'बोलने की गति; 1 सामान्य है।' },
}

const pitch: Option = {
  kind: 'number', min: -20, max: 20, default: 0, unit: 'semitones',
  about: { en: 'Higher or lower than the voice itself, in semitones.', hi: 'मूल आवाज़ से कितना ऊँचा या नीचा सुर, semitone में।' },
}

/** The adapter has the figures. */
const emotion: Option = {
  kind: 'choice',
  allowed: ['neutral', 'calm', 'serious', 'sad', 'happy', 'excited', 'angry', 'dramatic'],
  synonyms: {
    cheerful: 'happy', joyful: 'happy', friendly: 'happy', enthusiastic: 'excited', energetic: 'excited', relaxed: 'calm', gentle: 'calm',
    soft: 'calm', professional: 'serious', formal: 'serious', melancholic: 'sad', furious: 'angry', intense: 'dramatic',
  },
  about: {
    en: 'These voices have no such parameter: it changes speed and, where there is one, pitch ("excited": faster and higher), on top of your own.',
    hi: 'इन आवाज़ों में ऐसा parameter नहीं है: यह आपके दिए मान के ऊपर speed और, जहाँ हो, pitch बदलता है ("excited": तेज़ और ऊँचा सुर)।',
  },
}

const outputFormat: Option = {
  kind: 'choice', allowed: ['mp3', 'wav', 'ogg'], default: 'mp3', synonyms: { opus: 'ogg' },
  about: { en: 'mp3 (32 kbit/s), wav (24 kHz) or ogg (Opus).', hi: 'mp3 (32 kbit/s), wav (24 kHz) या ogg (Opus)।' },
}

const common = {
  provider: 'google-tts',
  type: 'AUDIO',
  upstream: 'google-tts',
  inputs: { text },
  docs: DOCS,
  lifecycle: { state: 'active' },
  typicalSeconds: 1,
  deadlineSeconds: 600,
  pollSeconds: 5,
} as const

const withSsml = { en: 'SSML, all but <voice>: a text that begins with <speak>', hi: 'SSML, <voice> को छोड़कर: जो टेक्स्ट <speak> से शुरू हो' }
const shortTexts = {
  en: 'At most 5,000 bytes of text, which is about 1,600 characters in Devanagari',
  hi: 'अधिकतम 5,000 बाइट का टेक्स्ट, यानी देवनागरी में लगभग 1,600 अक्षर',
}

export const googleTtsModels = [
  {
    ...common,
    id: 'google-tts-chirp3-hd',
    name: 'Google Chirp 3 HD',
    aliases: ['chirp3-hd', 'chirp-3-hd', 'chirp'],
    upstreamModel: 'Chirp3-HD',
    inputs: { text: { ...text, ssml: false } },
    options: {
      language: language('Chirp3-HD'),
      voice: voice('Chirp3-HD', /^[a-z]{2,3}-[A-Z]{2}-Chirp3-HD-[A-Z][a-z]+$/, 'kore'),
      speed,
      emotion,
      outputFormat,
    },
    price: { kind: 'character', usdPerCharacter: 0.00003 },
    priceSource: listPrice(30),
    rank: 3,
    typicalSeconds: 2,
    features: [
      { en: 'The most natural of Google: 30 voices, each in 52 languages', hi: 'Google की सबसे स्वाभाविक आवाज़ें: 30 आवाज़ें, हर एक 52 भाषाओं में' },
      { en: 'Hindi and nine other languages of India', hi: 'हिंदी और भारत की नौ अन्य भाषाएँ' },
    ],
    limitations: [{ en: 'No pitch and no SSML', hi: 'pitch और SSML नहीं' }, shortTexts],
  },
  {
    ...common,
    id: 'google-tts-neural2',
    name: 'Google Neural2',
    aliases: ['neural2'],
    upstreamModel: 'Neural2',
    options: {
      language: language('Neural2'),
      voice: voice('Neural2', /^[a-z]{2,3}-[A-Za-z]{2}-Neural2-[A-Z]$/, 'en-us-f'),
      speed,
      pitch,
      emotion,
      outputFormat,
    },
    price: { kind: 'character', usdPerCharacter: 0.000016 },
    priceSource: listPrice(16),
    rank: 6,
    features: [withSsml, { en: 'Speed and pitch', hi: 'गति और सुर' }],
    limitations: [{ en: 'Fewer languages than WaveNet', hi: 'WaveNet से कम भाषाएँ' }, shortTexts],
  },
  {
    ...common,
    id: 'google-tts-wavenet',
    name: 'Google WaveNet',
    aliases: ['wavenet'],
    upstreamModel: 'Wavenet',
    options: {
      language: language('Wavenet'),
      voice: voice('Wavenet', /^[a-z]{2,3}-[A-Z]{2}-Wavenet-[A-Z]$/, 'hi-in-a'),
      speed,
      pitch,
      emotion,
      outputFormat,
    },
    price: { kind: 'character', usdPerCharacter: 0.000004 },
    priceSource: listPrice(4),
    rank: 7,
    features: [{ en: 'WaveNet voices, Hindi and seven other languages of India among them', hi: 'WaveNet आवाज़ें, हिंदी और भारत की सात अन्य भाषाओं में भी' }, withSsml],
    limitations: [shortTexts],
  },
  {
    ...common,
    id: 'google-tts-standard',
    name: 'Google Standard',
    aliases: ['standard'],
    upstreamModel: 'Standard',
    options: {
      language: language('Standard'),
      voice: voice('Standard', /^[a-z]{2,3}-[A-Z]{2}-Standard-[A-Z]$/, 'hi-in-a'),
      speed,
      pitch,
      emotion,
      outputFormat,
    },
    price: { kind: 'character', usdPerCharacter: 0.000004 },
    priceSource: listPrice(4),
    rank: 8,
    features: [{ en: 'The most languages of the lettered voices: 57', hi: 'सबसे ज़्यादा भाषाएँ: 57' }, withSsml],
    limitations: [{ en: 'Sounds the least natural', hi: 'सबसे कम स्वाभाविक आवाज़' }, shortTexts],
  },
] as const satisfies readonly Model[]
