// Few enough to stand in one file.
import type { Language } from '../language.ts'
import { pick } from './pick.ts'

interface TryWords {
  readonly title: string
  readonly lead: string
  readonly run: (outcome: string) => string
  readonly running: string
  readonly ended: string
  readonly answer: (outcome: string) => string
  readonly made: string
  readonly unreachable: string
}

const TABLES: Readonly<Record<Language, TryWords>> = {
  en: {
    title: 'Try each outcome',
    lead: 'Try them here: each button makes an image in test mode with that word in its prompt, for test credits only, and shows the answer as it came.',
    run: (outcome) => `Run ${outcome}`,
    running: 'Running …',
    ended: 'It has ended.',
    answer: (outcome) => `The answer to ${outcome}`,
    made: 'The lotus that was made',
    unreachable: 'No network. Try again.',
  },
  hi: {
    title: 'हर नतीजा आज़माएँ',
    lead: 'यहीं आज़माएँ: हर बटन उस शब्द वाले प्रॉम्प्ट से टेस्ट मोड में एक इमेज बनाता है, सिर्फ़ test क्रेडिट में, और जवाब ज्यों का त्यों दिखाता है।',
    run: (outcome) => `${outcome} चलाएँ`,
    running: 'चल रहा है …',
    ended: 'पूरा हुआ।',
    answer: (outcome) => `${outcome} का जवाब`,
    made: 'बनी हुई कमल की इमेज',
    unreachable: 'नेटवर्क नहीं है। दोबारा कोशिश करें।',
  },
}

export const tryWords = (language: Language): TryWords => pick(TABLES, language)
