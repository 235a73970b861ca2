// Few enough to stand in one file.
import type { Language } from '../language.ts'
import { pick } from './pick.ts'

export const todayWords = (language: Language): { readonly today: string; readonly more: string } =>
  pick({ en: { today: 'Today', more: 'More' }, hi: { today: 'आज', more: 'और जानें' } }, language)
