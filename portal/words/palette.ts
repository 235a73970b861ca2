// Few enough to stand in one file.
import type { Language } from '../language.ts'
import { pick } from './pick.ts'

interface PaletteWords {
  readonly search: string
  readonly hint: string
  readonly close: string
  /** For who cannot see them. */
  readonly found: (count: number, chosen: string) => string
  readonly none: string
  readonly unreachable: string
}

const TABLES: Readonly<Record<Language, PaletteWords>> = {
  en: { search: 'Search', hint: 'Models, errors, documents: in Hindi, English or Hinglish', close: 'Close', found: (count, chosen) => `${count} found. ${chosen}`, none: 'Nothing is called so.', unreachable: 'The search cannot be had at the moment.' },
  hi: { search: 'खोजें', hint: 'मॉडल, एरर, दस्तावेज़: हिंदी, English या Hinglish में', close: 'बंद करें', found: (count, chosen) => `${count} मिले। ${chosen}`, none: 'ऐसा कुछ नहीं मिला।', unreachable: 'खोज इस समय नहीं मिल रही।' },
}

export const paletteWords = (language: Language): PaletteWords => pick(TABLES, language)
