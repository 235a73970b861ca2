// Few enough to stand in one file.
import type { Language } from '../language.ts'
import { pick } from './pick.ts'

interface ChangesWords {
  readonly lead: string
  readonly added: string
  readonly changed: string
  readonly fixed: string
  readonly more: string
}

const TABLES: Readonly<Record<Language, ChangesWords>> = {
  en: { lead: 'What changed for callers, newest first.', added: 'New', changed: 'Changed', fixed: 'Fixed', more: 'More' },
  hi: { lead: 'API इस्तेमाल करने वालों के लिए क्या बदला, नया सबसे ऊपर।', added: 'नया', changed: 'बदला', fixed: 'ठीक हुआ', more: 'और जानें' },
}

export const changesWords = (language: Language): ChangesWords => pick(TABLES, language)
