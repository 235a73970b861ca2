import type { Language } from '../language.ts'
import { trial as en } from './en/trial.ts'
import { trial as hi } from './hi/trial.ts'
import { pick } from './pick.ts'

export const trialWords = (language: Language): typeof en => pick({ en, hi }, language)
