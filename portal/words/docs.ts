// Few enough to stand in one file.
import type { Language } from '../language.ts'
import { pick } from './pick.ts'

interface DocsWords {
  readonly title: string
  readonly lead: string
  readonly onlyEnglish: string
}

const TABLES = {
  en: { title: 'Documents', lead: 'From the first request to the last detail.', onlyEnglish: '' },
  hi: { title: 'दस्तावेज़', lead: 'पहली रिक्वेस्ट से लेकर हर बारीकी तक।', onlyEnglish: 'यह पेज अभी अंग्रेज़ी में ही है। हिंदी में जल्द।' },
} as const

export const docsWords = (language: Language): DocsWords => pick<DocsWords>(TABLES, language)
