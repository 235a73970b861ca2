// The playground's words.
import type { Language } from '../language.ts'
import { playground as en } from './en/playground.ts'
import { playground as hi } from './hi/playground.ts'
import { pick } from './pick.ts'
import type { Words } from './pick.ts'

export type PlaygroundWords = Words<typeof en>

export const playgroundWords = (language: Language): PlaygroundWords => pick<PlaygroundWords>({ en, hi }, language)
