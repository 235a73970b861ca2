// Few enough to stand in one file.
import type { Language } from '../language.ts'
import { pick } from './pick.ts'

interface LegalWords {
  readonly missing: string
  readonly isMissing: string
}

const TABLES: Readonly<Record<Language, LegalWords>> = {
  en: { missing: 'not filled in yet', isMissing: 'This page is not complete: who runs this service has not filled in all of its facts yet. Where one is missing, it says so.' },
  hi: { missing: 'अभी नहीं भरा गया', isMissing: 'यह पेज पूरा नहीं है: सर्विस चलाने वाले ने सारी जानकारी अभी नहीं भरी है। जहाँ कुछ बाकी है, वहाँ लिखा है।' },
}

export const legalWords = (language: Language): LegalWords => pick(TABLES, language)
