import type { Language } from '../language.ts'
import { notFound as en } from './en/not-found.ts'
import { notFound as hi } from './hi/not-found.ts'
import { pick } from './pick.ts'
import type { Words } from './pick.ts'

export const notFoundWords = (language: Language): Words<typeof en> => pick({ en, hi }, language)
