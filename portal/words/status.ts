import type { Language } from '../language.ts'
import { status as en } from './en/status.ts'
import { status as hi } from './hi/status.ts'
import { pick } from './pick.ts'
import type { Words } from './pick.ts'

export type StatusWords = Words<typeof en>

export const statusWords = (language: Language): StatusWords => pick({ en, hi }, language)
