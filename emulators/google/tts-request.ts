// How Google reads a request to speak: JSON of a protocol buffer, so a name it does not know, a wrong type and an enum out
// of range are each a 400 of their own words; then what the voice allows. Enums are taken as words and as numbers, as the
// vendor's own client sends them (npm @google-cloud/text-to-speech 6.4.1, cloud_tts.proto). The words are recalled.
import { isSpeakable } from './ssml.ts'
import { VOICES } from './voices.ts'

export type Fields = Readonly<Record<string, unknown>>

export interface Asked {
  readonly text: string
  readonly voice: string
  readonly encoding: string
}

const ENCODINGS = ['AUDIO_ENCODING_UNSPECIFIED', 'LINEAR16', 'MP3', 'OGG_OPUS', 'MULAW', 'ALAW', 'PCM', 'M4A'] as const
/** The numbers of the same, by cloud_tts.proto; 4 is of a version gone. */
const ENCODING_NUMBERS: Readonly<Record<number, (typeof ENCODINGS)[number]>> = {
  0: 'AUDIO_ENCODING_UNSPECIFIED', 1: 'LINEAR16', 2: 'MP3', 3: 'OGG_OPUS', 5: 'MULAW', 6: 'ALAW', 7: 'PCM', 8: 'M4A',
}
const GENDERS = ['SSML_VOICE_GENDER_UNSPECIFIED', 'MALE', 'FEMALE', 'NEUTRAL'] as const

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': ['input', 'voice', 'audioConfig', 'advancedVoiceOptions'],
  input: ['text', 'ssml', 'markup', 'multiSpeakerMarkup', 'prompt', 'customPronunciations'],
  voice: ['languageCode', 'name', 'ssmlGender', 'customVoice', 'voiceClone', 'modelName', 'multiSpeakerVoiceConfig'],
  audioConfig: ['audioEncoding', 'speakingRate', 'pitch', 'volumeGainDb', 'sampleRateHertz', 'effectsProfileId'],
}
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  speakingRate: [0.25, 2],
  pitch: [-20, 20],
  volumeGainDb: [-96, 16],
}
const MAX_BYTES = 5_000

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What was asked, or the sentence of the 400 it is answered with. */
export function asked(body: unknown): Asked | string {
  if (!isFields(body)) return 'Invalid JSON payload received. Unexpected token.'
  const { input, voice, audioConfig } = body
  for (const [path, fields] of Object.entries({ '': body, input, voice, audioConfig })) {
    if (fields === undefined) return `Request is missing required field: ${path}`
    if (!isFields(fields)) return `Invalid value at '${path}'`
    const unknown = Object.keys(fields).find((name) => !KNOWN[path]?.includes(name))
    if (unknown === undefined) continue
    return `Invalid JSON payload received. Unknown name "${unknown}"${path && ` at '${path}'`}: Cannot find field.`
  }
  if (!isFields(input) || !isFields(voice) || !isFields(audioConfig)) return 'Invalid JSON payload received.'
  const { audioEncoding } = audioConfig
  const encoding = typeof audioEncoding === 'number' ? ENCODING_NUMBERS[audioEncoding] : ENCODINGS.find((word) => word === audioEncoding)
  if (encoding === undefined && audioEncoding !== undefined) {
    const type = 'type.googleapis.com/google.cloud.texttospeech.v1.AudioEncoding'
    return `Invalid value at 'audio_config.audio_encoding' (${type}), ${JSON.stringify(audioEncoding)}`
  }
  if (encoding === undefined || encoding === 'AUDIO_ENCODING_UNSPECIFIED') return 'Unsupported audio encoding.'
  const wrong = wrongInput(input) ?? wrongVoice(voice) ?? wrongNumbers(audioConfig) ?? wrongForVoice(input, String(voice.name), audioConfig)
  return wrong ?? { text: String(input.ssml ?? input.text), voice: String(voice.name), encoding }
}

function wrongInput(input: Fields): string | undefined {
  const { text, ssml } = input
  if (text !== undefined && ssml !== undefined) {
    return "Invalid value at 'input' (oneof), oneof field 'input_source' is already set. Cannot set 'ssml'"
  }
  const given = text ?? ssml
  if (typeof given !== 'string' || given === '') return 'Either `input.text` or `input.ssml` must be set.'
  if (new TextEncoder().encode(given).byteLength > MAX_BYTES) {
    return `Either \`input.text\` or \`input.ssml\` is longer than the limit of ${MAX_BYTES} bytes. This limit is different from quotas.`
  }
  return typeof ssml === 'string' && !isSpeakable(ssml) ? 'Invalid SSML. Newer voices like Neural2 require valid SSML.' : undefined
}

function wrongVoice({ languageCode, name, ssmlGender }: Fields): string | undefined {
  if (typeof languageCode !== 'string' || languageCode === '') return 'Language code cannot be empty.'
  if (typeof name !== 'string' || !VOICES.has(name)) return `Voice '${String(name)}' does not exist. Is it misspelled?`
  const own = name.split('-', 2).join('-')
  if (own.toLowerCase() !== languageCode.toLowerCase()) {
    return `Requested language code '${languageCode}' doesn't match the voice '${name}''s language code '${own}'.`
  }
  const isGender = ssmlGender === undefined || GENDERS.some((word, number) => word === ssmlGender || number === ssmlGender)
  return isGender ? undefined : `Invalid value at 'voice.ssml_gender', ${JSON.stringify(ssmlGender)}`
}

function wrongNumbers(audioConfig: Fields): string | undefined {
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value = audioConfig[name]
    if (value === undefined) continue
    if (typeof value !== 'number') return `Invalid value at 'audio_config.${name}' (TYPE_DOUBLE), ${JSON.stringify(value)}`
    if (value < least || value > most) return `Invalid ${name}: ${value}. Must be in the range [${least}, ${most}].`
  }
  return undefined
}

function wrongForVoice(input: Fields, voice: string, audioConfig: Fields): string | undefined {
  if (!voice.includes('-Chirp3-HD-')) return undefined
  if (typeof audioConfig.pitch === 'number' && audioConfig.pitch !== 0) return 'This voice does not support pitch parameters at this time.'
  return input.ssml === undefined ? undefined : 'This voice does not support SSML.'
}
