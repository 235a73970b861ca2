// The words of the page of credits.
import type { Language } from '../../language.ts'
import { credits as en } from '../en/dashboard/credits.ts'
import { credits as hi } from '../hi/dashboard/credits.ts'
import { pick } from '../pick.ts'
import type { Words } from '../pick.ts'

export type CreditsWords = Words<typeof en>

export const creditsWords = (language: Language): CreditsWords => pick<CreditsWords>({ en, hi }, language)
