// Which voices there are, a language a line, as GET /v1/voices lists them: the letters of Standard, of WaveNet and of Neural2,
// and whether it has Chirp 3 HD. The emulator's own list: what the service believes is not asked. Read 2026-11-22.

const LANGUAGES = `
af-ZA A - - no
ar-XA ABCD ABCD - yes
bg-BG A - - yes
bn-IN AB AB - yes
ca-ES A - - no
cmn-CN ABCD ABCD - yes
cmn-TW ABC ABC - no
cs-CZ A A - yes
da-DK ACDE ACDE D yes
de-DE ABCDEF ABCDEF ABCDF yes
el-GR A A - yes
en-AU ABCD ABCD ABCD yes
en-GB ABCDF ABCDF ABCDF yes
en-IN ABCD ABCD ABCD yes
en-US ABCDEFGHIJ ABCDEFGHIJ ACDEFGHIJ yes
es-ES ABCD BCD ABCDEF yes
es-US ABC ABC ABC yes
et-EE - - - yes
eu-ES A - - no
fi-FI A A - yes
fil-PH ABCD ABCD - no
fr-CA ABCD ABCD ABCD yes
fr-FR ABCDE ABCDE ABCDE yes
gl-ES A - - no
gu-IN AB AB - yes
he-IL ABCD ABCD - yes
hi-IN ABCD ABCD ABCD yes
hr-HR - - - yes
hu-HU A A - yes
id-ID ABCD ABCD - yes
is-IS A - - no
it-IT ABCD ABCD AC yes
ja-JP ABCD ABCD BCD yes
kn-IN AB AB - yes
ko-KR ABCD ABCD ABC yes
lt-LT A - - yes
lv-LV A - - yes
ml-IN AB ABCD - yes
mr-IN ABC ABC - yes
ms-MY ABCD ABCD - no
nb-NO ABCDE ABCDE - yes
nl-BE AB AB - yes
nl-NL ABCDE ABCDE - yes
pa-IN ABCD ABCD - yes
pl-PL ABCDE ABCDE - yes
pt-BR ABC ABC ABC yes
pt-PT ABCD ABCD - no
ro-RO A A - yes
ru-RU ABCDE ABCDE - yes
sk-SK A A - yes
sl-SI - - - yes
sr-RS A - - yes
sv-SE ABCDE ABCDE - yes
sw-KE - - - yes
ta-IN ABCD ABCD - yes
te-IN AB - - yes
th-TH A - C yes
tr-TR ABCDE ABCDE - yes
uk-UA A A - yes
ur-IN - - - yes
vi-VN ABCD ABCD AD yes
yue-HK ABCD - - no
`

const CHIRPS = [
  'Achernar', 'Achird', 'Algenib', 'Algieba', 'Alnilam', 'Aoede', 'Autonoe',
  'Callirrhoe', 'Charon', 'Despina', 'Enceladus', 'Erinome', 'Fenrir', 'Gacrux',
  'Iapetus', 'Kore', 'Laomedeia', 'Leda', 'Orus', 'Pulcherrima', 'Puck',
  'Rasalgethi', 'Sadachbia', 'Sadaltager', 'Schedar', 'Sulafat', 'Umbriel', 'Vindemiatrix',
  'Zephyr', 'Zubenelgenubi',
]

const voicesOf = (line: string): readonly string[] => {
  const [language, standard, wavenet, neural, hasChirp] = line.split(' ')
  const lettered = Object.entries({ Standard: standard, Wavenet: wavenet, Neural2: neural }).flatMap(([family, letters = '-']) =>
    letters === '-' ? [] : Array.from(letters, (letter) => `${language}-${family}-${letter}`),
  )
  return hasChirp === 'yes' ? [...lettered, ...CHIRPS.map((name) => `${language}-Chirp3-HD-${name}`)] : lettered
}

export const VOICES: ReadonlySet<string> = new Set(LANGUAGES.trim().split('\n').flatMap(voicesOf))
