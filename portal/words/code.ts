// Few enough to stand in one file.
import type { Language } from '../language.ts'
import { pick } from './pick.ts'

export const codeWords = (language: Language): { readonly copy: string; readonly copied: string } => pick({ en: { copy: 'Copy', copied: 'Copied' }, hi: { copy: 'कॉपी करें', copied: 'कॉपी हुआ' } }, language)
