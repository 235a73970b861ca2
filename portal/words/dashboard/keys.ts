// The words of the keys.
import type { Language } from '../../language.ts'
import { keys as en } from '../en/dashboard/keys.ts'
import { keys as hi } from '../hi/dashboard/keys.ts'
import { pick } from '../pick.ts'
import type { Words } from '../pick.ts'

export type KeysWords = Words<typeof en>

export const keysWords = (language: Language): KeysWords => pick<KeysWords>({ en, hi }, language)
