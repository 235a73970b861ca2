import type { Language } from '../language.ts'
import { errors as en } from './en/errors.ts'
import { errors as hi } from './hi/errors.ts'
import { pick } from './pick.ts'
import type { Words } from './pick.ts'

export const errorWords = (language: Language): Words<typeof en> => pick({ en, hi }, language)
