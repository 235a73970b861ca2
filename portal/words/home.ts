import type { Language } from '../language.ts'
import { home as en } from './en/home.ts'
import { home as hi } from './hi/home.ts'
import { pick } from './pick.ts'
import type { Words } from './pick.ts'

export const homeWords = (language: Language): Words<typeof en> => pick({ en, hi }, language)
