// Google's voices: which letters each language has in each family, and the names callers may use for them. A row names
// its family's table; an id that Google has added since passes by the pattern of the row.
// The families' letters as a public list of the API's GET /v1/voices had them (a stored file of 2023); the thirty names
// and the languages of Chirp 3 HD from https://docs.cloud.google.com/text-to-speech/docs/chirp3-hd. Both read 2026-11-22.
import { once } from '../domain/once.ts'

export const GOOGLE_FAMILIES = ['Standard', 'Wavenet', 'Neural2', 'Chirp3-HD'] as const
export type GoogleFamily = (typeof GOOGLE_FAMILIES)[number]

/** Letters → the languages that have exactly these. */
const STANDARD = {
  A: 'af-ZA bg-BG ca-ES cs-CZ el-GR eu-ES fi-FI gl-ES hu-HU is-IS lt-LT lv-LV ro-RO sk-SK sr-RS th-TH uk-UA',
  AB: 'bn-IN gu-IN kn-IN ml-IN nl-BE te-IN',
  ABC: 'cmn-TW es-US mr-IN pt-BR',
  ABCD: 'ar-XA cmn-CN en-AU en-IN es-ES fil-PH fr-CA he-IL hi-IN id-ID it-IT ja-JP ko-KR ms-MY pa-IN pt-PT ta-IN vi-VN yue-HK',
  ABCDE: 'fr-FR nb-NO nl-NL pl-PL ru-RU sv-SE tr-TR',
  ABCDEF: 'de-DE',
  ABCDEFGHIJ: 'en-US',
  ABCDF: 'en-GB',
  ACDE: 'da-DK',
} as const

const WAVENET = {
  A: 'cs-CZ el-GR fi-FI hu-HU ro-RO sk-SK uk-UA',
  AB: 'bn-IN gu-IN kn-IN nl-BE',
  ABC: 'cmn-TW es-US mr-IN pt-BR',
  ABCD: 'ar-XA cmn-CN en-AU en-IN fil-PH fr-CA he-IL hi-IN id-ID it-IT ja-JP ko-KR ml-IN ms-MY pa-IN pt-PT ta-IN vi-VN',
  ABCDE: 'fr-FR nb-NO nl-NL pl-PL ru-RU sv-SE tr-TR',
  ABCDEF: 'de-DE',
  ABCDEFGHIJ: 'en-US',
  ABCDF: 'en-GB',
  ACDE: 'da-DK',
  BCD: 'es-ES',
} as const

const NEURAL2 = {
  ABC: 'es-US ko-KR pt-BR',
  ABCD: 'en-AU en-IN fr-CA hi-IN',
  ABCDE: 'fr-FR',
  ABCDEF: 'es-ES',
  ABCDF: 'de-DE en-GB',
  AC: 'it-IT',
  ACDEFGHIJ: 'en-US',
  AD: 'vi-VN',
  BCD: 'ja-JP',
  C: 'th-TH',
  D: 'da-DK',
} as const

const lettered = once(() => ({ Standard: lettersByLanguage(STANDARD), Wavenet: lettersByLanguage(WAVENET), Neural2: lettersByLanguage(NEURAL2) }))

/** Each speaks every language of the family. */
const CHIRP_NAMES = [
  'Achernar', 'Achird', 'Algenib', 'Algieba', 'Alnilam', 'Aoede', 'Autonoe', 'Callirrhoe', 'Charon', 'Despina',
  'Enceladus', 'Erinome', 'Fenrir', 'Gacrux', 'Iapetus', 'Kore', 'Laomedeia', 'Leda', 'Orus', 'Pulcherrima',
  'Puck', 'Rasalgethi', 'Sadachbia', 'Sadaltager', 'Schedar', 'Sulafat', 'Umbriel', 'Vindemiatrix', 'Zephyr', 'Zubenelgenubi',
] as const

const CHIRP_LANGUAGES = [
  'ar-XA', 'bg-BG', 'bn-IN', 'cmn-CN', 'cs-CZ', 'da-DK', 'de-DE', 'el-GR', 'en-AU', 'en-GB', 'en-IN', 'en-US', 'es-ES',
  'es-US', 'et-EE', 'fi-FI', 'fr-CA', 'fr-FR', 'gu-IN', 'he-IL', 'hi-IN', 'hr-HR', 'hu-HU', 'id-ID', 'it-IT', 'ja-JP',
  'kn-IN', 'ko-KR', 'lt-LT', 'lv-LV', 'ml-IN', 'mr-IN', 'nb-NO', 'nl-BE', 'nl-NL', 'pa-IN', 'pl-PL', 'pt-BR', 'ro-RO',
  'ru-RU', 'sk-SK', 'sl-SI', 'sr-RS', 'sv-SE', 'sw-KE', 'ta-IN', 'te-IN', 'th-TH', 'tr-TR', 'uk-UA', 'ur-IN', 'vi-VN',
] as const

/** Which region a bare `en` means; elsewhere a language's first region, since most have one. */
const HOME_REGIONS: Readonly<Record<string, string>> = {
  en: 'en-US', es: 'es-ES', fr: 'fr-FR', nl: 'nl-NL', pt: 'pt-BR', zh: 'cmn-CN', no: 'nb-NO',
}

function lettersByLanguage(table: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const pairs = Object.entries(table).flatMap(([letters, languages]) => languages.split(' ').map((language) => [language, letters] as const))
  return Object.fromEntries(pairs)
}

function languagesOf(family: GoogleFamily): readonly string[] {
  return family === 'Chirp3-HD' ? CHIRP_LANGUAGES : Object.keys(lettered()[family]).toSorted()
}

/** Google's ids of a family: `hi-IN-Wavenet-A`, `hi-IN-Chirp3-HD-Kore`. */
export function googleVoiceIds(family: GoogleFamily): readonly string[] {
  return languagesOf(family).flatMap((language) => {
    const voices = family === 'Chirp3-HD' ? CHIRP_NAMES : [...(lettered()[family][language] ?? '')]
    return voices.map((voice) => `${language}-${family}-${voice}`)
  })
}

/**
 * The names of a family's voices, in lower case, and what is sent for them. A lettered voice may leave its family out
 * (`hi-in-a`), since the model says it; a voice of Chirp 3 HD is a name (`kore`), to which the language is added.
 */
export function googleVoices(family: GoogleFamily): Readonly<Record<string, string>> {
  if (family === 'Chirp3-HD') return Object.fromEntries(CHIRP_NAMES.map((name) => [name.toLowerCase(), name]))
  return Object.fromEntries(
    googleVoiceIds(family).flatMap((id) => [
      [id.toLowerCase(), id],
      [id.replace(`-${family}`, '').toLowerCase(), id],
    ]),
  )
}

/** The languages of a family by their codes in lower case, and by the language alone: `hi-in` and `hi` → `hi-IN`. */
export function googleLanguages(family: GoogleFamily): Readonly<Record<string, string>> {
  const codes = languagesOf(family)
  const alone = codes.map((code) => [code.split('-')[0] ?? code, code] as const).toReversed()
  const home = Object.entries(HOME_REGIONS).filter(([, code]) => codes.includes(code))
  return Object.fromEntries([...codes.map((code) => [code.toLowerCase(), code] as const), ...alone, ...home])
}

/** The voice that speaks a language where the caller named none: the family's first, or Kore. */
export function defaultGoogleVoice(family: GoogleFamily, language: string): string {
  const voice = family === 'Chirp3-HD' ? 'Kore' : (lettered()[family][language]?.[0] ?? 'A')
  return `${language}-${family}-${voice}`
}
