// Names callers may use for voices and avatars, and the vendors' ids behind them. Rows name these tables; a raw id
// of the vendor passes by the pattern beside each table, so that nobody waits for a name to be added here.

/**
 * ElevenLabs' premade voices. Recalled, and compared with several public lists, 2026-11-22; the account's own list is
 * GET /v1/voices (https://elevenlabs.io/docs/api-reference/voices/search). `bella` is the voice now called Sarah.
 */
export const ELEVENLABS_VOICES = {
  rachel: '21m00Tcm4TlvDq8ikWAM',
  adam: 'pNInz6obpgDQGcFmaJgB',
  alice: 'Xb7hH8MSUJpSbSDYk0k2',
  antoni: 'ErXwobaYiN019PkySvjV',
  aria: '9BWtsMINqrJLrRacOk9x',
  arnold: 'VR6AewLTigWG4xSOukaG',
  bella: 'EXAVITQu4vr4xnSDxMaL',
  brian: 'nPczCjzI2devNBz1zQrb',
  callum: 'N2lVS1w4EtoT3dr4eOWO',
  charlie: 'IKne3meq5aSn9XLyUdCD',
  chris: 'iP95p4xoKVk53GoZ742B',
  clyde: '2EiwWnXFnvU5JabPnv8n',
  daniel: 'onwK4e9ZLuTAKqWW03F9',
  domi: 'AZnzlk1XvdvUeBnXmlld',
  drew: '29vD33N1CtxCmqQRPOHJ',
  elli: 'MF3mGyEYCl7XYWbV9V6O',
  eric: 'cjVigY5qzO86Huf0OWal',
  george: 'JBFqnCBsd6RMkjVDRZzb',
  jessica: 'cgSgspJ2msm6clMCkdW9',
  josh: 'TxGEqnHWrfWFTfGW9XjX',
  laura: 'FGY2WhTYpPnrIDTdsKH5',
  liam: 'TX3LPaxmHKxFdv7VOQHJ',
  lily: 'pFZP5JQG7iQjIQuC4Bku',
  matilda: 'XrExE9yKIg1WjnnlVkGX',
  paul: '5Q0t7uMcjvnagumLfvZi',
  roger: 'CwhRBWXzGAHq8TQ4Fs17',
  sam: 'yoZ06aMxZJJ28mfd3POQ',
  sarah: 'EXAVITQu4vr4xnSDxMaL',
  will: 'bIHbv24MWmeRgasZH58o',
} as const satisfies Record<string, string>

export const ELEVENLABS_VOICE_ID = /^[A-Za-z0-9]{20}$/

/**
 * HeyGen's public voices, as listed in ComfyUI's HeyGen nodes (comfy_api_nodes/apis/heygen.py), read 2026-11-22; the
 * account's own list is GET /v3/voices. The first four are our names for one of them each.
 */
export const HEYGEN_VOICES = {
  professional_female: 'f8c69e517f424cafaecde32dde57096b',
  professional_male: '6be73833ef9a4eb0aeee399b8fe9d62b',
  friendly_female: '42d00d4aac5441279d8536cd6b52c53c',
  friendly_male: '453c20e1525a429080e2ad9e4b26f2cd',
  alex: '897d6a9b2c844f56aa077238768fe10a',
  allison: 'f8c69e517f424cafaecde32dde57096b',
  andrew: '6be73833ef9a4eb0aeee399b8fe9d62b',
  archer: '453c20e1525a429080e2ad9e4b26f2cd',
  brittney: '4754e1ec667544b0bd18cdf4bec7d6a7',
  cassidy: '16a09e4706f74997ba4ed05ea11470f6',
  chill_brian: 'd2f4f24783d04e22ab49ee8fdc3715e0',
  hope: '42d00d4aac5441279d8536cd6b52c53c',
  ivy: 'cef3bc4e0a84424cafcde6f2cf466c97',
  laksh_hindi: '0adc547b76a5401c856274c379904eb7',
  mark: '5d8c378ba8c3434586081a52ac368738',
  riya_hindi: '0b464b2f4e2249a4b5a05e60eaf41e7e',
} as const satisfies Record<string, string>

export const HEYGEN_VOICE_ID = /^(?:[0-9a-f]{32}|[A-Za-z0-9]{20})$/

/**
 * HeyGen's public photo looks; every engine animates them and takes gestures for them. Same source as the voices.
 * HeyGen has no look called Kate: the published name stands for Matilda in a modern office.
 */
export const HEYGEN_PHOTO_LOOKS = {
  kate: 'fda889ac354a440da8dbecc410981273',
  lorenzo: 'fc268dc244bb40d7a554663ce723dcf0',
  maeve: 'faf66681d8cc48dc82c4283200b3e782',
  margaret: 'fb472bc29ab04bcca576e3703978fecb',
  mateo: 'ff172d6c499c4e47ba6fcc5de631e9fc',
  matilda: 'fda889ac354a440da8dbecc410981273',
  olivier: 'f6659bbb094b459c87c967edbb9ee481',
  rupert: 'f57b3e626adb4bc997b38f64884adce4',
  sander: 'f5cd7b94056f495ca0610602d64a9aa3',
  sofia: 'fe563971fd2d438e957372dac9e2be8c',
  ursula: 'f7173d2bb8584c00bfec6905c5e9a492',
  yara: 'fd6814ecc5e143cd899e615a80eaa2dc',
} as const satisfies Record<string, string>

/** HeyGen's public looks of filmed people. Avatar IV takes no gestures for these, so its row does not name them. */
export const HEYGEN_STUDIO_LOOKS = {
  annie: 'Annie_Lounge_Standing_Side_public',
  brandon: 'Brandon_Business_Sitting_Front_public',
  caroline: 'Caroline_Business_Sitting_Side_public',
} as const satisfies Record<string, string>

export const HEYGEN_LOOK_ID = /^(?:[0-9a-f]{32}|[A-Z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)+)$/

/** Names of backgrounds → what HeyGen takes (a colour); the adapter knows what to do with a named scene. */
export const HEYGEN_BACKGROUNDS = {
  modern_office: 'modern_office',
  law_office: 'law_office',
  lecture_hall: 'lecture_hall',
  studio: '#e5e7eb',
  white: '#ffffff',
  black: '#000000',
  grey: '#808080',
  gray: '#808080',
  red: '#d32f2f',
  blue: '#1e4e8c',
  green: '#00b140',
  yellow: '#fdd835',
  orange: '#f57c00',
  purple: '#6a1b9a',
  pink: '#f8bbd0',
  beige: '#f5f0e6',
  navy: '#0b1f3a',
} as const satisfies Record<string, string>

/** A hex colour. */
export const HEYGEN_BACKGROUND = /^#[0-9A-Fa-f]{6}$/
