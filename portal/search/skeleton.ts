// Hindi, English and Hinglish in one form: the consonants of a word, as Latin letters. "kredit", "credit" and क्रेडिट are alike.

const DEVANAGARI: Readonly<Record<string, string>> = {
  क: 'k', ख: 'k', ग: 'g', घ: 'g', ङ: 'n', च: 'c', छ: 'c', ज: 'j', झ: 'j', ञ: 'n', ट: 't', ठ: 't', ड: 'd', ढ: 'd', ण: 'n',
  त: 't', थ: 't', द: 'd', ध: 'd', न: 'n', प: 'p', फ: 'p', ब: 'b', भ: 'b', म: 'm', य: 'y', र: 'r', ल: 'l', व: 'v', श: 's', ष: 's', स: 's', ह: 'h',
  'ं': 'n',
}
/** With a dot below they are other sounds. */
const DOTTED: Readonly<Record<string, string>> = { ज: 'j', फ: 'p', ड: 'd', ढ: 'd', क: 'k', ख: 'k', ग: 'g' }
const NUKTA = '\u093c'

/** How English and Hinglish spell one sound; the longer first. */
const LATIN: readonly (readonly [RegExp, string])[] = [
  [/tion/g, 'sn'], [/sch/g, 'sk'], [/ch/g, 'c'], [/sh/g, 's'], [/ph/g, 'p'], [/(?<=[kgjtdpb])h/g, ''], [/ck/g, 'k'], [/qu/g, 'kv'], [/x/g, 'ks'],
  [/c(?=[eiy])/g, 's'], [/c(?!$|[^a-z])(?=[^h])/g, 'k'], [/c$/g, 'k'], [/g(?=e)/g, 'j'], [/z/g, 'j'], [/w/g, 'v'], [/f/g, 'p'], [/q/g, 'k'],
]

function latin(word: string): string {
  const spelled = word.replaceAll('ch', '\u0001')
  const sounds = LATIN.reduce((text, [pattern, sound]) => text.replace(pattern, sound), spelled)
  return sounds.replaceAll('\u0001', 'c').replace(/[aeiou]/g, '').replace(/(?<=.)[y](?=.|$)/g, '')
}

function devanagari(word: string): string {
  let letters = ''
  for (let index = 0; index < word.length; index += 1) {
    const letter = word[index] ?? ''
    letters += word[index + 1] === NUKTA ? (DOTTED[letter] ?? DEVANAGARI[letter] ?? '') : (DEVANAGARI[letter] ?? '')
  }
  return letters.replace(/(?<=.)y/g, '')
}

/** A word's skeleton; digits stay. Empty where nothing but vowels is left. */
export function skeletonOf(word: string): string {
  const small = word.toLowerCase().normalize('NFC').replaceAll('\u0958', 'क़')
  const letters = /[\u0900-\u097f]/.test(small) ? devanagari(small) : latin(small.replace(/[^a-z0-9]/g, ''))
  const digits = /[\u0900-\u097f]/.test(small) ? small.replace(/[^0-9]/g, '') : ''
  return (letters + digits).replace(/([a-z])\1+/g, '$1')
}

export const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/[^\p{L}\p{M}\p{N}.]+/u).filter((word) => word !== '')
