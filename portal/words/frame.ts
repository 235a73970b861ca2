import type { Language } from '../language.ts'
import { frame as en } from './en/frame.ts'
import { frame as hi } from './hi/frame.ts'
import { pick } from './pick.ts'
import type { Words } from './pick.ts'

export const frameWords = (language: Language): Words<typeof en> => pick({ en, hi }, language)
